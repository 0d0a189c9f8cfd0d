#pragma once

#include <cstdint>
#include <functional>
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

/// Compiles model `index` beside others that have taken so many weight store blocks of each core; empty: as
/// it is compiled alone.
using CompileModel =
    std::function<CompiledProgram(std::size_t index, const std::vector<std::int64_t>& weights_taken)>;

struct CompiledTogether {
    std::vector<CompiledProgram> alone;  ///< the models before they were linked
    CompiledPrograms programs;
};
/// Compiles models for one program: each as it is alone, and if they do not fit together so, each with its
/// larger shares where the models before it have taken least. Throws what `compile` throws, and
/// Error(does_not_fit) as link_programs does of the first way.
CompiledTogether compile_together(std::size_t models, const CompileModel& compile,
                                  const LinkOptions& options = {}, const JobControl& job = {});

}  // namespace lockstep
