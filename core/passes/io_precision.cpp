#include "core/passes/io_precision.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/nnir/node_pattern.h"
#include "core/nnir/op.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using nnir::Precision;

constexpr std::string_view input_prefix = "input:";
constexpr std::string_view output_prefix = "output:";

/// The precision of every chosen value; the last rule that chooses one wins.
std::map<nnir::ValueId, Precision> chosen(const nnir::Graph& graph, const std::vector<nnir::ValueId>& values,
                                          std::span<const PrecisionRule> rules, std::string_view prefix) {
    std::map<nnir::ValueId, Precision> result;
    for (const PrecisionRule& rule : rules) {
        if (!rule.pattern.starts_with(prefix)) continue;
        const std::string wanted = rule.pattern.substr(prefix.size());
        const std::string what(prefix.substr(0, prefix.size() - 1));
        if (rule.precision == Precision::fp8)
            throw Error(FailureKind::usage,
                        fmt::format("--precision {}: an {} has no weights", to_text(rule), what),
                        "Inputs and outputs are bf16 or fp32.");
        bool any = false;
        std::vector<std::string> names;
        for (const nnir::ValueId id : values) {
            names.push_back(graph.value(id).name);
            if (!nnir::glob_matches(wanted, names.back())) continue;
            result[id] = rule.precision;
            any = true;
        }
        if (!any)
            throw Error(FailureKind::usage,
                        fmt::format("--precision {}: there is no {} \"{}\"", to_text(rule), what, wanted),
                        fmt::format("The {}s are {}.", what, fmt::join(names, ", ")));
    }
    return result;
}

}  // namespace

bool is_io_rule(const PrecisionRule& rule) {
    return rule.pattern.starts_with(input_prefix) || rule.pattern.starts_with(output_prefix);
}

void widen_inputs(nnir::Graph& graph, std::span<const PrecisionRule> rules) {
    for (const auto& [id, precision] : chosen(graph, graph.inputs, rules, input_prefix)) {
        nnir::NumberFormat& format = graph.value(id).type.format;
        if (precision == Precision::fp32 && format == nnir::NumberFormat::bf16)
            format = nnir::NumberFormat::fp32;
    }
}

std::set<nnir::ValueId> fp32_outputs(const nnir::Graph& graph, std::span<const PrecisionRule> rules) {
    std::set<nnir::ValueId> result;
    Failure failure{.kind = FailureKind::unsupported,
                    .message = {},
                    .advice =
                        "Give the operator fp32 activations too (--precision '#ID=fp32', where it can have "
                        "them), or let the output be bf16.",
                    .details = {},
                    .nodes = {}};
    std::vector<std::string> refused;
    for (const auto& [id, precision] : chosen(graph, graph.outputs, rules, output_prefix)) {
        if (precision != Precision::fp32) continue;
        if (graph.value(id).type.format == nnir::NumberFormat::fp32) {
            result.insert(id);
            continue;
        }
        refused.push_back(graph.value(id).name);
        if (const nnir::Node* producer = graph.producer(id))
            failure.nodes.push_back(nnir::failure_node(
                *producer, fmt::format("makes the output in bf16 (node #{})", producer->id.value)));
    }
    if (refused.empty()) return result;
    failure.message = fmt::format("{} {} not computed in fp32, so nothing is gained by sending {} in fp32",
                                  fmt::join(refused, ", "), refused.size() == 1 ? "is" : "are",
                                  refused.size() == 1 ? "it" : "them");
    throw Error(std::move(failure));
}

}  // namespace lockstep
