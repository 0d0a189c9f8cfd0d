#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace lockstep {

/// Blocks of a tensor in the tensor RAM: block `first` and the following of the tensor that `descriptor`
/// addresses. Every core keeps a present flag per block: a reader waits until it is set, a write sets it. All
/// flags are cleared when an inference begins, except those of constants and of state. State is written only
/// by vector instructions of a core that holds it, with that core alone as target; the write waits until the
/// instructions before it in the stream have read the block, and none behind it in the stream reads it.
struct Operand {
    std::uint16_t descriptor = 0;
    std::uint16_t first = 0;
    friend bool operator==(const Operand&, const Operand&) = default;
};

/// Bit c: core c's tensor RAM gets the result. Other cores get it over the bus.
using CoreMask = std::uint32_t;

/// Where a pass's accumulators start.
enum class AccumulatorStart : std::uint8_t {
    chain,  ///< at what they hold
    store,  ///< at accumulator store blocks `start`, `start` + 1, …
    zero,
};

/// Matrix-vector unit: starts accumulators first_accumulator … first_accumulator + accumulators - 1, then for
/// input block i = 0 … input_blocks-1, for accumulator o = 0 … accumulators-1, in this order, one product a
/// cycle: acc[first_accumulator + o] += weight block [weights + i * accumulators + o] * source block i. With
/// input_blocks = 0 it only starts them, one a cycle (a partial sum that moves); `weights` and `source` are
/// not read.
struct MatvecInstruction {
    std::uint32_t weights = 0;  ///< weight store address, in blocks
    Operand source;
    std::uint16_t input_blocks = 0;
    std::uint8_t first_accumulator = 0;
    std::uint8_t accumulators = 0;
    AccumulatorStart start = AccumulatorStart::zero;
    std::uint32_t start_address = 0;
    friend bool operator==(const MatvecInstruction&, const MatvecInstruction&) = default;
};

/// Result path: rounds accumulators to bf16 through an optional clamp and writes them to the tensor RAM.
struct StoreInstruction {
    std::uint8_t first_accumulator = 0;
    std::uint8_t accumulators = 0;
    bool clamp = false;
    std::uint16_t clamp_setting = 0;  ///< clamp store address
    Operand destination;              ///< `accumulators` blocks
    CoreMask targets = 0;
    friend bool operator==(const StoreInstruction&, const StoreInstruction&) = default;
};

/// Result path: writes accumulators to the accumulator store as they are (fp32), for the next inference.
struct SaveInstruction {
    std::uint8_t first_accumulator = 0;
    std::uint8_t accumulators = 0;
    std::uint32_t address = 0;
    friend bool operator==(const SaveInstruction&, const SaveInstruction&) = default;
};

/// LSTM cell unit: for hidden block k = 0 … blocks-1 the gates i, f, g, o are accumulators first + 4k … first
/// + 4k + 3.
struct LstmCellInstruction {
    std::uint8_t first_accumulator = 0;
    std::uint8_t blocks = 0;
    std::uint32_t cell_source = 0;       ///< cell store address of c
    std::uint32_t cell_destination = 0;  ///< of c'
    Operand destination;                 ///< h', `blocks` blocks
    CoreMask targets = 0;
    friend bool operator==(const LstmCellInstruction&, const LstmCellInstruction&) = default;
};

enum class VectorOpcode : std::uint8_t { copy, add, subtract, multiply };

/// Vector unit: destination block j = clamp(a[j] op b[j]). Waits until all its operand blocks are there.
struct VectorInstruction {
    VectorOpcode op = VectorOpcode::copy;
    bool clamp = false;
    std::uint16_t clamp_setting = 0;
    std::uint16_t blocks = 0;
    Operand a;
    Operand b;  ///< not read by copy
    Operand destination;
    CoreMask targets = 0;
    friend bool operator==(const VectorInstruction&, const VectorInstruction&) = default;
};

/// Input stream: blocks `stream_block` … of the inference's input go to the tensor RAM of all cores of
/// `targets`. It stands in the stream of core 0.
struct InputInstruction {
    std::uint32_t stream_block = 0;
    std::uint16_t blocks = 0;
    Operand destination;
    CoreMask targets = 0;
    friend bool operator==(const InputInstruction&, const InputInstruction&) = default;
};

/// Output stream: this core's blocks leave as output blocks `stream_block` …. The stream leaves in block
/// order.
struct OutputInstruction {
    std::uint32_t stream_block = 0;
    std::uint16_t blocks = 0;
    Operand source;
    friend bool operator==(const OutputInstruction&, const OutputInstruction&) = default;
};

using Instruction = std::variant<MatvecInstruction, StoreInstruction, SaveInstruction, LstmCellInstruction,
                                 VectorInstruction, InputInstruction, OutputInstruction>;

/// "matvec", "store", …
std::string_view mnemonic(const Instruction& instruction);

}  // namespace lockstep
