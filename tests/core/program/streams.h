#pragma once

#include <cstdint>

#include "core/program/program.h"

namespace lockstep::test {

/// Instruction streams made by hand, on a machine whose cycles are easy to add up: 2 cores of blocks of 8; a
/// product takes 10 cycles, the bus 2 a block and 5 on the way, the vector unit 3 after its issue, an output
/// 4, the first input 6, a function 8 more, the cell 7.
class Streams {
  public:
    Streams();

    std::uint16_t tensor(std::uint16_t blocks);
    std::uint16_t constant(std::uint16_t blocks, CoreMask targets);
    std::uint16_t state(std::uint16_t blocks, CoreMask targets);
    void add(std::size_t core, const Instruction& instruction, bool state_update = false);
    void input(std::uint16_t blocks);
    void output(std::uint16_t blocks);
    /// Weights, partial sums and cells of this many blocks in both cores.
    void fill(std::size_t weights, std::size_t sums, std::size_t cells);

    Program program;

  private:
    void image(std::uint16_t descriptor, CoreMask targets);
};

/// A linear layer over two cores, then a sum with the input, then a state: every kind of instruction but the
/// cell's. Sound.
Program sample_program();
/// The maximum of two blocks, in two parts, the second of 5 lanes; a choice between the input and it, through
/// a function; a product with it in core 1. Sound.
Program vector_program();
/// One hidden block of an LSTM on one core, streaming: products on top of a partial sum, and the next one.
/// Sound.
Program lstm_program();

}  // namespace lockstep::test
