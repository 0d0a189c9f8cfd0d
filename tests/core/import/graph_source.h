#pragma once

#include "core/import/model_session.h"

/// The imported graph, its states included, as a TorchScript function that LibTorch runs: what judges whether
/// the graph means what the model does. `calls`' input and output shapes are the graph's own.
lockstep::SteppedReference reference_of(const lockstep::ImportedGraph& graph);
