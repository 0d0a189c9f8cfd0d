#include "core/analysis/why.h"

#include <algorithm>
#include <map>

#include "core/support/overloaded.h"

namespace lockstep {
namespace {

bool is_io(Cost cost) {
    switch (cost) {
        case Cost::input_stream:
        case Cost::input_latency:
        case Cost::output_latency:
        case Cost::output_order:
        case Cost::next_inference:
            return true;
        case Cost::products:
        case Cost::weight_loads:
        case Cost::accumulator_spacing:
        case Cost::product_latency:
        case Cost::function_latency:
        case Cost::cell_latency:
        case Cost::vector_work:
        case Cost::vector_latency:
        case Cost::bus:
        case Cost::bus_latency:
        case Cost::state_moves:
            return false;
    }
    return false;
}

std::optional<std::uint32_t> node_of(const Program& program, const Timeline& timeline, std::uint32_t index) {
    if (index == no_event) return {};
    const TimelineEvent& event = timeline.events[index];
    const std::uint32_t node = program.cores[event.core].node_of[event.instruction];
    return node < program.nodes.size() ? std::optional(node) : std::nullopt;
}

std::vector<Holder> holders_of(const Program& program, const Timeline& timeline, const CriticalPath& path) {
    std::map<std::pair<std::optional<std::uint32_t>, Cost>, std::int64_t> sums;
    for (const PathEntry& entry : path.entries) {
        const auto node = node_of(program, timeline, entry.event);
        for (const Spent& part : entry.spent)
            sums[{is_io(part.cost) ? std::nullopt : node, part.cost}] += part.cycles;
    }
    std::vector<Holder> holders;
    for (const auto& [key, cycles] : sums) holders.push_back({key.second, key.first, cycles});
    std::ranges::stable_sort(holders, std::ranges::greater(), &Holder::cycles);
    return holders;
}

/// Products and result blocks of an instruction.
struct Load {
    std::int64_t products = 0;
    std::int64_t blocks = 0;
};

Load load_of(const Instruction& instruction) {
    return std::visit(
        Overloaded{
            [](const MatvecInstruction& x) {
                return Load{std::int64_t{x.input_blocks} * x.accumulators, 0};
            },
            [](const StoreInstruction& x) {
                return Load{0, x.accumulators};
            },
            [](const LstmCellInstruction& x) {
                return Load{0, x.blocks};
            },
            [](const SaveInstruction&) { return Load{}; }, [](const VectorInstruction&) { return Load{}; },
            [](const ReduceInstruction&) { return Load{}; }, [](const InputInstruction&) { return Load{}; },
            [](const OutputInstruction&) { return Load{}; }, [](const LoadInstruction&) { return Load{}; }},
        instruction);
}

void keep_least(std::optional<std::int64_t>& least, const std::optional<std::int64_t>& other) {
    if (other) least = least ? std::min(*least, *other) : *other;
}

std::vector<NodeWhy> nodes_of(const Program& program, const RecordedPlay& played, const Why& why) {
    std::vector<NodeWhy> nodes(program.nodes.size());
    for (NodeWhy& node : nodes) {
        node.products.resize(program.cores.size());
        node.blocks.resize(program.cores.size());
    }
    for (std::size_t c = 0; c < program.cores.size(); ++c) {
        const CoreProgram& core = program.cores[c];
        for (std::size_t i = 0; i < core.stream.size(); ++i) {
            if (core.state_update[i] || core.node_of[i] >= nodes.size()) continue;
            const Load load = load_of(core.stream[i]);
            nodes[core.node_of[i]].products[c] += load.products;
            nodes[core.node_of[i]].blocks[c] += load.blocks;
        }
    }
    for (const Holder& holder : why.holders) {
        if (!holder.node) continue;
        nodes[*holder.node].path.push_back({holder.cost, holder.cycles});
        nodes[*holder.node].on_path += holder.cycles;
    }
    for (std::uint32_t event = 0; event < why.slack.size(); ++event) {
        const auto node = node_of(program, played.timeline, event);
        if (!node) continue;
        nodes[*node].has_events = true;
        keep_least(nodes[*node].slack.spaced, why.slack[event].spaced);
        keep_least(nodes[*node].slack.contiguous, why.slack[event].contiguous);
    }
    const std::vector<WaitCycles> waits = waits_of_nodes(program, played);
    for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i].waits = waits[i];
    return nodes;
}

}  // namespace

Why explain(const Program& program) {
    const RecordedPlay played = play_recorded(program);
    Why why;
    why.spaced = played.timeline.spaced;
    why.contiguous = played.timeline.contiguous;
    why.path = critical_path(program, played, played.record.spaced);
    why.contiguous_path = critical_path(program, played, played.record.contiguous);
    why.slack = slack_of_events(played);
    why.units = utilisation(program, played);
    why.roofline = roofline(program, played);
    why.holders = holders_of(program, played.timeline, why.path);
    why.nodes = nodes_of(program, played, why);
    return why;
}

std::vector<Spent> path_costs(const Why& why) {
    std::vector<Spent> costs;
    for (const Holder& holder : why.holders) {
        const auto known = std::ranges::find(costs, holder.cost, &Spent::cost);
        if (known == costs.end())
            costs.push_back({holder.cost, holder.cycles});
        else
            known->cycles += holder.cycles;
    }
    std::ranges::stable_sort(costs, std::ranges::greater(), &Spent::cycles);
    return costs;
}

}  // namespace lockstep
