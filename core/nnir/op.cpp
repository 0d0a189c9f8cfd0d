#include "core/nnir/op.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/support/error.h"

namespace lockstep::nnir {

std::string_view name(SupportLevel level) {
    switch (level) {
        case SupportLevel::published:
            return "published";
        case SupportLevel::composed:
            return "composed";
        case SupportLevel::lockstep_only:
            return "lockstep_only";
    }
    return "lockstep_only";
}

std::string Op::obstacle(const BoundNode&, Precision precision) const {
    switch (precision) {
        case Precision::bf16:
            break;
        case Precision::fp32:
            if (!info().formats.fp32) return "the published accelerators compute it in bf16 only";
            break;
        case Precision::fp8:
            if (info().formats.computed_weights)
                return "its weights are computed, and fp8 weights are constant";
            if (!info().formats.fp8_weights) return "it has no weights of its own in the weight store";
            break;
    }
    return {};
}

BoundNode bind(const Graph& graph, const Node& node) {
    BoundNode bound{node, {}, {}};
    for (const ValueId id : node.inputs) bound.inputs.push_back(graph.value(id));
    for (const ValueId id : node.outputs) bound.outputs.push_back(graph.value(id));
    return bound;
}

const Op* find_op(std::string_view name) {
    for (const Op* op : all_ops())
        if (op->name() == name) return op;
    return nullptr;
}

const Op& op(std::string_view name) {
    const Op* found = find_op(name);
    if (found == nullptr)
        throw Error(FailureKind::internal, "there is no operator '" + std::string(name) + "'");
    return *found;
}

const ImportRule* find_import(std::string_view front_end, std::string_view op) {
    static const auto table = [] {
        std::map<std::pair<std::string, std::string>, ImportRule> rules;
        for (const Op* each : all_ops())
            for (ImportRule& rule : each->imports()) rules.emplace(std::pair(rule.front_end, rule.op), rule);
        return rules;
    }();
    const auto found = table.find({std::string(front_end), std::string(op)});
    return found == table.end() ? nullptr : &found->second;
}

NumberFormat format_of(const Node& node, NumberFormat inferred) {
    if (inferred == NumberFormat::mask) return inferred;
    return node.precision == Precision::fp32 ? NumberFormat::fp32 : NumberFormat::bf16;
}

void expect_inputs(const OpInfo& info, std::span<const Value> inputs, std::size_t count) {
    if (inputs.size() == count) return;
    throw Error(FailureKind::bad_shape, info.name + " takes " + std::to_string(count) + " inputs, not " +
                                            std::to_string(inputs.size()));
}

void bad_operand(const OpInfo& info, const Value& value, const std::string& reason) {
    throw Error(FailureKind::bad_shape,
                info.name + " of '" + value.name + "' (" + to_text(value.type.shape) + "): " + reason);
}

FailureNode failure_node(const Node& node, const std::string& reason) {
    const Provenance& p = node.provenance;
    std::string source;
    if (!p.file.empty()) source = p.file + ":" + std::to_string(p.line) + ": " + p.text;
    return {node.op->name(), p.module, source, reason};
}

void cannot_lower(const Node& node, const std::string& reason, const std::string& advice) {
    Failure failure{.kind = FailureKind::unsupported,
                    .message = node.op->name() + " cannot be lowered: " + reason,
                    .advice = advice,
                    .details = {},
                    .nodes = {failure_node(node, reason)}};
    throw Error(std::move(failure));
}

}  // namespace lockstep::nnir
