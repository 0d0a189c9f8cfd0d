#include "core/ops/reduction.h"

#include <algorithm>

#include "core/lowering/vectors.h"
#include "core/nnir/axes.h"

namespace lockstep::ops {

using lowering::VectorId;
using nnir::at;

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
    bool splat = true;
    lowering::LinearWork work{.result = {}, .rows = 1, .start = {}, .products = {}, .epilogue = epilogue};
    for (const VectorId source : vectors) {
        work.products.push_back({weight(builder_.length(source), scale), source});
        splat = splat && builder_.is_splat(source);
        if (!within_) work.rows = builder_.length(source);
    }
    work.result = within_ || splat ? builder_.new_splat() : builder_.new_vector(work.rows);
    if (bias != 0) work.start.bias.assign(at(work.rows), static_cast<float>(bias));
    const VectorId result = work.result;
    builder_.add(std::move(work));
    return result;
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
