#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/analysis/critical_path.h"
#include "core/analysis/roofline.h"
#include "core/analysis/slack.h"
#include "core/analysis/utilisation.h"

namespace lockstep {

/// A node's part in a program's figures.
struct NodeWhy {
    std::int64_t on_path = 0;  ///< cycles of the spaced path that are the node's
    std::vector<Spent> path;   ///< what they go to; adds up to on_path
    bool has_events = false;   ///< it has instructions of its own
    Slack slack;               ///< the least of its events': one of them may end so much later
    WaitCycles waits;  ///< of the matvec, vector and load units before its work, before the last output
    /// By core, of what the outputs of this inference wait for (no state updates).
    std::vector<std::int64_t> products;
    std::vector<std::int64_t> blocks;  ///< that the result path makes
};

/// Cycles of the spaced path: what they go to and for which node. Absent node: input and output.
struct Holder {
    Cost cost = Cost::products;
    std::optional<std::uint32_t> node;
    std::int64_t cycles = 0;
};

/// Why a program takes as long as it does. Indices of events are those of play()'s timeline, indices of nodes
/// those of Program::nodes.
struct Why {
    std::int64_t spaced = 0;
    std::int64_t contiguous = 0;
    CriticalPath path;             ///< its entries add up to `spaced`
    CriticalPath contiguous_path;  ///< its entries add up to `contiguous`
    std::vector<Slack> slack;      ///< by event
    std::vector<NodeWhy> nodes;
    std::vector<UnitUse> units;
    Roofline roofline;
    std::vector<Holder> holders;  ///< most cycles first; they add up to `spaced`
};

/// Plays the program once more, with everything written down. Throws what play() throws.
Why explain(const Program& program);

/// The holders' cycles by cost alone, most first; they add up to `spaced`.
std::vector<Spent> path_costs(const Why& why);

}  // namespace lockstep
