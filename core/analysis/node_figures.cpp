#include "core/analysis/node_figures.h"

#include <array>
#include <vector>

namespace lockstep {
namespace {

constexpr std::array all_figures = {NodeFigure::cycles, NodeFigure::path_share, NodeFigure::slack,
                                    NodeFigure::utilisation, NodeFigure::weight_bytes};

struct Work {
    std::int64_t busy = 0;
    std::int64_t held = 0;
    bool any = false;
};

/// By index of the node.
std::vector<Work> work_of_nodes(const Program& program, const Timeline& timeline) {
    std::vector<Work> work(program.nodes.size());
    for (const TimelineEvent& event : timeline.events) {
        if (event.core >= program.cores.size()) continue;
        const auto& node_of = program.cores[event.core].node_of;
        if (event.instruction >= node_of.size() || node_of[event.instruction] >= program.nodes.size())
            continue;
        Work& one = work[node_of[event.instruction]];
        one.any = true;
        one.busy += event.busy;
        one.held += event.end - event.start;
    }
    return work;
}

}  // namespace

std::span<const NodeFigure> node_figures() {
    return all_figures;
}

std::string_view key(NodeFigure figure) {
    switch (figure) {
        case NodeFigure::cycles:
            return "cycles";
        case NodeFigure::path_share:
            return "path";
        case NodeFigure::slack:
            return "slack";
        case NodeFigure::utilisation:
            return "utilisation";
        case NodeFigure::weight_bytes:
            return "weights";
    }
    return "cycles";
}

bool is_sum(NodeFigure figure) {
    return figure == NodeFigure::cycles || figure == NodeFigure::path_share ||
           figure == NodeFigure::weight_bytes;
}

bool is_low_hot(NodeFigure figure) {
    return figure == NodeFigure::slack;
}

std::map<std::uint32_t, double> node_figure(NodeFigure figure, const Program& program,
                                            const Timeline& timeline, const Why* why) {
    std::map<std::uint32_t, double> values;
    if (figure == NodeFigure::weight_bytes) {
        const double block = static_cast<double>(program.config.block_size.value);
        for (const ProgramNode& node : program.nodes) {
            if (node.weight_blocks == 0) continue;
            const double bytes = node.precision == "fp8" ? 1 : 2;
            values[node.id] = static_cast<double>(node.weight_blocks) * block * block * bytes;
        }
        return values;
    }
    if (figure == NodeFigure::path_share || figure == NodeFigure::slack) {
        for (std::size_t n = 0; why != nullptr && n < std::min(why->nodes.size(), program.nodes.size());
             ++n) {
            const NodeWhy& node = why->nodes[n];
            if (!node.has_events) continue;
            if (figure == NodeFigure::path_share && why->spaced > 0) {
                values[program.nodes[n].id] =
                    100 * static_cast<double>(node.on_path) / static_cast<double>(why->spaced);
            } else if (figure == NodeFigure::slack && node.slack.spaced) {
                values[program.nodes[n].id] = static_cast<double>(*node.slack.spaced);
            }
        }
        return values;
    }
    const std::vector<Work> work = work_of_nodes(program, timeline);
    for (std::size_t n = 0; n < work.size(); ++n) {
        if (figure == NodeFigure::cycles && work[n].any) {
            values[program.nodes[n].id] = static_cast<double>(work[n].busy);
        } else if (work[n].held > 0) {
            values[program.nodes[n].id] =
                100 * static_cast<double>(work[n].busy) / static_cast<double>(work[n].held);
        }
    }
    return values;
}

}  // namespace lockstep
