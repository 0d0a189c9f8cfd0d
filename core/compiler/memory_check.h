#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/compiler/allocate_memory.h"
#include "core/program/program.h"
#include "core/support/error.h"

namespace lockstep::compiler {

struct MemoryReport {
    std::vector<MemoryUse> uses;        ///< every memory of every core of the config
    std::vector<std::string> warnings;  ///< memories of assumed depth that are exceeded
    /// The first memory of known depth that is exceeded: what it needs, what there is, the nodes that use
    /// most.
    std::optional<Failure> failure;
    bool fits() const { return !failure; }
};

/// Holds what the plan needs against what the config has. `nodes` by NodeId value: op, module and source for
/// people.
MemoryReport check_memory(const MemoryPlan& plan, const AcceleratorConfig& config,
                          const std::vector<ProgramNode>& nodes,
                          const std::map<std::uint32_t, std::uint32_t>& index_of_node);

}  // namespace lockstep::compiler
