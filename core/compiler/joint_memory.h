#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/program/program.h"
#include "core/support/error.h"

namespace lockstep::compiler {

struct JointMemory {
    std::vector<MemoryUse> together;             ///< what models share counted once
    std::vector<std::vector<MemoryUse>> models;  ///< what each one uses, shared or not
    std::vector<std::string> warnings;           ///< memories of assumed depth that are exceeded
    /// The first memory of known depth that is exceeded: what it needs, what there is, and the models with
    /// what they use of it.
    std::optional<Failure> failure;
};

/// Counts what programs on one set of memories (see ProgramSet) use of every memory of every core. Of a
/// single program all counts as its own.
JointMemory joint_memory(const std::vector<Program>& models);

}  // namespace lockstep::compiler
