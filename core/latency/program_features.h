#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// What the cycles of an inference that runs alone go to, along the chain of waits that ends with its last
/// output block. Shares of these cycles; they sum to 1.
struct ChainShares {
    double matvec = 0;   ///< the matrix-vector unit issues products
    double vector = 0;   ///< the vector unit issues blocks
    double bus = 0;      ///< transfers between cores
    double latency = 0;  ///< nothing is issued: results are in flight through a pipeline
    double io = 0;       ///< input and output stream
};

/// What programs are compared by: known of every program from its instructions and timeline, without its
/// model.
struct ProgramFeatures {
    std::int64_t spaced = 0;         ///< cycles
    std::int64_t contiguous = 0;     ///< cycles
    std::int64_t steps = 0;          ///< events of the chain
    std::int64_t weight_blocks = 0;  ///< over all cores
    ChainShares chain;
    std::vector<std::string> operators;     ///< of nodes that instructions work for; sorted, each once
    std::vector<std::string> instructions;  ///< kinds: "vector multiply", "function tanh"; sorted, each once
};

ProgramFeatures program_features(const Program& program, const Timeline& timeline);

}  // namespace lockstep
