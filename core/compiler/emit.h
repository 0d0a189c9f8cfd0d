#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/compiler/allocate_memory.h"
#include "core/program/program.h"

namespace lockstep::compiler {

/// Which entry of Program::nodes stands for what.
struct NodeIndex {
    std::map<std::uint32_t, std::uint32_t> of_node;  ///< NodeId value -> index
    std::vector<std::uint32_t> of_state;             ///< by WorkList::states
};

/// All that the stages before have decided.
struct Plan {
    const lowering::WorkList& list;
    const Tiling& tiling;
    const Assignment& assignment;
    const Schedule& schedule;
    const MemoryPlan& memory;
};

/// One instruction stream per core of the config (cores that take no part have an empty one), without memory
/// images.
std::vector<CoreProgram> emit_streams(const Plan& plan, const AcceleratorConfig& config,
                                      const NodeIndex& nodes);

/// The descriptors of the tensor RAM.
std::vector<Descriptor> emit_descriptors(const Plan& plan);

}  // namespace lockstep::compiler
