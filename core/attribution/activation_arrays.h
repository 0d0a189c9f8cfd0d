#pragma once

#include <vector>

#include "core/attribution/node_values.h"
#include "core/run/npz_writer.h"
#include "core/run/recording.h"

namespace lockstep {

/// What every node computes in the last inference of the stretch (see node_values), in graph order: "NAME.vm"
/// and, where the reference's state is known, "NAME.reference", NAME that of the value. Values that no
/// program can give are left out. Throws Error(cancelled).
std::vector<OutputArray> activation_arrays(const nnir::Graph& graph, const AcceleratorConfig& config,
                                           const CompileOptions& options, const InferenceStretch& stretch,
                                           const JobControl& job = {});

/// The inferences that a recording keeps, a row each: "run.outputs.vm", "run.outputs.reference" and the same
/// of every state, "run.lstm.h0.vm"; "run.inferences" are their numbers.
std::vector<OutputArray> recording_arrays(const RecordedRows& recording);

}  // namespace lockstep
