#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace lockstep {

/// The memories of one core that change while a program runs.
struct CoreMemories {
    std::vector<std::uint16_t> tensor_ram;  ///< bf16; two words an fp32 value
    std::vector<float> accumulators;
    std::vector<float> accumulator_store;
    std::vector<float> cell_store;
    std::vector<std::uint16_t> weights;  ///< a copy of the program's if the core loads weights, else empty
    std::vector<bool> loaded;            ///< blocks of it that an instruction of any model loads
    std::vector<float> kept;             ///< one value: what the vector unit holds between reductions
};

/// Weights in the order in which a step reads them.
class WeightImage {
  public:
    explicit WeightImage(std::size_t size);
    std::span<std::uint16_t> values() const { return {values_.get(), size_}; }

  private:
    struct Free {
        void operator()(std::uint16_t* values) const;
    };
    std::unique_ptr<std::uint16_t, Free> values_;
    std::size_t size_;
};

/// All memories of the machine. The vectors keep their size, so that pointers into them stay good.
struct Memories {
    std::vector<CoreMemories> cores;
    std::array<std::vector<float>, 2>
        scratch;  ///< of the step's threads: what is on its way through a unit, as fp32
    /// fp8 weights as the bf16 values that they stand for.
    std::deque<std::vector<std::uint16_t>> decoded_weights;
    std::vector<WeightImage> images;
};

/// Blocks of one model that come from the host and go to it. The vectors keep their size as well.
struct Streams {
    std::vector<std::uint16_t> input;
    std::vector<std::uint16_t> output;
};

}  // namespace lockstep
