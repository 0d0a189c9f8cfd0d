#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/import/imported_graph.h"

namespace lockstep {

/// Turns input/output pairs (`--state IN=OUT`) into states that begin with zeros: the input is no longer
/// given, the output stays one. Proposals that are used up are dropped, and a note names each state. Throws
/// Error(bad_shape) when a name is not an input or output (the message lists those that there are), when a
/// name is used twice, or when shapes or types differ; Error(usage) when no input would be left.
ImportedGraph bind_states(ImportedGraph graph, const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace lockstep
