#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "core/numerics/function.h"

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

/// What a result passes in fp32 before it is rounded to bf16: nothing, a clamp by a setting of the clamp
/// store, or a function. The functions stand in the order of `Function`.
enum class ActivationCode : std::uint8_t {
    none,
    clamp,
    exp,
    exp2,
    expm1,
    log,
    log2,
    log10,
    sqrt,
    rsqrt,
    reciprocal,
    tanh,
    sigmoid,
    silu,
    gelu,
    gelu_tanh,
    softplus,
};

/// The function behind a code; none for `none` and `clamp`.
std::optional<Function> function_of(ActivationCode activation);
ActivationCode activation_code(Function function);

/// Where a pass's accumulators start.
enum class AccumulatorStart : std::uint8_t {
    chain,  ///< at what they hold
    store,  ///< at accumulator store blocks `start`, `start` + 1, …
    zero,
};

/// Matrix-vector unit: starts accumulators first_accumulator … first_accumulator + accumulators - 1, then for
/// input block i = 0 … input_blocks-1, for accumulator o = 0 … accumulators-1, in this order, one product a
/// cycle: acc[first_accumulator + o] += weight block [weights + i * accumulators + o] * source block i. The
/// unit takes 0 for the lanes of the last source block behind `source_lanes`, whatever they hold. With
/// input_blocks = 0 it only starts them, which takes no product's turn (a partial sum that moves);
/// `weights` and `source` are not read. A reduction takes one weight block per accumulator for all source
/// blocks ([weights + o]) and, as the sum over a vector that it is, begins when all source blocks are there.
///
/// Weight blocks are constants, or LoadInstruction fills them. The unit waits for the loads in front of it in
/// the stream that fill a block that it multiplies.
struct MatvecInstruction {
    std::uint32_t weights = 0;  ///< weight store address, in blocks
    Operand source;
    std::uint16_t input_blocks = 0;
    std::uint8_t first_accumulator = 0;
    std::uint8_t accumulators = 0;
    AccumulatorStart start = AccumulatorStart::zero;
    std::uint32_t start_address = 0;
    std::uint16_t source_lanes = 0;  ///< of the last source block, fewer than b; 0: all
    bool reduction = false;          ///< of two source blocks at least
    /// 0: the weights are bf16. Otherwise they are fp8, as many bytes as there are weights, `weights` counts
    /// blocks of this half size, and a weight is its code's value times 2^(fp8_scale - 127).
    std::uint8_t fp8_scale = 0;
    friend bool operator==(const MatvecInstruction&, const MatvecInstruction&) = default;
};

/// Weight loader: source block i becomes column `lane` of weight block `weights` + i * `stride` (with `row`:
/// row `lane`), one block a load_interval (fp32, rounded to bf16: two); load_latency later it can be used.
/// The loader takes 0 for the lanes of the last source block behind `source_lanes`. It waits for the source
/// block, and for the products in front of it in the stream that use the weight block. Loads of state stand
/// behind the write of the state and serve the next inference; before the first one, and when states are set,
/// they are done once more.
struct LoadInstruction {
    std::uint32_t weights = 0;
    std::uint16_t stride = 0;  ///< 0 if there is one block
    Operand source;
    std::uint16_t blocks = 0;
    std::uint16_t lane = 0;
    bool row = false;
    std::uint16_t source_lanes = 0;  ///< of the last source block, fewer than b; 0: all
    friend bool operator==(const LoadInstruction&, const LoadInstruction&) = default;
};

/// Result path: takes accumulators through `activation`, rounds them to bf16 and writes them to the tensor
/// RAM.
struct StoreInstruction {
    std::uint8_t first_accumulator = 0;
    std::uint8_t accumulators = 0;
    ActivationCode activation = ActivationCode::none;
    std::uint16_t clamp_setting = 0;  ///< clamp store address; 0 if the activation is no clamp
    Operand destination;              ///< `accumulators` blocks
    CoreMask targets = 0;
    friend bool operator==(const StoreInstruction&, const StoreInstruction&) = default;
};

/// Result path: writes accumulators as they are (fp32) to the accumulator store, for the next inference, or
/// to the cell store (a state reset).
struct SaveInstruction {
    std::uint8_t first_accumulator = 0;
    std::uint8_t accumulators = 0;
    std::uint32_t address = 0;
    bool to_cells = false;
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

/// Element by element on fp32 values, each a bf16 operand made wider; one IEEE operation for the first group:
///   copy a;  add a + b;  subtract a - b;  multiply a * b;  divide a / b
///   minimum  NaN if a or b is NaN, else a < b ? a : b
///   maximum  NaN if a or b is NaN, else a > b ? a : b
///   equal a == b;  not_equal a != b;  less a < b;  less_equal a <= b: 1 if so, else 0; with a NaN only
///   not_equal is so
///   select   c != 0 ? a : b; a NaN in c takes a
/// The result goes through the activation and is rounded to bf16.
enum class VectorOpcode : std::uint8_t {
    copy,
    add,
    subtract,
    multiply,
    divide,
    minimum,
    maximum,
    equal,
    not_equal,
    less,
    less_equal,
    select,
};
/// Operands that it reads: 1 for copy, 3 for select, otherwise 2.
int operand_count(VectorOpcode op);

/// Vector unit: destination block j = activation(a[j] op b[j]). An operand that is repeated is one block,
/// read again for each j. Waits until all its operand blocks are there.
struct VectorInstruction {
    VectorOpcode op = VectorOpcode::copy;
    ActivationCode activation = ActivationCode::none;
    std::uint16_t clamp_setting = 0;
    std::uint16_t blocks = 0;
    Operand a;
    Operand b;  ///< not read by copy
    Operand destination;
    CoreMask targets = 0;
    Operand c = {};         ///< read by select only
    bool repeat_a = false;  ///< false if there is one block anyway
    bool repeat_b = false;
    bool repeat_c = false;
    friend bool operator==(const VectorInstruction&, const VectorInstruction&) = default;
};

enum class ReduceOpcode : std::uint8_t { minimum, maximum };

/// Vector unit: folds the source's lanes, block by block in their order, into one value r: `first` takes the
/// first lane as r, otherwise r goes on from the reduction before it in the core's vector unit; each further
/// lane x makes r = r op x, with the minimum and maximum of VectorOpcode (a = r, b = x). `last` writes r into
/// every lane of the destination block, otherwise the unit keeps it for its next instruction, which is a
/// reduction of the same op. Waits until all its source blocks are there.
struct ReduceInstruction {
    ReduceOpcode op = ReduceOpcode::maximum;
    bool first = true;
    bool last = true;
    std::uint16_t blocks = 0;
    std::uint16_t source_lanes = 0;  ///< of the last source block, fewer than b; 0: all
    Operand source;
    Operand destination;   ///< one block; not written unless `last`
    CoreMask targets = 0;  ///< 0 unless `last`
    friend bool operator==(const ReduceInstruction&, const ReduceInstruction&) = default;
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

using Instruction =
    std::variant<MatvecInstruction, StoreInstruction, SaveInstruction, LstmCellInstruction, VectorInstruction,
                 InputInstruction, OutputInstruction, ReduceInstruction, LoadInstruction>;

/// "matvec", "store", …
std::string_view mnemonic(const Instruction& instruction);
/// "copy", "less_equal"; "minimum"; "none", "clamp", or the function's name.
std::string_view name(VectorOpcode op);
std::string_view name(ReduceOpcode op);
std::string_view name(ActivationCode activation);

}  // namespace lockstep
