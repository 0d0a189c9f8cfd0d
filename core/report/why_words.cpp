#include "core/report/why_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/report/number_text.h"
#include "core/report/report.h"

namespace lockstep {
namespace {

std::string cycles_text(std::int64_t cycles) {
    return cycles == 1 ? "1 cycle" : fmt::format("{} cycles", count_text(cycles, " "));
}

std::string times_text(std::int64_t count, std::string_view thing) {
    return fmt::format("{} {}{}", count_text(count, " "), thing, count == 1 ? "" : "s");
}

const std::vector<std::uint32_t>* nodes_of_core(const Program& program, const TimelineEvent& event) {
    return event.core < program.cores.size() ? &program.cores[event.core].node_of : nullptr;
}

/// "core 2 matvec 14".
std::string own_label(const Program& program, const TimelineEvent& event) {
    return fmt::format("core {} {} {}", event.core,
                       mnemonic(program.cores[event.core].stream[event.instruction]), event.instruction);
}

std::int64_t sum(const std::vector<std::int64_t>& values) {
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}
std::int64_t largest(const std::vector<std::int64_t>& values) {
    return values.empty() ? 0 : *std::ranges::max_element(values);
}

/// Entries of the path that spend cycles on this, and how many.
struct PathShare {
    std::int64_t entries = 0;
    std::int64_t cycles = 0;
};
PathShare share_of(const CriticalPath& path, Cost cost) {
    PathShare share;
    for (const PathEntry& entry : path.entries)
        for (const Spent& part : entry.spent)
            if (part.cost == cost) {
                ++share.entries;
                share.cycles += part.cycles;
            }
    return share;
}

/// The node whose fullest core has most products more than an even share, of those on the path.
std::string uneven_text(const Program& program, const Why& why) {
    const std::int64_t cores = program.config.cores.value;
    std::int64_t most = 0;
    std::size_t worst = 0;
    for (std::size_t i = 0; i < why.nodes.size(); ++i) {
        const NodeWhy& node = why.nodes[i];
        const bool on_path =
            std::ranges::any_of(node.path, [](const Spent& part) { return part.cost == Cost::products; });
        const std::int64_t more = largest(node.products) - (sum(node.products) + cores - 1) / cores;
        if (!on_path || more <= most) continue;
        most = more;
        worst = i;
    }
    if (most == 0) return {};
    const NodeWhy& node = why.nodes[worst];
    return fmt::format(
        " {}: {} over {} cores, so that the fullest core has {} of {:.2f}, which is {} more "
        "than an even share.",
        node_label(program.nodes[worst]), times_text(sum(node.blocks), "block"), cores, largest(node.blocks),
        static_cast<double>(sum(node.blocks)) / static_cast<double>(cores), times_text(most, "product"));
}

WhyFinding products(const Program& program, const Why& why) {
    const Roofline& roof = why.roofline;
    const auto fullest = std::ranges::max_element(roof.products) - roof.products.begin();
    const std::string uneven = uneven_text(program, why);
    WhyFinding finding;
    finding.text = fmt::format(
        "Products, one weight block a cycle. Core {} reads {} weight blocks in all; spread evenly over {} "
        "cores "
        "it would be {}.{}",
        fullest, count_text(roof.weights, " "), program.config.cores.value,
        count_text(roof.weights_balanced, " "), uneven);
    const std::int64_t rows = std::int64_t{program.config.cores.value} * program.config.block_size.value;
    finding.advice =
        uneven.empty()
            ? fmt::format("Narrower layers, or a config of more cores or larger blocks than {} x {}.",
                          program.config.block_size.value, program.config.block_size.value)
            : fmt::format("Widths in multiples of {} ({} cores x {}) fill all cores alike.", rows,
                          program.config.cores.value, program.config.block_size.value);
    return finding;
}

std::int64_t gathering(const CriticalPath& path) {
    std::int64_t cycles = 0;
    for (const PathEntry& entry : path.entries) cycles += entry.gathering;
    return cycles;
}

WhyFinding of_cost(const Program& program, const Why& why, Cost cost) {
    const MachineTiming& timing = program.config.timing;
    const PathShare share = share_of(why.path, cost);
    const std::string times = times_text(share.entries, "time");
    switch (cost) {
        case Cost::products:
            return products(program, why);
        case Cost::weight_loads:
            return {
                .text = fmt::format("Computed weights on their way into the weight store: {}, {} a block.",
                                    times, cycles_text(timing.load_interval.value)),
                .advice = "Put the constant matrix on the weight side of a product where there is one."};
        case Cost::accumulator_spacing:
            return {
                .text = fmt::format("Products into one accumulator are {} apart; with few accumulators at "
                                    "work the unit waits in between.",
                                    cycles_text(timing.accumulator_spacing.value)),
                .advice = "Wider layers hide it: more accumulators take turns."};
        case Cost::product_latency:
            return {.text = fmt::format("Sums on their way through the result path: {} one behind the other, "
                                        "{} each.",
                                        times_text(share.entries, "result"),
                                        cycles_text(timing.product_latency.value)),
                    .advice = "Fewer layers behind one another; layers side by side share the wait."};
        case Cost::function_latency:
            return {
                .text = fmt::format("Functions (tanh, sigmoid, rsqrt and the like) on the path: {}, {} each.",
                                    times, cycles_text(timing.table_latency.value)),
                .advice = "A clamp such as ReLU costs nothing."};
        case Cost::cell_latency:
            return {.text = fmt::format("The LSTM cell unit behind the gates: {}, {} each.", times,
                                        cycles_text(timing.cell_latency.value)),
                    .advice = {}};
        case Cost::vector_work:
            return {
                .text = fmt::format("Element by element work, block by block: {} instructions on the path.",
                                    share.entries),
                .advice =
                    "Operands cost a cycle a block each; a bias or a clamp belongs to the layer "
                    "before and costs nothing."};
        case Cost::vector_latency: {
            const std::int64_t whole = gathering(why.path);
            return {.text = fmt::format(
                        "Results of the vector unit on their way: {}, {} each{}.{}", times,
                        cycles_text(timing.vector_latency.value),
                        timing.vector_chain_latency.value > 0
                            ? fmt::format(", {} more where the unit goes on with them",
                                          timing.vector_chain_latency.value)
                            : "",
                        whole > 0 ? fmt::format(" Sums over vectors wait until all blocks are there: {} "
                                                "between the first block and the last.",
                                                cycles_text(whole))
                                  : ""),
                    .advice = "Fewer element by element steps and norms behind one another."};
        }
        case Cost::bus:
            return {
                .text = fmt::format("The bus is taken by other blocks: it carries one every {}, and whoever "
                                    "comes later waits.",
                                    cycles_text(timing.bus_interval.value)),
                .advice = "Narrower layers between cores, or fewer layers that all cores read."};
        case Cost::bus_latency:
            return {.text = fmt::format("Blocks on their way to other cores: {}, {} each.", times,
                                        cycles_text(timing.bus_latency.value)),
                    .advice = "Layers of a width that one core does alone need no bus."};
        case Cost::input_stream:
            return {.text = "Earlier input blocks are on the stream.",
                    .advice = "Put what is needed first in front, or make the input shorter."};
        case Cost::input_latency:
            return {.text = "From the pins to the tensor RAM, the same for every model.", .advice = {}};
        case Cost::output_latency:
            return {.text = "From the last result to the pins, the same for every model.", .advice = {}};
        case Cost::output_order:
            return {.text = "Output blocks leave one a cycle, in their order.",
                    .advice = "A shorter output."};
        case Cost::state_moves:
            return {.text = "Cores tell one another that partial sums move on.", .advice = {}};
        case Cost::next_inference:
            return {.text = "The cycle in which the next inference is let in.", .advice = {}};
    }
    return {};
}

}  // namespace

std::vector<WhyFinding> what_holds(const Program& program, const Why& why) {
    std::vector<WhyFinding> findings;
    for (const Spent& part : path_costs(why)) {
        WhyFinding finding = of_cost(program, why, part.cost);
        finding.cost = part.cost;
        finding.cycles = part.cycles;
        findings.push_back(std::move(finding));
    }
    return findings;
}

std::string event_label(const Program& program, const TimelineEvent& event) {
    const std::string own = own_label(program, event);
    switch (event.unit) {
        case Unit::input:
            return fmt::format("input {}", event.instruction);
        case Unit::bus:
            return "bus, of " + own;
        case Unit::output:
        case Unit::load:
        case Unit::matvec:
        case Unit::result:
        case Unit::vector:
            return own;
    }
    return own;
}

std::string event_node(const Program& program, const TimelineEvent& event) {
    if (event.unit == Unit::input) return {};  // the input is no node's
    const std::vector<std::uint32_t>* nodes = nodes_of_core(program, event);
    if (nodes == nullptr || event.instruction >= nodes->size()) return {};
    const std::uint32_t node = (*nodes)[event.instruction];
    return node < program.nodes.size() ? node_label(program.nodes[node]) : std::string();
}

std::string reason_text(const Program& program, const Timeline& timeline, const PathEntry& entry) {
    std::string other;
    if (entry.released_by < timeline.events.size()) {
        const TimelineEvent& event = timeline.events[entry.released_by];
        other = event.unit == Unit::bus ? own_label(program, event) + " over the bus"
                                        : event_label(program, event);
    }
    const bool is_transfer =
        entry.event < timeline.events.size() && timeline.events[entry.event].unit == Unit::bus;
    if (is_transfer && entry.reason == BoundKind::operand) return "as soon as it was ready";
    if (other.empty())
        return entry.reason == BoundKind::stream && entry.begin > 0 ? "earlier input blocks come first"
                                                                    : "begins with the inference";
    switch (entry.reason) {
        case BoundKind::stream:
            return "earlier input blocks come first";
        case BoundKind::operand:
            return "waits for a block of " + other;
        case BoundKind::operands:
            return entry.gathering > 0 ? fmt::format("waits for all blocks ({}), the last one of {}",
                                                     cycles_text(entry.gathering), other)
                                       : "waits for all blocks, the last one of " + other;
        case BoundKind::unit:
            return "unit taken by " + other;
        case BoundKind::accumulator:
            return "the accumulator just took " + other;
        case BoundKind::sum:
            return "sums of " + other;
        case BoundKind::bus:
            return "bus taken by " + other.substr(0, other.find(" over the bus"));
        case BoundKind::output:
            return "on its way to the pins";
        case BoundKind::order:
            return "leaves behind " + other;
        case BoundKind::moves:
            return "partial sums move on behind " + other;
        case BoundKind::state:
            return "the state is still read by " + other;
        case BoundKind::end:
            return "the inference before it ends with " + other;
    }
    return other;
}

std::string spent_text(const std::vector<Spent>& spent) {
    std::string line;
    for (const Spent& part : spent)
        line += fmt::format("{}{} {}", line.empty() ? "" : ", ", text(part.cost), part.cycles);
    return line;
}

std::string waits_text(const WaitCycles& waits) {
    std::string line;
    for (int i = 0; i < wait_count; ++i) {
        const auto wait = static_cast<Wait>(i);
        if (waits[wait] > 0)
            line += fmt::format("{}{} {}", line.empty() ? "" : ", ", name(wait), waits[wait]);
    }
    return line;
}

std::string roofline_text(const Roofline& roof) {
    const char* limit = roof.limit == Roofline::Limit::weights ? "the reads of the weights"
                        : roof.limit == Roofline::Limit::io    ? "the input and output streams"
                                                               : "the dependences";
    const std::int64_t gap = roof.spaced - roof.combined;
    if (gap == 0)
        return fmt::format("No order of this work on these cores is faster than its {}; most of it is {}.",
                           cycles_text(roof.spaced), limit);
    return fmt::format(
        "The schedule needs {}, at least {} ({}) are needed in any order of this work on these cores; the "
        "most of "
        "a single bound are {}.",
        cycles_text(roof.spaced), count_text(roof.combined, " "),
        percent_text(static_cast<double>(roof.combined) / static_cast<double>(roof.spaced)), limit);
}

std::vector<BoundRow> bound_rows(const Why& why) {
    const Roofline& roof = why.roofline;
    return {{"weights", roof.weights, "products of the fullest core, one a cycle"},
            {"weights, spread evenly", roof.weights_balanced, "all products over all cores of the config"},
            {"dependences", roof.dependences, "the longest chain of data, units without end"},
            {"input and output", roof.io, "the streams, all else done in no time"},
            {"together", roof.combined, "all of it, each unit one piece at a time"},
            {"together, spread evenly", roof.combined_balanced, "the same with products on any core"},
            {"schedule", roof.spaced, "what this program needs"}};
}

std::vector<PathRun> path_runs(const Program& program, const Timeline& timeline, const CriticalPath& path) {
    const auto is_same = [&](const PathEntry& a, const PathEntry& b) {
        if (a.event == no_event || b.event == no_event) return false;
        const TimelineEvent& left = timeline.events[a.event];
        const TimelineEvent& right = timeline.events[b.event];
        if (left.unit != right.unit) return false;
        // The bus is one for all cores.
        if (left.unit == Unit::bus) return b.reason == BoundKind::bus;
        return left.core == right.core && b.reason == BoundKind::unit &&
               program.cores[left.core].node_of[left.instruction] ==
                   program.cores[right.core].node_of[right.instruction];
    };
    std::vector<PathRun> runs;
    for (std::size_t i = 0; i < path.entries.size(); ++i) {
        if (!runs.empty() && is_same(path.entries[i - 1], path.entries[i]))
            ++runs.back().count;
        else
            runs.push_back({i, 1});
    }
    return runs;
}

}  // namespace lockstep
