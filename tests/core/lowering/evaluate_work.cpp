#include "evaluate_work.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/lowering/vectors.h"
#include "core/support/overloaded.h"

using namespace lockstep;
using namespace lockstep::lowering;
using nnir::RealTensor;

namespace {

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

double combined(PointwiseOp op, double a, double b, double c) {
    switch (op) {
        case PointwiseOp::add:
            return a + b;
        case PointwiseOp::subtract:
            return a - b;
        case PointwiseOp::multiply:
            return a * b;
        case PointwiseOp::divide:
            return a / b;
        case PointwiseOp::minimum:
            return std::min(a, b);
        case PointwiseOp::maximum:
            return std::max(a, b);
        case PointwiseOp::equal:
            return a == b ? 1 : 0;
        case PointwiseOp::not_equal:
            return a != b ? 1 : 0;
        case PointwiseOp::less:
            return a < b ? 1 : 0;
        case PointwiseOp::less_equal:
            return a <= b ? 1 : 0;
        case PointwiseOp::select:
            return c != 0 ? a : b;
    }
    return a;
}

/// Position in the row-major tensor of element `k` of vector `v`.
std::size_t element(const nnir::ValueType& type, std::int64_t v, std::int64_t k) {
    if (type.shape.empty()) return 0;
    std::int64_t inner = 1;
    for (std::size_t axis = type.shape.size(); --axis > static_cast<std::size_t>(type.data_dim);)
        inner *= type.shape[axis];
    const std::int64_t extent = type.shape[static_cast<std::size_t>(type.data_dim)];
    return static_cast<std::size_t>((v / inner * extent + k) * inner + v % inner);
}

}  // namespace

double activated(double x, const Epilogue& epilogue) {
    switch (epilogue.activation) {
        case Activation::none:
            return x;
        case Activation::clamp:
            return std::isnan(x) ? x
                                 : std::min(std::max(x, double{epilogue.minimum}), double{epilogue.maximum});
        case Activation::exp:
            return std::exp(x);
        case Activation::exp2:
            return std::exp2(x);
        case Activation::expm1:
            return std::expm1(x);
        case Activation::log:
            return std::log(x);
        case Activation::log2:
            return std::log2(x);
        case Activation::log10:
            return std::log10(x);
        case Activation::sqrt:
            return std::sqrt(x);
        case Activation::rsqrt:
            return 1 / std::sqrt(x);
        case Activation::reciprocal:
            return 1 / x;
        case Activation::tanh:
            return std::tanh(x);
        case Activation::sigmoid:
            return sigmoid(x);
        case Activation::silu:
            return x * sigmoid(x);
        case Activation::gelu:
            return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
        case Activation::gelu_tanh:
            return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::acos(-1.0)) * (x + 0.044715 * x * x * x)));
        case Activation::softplus:
            return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
    }
    return x;
}

WorkEvaluator::WorkEvaluator(const WorkList& list, const nnir::Graph& graph) : list_(list), graph_(graph) {
    for (const Vector& vector : list.vectors)
        vectors_.emplace_back(vector.constant.begin(), vector.constant.end());
    for (const Cell& cell : list.cells) cells_.emplace_back(cell.initial.begin(), cell.initial.end());
    partial_sums_.resize(list.partial_sums.size());
    for (const Work& work : list.work) {
        if (const auto* update = std::get_if<PartialSumWork>(&work.body))
            partial_sums_[update->result.value] =
                sum({update->initial_bias, {}}, update->initial_products, update->rows);
    }
}

double WorkEvaluator::weight(const Product& product, std::size_t row, std::size_t column) const {
    if (product.by_rows) return vectors_[product.matrix[row].value][column];
    if (product.computed()) return vectors_[product.matrix[column].value][row];
    return product.weight.values()[row * static_cast<std::size_t>(product.weight.shape()[1]) + column];
}

WorkEvaluator::Values WorkEvaluator::sum(const SumStart& start, const std::vector<Product>& products,
                                         std::int64_t rows) const {
    Values result(static_cast<std::size_t>(rows), 0.0);
    if (!start.bias.empty()) result.assign(start.bias.begin(), start.bias.end());
    if (start.partial) result = partial_sums_[start.partial->value];
    for (const Product& product : products) {
        const Values& source = vectors_[product.source.value];
        for (std::size_t r = 0; r < result.size(); ++r)
            for (std::size_t c = 0; c < source.size(); ++c) result[r] += weight(product, r, c) * source[c];
    }
    return result;
}

