#include "core/attribution/stored_values.h"

#include <algorithm>

#include "core/numerics/bf16.h"
#include "core/numerics/fp8.h"

namespace lockstep {
namespace {

Tensor stored(const Tensor& weight, nnir::Precision precision) {
    std::vector<float> values(weight.values().begin(), weight.values().end());
    if (precision == nnir::Precision::fp8) {
        const std::uint8_t scale = fp8_scale_of(values);
        for (float& value : values) value = from_bf16(fp8_weight(to_fp8(value, scale), scale));
    } else {
        for (float& value : values) value = round_to_bf16(value);
    }
    return {weight.shape(), std::move(values)};
}

bool is_cell(const nnir::Graph& graph, nnir::ValueId value) {
    return std::ranges::any_of(graph.states, [&](const nnir::State& state) {
        return state.written == value && state.role == "cell";
    });
}

}  // namespace

nnir::Attributes stored_attributes(const nnir::Node& node) {
    nnir::Attributes attributes = node.attributes;
    for (const auto& [name, value] : node.attributes.entries()) {
        const auto* tensor = std::get_if<Tensor>(&value);
        if (tensor != nullptr && !name.starts_with("bias"))
            attributes.set(name, stored(*tensor, node.precision));
    }
    return attributes;
}

std::vector<nnir::RealTensor> stored_results(const nnir::Graph& graph, const nnir::Node& node,
                                             std::vector<nnir::RealTensor> results) {
    for (std::size_t k = 0; k < results.size(); ++k) {
        const nnir::NumberFormat format = graph.value(node.outputs[k]).type.format;
        if (format == nnir::NumberFormat::mask) continue;
        const bool fp32 = format == nnir::NumberFormat::fp32 || is_cell(graph, node.outputs[k]);
        for (double& value : results[k].values) {
            const auto single = static_cast<float>(value);
            value = static_cast<double>(fp32 ? single : round_to_bf16(single));
        }
    }
    return results;
}

}  // namespace lockstep
