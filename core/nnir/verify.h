#pragma once

#include <string>
#include <vector>

#include "core/nnir/graph.h"

namespace lockstep::nnir {

struct VerifyOptions {
    /// Every value with axes must have a data dimension within its shape.
    bool data_dims_solved = false;
};

/// Judges a graph without knowing how it was made: ids unique and below the counters, operands made before
/// they are read, every value made once, types equal to what the operators infer, states read and written
/// once by values of one type, names unique, origins sorted. One line per finding; empty: sound.
std::vector<std::string> verify(const Graph& graph, const VerifyOptions& options = {});

}  // namespace lockstep::nnir
