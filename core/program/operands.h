#pragma once

#include <map>
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

/// Weight blocks that a load fills a column or row of.
std::vector<std::uint32_t> weights_written_by(const LoadInstruction& load);

/// Which instructions of a core fill weight blocks, and which multiply with these blocks.
class LoadedWeights {
  public:
    LoadedWeights() = default;
    explicit LoadedWeights(const std::vector<Instruction>& stream);

    bool empty() const { return loads_.empty(); }
    bool fills(std::uint32_t block) const { return loads_.contains(block); }
    /// Loads in front of an instruction in the stream that fill any of the blocks.
    std::vector<std::uint32_t> loads_before(WeightRun range, std::uint32_t instruction) const {
        return before(loads_, range, instruction);
    }
    /// Products in front of an instruction that multiply with any of the blocks.
    std::vector<std::uint32_t> products_before(WeightRun range, std::uint32_t instruction) const {
        return before(products_, range, instruction);
    }

  private:
    static std::vector<std::uint32_t> before(const std::map<std::uint32_t, std::vector<std::uint32_t>>& all,
                                             WeightRun range, std::uint32_t instruction);

    std::map<std::uint32_t, std::vector<std::uint32_t>> loads_;     ///< by weight block
    std::map<std::uint32_t, std::vector<std::uint32_t>> products_;  ///< by weight block
};

}  // namespace lockstep
