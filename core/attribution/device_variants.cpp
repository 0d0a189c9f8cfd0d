#include "core/attribution/device_variants.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/attribution/stored_values.h"
#include "core/nnir/op.h"
#include "core/numerics/bf16.h"
#include "core/numerics/function_style.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using nnir::RealTensor;
using Values = std::map<nnir::ValueId, RealTensor>;

/// The project's one model of tables (help/numerics.md), or the function itself.
float value_of(Function function, float x, const DeviceVariant& variant) {
    apply_function(function, {&x, 1}, SimdTarget::portable,
                   variant.tables ? FunctionStyle::table : FunctionStyle::ideal);
    return x;
}

float tanh_of(float x, const DeviceVariant& variant) {
    return value_of(Function::tanh, x, variant);
}

float sigmoid_of(float x, const DeviceVariant& variant) {
    return value_of(Function::sigmoid, x, variant);
}

/// bias + sum of weights * values, in the variant's order.
float sum_of(float bias, std::span<const float> weights, std::span<const float> values,
             const DeviceVariant& variant) {
    const std::size_t size = weights.size();
    const auto cores = static_cast<std::size_t>(variant.cores);
    const auto part = [&](std::size_t begin, std::size_t end, float start) {
        float sum = start;
        for (std::size_t k = begin; k < end; ++k) {
            const std::size_t at = variant.reversed ? end - 1 - (k - begin) : k;
            sum = std::fma(weights[at], values[at], sum);
        }
        return sum;
    };
    if (cores <= 1) return part(0, size, bias);
    float total = bias;
    for (std::size_t core = 0; core < cores; ++core)
        total += round_to_bf16(part(size * core / cores, size * (core + 1) / cores, 0.0F));
    return total;
}

std::vector<float> floats(const RealTensor& tensor) {
    std::vector<float> values(tensor.values.size());
    std::ranges::transform(tensor.values, values.begin(), [](double v) { return static_cast<float>(v); });
    return values;
}

float bias_of(const nnir::Attributes& attributes, const std::string& name, std::size_t row) {
    return attributes.has(name) ? attributes.tensor(name).values()[row] : 0.0F;
}

/// One row of results for every row of the operand.
std::vector<RealTensor> linear(const nnir::Attributes& attributes, const std::vector<RealTensor>& operands,
                               const Shape& shape, const DeviceVariant& variant) {
    const Tensor& weight = attributes.tensor("weight");
    const auto rows = static_cast<std::size_t>(weight.shape()[0]);
    const auto columns = static_cast<std::size_t>(weight.shape()[1]);
    const std::vector<float> x = floats(operands[0]);
    RealTensor y(shape);
    for (std::size_t n = 0; n < x.size() / columns; ++n)
        for (std::size_t r = 0; r < rows; ++r)
            y.values[n * rows + r] = static_cast<double>(
                sum_of(bias_of(attributes, "bias", r), weight.values().subspan(r * columns, columns),
                       std::span(x).subspan(n * columns, columns), variant));
    return {std::move(y)};
}

/// Of a single row; h and c are the next ones.
std::vector<RealTensor> lstm_cell(const nnir::Attributes& attributes, const std::vector<RealTensor>& operands,
                                  const DeviceVariant& variant) {
    const Tensor& input = attributes.tensor("weight_ih");
    const Tensor& recurrent = attributes.tensor("weight_hh");
    const auto size = static_cast<std::size_t>(input.shape()[0] / 4);
    const auto columns = static_cast<std::size_t>(input.shape()[1]);
    const auto hidden = static_cast<std::size_t>(recurrent.shape()[1]);
    std::vector<float> operand = floats(operands[0]);
    const std::vector<float> h = floats(operands[1]);
    const std::vector<float> c = floats(operands[2]);
    operand.insert(operand.end(), h.begin(), h.end());
    std::vector<float> weights(columns + hidden);
    const auto gate = [&](std::size_t which, std::size_t k) {
        const std::size_t row = which * size + k;
        std::ranges::copy(input.values().subspan(row * columns, columns), weights.begin());
        std::ranges::copy(recurrent.values().subspan(row * hidden, hidden),
                          weights.begin() + static_cast<std::ptrdiff_t>(columns));
        return sum_of(bias_of(attributes, "bias_ih", row) + bias_of(attributes, "bias_hh", row), weights,
                      operand, variant);
    };
    RealTensor next_h(operands[1].shape);
    RealTensor next_c(operands[2].shape);
    for (std::size_t k = 0; k < size; ++k) {
        const float cell = sigmoid_of(gate(1, k), variant) * c[k] +
                           sigmoid_of(gate(0, k), variant) * tanh_of(gate(2, k), variant);
        next_c.values[k] = static_cast<double>(cell);
        next_h.values[k] = static_cast<double>(sigmoid_of(gate(3, k), variant) * tanh_of(cell, variant));
    }
    return {std::move(next_h), std::move(next_c)};
}