std::vector<RealTensor> WorkEvaluator::step(const std::vector<RealTensor>& inputs) {
    for (std::size_t k = 0; k < list_.vectors.size(); ++k)
        if (list_.vectors[k].origin == VectorOrigin::computed)
            vectors_[k].assign(static_cast<std::size_t>(list_.vectors[k].length),
                               std::numeric_limits<double>::quiet_NaN());
    for (std::size_t k = 0; k < list_.inputs.size(); ++k) {
        const IoVectors& io = list_.inputs[k];
        for (std::size_t v = 0; v < io.vectors.size(); ++v) {
            Values& values = vectors_[io.vectors[v].value];
            values.clear();
            for (std::int64_t e = 0; e < list_.vectors[io.vectors[v].value].length; ++e)
                values.push_back(
                    inputs[k].values[element(graph_.value(io.value).type, static_cast<std::int64_t>(v), e)]);
        }
    }
    for (const Work& work : list_.work) {
        std::visit(
            Overloaded{[&](const LinearWork& w) {
                           Values result = sum(w.start, w.products, w.rows);
                           for (double& value : result) value = activated(value, w.epilogue);
                           vectors_[w.result.value] = result;
                       },
                       [&](const LstmWork& w) {
                           const Values gates = sum(w.start, w.products, 4 * w.hidden);
                           const auto size = static_cast<std::size_t>(w.hidden);
                           Values& cell = cells_[w.cell.value];
                           if (w.first)
                               cell.assign(list_.cells[w.cell.value].initial.begin(),
                                           list_.cells[w.cell.value].initial.end());
                           for (std::size_t k = 0; k < size; ++k) {
                               cell[k] = sigmoid(gates[size + k]) * cell[k] +
                                         sigmoid(gates[k]) * std::tanh(gates[2 * size + k]);
                               vectors_[w.result.value][k] =
                                   sigmoid(gates[3 * size + k]) * std::tanh(cell[k]);
                           }
                       },
                       [&](const PartialSumWork& w) {
                           partial_sums_[w.result.value] = sum(w.start, w.products, w.rows);
                       },
                       [&](const PointwiseWork& w) {
                           const auto lane = [&](VectorId vector, std::size_t k) {
                               return vectors_[vector.value][list_.vectors[vector.value].splat ? 0 : k];
                           };
                           Values result(vectors_[w.result.value].size());
                           for (std::size_t k = 0; k < result.size(); ++k) {
                               const double a = lane(w.a, k);
                               const double value =
                                   w.b ? combined(w.op, a, lane(*w.b, k), w.c ? lane(*w.c, k) : 0) : a;
                               result[k] = activated(value, w.epilogue);
                           }
                           vectors_[w.result.value] = result;
                       },
                       [&](const ReduceWork& w) {
                           const Values& source = vectors_[w.source.value];
                           vectors_[w.result.value] = {w.op == ReduceOp::maximum
                                                           ? *std::ranges::max_element(source)
                                                           : *std::ranges::min_element(source)};
                       }},
            work.body);
    }
    std::vector<RealTensor> outputs;
    for (const IoVectors& io : list_.outputs) {
        const nnir::ValueType& type = graph_.value(io.value).type;
        RealTensor output(type.shape);
        for (std::size_t v = 0; v < io.vectors.size(); ++v) {
            const Values& values = vectors_[io.vectors[v].value];
            for (std::size_t e = 0; e < values.size(); ++e)
                output.values[element(type, static_cast<std::int64_t>(v), static_cast<std::int64_t>(e))] =
                    values[e];
        }
        outputs.push_back(std::move(output));
    }
    for (const StateBinding& binding : list_.states)
        for (std::size_t k = 0; k < binding.read.size(); ++k)
            vectors_[binding.read[k].value] = vectors_[binding.written[k].value];
    return outputs;
}

std::vector<double> WorkEvaluator::state(std::size_t index) const {
    const StateBinding& binding = list_.states[index];
    if (binding.cell) return cells_[binding.cell->value];
    Values all;
    for (const VectorId vector : binding.written)
        all.insert(all.end(), vectors_[vector.value].begin(), vectors_[vector.value].end());
    return all;
}
