#include "core/passes/precision.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/nnir/node_pattern.h"
#include "core/nnir/op.h"
#include "core/passes/io_precision.h"

namespace lockstep {
namespace {

using nnir::Node;
using nnir::NumberFormat;
using nnir::Precision;

constexpr const char* fp32_advice =
    "fp32 is for + - *, minimum, maximum, comparisons, clamp, relu, exp, exp2, choices (where), maximum "
    "pooling "
    "and what only moves values. Choose fewer nodes, or give these PATTERN=bf16 behind it: the last match "
    "wins.";
constexpr const char* fp8_advice =
    "fp8 is for the constant weights of Linear, convolutions and recurrent layers. Choose fewer nodes, or "
    "give "
    "these PATTERN=bf16 behind it: the last match wins.";

bool may_have_fp8(const Node& node) {
    const nnir::Formats& formats = node.op->info().formats;
    return formats.fp8_weights || formats.computed_weights;
}

void expect_weights(const nnir::Graph& graph, const PrecisionRule& rule) {
    const std::vector<std::size_t> chosen = nnir::NodePattern(rule.pattern).choose(graph);
    if (std::ranges::any_of(chosen, [&](std::size_t node) { return may_have_fp8(graph.nodes[node]); }))
        return;
    throw Error(FailureKind::usage,
                fmt::format("--precision: \"{}\" chooses {} without weights, so fp8 means nothing there",
                            rule.pattern, chosen.size() == 1 ? "a node" : "nodes"),
                "fp8 is for the constant weights of Linear, convolutions and recurrent layers.");
}

/// Nodes of one precision that cannot have it.
void refuse(const nnir::Graph& graph, Precision precision) {
    Failure failure{.kind = FailureKind::unsupported,
                    .message = {},
                    .advice = precision == Precision::fp32 ? fp32_advice : fp8_advice,
                    .details = {},
                    .nodes = {}};
    for (const Node& node : graph.nodes) {
        if (node.precision != precision) continue;
        const std::string reason = node.op->obstacle(nnir::bind(graph, node), precision);
        if (reason.empty()) continue;
        failure.nodes.push_back(nnir::failure_node(node, reason));
        failure.nodes.back().reason += fmt::format(" (node #{})", node.id.value);
    }
    if (failure.nodes.empty()) return;
    failure.message =
        fmt::format("{} cannot have {}",
                    failure.nodes.size() == 1 ? std::string("a node that was chosen")
                                              : fmt::format("{} of the chosen nodes", failure.nodes.size()),
                    precision == Precision::fp32 ? "fp32 activations" : "fp8 weights");
    throw Error(std::move(failure));
}

/// Constants that only fp32 nodes read.
void widen_constants(nnir::Graph& graph) {
    std::vector<std::size_t> wide;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        if (node.op->name() != "Constant" || node.precision != Precision::bf16) continue;
        const std::vector<const Node*> readers = graph.consumers(node.outputs.front());
        if (!readers.empty() && !graph.is_output(node.outputs.front()) &&
            std::ranges::all_of(readers, [](const Node* n) { return n->precision == Precision::fp32; }))
            wide.push_back(i);
    }
    for (const std::size_t i : wide) graph.nodes[i].precision = Precision::fp32;
}

void set_formats(nnir::Graph& graph) {
    for (const Node& node : graph.nodes)
        for (const nnir::ValueId id : node.outputs) {
            NumberFormat& format = graph.value(id).type.format;
            format = nnir::format_of(node, format);
        }
    // A state may be written by what another one held.
    for (bool changed = true; changed;) {
        changed = false;
        for (const nnir::State& state : graph.states) {
            const NumberFormat written = graph.value(state.written).type.format;
            changed |= std::exchange(graph.value(state.read).type.format, written) != written;
        }
    }
}

}  // namespace

PrecisionRule precision_rule(std::string_view text, std::string_view option) {
    const std::size_t at = text.rfind('=');
    if (at != std::string_view::npos && at > 0)
        for (const Precision precision : {Precision::bf16, Precision::fp32, Precision::fp8})
            if (text.substr(at + 1) == nnir::name(precision))
                return {std::string(text.substr(0, at)), precision};
    throw Error(FailureKind::usage, fmt::format("{} takes PATTERN=bf16|fp32|fp8, not \"{}\"", option, text),
                "PATTERN is a module path, a glob over module paths, or a node id; see help/precision.md.");
}

std::string to_text(const PrecisionRule& rule) {
    return fmt::format("{}={}", rule.pattern, nnir::name(rule.precision));
}

nnir::Graph with_precision(const nnir::Graph& graph, const std::vector<PrecisionRule>& asked) {
    nnir::Graph result = graph;
    std::vector<PrecisionRule> rules = asked;
    std::erase_if(rules, is_io_rule);
    std::vector<nnir::NodePattern> patterns;
    for (const PrecisionRule& rule : rules) patterns.emplace_back(rule.pattern);
    const std::vector<std::optional<std::size_t>> matches =
        nnir::last_matches(graph, patterns, "--precision");
    for (const PrecisionRule& rule : rules)
        if (rule.precision == Precision::fp8) expect_weights(graph, rule);
    for (std::size_t i = 0; i < matches.size(); ++i) {
        Node& node = result.nodes[i];
        node.precision = matches[i] ? rules[*matches[i]].precision : Precision::bf16;
        if (node.precision == Precision::fp8 && !may_have_fp8(node)) node.precision = Precision::bf16;
    }
    refuse(result, Precision::fp32);
    refuse(result, Precision::fp8);
    widen_constants(result);
    widen_inputs(result, asked);
    set_formats(result);
    fp32_outputs(result, asked);
    return result;
}

}  // namespace lockstep
