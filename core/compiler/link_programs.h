#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/compiler/compile.h"
#include "core/program/program_set.h"

namespace lockstep {

struct LinkOptions {
    bool state_reset = false;  ///< every model that keeps state gets a reset
};

/// What is compiled together, and what it does in time, model by model.
struct CompiledPrograms {
    std::shared_ptr<const ProgramSet> set;
    std::vector<std::shared_ptr<const Timeline>> timelines;

    CompiledProgram model(std::size_t index) const { return {set->models.at(index), timelines.at(index)}; }
};

/// The program as a set of one, as it is.
CompiledPrograms compiled_programs(const CompiledProgram& compiled);

/// Puts compiled models of one config on one set of memories, in their order: equal weights, biases,
/// constants and clamps once per core, every state in a place of its own, what keeps nothing between
/// inferences on the same tensor RAM. Then verify_programs and play. Throws
/// Error(does_not_fit) with the memory, what it needs, what there is and what each model uses of it.
CompiledPrograms link_programs(const std::vector<CompiledProgram>& models, const LinkOptions& options = {},
                               const JobControl& job = {});

}  // namespace lockstep
