#pragma once

#include <optional>

#include "core/run/model_document.h"
#include "core/run/node_probe.h"

namespace lockstep {

/// How a program is made of a model, beside what is said of the model itself: the compile options of the
/// command line and of the window.
struct BuildOptions {
    SearchOptions search;
    bool state_reset = false;  ///< the program gets instructions that put its state back
    friend bool operator==(const BuildOptions&, const BuildOptions&) = default;
};

/// Compiles the model and, if it is asked for, gives it a state reset. Throws as compile() and
/// link_programs().
CompiledProgram build_program(const LoadedModel& model, const AcceleratorConfig& config,
                              const BuildOptions& options = {}, const JobControl& job = {});

/// Where a run of the model's program has values of nodes from (RunOptions::nodes); nothing without a model.
std::optional<NodeSource> node_source(const LoadedModel* model, const BuildOptions& options);

}  // namespace lockstep