std::vector<RealTensor> compute(const nnir::Graph& graph, const nnir::Node& node,
                                const nnir::Attributes& attributes, const std::vector<RealTensor>& operands,
                                const DeviceVariant& variant) {
    if (node.op->name() == "Linear")
        return linear(attributes, operands, graph.value(node.outputs[0]).type.shape, variant);
    const bool one_row =
        node.op->name() == "LstmCell" &&
        std::cmp_equal(operands[2].values.size(), attributes.tensor("weight_ih").shape()[0] / 4);
    if (one_row && !attributes.has("weight_hr")) return lstm_cell(attributes, operands, variant);
    if (variant.tables && node.op->name() == "Activation") {
        const auto function = function_named(attributes.string("function"));
        RealTensor result = operands[0];
        for (double& value : result.values)
            value = static_cast<double>(value_of(function.value(), static_cast<float>(value), variant));
        return {std::move(result)};
    }
    return node.op->reference(attributes, operands);
}

}  // namespace

std::vector<DeviceVariant> plausible_variants(std::int64_t cores) {
    std::vector<DeviceVariant> variants = {{.name = "in order"},
                                           {.name = "in reverse order", .reversed = true}};
    if (cores > 1) variants.push_back({.name = "bf16 sums across cores", .cores = cores});
    variants.push_back({.name = "table activations", .tables = true});
    if (cores > 1)
        variants.push_back(
            {.name = "table activations, bf16 sums across cores", .tables = true, .cores = cores});
    return variants;
}

std::vector<VariantError> error_envelope(const nnir::Graph& graph, const AttributedRun& run,
                                         const std::vector<DeviceVariant>& variants, const JobControl& job) {
    if (run.inputs.empty() || run.vm_states.empty())
        throw Error(FailureKind::bad_shape, "there is no inference to be computed");
    std::vector<nnir::Attributes> attributes;
    for (const nnir::Node& node : graph.nodes) attributes.push_back(stored_attributes(node));
    std::vector<VariantError> errors;
    for (const DeviceVariant& variant : variants) {
        Values values;
        const auto set = [&](nnir::ValueId id, std::span<const float>& flat, bool rounds) {
            RealTensor tensor(graph.value(id).type.shape);
            if (flat.size() < tensor.values.size())
                throw Error(FailureKind::bad_shape,
                            "the run has too few values for the graph's " + graph.value(id).name);
            for (std::size_t k = 0; k < tensor.values.size(); ++k)
                tensor.values[k] = static_cast<double>(rounds ? round_to_bf16(flat[k]) : flat[k]);
            flat = flat.subspan(tensor.values.size());
            values.insert_or_assign(id, std::move(tensor));
        };
        const std::vector<float>& begin =
            run.vm_states.front().empty() ? run.reference_states : run.vm_states.front();
        std::span<const float> states = begin;
        for (const nnir::State& state : graph.states) set(state.read, states, false);
        for (const std::vector<float>& row : run.inputs) {
            job.check();
            std::span<const float> rest = row;
            for (const nnir::ValueId id : graph.inputs)
                set(id, rest, graph.value(id).type.format == nnir::NumberFormat::bf16);
            for (std::size_t k = 0; k < graph.nodes.size(); ++k) {
                const nnir::Node& node = graph.nodes[k];
                std::vector<RealTensor> operands;
                for (const nnir::ValueId id : node.inputs) operands.push_back(values.at(id));
                std::vector<RealTensor> results =
                    stored_results(graph, node, compute(graph, node, attributes[k], operands, variant));
                for (std::size_t o = 0; o < results.size(); ++o)
                    values.insert_or_assign(node.outputs[o], std::move(results[o]));
            }
            if (&row == &run.inputs.back()) break;
            // States may be written from one another: all are taken before any is set.
            std::vector<RealTensor> next;
            for (const nnir::State& state : graph.states) next.push_back(values.at(state.written));
            for (std::size_t k = 0; k < next.size(); ++k)
                values.insert_or_assign(graph.states[k].read, std::move(next[k]));
        }
        VariantError error{.variant = variant};
        double squares = 0;
        std::size_t at = 0;
        for (const nnir::ValueId id : graph.outputs) {
            for (const double value : values.at(id).values) {
                if (at >= run.reference_outputs.size())
                    throw Error(FailureKind::bad_shape, "the run has too few outputs for the graph");
                const double off = std::abs(value - static_cast<double>(run.reference_outputs[at++]));
                error.max_abs = std::max(error.max_abs, off);
                squares += off * off;
            }
        }
        error.rms = std::sqrt(squares / static_cast<double>(std::max<std::size_t>(at, 1)));
        errors.push_back(std::move(error));
    }
    return errors;
}

}  // namespace lockstep
