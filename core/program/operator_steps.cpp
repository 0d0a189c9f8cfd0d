#include "core/program/operator_steps.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace lockstep {

std::vector<OperatorStep> operator_steps(const Timeline& timeline, const Program& program) {
    struct Entry {
        std::optional<OperatorStep> step;
        bool state_update = true;  ///< all that was seen of it
    };
    std::vector<Entry> found(program.nodes.size());
    for (std::uint32_t i = 0; i < timeline.events.size(); ++i) {
        const TimelineEvent& event = timeline.events[i];
        if (event.core >= program.cores.size()) continue;
        const std::vector<std::uint32_t>& node_of = program.cores[event.core].node_of;
        if (event.instruction >= node_of.size() || node_of[event.instruction] >= found.size()) continue;
        const std::uint32_t node = node_of[event.instruction];
        Entry& entry = found[node];
        if (event.state_update && !entry.state_update) continue;
        const std::int64_t end = event.ready;
        if (!entry.step || (entry.state_update && !event.state_update)) {
            entry.step = OperatorStep{program.nodes[node].id, i, event.start, end};
        } else {
            entry.step->start = std::min(entry.step->start, event.start);
            if (end > entry.step->end) {
                entry.step->end = end;
                entry.step->event = i;
            }
        }
        entry.state_update = event.state_update;
    }
    std::vector<OperatorStep> steps;
    for (const Entry& entry : found) {
        if (entry.step) steps.push_back(*entry.step);
    }
    std::ranges::sort(steps, {},
                      [](const OperatorStep& step) { return std::tuple(step.end, step.start, step.node); });
    return steps;
}

std::vector<std::uint32_t> nodes_to_come(const std::vector<OperatorStep>& steps, std::size_t done,
                                         const Program& program) {
    std::map<std::uint32_t, bool> to_come;  // of the nodes with a step
    for (std::size_t i = 0; i < steps.size(); ++i) to_come[steps[i].node] = i >= done;
    const auto is_to_come = [&](std::uint32_t index) {
        const auto found =
            index < program.nodes.size() ? to_come.find(program.nodes[index].id) : to_come.end();
        return found != to_come.end() && found->second;
    };
    std::vector<std::uint32_t> all;
    for (const ProgramNode& node : program.nodes) {
        const auto own = to_come.find(node.id);
        const bool inside = !node.fused_into.empty() && std::ranges::all_of(node.fused_into, is_to_come);
        if (own != to_come.end() ? own->second : inside) all.push_back(node.id);
    }
    std::ranges::sort(all);
    return all;
}

}  // namespace lockstep
