#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/lowering/work.h"
#include "core/nnir/graph.h"
#include "core/program/instruction.h"

namespace lockstep {

/// `--cores PATTERN=0,1`: the nodes of the pattern (nnir::NodePattern) run on these cores alone.
struct CorePin {
    std::string pattern;
    std::vector<int> cores;  ///< from 0
    friend bool operator==(const CorePin&, const CorePin&) = default;
};

/// "encoder=0,1".
std::string to_text(const CorePin& pin);
/// Back again. Throws Error(usage) naming `option`.
CorePin core_pin(std::string_view text, std::string_view option);

namespace compiler {

/// The cores that a node may run on, and the words that said so.
struct PinnedNode {
    CoreMask cores = 0;
    std::string pattern;
};
using PinnedNodes = std::map<std::uint32_t, PinnedNode>;  ///< by NodeId value; absent: all cores

/// Of the pins that choose a node the last one holds. Throws Error(usage) for a pattern that chooses nothing,
/// for pins without cores and for cores that a config of `cores` cores lacks.
PinnedNodes pinned_nodes(const nnir::Graph& graph, const std::vector<CorePin>& pins, std::uint32_t cores);

/// By work the cores that all its nodes, and those of the work it is bound to, allow. Throws Error(usage) if
/// none is left, naming the nodes that one piece of work computes and their pins.
std::vector<CoreMask> allowed_cores(const lowering::WorkList& list, const PinnedNodes& pins,
                                    std::uint32_t cores);

}  // namespace compiler
}  // namespace lockstep
