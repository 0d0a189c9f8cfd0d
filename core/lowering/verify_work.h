#pragma once

#include <string>
#include <vector>

#include "core/lowering/work.h"

namespace lockstep::lowering {

/// Judges legalised work without knowing how it was made: every vector is made once and before it is read,
/// weights fit what they multiply, partial sums are read before and written once in an inference,
/// whole-sequence cells start fresh, state updates come last, and inputs, outputs and states are those of the
/// graph. One line per finding; empty: sound.
std::vector<std::string> verify_work(const WorkList& list, const nnir::Graph& graph);

}  // namespace lockstep::lowering
