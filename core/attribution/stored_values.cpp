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

nnir::RealTensor stored_result(const nnir::Graph& graph, nnir::ValueId id, nnir::RealTensor result) {
    const nnir::NumberFormat format = graph.value(id).type.format;
    if (format == nnir::NumberFormat::mask) return result;
    const bool fp32 = format == nnir::NumberFormat::fp32 || is_cell(graph, id);
    for (double& value : result.values) {
        const auto single = static_cast<float>(value);
        value = static_cast<double>(fp32 ? single : round_to_bf16(single));
    }
    return result;
}

}  // namespace lockstep
