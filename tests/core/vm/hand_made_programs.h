#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "core/program/program.h"

/// Programs put together instruction by instruction, for tests of what executes them.
namespace hand_made {

/// Where random weights and constants come from.
enum class Values : std::uint8_t {
    ordinary,     ///< sizes that models have
    adversarial,  ///< some tiny ones, whose products are denormal, a few of any bit pattern among ordinary
                  ///< ones
    any_bits,     ///< infinities, NaN of any payload, denormals, negative zero
};

/// A program under construction. Tensors take fresh memory one after another.
class Draft {
  public:
    Draft(int cores, int block_size, Values values, unsigned seed);

    lockstep::Program program;

    std::uint16_t tensor(std::size_t blocks, bool fp32 = false);
    /// Filled with random values in all cores.
    std::uint16_t constant(std::size_t blocks, bool fp32 = false);
    std::uint16_t state(std::size_t blocks, bool fp32 = false);
    /// Addresses, in blocks, of random contents.
    std::uint32_t weights(std::size_t core, std::size_t blocks);
    std::uint32_t accumulator_store(std::size_t core, std::size_t blocks);
    std::uint32_t cells(std::size_t core, std::size_t blocks);
    std::uint16_t clamp(std::size_t core, float minimum, float maximum);

    void add(std::size_t core, lockstep::Instruction instruction, bool state_update = false);
    void input(const lockstep::Shape& shape, int data_dim, bool fp32 = false);
    void output(const lockstep::Shape& shape, int data_dim, bool fp32 = false);

    int block_size() const { return block_size_; }
    lockstep::CoreMask all_cores() const;
    std::uint16_t random_bf16();
    float random_fp32();

  private:
    std::uint16_t add_tensor(std::size_t blocks, bool constant, bool state, bool fp32);
    lockstep::IoTensor io_tensor(const lockstep::Shape& shape, int data_dim,
                                 const std::vector<lockstep::IoTensor>& before) const;

    int block_size_;
    Values values_;
    std::mt19937 random_;
    std::uint32_t next_address_ = 0;
};

/// One LSTM layer, streaming: the hidden blocks are spread over the cores, every core takes the products of
/// the input on top of what it saved, exchanges the hidden values, and computes the next inference's share
/// from them. Gives the hidden values.
lockstep::Program lstm(int cores, int block_size, int input_blocks, int hidden_blocks, Values values,
                       unsigned seed);

/// All vector operations, clamps, chained products, a constant, a tensor state that the vector unit writes,
/// two inputs and two outputs with data dimensions that are not the last.
lockstep::Program mixture(int cores, int block_size, Values values, unsigned seed);

/// One vector instruction after another over `blocks` blocks of input: out = clamp(a op constant b), or the
/// copy of a.
lockstep::Program pointwise(lockstep::VectorOpcode op, bool clamp, int blocks, Values values, unsigned seed);

/// One value per inference: four products with it are the gates of an LSTM cell whose c is a constant, and
/// are stored, with and without a clamp. Gives h (4 values: one block), the sums and the clamped sums.
lockstep::Program one_value(int block_size);

}  // namespace hand_made
