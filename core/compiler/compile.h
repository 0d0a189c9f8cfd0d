#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/compiler/core_pins.h"
#include "core/compiler/search_options.h"
#include "core/nnir/graph.h"
#include "core/program/program.h"
#include "core/support/job_control.h"

namespace lockstep {

struct CompileOptions {
    std::string model_name;
    std::string model_sha256;
    /// Streaming axis per input and output of the graph; empty when it is not a streaming form.
    std::vector<std::optional<int>> input_axes;
    std::vector<std::optional<int>> output_axes;
    std::int64_t warm_up = 0;  ///< inferences of the streaming form before its first valid output
    SearchOptions search = {};
    std::vector<CorePin> cores = {};  ///< the last one that chooses a node holds
};

struct CompiledProgram {
    std::shared_ptr<const Program> program;
    std::shared_ptr<const Timeline> timeline;
};

/// legalise -> tile -> assign to cores -> schedule -> allocate -> emit, then verify_program and play. The
/// graph's data dimensions must be solved. Throws Error(does_not_fit) with the memory, what it needs, what
/// there is and the nodes that use most; Error(unsupported) for nodes that cannot be lowered; Error(usage)
/// for pins that choose nothing, name cores that the config lacks, or contradict one another.
CompiledProgram compile(const nnir::Graph& graph, const AcceleratorConfig& config,
                        const CompileOptions& options = {}, const JobControl& job = {});

}  // namespace lockstep
