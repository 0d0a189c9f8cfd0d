#include "core/report/precision_report.h"

#include <algorithm>

#include <fmt/format.h>

namespace lockstep {
namespace {

/// The nodes of this precision, by module where they have one; `blocks`: what their weights take.
std::string nodes_of(const Program& program, const std::string& precision, std::int64_t& blocks) {
    std::vector<std::string> names;
    for (const ProgramNode& node : program.nodes) {
        if (node.precision != precision) continue;
        blocks += node.weight_blocks;
        const std::string name = node.module.empty() ? node_label(node) : node.module;
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
    constexpr std::size_t most = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i) text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
    return text;
}

}  // namespace

std::string precision_text(const Program& program) {
    std::int64_t unused = 0;
    std::int64_t blocks = 0;
    const std::string fp32 = nodes_of(program, "fp32", unused);
    const std::string fp8 = nodes_of(program, "fp8", blocks);
    std::string text;
    if (!fp32.empty()) text = "fp32 activations in " + fp32;
    const auto streams = [&text](std::string_view what, const std::vector<IoTensor>& tensors) {
        for (const IoTensor& tensor : tensors)
            if (tensor.fp32)
                text += fmt::format("{}{} {} in fp32", text.empty() ? "" : "; ", what, tensor.name);
    };
    streams("input", program.inputs);
    streams("output", program.outputs);
    if (!fp8.empty())
        text += fmt::format("{}fp8 weights in {}: {} blocks of the weight stores, half of what bf16 takes",
                            text.empty() ? "" : "; ", fp8, blocks);
    return text;
}

Json json_precision(const Report& report) {
    Json nodes = Json::array();
    for (const ProgramNode& node : report.program->nodes) {
        if (node.precision == "bf16") continue;
        nodes.push_back({{"id", node.id},
                         {"op", node.op},
                         {"name", node.name},
                         {"module", node.module},
                         {"precision", node.precision},
                         {"weight_blocks", node.weight_blocks}});
    }
    return {{"rules", report.precision_rules}, {"nodes", std::move(nodes)}};
}

}  // namespace lockstep
