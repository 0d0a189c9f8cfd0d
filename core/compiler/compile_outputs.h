#pragma once

#include <set>

#include "core/compiler/compile.h"

namespace lockstep {

/// compile() with outputs that leave the program in fp32 (see fp32_outputs() in passes/io_precision.h); the
/// others leave in bf16.
CompiledProgram compile(const nnir::Graph& graph, const std::set<nnir::ValueId>& fp32_outputs,
                        const AcceleratorConfig& config, const CompileOptions& options,
                        const JobControl& job);

}  // namespace lockstep
