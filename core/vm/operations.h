#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "core/numerics/function_style.h"
#include "core/numerics/simd_target.h"
#include "core/program/program.h"
#include "core/vm/execution_order.h"
#include "core/vm/memories.h"
#include "core/vm/sum_style.h"

namespace lockstep {

/// Where a result goes: the same place in the tensor RAM of several cores.
struct Destinations {
    std::array<std::uint16_t*, 32> cores;
    std::size_t count = 0;
    bool fp32 = false;  ///< two words a value, the lower half first
};

/// What a result passes before it is rounded; the bounds are those of a clamp.
struct ResultPath {
    ActivationCode activation = ActivationCode::none;
    float minimum = 0;
    float maximum = 0;
};

// Instructions with their addresses resolved to pointers into the memories of one VM.

struct MatvecOperation {
    std::span<const std::uint16_t> weights;
    std::span<const std::uint16_t> source;
    std::span<float> accumulators;
    AccumulatorStart start = AccumulatorStart::zero;
    const float* stored = nullptr;  ///< for AccumulatorStart::store
    std::size_t block_size = 0;
    std::size_t valid = 0;   ///< values of `source` that count; the rest is taken as 0
    bool reduction = false;  ///< the same weights for every source block
    bool ordered = false;    ///< weights in the target's weight_order(), not as the program stores them
};

struct StoreOperation {
    std::span<const float> accumulators;
    ResultPath path;
    Destinations destinations;
    float* kept = nullptr;  ///< where the results are kept for who looks at gates; null: nobody does
};

struct SaveOperation {
    std::span<const float> accumulators;
    float* stored = nullptr;
};

struct LstmCellOperation {
    std::span<const float> gates;  ///< 4 a hidden block
    const float* cell = nullptr;
    float* new_cell = nullptr;
    std::size_t block_size = 0;
    Destinations destinations;
    float* kept = nullptr;  ///< where `gates` are kept for who looks at them; null: nobody does
};

/// An operand of the vector unit: block j begins at data + j * step.
struct VectorSource {
    const std::uint16_t* data = nullptr;
    std::size_t step = 0;  ///< 0: one block, read again
    bool fp32 = false;     ///< two words a value
};

struct VectorOperation {
    VectorOpcode op = VectorOpcode::copy;
    ResultPath path;
    VectorSource a, b, c;
    std::size_t blocks = 0;
    std::size_t block_size = 0;
    Destinations destinations;
    float* kept = nullptr;  ///< as of a StoreOperation
};

struct ReduceOperation {
    ReduceOpcode op = ReduceOpcode::maximum;
    bool first = true;
    bool last = true;
    std::span<const std::uint16_t> source;  ///< the lanes that count
    float* kept = nullptr;                  ///< the value that the vector unit holds
    std::size_t block_size = 0;
    Destinations destinations;
};

/// A block of a tensor into a column or row of a weight block: element k goes to weights[k * step].
struct LoadOperation {
    std::span<const std::uint16_t> source;  ///< the lanes that count
    std::uint16_t* weights = nullptr;
    std::size_t block_size = 0;
    std::size_t step = 1;      ///< from one lane to the next
    std::size_t distance = 0;  ///< from one block's weights to those of the next
    bool fp32 = false;         ///< two words a value, which is rounded
};

/// Input and output instructions: values move as they are.
struct MoveOperation {
    std::span<const std::uint16_t> source;
    Destinations destinations;
};

using Operation = std::variant<MatvecOperation, StoreOperation, SaveOperation, LstmCellOperation,
                               VectorOperation, MoveOperation, ReduceOperation, LoadOperation>;

/// Values of fp32 that execute() needs room for.
std::size_t scratch_values(const Program& program);

/// The operations of one inference in `order`, on `memories` and `streams`, which must live as long as they
/// do, as must the program.
std::vector<Operation> resolve(const Program& program, const std::vector<InstructionRef>& order,
                               Memories& memories, Streams& streams);

/// How operations are executed: the first changes speed only.
struct Execution {
    SimdTarget target = SimdTarget::portable;
    FunctionStyle functions = FunctionStyle::exact;
    SumStyle sums = {};  ///< no matvec is `ordered` in another one than the default
};

/// What a vector operation takes through its activation, blocks * block_size values: before it is executed.
void compute(const VectorOperation& vector, std::span<float> values);

/// Executes one, bit for bit as help/numerics.md says. Allocates nothing. `scratch`: scratch_values() of the
/// program.
void execute(const Operation& operation, std::span<float> scratch, const Execution& how);

}  // namespace lockstep
