#include "core/run/non_finite_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "core/program/operands.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

ActivationCode activation_of(const Instruction& instruction) {
    return std::visit(Overloaded{[](const StoreInstruction& i) { return i.activation; },
                                 [](const VectorInstruction& i) { return i.activation; },
                                 [](const auto&) { return ActivationCode::none; }},
                      instruction);
}

/// The node of an activation that is computed together with `node`; else `node`.
std::uint32_t activation_node(const Program& program, std::uint32_t node, ActivationCode activation) {
    if (activation == ActivationCode::none) return node;
    const std::string_view op = activation == ActivationCode::clamp ? "Clamp" : "Activation";
    std::uint32_t found = node;
    for (std::uint32_t n = 0; n < program.nodes.size(); ++n) {
        const ProgramNode& other = program.nodes[n];
        if (other.op == op && std::ranges::find(other.fused_into, node) != other.fused_into.end()) found = n;
    }
    return found;
}

}  // namespace

NonFiniteNames::NonFiniteNames(const Program& program)
    : block_(static_cast<std::size_t>(program.config.block_size.value)) {
    for (const ProgramNode& node : program.nodes)
        nodes_.push_back({node.id, node.name.empty() ? node.op : node.name});
    for (const CoreProgram& core : program.cores) {
        std::vector<Instruction>& instructions = cores_.emplace_back();
        for (std::size_t k = 0; k < core.stream.size(); ++k) {
            const lockstep::Instruction& code = core.stream[k];
            const ActivationCode activation = activation_of(code);
            std::string words(mnemonic(code));
            if (const auto* vector = std::get_if<VectorInstruction>(&code))
                words = fmt::format("{} {}", words, lockstep::name(vector->op));
            if (activation != ActivationCode::none)
                words = fmt::format("{}, {}", words, lockstep::name(activation));
            const auto written = write_of(code);
            const std::uint32_t node = core.node_of[k];
            instructions.push_back(
                {.node = node,
                 .result_node = activation_node(program, node, activation),
                 .first_lane = written ? static_cast<std::uint32_t>(written->operand.first * block_) : 0,
                 .has_elements = written.has_value(),
                 .words = std::move(words),
                 .activation =
                     activation == ActivationCode::none ? "" : std::string(lockstep::name(activation))});
        }
    }
}

std::uint32_t NonFiniteNames::node_of(const NonFinite& found) const {
    const Instruction& instruction = cores_.at(found.core).at(found.instruction);
    return found.stage == NonFinite::Stage::sum ? instruction.node : instruction.result_node;
}

NonFiniteNames::Place NonFiniteNames::place(const NonFinite& found) const {
    const Instruction& instruction = cores_.at(found.core).at(found.instruction);
    const std::uint32_t node = node_of(found);
    const Node& named = nodes_.at(node);
    if (!instruction.has_elements)
        return {.node = node,
                .id = named.id,
                .where = named.name,
                .detail = fmt::format("core {}, instruction {} ({}), value {}", found.core, found.instruction,
                                      instruction.words, found.lane)};
    const bool gate = found.stage == NonFinite::Stage::sum && instruction.activation.empty();
    std::string detail =
        fmt::format("core {}, instruction {} ({})", found.core, found.instruction, instruction.words);
    std::uint32_t lane = found.lane;
    std::string part;
    if (gate) {
        // Four accumulators to a hidden block: i, f, g, o.
        constexpr std::string_view letters = "ifgo";
        const auto block = static_cast<std::uint32_t>(block_);
        part = fmt::format(".{}", letters[lane / block % 4]);
        lane = lane / (4 * block) * block + lane % block;
        detail += ": the sum of a gate";
    } else if (found.stage == NonFinite::Stage::sum) {
        detail += fmt::format(": in front of its {}", instruction.activation);
    } else if (found.stage == NonFinite::Stage::cell) {
        part = ".c";
        detail += ": the cell state";
    }
    return {.node = node,
            .id = named.id,
            .where = fmt::format("{}{}[{}]", named.name, part, instruction.first_lane + lane),
            .detail = std::move(detail)};
}

std::optional<std::uint32_t> NonFiniteNames::node(std::string_view name) const {
    const auto found = std::ranges::find(nodes_, name, &Node::name);
    if (found == nodes_.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - nodes_.begin());
}

}  // namespace lockstep
