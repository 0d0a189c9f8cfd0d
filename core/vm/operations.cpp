#include "core/vm/operations.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/numerics/function.h"
#include "core/numerics/lstm_cell.h"
#include "core/numerics/product.h"
#include "core/support/overloaded.h"
#include "core/vm/styled_products.h"

namespace lockstep {
namespace {

void copy_to_other_cores(const Destinations& destinations, std::size_t size) {
    for (std::size_t k = 1; k < destinations.count; ++k)
        std::copy_n(destinations.cores[0], size, destinations.cores[k]);
}

/// Clamp or function, rounding, and the way to the tensor RAMs. Changes `values`.
void finish(std::span<float> values, const ResultPath& path, const Destinations& destinations,
            const Execution& how) {
    if (path.activation == ActivationCode::clamp) {
        // NaN passes, and so does -0 at a bound of +0: every comparison with it is false.
        for (float& value : values) {
            const float raised = value < path.minimum ? path.minimum : value;
            value = raised > path.maximum ? path.maximum : raised;
        }
    } else if (const auto function = function_of(path.activation)) {
        apply_function(*function, values, how.target, how.functions);
    }
    if (destinations.fp32) {
        for (std::size_t k = 0; k < values.size(); ++k) to_words(values[k], destinations.cores[0] + 2 * k);
        return copy_to_other_cores(destinations, 2 * values.size());
    }
    std::ranges::transform(values, destinations.cores[0], to_bf16);
    copy_to_other_cores(destinations, values.size());
}

/// The results as they were written, for who looks at gates.
void keep_results(const Destinations& destinations, std::size_t count, float* kept) {
    const std::uint16_t* const written = destinations.cores[0];
    for (std::size_t k = 0; k < count; ++k)
        kept[k] = destinations.fp32 ? from_words(written + 2 * k) : from_bf16(written[k]);
}

void run(const MatvecOperation& matvec, std::span<float> scratch, const Execution& how) {
    if (matvec.start == AccumulatorStart::zero) {
        std::ranges::fill(matvec.accumulators, 0.0F);
    } else if (matvec.start == AccumulatorStart::store) {
        std::copy_n(matvec.stored, matvec.accumulators.size(), matvec.accumulators.data());
    }
    const std::span<float> source = scratch.first(matvec.source.size());
    std::ranges::transform(matvec.source, source.begin(), from_bf16);
    std::ranges::fill(source.subspan(matvec.valid), 0.0F);
    if (matvec.weights.empty()) return;
    if (!how.sums.is_default()) {
        return accumulate_styled(matvec.accumulators, matvec.weights, source, matvec.valid, matvec.block_size,
                                 matvec.reduction, how.sums);
    }
    const auto accumulate = matvec.ordered ? accumulate_ordered : accumulate_products;
    accumulate(matvec.accumulators, matvec.weights, source, static_cast<int>(matvec.block_size), how.target,
               matvec.reduction);
}

void run(const StoreOperation& store, std::span<float> scratch, const Execution& how) {
    const std::span<float> values = scratch.first(store.accumulators.size());
    std::ranges::copy(store.accumulators, values.begin());
    finish(values, store.path, store.destinations, how);
    if (store.kept != nullptr) keep_results(store.destinations, values.size(), store.kept);
}

void run(const SaveOperation& save) {
    std::ranges::transform(save.accumulators, save.stored, canonical_fp32);
}

void run(const LstmCellOperation& cell, const Execution& how) {
    const std::size_t block = cell.block_size;
    const std::size_t blocks = cell.gates.size() / (4 * block);
    for (std::size_t k = 0; k < blocks; ++k) {
        lstm_cell(cell.gates.subspan(4 * k * block, 4 * block), {cell.cell + k * block, block},
                  {cell.new_cell + k * block, block}, {cell.destinations.cores[0] + k * block, block},
                  how.target, how.functions);
    }
    copy_to_other_cores(cell.destinations, blocks * block);
    if (cell.kept != nullptr) std::ranges::copy(cell.gates, cell.kept);
}

float smaller(float a, float b) {
    if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<float>::quiet_NaN();
    return a < b ? a : b;
}

float larger(float a, float b) {
    if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<float>::quiet_NaN();
    return a > b ? a : b;
}

/// As pointwise(), with operands of any format.
template <class Function>
void mixed_pointwise(const VectorOperation& vector, std::span<float> values, Function function) {
    const auto lane = [](const VectorSource& source, std::size_t block, std::size_t k) {
        const std::uint16_t* const first = source.data + block * source.step;
        return source.fp32 ? from_words(first + 2 * k) : from_bf16(first[k]);
    };
    for (std::size_t j = 0; j < vector.blocks; ++j)
        for (std::size_t k = 0; k < vector.block_size; ++k)
            values[j * vector.block_size + k] =
                function(lane(vector.a, j, k), lane(vector.b, j, k), lane(vector.c, j, k));
}

/// values = function(lanes of a, b and c), block by block.
template <class Function>
void pointwise(const VectorOperation& vector, std::span<float> values, Function function) {
    if (vector.a.fp32 || vector.b.fp32 || vector.c.fp32) return mixed_pointwise(vector, values, function);
    for (std::size_t j = 0; j < vector.blocks; ++j) {
        const std::uint16_t* const a = vector.a.data + j * vector.a.step;
        const std::uint16_t* const b = vector.b.data + j * vector.b.step;
        const std::uint16_t* const c = vector.c.data + j * vector.c.step;
        float* const result = values.data() + j * vector.block_size;
        for (std::size_t k = 0; k < vector.block_size; ++k)
            result[k] = function(from_bf16(a[k]), from_bf16(b[k]), from_bf16(c[k]));
    }
}

}  // namespace

void compute(const VectorOperation& vector, std::span<float> values) {
    const auto binary = [&](auto function) {
        pointwise(vector, values, [&function](float a, float b, float) { return function(a, b); });
    };
    switch (vector.op) {
        case VectorOpcode::copy:
            return binary([](float a, float) { return a; });
        case VectorOpcode::add:
            return binary([](float a, float b) { return a + b; });
        case VectorOpcode::subtract:
            return binary([](float a, float b) { return a - b; });
        case VectorOpcode::multiply:
            return binary([](float a, float b) { return a * b; });
        case VectorOpcode::divide:
            return binary([](float a, float b) { return a / b; });
        case VectorOpcode::minimum:
            return binary(smaller);
        case VectorOpcode::maximum:
            return binary(larger);
        case VectorOpcode::equal:
            return binary([](float a, float b) { return a == b ? 1.0F : 0.0F; });
        case VectorOpcode::not_equal:
            return binary([](float a, float b) { return a != b ? 1.0F : 0.0F; });
        case VectorOpcode::less:
            return binary([](float a, float b) { return a < b ? 1.0F : 0.0F; });
        case VectorOpcode::less_equal:
            return binary([](float a, float b) { return a <= b ? 1.0F : 0.0F; });
        case VectorOpcode::select:
            return pointwise(vector, values, [](float a, float b, float c) { return c != 0.0F ? a : b; });
    }
}

namespace {

void run(const VectorOperation& vector, std::span<float> scratch, const Execution& how) {
    const std::span<float> values = scratch.first(vector.blocks * vector.block_size);
    compute(vector, values);
    finish(values, vector.path, vector.destinations, how);
    if (vector.kept != nullptr) keep_results(vector.destinations, values.size(), vector.kept);
}

void run(const ReduceOperation& reduce) {
    float value = reduce.first ? from_bf16(reduce.source.front()) : *reduce.kept;
    for (const std::uint16_t bits : reduce.source.subspan(reduce.first ? 1 : 0)) {
        const float lane = from_bf16(bits);
        value = reduce.op == ReduceOpcode::minimum ? smaller(value, lane) : larger(value, lane);
    }
    *reduce.kept = value;
    if (!reduce.last) return;
    std::fill_n(reduce.destinations.cores[0], reduce.block_size, to_bf16(value));
    copy_to_other_cores(reduce.destinations, reduce.block_size);
}

void run(const LoadOperation& load) {
    const std::size_t lanes = load.source.size() / (load.fp32 ? 2 : 1);
    const std::size_t blocks = (lanes + load.block_size - 1) / load.block_size;
    const auto value = [&](std::size_t k) {
        return load.fp32 ? to_bf16(from_words(&load.source[2 * k])) : load.source[k];
    };
    for (std::size_t k = 0; k < blocks * load.block_size; ++k)
        load.weights[k / load.block_size * load.distance + k % load.block_size * load.step] =
            k < lanes ? value(k) : std::uint16_t{0};
}

void run(const MoveOperation& move) {
    std::ranges::copy(move.source, move.destinations.cores[0]);
    copy_to_other_cores(move.destinations, move.source.size());
}

}  // namespace

void execute(const Operation& operation, std::span<float> scratch, const Execution& how) {
    std::visit(Overloaded{[&](const MatvecOperation& o) { run(o, scratch, how); },
                          [&](const StoreOperation& o) { run(o, scratch, how); },
                          [&](const VectorOperation& o) { run(o, scratch, how); },
                          [&](const LstmCellOperation& o) { run(o, how); }, [](const auto& o) { run(o); }},
               operation);
}

}  // namespace lockstep
