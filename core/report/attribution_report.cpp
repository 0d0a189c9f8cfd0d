#include "core/report/attribution_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/report/number_text.h"

namespace lockstep {
namespace {

constexpr std::size_t nodes_in_text = 8;

Json json_share(const ErrorShare& share) {
    return {{"at_focus", json_number(share.at_focus)},
            {"max_abs", json_number(share.max_abs)},
            {"rms", json_number(share.rms)}};
}

/// A figure that is of all nodes that are computed together, at the one whose result is made.
Json of_group(const NodeError& node, double value) {
    return node.computed_with.empty() ? json_number(value) : Json(nullptr);
}

/// "+1.2e-04", of a term that is added up.
std::string signed_text(double value) {
    return (value < 0 ? "-" : "+") + number_text(std::abs(value));
}

}  // namespace

std::vector<std::string> fused_into(const Program& program, nnir::NodeId id) {
    std::vector<std::string> names;
    for (const ProgramNode& node : program.nodes)
        if (node.id == id.value)
            for (const std::uint32_t other : node.fused_into)
                names.push_back(node_label(program.nodes[other]));
    return names;
}

std::string focus_name(const Program& program, std::int64_t focus) {
    for (const IoTensor& output : program.outputs) {
        if (focus < element_count(output.shape)) return fmt::format("{}[{}]", output.name, focus);
        focus -= element_count(output.shape);
    }
    return {};
}

Json json_attribution(const AttributionPart& part, const Program& program) {
    const Attribution& a = part.attribution;
    const auto focus = static_cast<std::size_t>(a.focus);
    Json sources = Json::array();
    for (const auto& [source, share] : a.sources) {
        Json row = {{"source", name(source)}};
        row.update(json_share(share));
        sources.push_back(std::move(row));
    }
    Json nodes = Json::array();
    for (const NodeError& node : a.nodes)
        nodes.push_back(
            {{"node", fmt::format("n{}", node.node.value)},
             {"name", node.name},
             {"op", node.op},
             {"module", node.module},
             {"fused_into", fused_into(program, node.node)},
             {"emulated", node.emulated},
             {"computed_with", node.computed_with.empty() ? Json(nullptr) : Json(node.computed_with)},
             {"value_error", node.has_values ? Json{{"max_abs", json_number(node.max_abs)},
                                                    {"relative", json_number(node.relative)},
                                                    {"bf16_steps", json_number(node.ulps)}}
                                             : Json(nullptr)},
             {"adds", json_share(node.total)},
             {"weight_rounding", json_share(node.weights)},
             {"activation_rounding", json_share(node.activation)},
             {"accumulation", json_share(node.accumulation)},
             {"function_approximation", json_share(node.functions)},
             {"output_error_alone", of_group(node, node.alone)},
             {"output_error_without", of_group(node, node.all_but)}});
    Json by_inference = Json::array();
    for (const double value : a.by_inference) by_inference.push_back(json_number(value));
    Json warnings = Json::array();
    for (const InputSpread& column : part.lost_columns) warnings.push_back(to_text(column));
    return {
        {"inference", part.index},
        {"inferences", a.inferences},
        {"focus", {{"output", focus_name(program, a.focus)}, {"element", a.focus}}},
        {"error", a.error.empty() ? Json(nullptr) : json_number(a.error[focus])},
        {"order",
         "reference, carried state, then by inference: inputs, nodes in graph order (weights, "
         "rounding, accumulation, functions), fusion and order"},
        {"sources", std::move(sources)},
        {"nodes", std::move(nodes)},
        {"by_inference", std::move(by_inference)},
        {"first_diverged",
         a.first_diverged ? Json(fmt::format("n{}", a.nodes[*a.first_diverged].node.value)) : Json(nullptr)},
        {"warnings", std::move(warnings)}};
}

std::vector<std::pair<std::string, std::string>> attribution_lines(const AttributionPart& part,
                                                                   const Program& program) {
    const Attribution& a = part.attribution;
    std::vector<std::pair<std::string, std::string>> lines;
    if (a.error.empty()) return lines;
    lines.emplace_back(
        "attribution",
        fmt::format("inference {}, {}: VM minus reference {}, over the last {} inference{}", part.index,
                    focus_name(program, a.focus), signed_text(a.error[static_cast<std::size_t>(a.focus)]),
                    a.inferences, a.inferences == 1 ? "" : "s"));
    for (const auto& [source, share] : a.sources)
        lines.emplace_back("", fmt::format("{:<22}{:>12}", name(source), signed_text(share.at_focus)));
    std::vector<std::size_t> order(a.nodes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&a](std::size_t k) { return std::abs(a.nodes[k].total.at_focus); });
    for (std::size_t k = 0; k < std::min(nodes_in_text, order.size()); ++k) {
        const NodeError& node = a.nodes[order[k]];
        std::string text =
            fmt::format("{} {} adds {} (weights {}, sums {}, functions {}, rounding {})", node.op, node.name,
                        signed_text(node.total.at_focus), signed_text(node.weights.at_focus),
                        signed_text(node.accumulation.at_focus), signed_text(node.functions.at_focus),
                        signed_text(node.activation.at_focus));
        if (node.has_values)
            text += fmt::format("; its values are {} off, {:.1f} steps of bf16", number_text(node.max_abs),
                                node.ulps);
        if (node.computed_with.empty())
            text += fmt::format("; without it the output is {} off", number_text(node.all_but));
        else
            text += "; computed with " + node.computed_with + ", where both are rounded";
        const std::vector<std::string> fused = fused_into(program, node.node);
        if (!fused.empty()) text += "; fused into " + fused.front();
        lines.emplace_back(k == 0 ? "nodes" : "", text);
    }
    if (a.first_diverged) {
        const NodeError& node = a.nodes[*a.first_diverged];
        lines.emplace_back(
            "", fmt::format("the first node more than a step of bf16 off is {} {}", node.op, node.name));
    }
    return lines;
}

}  // namespace lockstep
