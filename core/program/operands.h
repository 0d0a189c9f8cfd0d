#pragma once

#include <optional>
#include <vector>

#include "core/program/instruction.h"

namespace lockstep {

struct BlockRun {
    Operand operand;
    std::uint32_t blocks = 0;
    CoreMask targets = 0;  ///< of a write
};

/// Blocks of the tensor RAM that an instruction reads (in its own core) and writes.
std::vector<BlockRun> reads_of(const Instruction& instruction);
std::optional<BlockRun> write_of(const Instruction& instruction);

/// Blocks of the weight store, of b x b words, in which a product's weights lie.
struct WeightRun {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};
WeightRun weights_of(const MatvecInstruction& matvec);

/// Accumulators that an instruction of the matrix-vector unit or of the result path works on.
struct AccumulatorRun {
    int first = 0;
    int count = 0;
};
std::optional<AccumulatorRun> accumulators_of(const Instruction& instruction);

}  // namespace lockstep
