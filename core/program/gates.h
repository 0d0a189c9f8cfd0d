#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/numerics/function.h"
#include "core/program/program.h"

namespace lockstep {

/// One gate of a recurrent layer whose program shows it: i, f, g, o of an LSTM whose cell state is kept
/// between inferences, r, z, n of a GRU of one sequence that is stepped. (Of several rows or positions that
/// are computed by vector instructions none are told apart; help/recordings.md says so.)
struct GateTrace {
    std::string name;  ///< "lstm.c0.i", "gru.h0.z": the state that it moves, and its letter
    std::string gate;  ///< the letter
    Function function = Function::sigmoid;  ///< sigmoid: from 0 to 1; tanh: from -1 to 1
    std::string state;                      ///< name of the state that it moves
    std::uint32_t node = 0;                 ///< NodeId of the compiled graph
    std::string module;
    std::int64_t size = 0;   ///< units
    std::int64_t first = 0;  ///< place of its first unit among the values of all gates
};

/// Where an inference has the values of gates: an instruction, and what of it is which units.
struct GateSource {
    std::uint16_t core = 0;
    std::uint32_t instruction = 0;  ///< index into the core's stream
    /// The gates as accumulators, before their functions (an LSTM cell); else results that are rounded.
    bool accumulators = false;
    struct Run {
        std::size_t trace = 0;  ///< index into GateMap::traces
        std::size_t unit = 0;   ///< the first one
        std::size_t units = 0;
        std::size_t value = 0;  ///< its place among the instruction's accumulators or results
    };
    std::vector<Run> runs;
    std::size_t values = 0;  ///< accumulators or results of the instruction
};

/// Gates in the order of the program's states, of each in the order of their letters.
struct GateMap {
    std::vector<GateTrace> traces;
    std::vector<GateSource> sources;
};
GateMap map_gates(const Program& program);

}  // namespace lockstep
