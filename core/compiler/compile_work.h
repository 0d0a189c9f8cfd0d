#pragma once

#include "core/compiler/compile.h"
#include "core/lowering/work.h"

namespace lockstep::compiler {

/// What a program says of the graph behind a work list. Parallel to the list's inputs, outputs and states.
struct GraphView {
    struct State {
        std::string name;
        std::string role;
        Shape shape;
        std::uint32_t node = 0;  ///< index into `nodes`
        std::vector<std::vector<float>>
            initial;  ///< by vector; empty if it lives elsewhere than in the tensor RAM
    };
    std::vector<ProgramNode> nodes;  ///< never empty; with the ids that the work names
    std::vector<IoTensor>
        inputs;  ///< name, shape, data dimension and streaming axis; compile_work fills in the rest
    std::vector<IoTensor> outputs;
    std::vector<State> states;
    PinnedNodes pins = {};
};

/// compile() behind legalisation: everything that does not need the graph. Errors as compile().
CompiledProgram compile_work(const lowering::WorkList& list, const GraphView& view,
                             const AcceleratorConfig& config, const CompileOptions& options = {},
                             const JobControl& job = {});

}  // namespace lockstep::compiler
