#include "core/ops/reduction.h"

#include <algorithm>
#include <bit>

#include "core/lowering/vectors.h"
#include "core/nnir/axes.h"
#include "core/numerics/bf16.h"

namespace lockstep::ops {

using lowering::VectorId;
using nnir::at;

namespace {

/// Up to this size of a group, size - 1 is exact in bf16.
constexpr std::int64_t most_centred_at_once = 257;
/// Products of a vector with a vector's lanes of at most 32, the smallest block of a published machine, that
/// taking the mean off in one sum may cost.
constexpr std::int64_t most_centring_products = 64;

bool exact_in_bf16(double value) {
    return double{round_to_bf16(static_cast<float>(value))} == value;
}

}  // namespace

VectorId combine(lowering::Builder& builder, lowering::PointwiseOp op, VectorId a, VectorId b,
                 const lowering::Epilogue& epilogue) {
    const bool splat = builder.is_splat(a) && builder.is_splat(b);
    const std::int64_t length = std::max(builder.length(a), builder.length(b));
    const VectorId result = splat ? builder.new_splat() : builder.new_vector(length);
    builder.add(lowering::PointwiseWork{.result = result, .op = op, .a = a, .b = b, .epilogue = epilogue});
    return result;
}

VectorId lane_as_splat(lowering::Builder& builder, VectorId vector, std::int64_t lane) {
    const std::int64_t length = builder.length(vector);
    if (length == 1) return builder.splat(vector);
    std::vector<float> row(at(length), 0.0F);
    row[at(lane)] = 1;
    const VectorId splat = builder.new_splat();
    builder.add(lowering::LinearWork{.result = splat,
                                     .rows = 1,
                                     .start = {},
                                     .products = {{Tensor({1, length}, std::move(row)), vector}},
                                     .epilogue = {}});
    return splat;
}

Groups::Groups(lowering::Builder& builder, const nnir::ValueType& type, const std::vector<std::int64_t>& axes)
    : builder_(builder) {
    const auto reduced = [&](int axis) { return std::find(axes.begin(), axes.end(), axis) != axes.end(); };
    within_ = type.shape.empty() || reduced(type.data_dim);
    std::size_t groups = 1;
    for (int axis = 0; axis < nnir::rank(type.shape); ++axis) {
        if (reduced(axis)) {
            size_ *= type.shape[at(axis)];
        } else if (axis != type.data_dim) {
            groups *= at(type.shape[at(axis)]);
        }
    }
    members_.resize(groups);
    const std::int64_t count = lowering::vector_layout(type).count;
    for (std::int64_t v = 0; v < count; ++v) {
        std::int64_t rest = v;
        std::int64_t group = 0;
        std::int64_t step = 1;
        for (int axis = nnir::rank(type.shape); axis-- > 0;) {
            if (axis == type.data_dim) continue;
            const std::int64_t extent = type.shape[at(axis)];
            if (!reduced(axis)) {
                group += rest % extent * step;
                step *= extent;
            }
            rest /= extent;
        }
        members_[at(group)].push_back(at(v));
    }
}

/// A row of `scale`, or `scale` on the diagonal where the lanes stay apart.
const Tensor& Groups::weight(std::int64_t length, double scale) {
    const auto [entry, fresh] = weights_.try_emplace({length, scale});
    if (!fresh) return entry->second;
    const auto value = static_cast<float>(scale);
    if (within_) return entry->second = Tensor::filled({1, length}, value);
    std::vector<float> diagonal(at(length * length), 0.0F);
    for (std::int64_t k = 0; k < length; ++k) diagonal[at(k * length + k)] = value;
    return entry->second = Tensor({length, length}, std::move(diagonal));
}

std::vector<VectorId> Groups::picked(std::size_t group, const std::vector<VectorId>& vectors) const {
    std::vector<VectorId> parts;
    for (const std::size_t member : members_[group]) parts.push_back(vectors[member]);
    return parts;
}

VectorId Groups::sum(std::size_t group, const std::vector<VectorId>& vectors, double scale, double bias,
                     const lowering::Epilogue& epilogue) {
    return sum_of(picked(group, vectors), scale, bias, epilogue);
}

VectorId Groups::sum_of(const std::vector<VectorId>& vectors, double scale, double bias,
                        const lowering::Epilogue& epilogue) {
    lowering::LinearWork work = sum_work(vectors, scale, bias, epilogue);
    const VectorId result = work.result;
    builder_.add(std::move(work));
    return result;
}

lowering::LinearWork Groups::sum_work(const std::vector<VectorId>& vectors, double scale, double bias,
                                      const lowering::Epilogue& epilogue) {
    bool splat = true;
    lowering::LinearWork work{.result = {}, .rows = 1, .start = {}, .products = {}, .epilogue = epilogue};
    for (const VectorId source : vectors) {
        work.products.push_back({weight(builder_.length(source), scale), source});
        splat = splat && builder_.is_splat(source);
        if (!within_) work.rows = builder_.length(source);
    }
    work.result = within_ || splat ? builder_.new_splat() : builder_.new_vector(work.rows);
    if (bias != 0) work.start.bias.assign(at(work.rows), static_cast<float>(bias));
    return work;
}

VectorId Groups::scaled_sum(std::size_t group, const std::vector<VectorId>& vectors, double scale,
                            double bias, const lowering::Epilogue& epilogue) {
    std::vector<VectorId> parts = picked(group, vectors);
    if (exact_in_bf16(scale) || size_ > most_centred_at_once) return sum_of(parts, scale, bias, epilogue);
    const double coarse = double{round_to_bf16(static_cast<float>(scale))};
    lowering::LinearWork work = sum_work(parts, coarse, bias, epilogue);
    for (const VectorId source : parts)
        work.products.push_back({weight(builder_.length(source), scale - coarse), source});
    const VectorId result = work.result;
    builder_.add(std::move(work));
    return result;
}

double Groups::centre(std::size_t group, std::vector<VectorId>& vectors) {
    const std::vector<std::size_t>& members = members_[group];
    const std::int64_t blocks = (builder_.length(vectors[members.front()]) + 31) / 32;
    const auto count = static_cast<std::int64_t>(members.size());
    if (size_ <= most_centred_at_once && count * count * blocks * blocks <= most_centring_products) {
        const auto unit = static_cast<double>(std::bit_ceil(static_cast<std::uint64_t>(size_)));
        centre_in_one_sum(members, vectors, 1 / unit);
        return static_cast<double>(size_) / unit;
    }
    // The difference of neighbours is exact, so the second mean is what the first one's rounding has left.
    for (int round = 0; round < 2; ++round) {
        const VectorId rest = sum(group, vectors, 1 / static_cast<double>(size_));
        for (const std::size_t member : members)
            vectors[member] = combine(builder_, lowering::PointwiseOp::subtract, vectors[member], rest);
    }
    return 1;
}

/// unit * (size * x - sum of the group): whole numbers times a power of two are exact weights.
void Groups::centre_in_one_sum(const std::vector<std::size_t>& members, std::vector<VectorId>& vectors,
                               double unit) {
    std::vector<VectorId> centred;
    for (const std::size_t member : members) {
        const VectorId own = vectors[member];
        const std::int64_t length = builder_.length(own);
        lowering::LinearWork work{
            .result = builder_.is_splat(own) ? builder_.new_splat() : builder_.new_vector(length),
            .rows = length,
            .start = {},
            .products = {},
            .epilogue = {}};
        for (const std::size_t other : members)
            work.products.push_back({centring(length, other == member, unit), vectors[other]});
        centred.push_back(work.result);
        builder_.add(std::move(work));
    }
    for (std::size_t k = 0; k < members.size(); ++k) vectors[members[k]] = centred[k];
}

/// What a vector of the group adds to a centred one; `own`: to itself.
const Tensor& Groups::centring(std::int64_t length, bool own, double unit) {
    const auto [entry, fresh] = centrings_.try_emplace({length, own});
    if (!fresh) return entry->second;
    std::vector<float> values(at(length * length), 0.0F);
    for (std::int64_t row = 0; row < length; ++row)
        for (std::int64_t column = 0; column < length; ++column) {
            const double taken = within_ || row == column ? 1 : 0;
            const double kept = own && row == column ? static_cast<double>(size_) : 0;
            values[at(row * length + column)] = static_cast<float>((kept - taken) * unit);
        }
    return entry->second = Tensor({length, length}, std::move(values));
}

VectorId Groups::extreme(std::size_t group, const std::vector<VectorId>& vectors, lowering::ReduceOp op) {
    return extreme_of(picked(group, vectors), op);
}

VectorId Groups::extreme_of(std::vector<VectorId> vectors, lowering::ReduceOp op) {
    const auto pointwise =
        op == lowering::ReduceOp::maximum ? lowering::PointwiseOp::maximum : lowering::PointwiseOp::minimum;
    // Pairs of neighbours first: the chain of what waits for what is short.
    while (vectors.size() > 1) {
        std::vector<VectorId> next;
        for (std::size_t k = 0; k + 1 < vectors.size(); k += 2)
            next.push_back(combine(builder_, pointwise, vectors[k], vectors[k + 1]));
        if (vectors.size() % 2 != 0) next.push_back(vectors.back());
        vectors = std::move(next);
    }
    if (!within_ || builder_.is_splat(vectors[0])) return vectors[0];
    const VectorId result = builder_.new_splat();
    builder_.add(lowering::ReduceWork{.result = result, .op = op, .source = vectors[0]});
    return result;
}

}  // namespace lockstep::ops
