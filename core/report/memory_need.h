#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/program/program.h"
#include "core/run/build_program.h"

namespace lockstep {

/// What of a memory a node fills, over all cores.
struct MemoryShare {
    std::string memory;      ///< as in MemoryUse::name
    std::uint32_t node = 0;  ///< NodeId of the compiled graph
    std::int64_t blocks = 0;
};

/// The core that uses most of the memory of this name; null if there is none of it.
const MemoryUse* fullest_use(const std::vector<MemoryUse>& memory, std::string_view name);

/// What a program would need of each memory of an accelerator that refuses it.
struct MemoryNeed {
    std::string config;
    std::vector<MemoryUse> memory;  ///< per core; `used` may be more than `depth`
    /// Of the weight store, the largest first.
    std::vector<MemoryShare> shares;
};

/// Compiles the model for the accelerator as if it had room enough everywhere. Throws as build_program()
/// where that is not all that is in the way.
MemoryNeed memory_need(const LoadedModel& model, const AcceleratorConfig& config,
                       const BuildOptions& options = {}, const JobControl& job = {});

/// The nodes that fill the weight store of a program, the largest first.
std::vector<MemoryShare> weight_shares(const Program& program);

}  // namespace lockstep
