#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/nnir/graph.h"
#include "core/support/id.h"
#include "core/tensor/tensor.h"

/// Legalised work: what operators lower to and the compiler tiles. The set is closed. Everything is said in
/// whole vectors; nothing here knows cores, blocks or addresses.
namespace lockstep::lowering {

/// A run of `length` values along a data dimension: the unit that work reads and writes. A value of shape 20
/// x 128 with data dimension 1 is 20 vectors of 128; reshapes, transposes and slices across other axes only
/// rename vectors.
using VectorId = Id<struct VectorTag>;
/// A sum that is kept in fp32 between inferences: what is known of the next inference before its input comes.
using PartialSumId = Id<struct PartialSumTag>;
/// One LSTM layer's cell state, kept in fp32 in the cell store.
using CellId = Id<struct CellTag>;

enum class VectorOrigin : std::uint8_t {
    input,     ///< arrives with the inference
    constant,  ///< `constant` holds its values
    computed,  ///< result of a work item
    state,     ///< the value that a state had before this inference
};

struct Vector {
    std::int64_t length = 0;
    VectorOrigin origin = VectorOrigin::computed;
    std::vector<float> constant;  ///< for `constant`: values; for `state`: initial values
    /// One value (`length` is 1) that fills every lane of its block, so that pointwise work can read it
    /// beside vectors of any length. Made by LinearWork, ReduceWork and pointwise work on splats alone.
    bool splat = false;
    /// Kept in fp32: two bf16 blocks' room for each of its blocks. Pointwise work reads and makes such
    /// vectors, inputs, outputs and states may be such; sums and reductions take and give bf16.
    bool fp32 = false;
};

struct PartialSum {
    std::int64_t rows = 0;
    std::string name;
};

/// Cell state of `length` fp32 values with its initial values.
struct Cell {
    std::int64_t length = 0;
    std::vector<float> initial;
    bool carried = true;  ///< false: starts from `initial` in every inference (whole-sequence LSTM)
    std::string name;
};

/// What a result path does to a value before it is rounded: a clamp, or one function (help/numerics.md says
/// how each is computed).
enum class Activation : std::uint8_t {
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
    gelu,       ///< x * Phi(x), exact
    gelu_tanh,  ///< PyTorch's approximate='tanh'
    softplus,   ///< log(1 + e^x)
};

/// What happens to a result on its way to the tensor RAM. The bounds are those of a clamp.
struct Epilogue {
    Activation activation = Activation::none;
    float minimum = -std::numeric_limits<float>::infinity();
    float maximum = std::numeric_limits<float>::infinity();
    friend bool operator==(const Epilogue&, const Epilogue&) = default;
};

/// weight (rows x length of source) times a vector. The weight is a constant, rounded to bf16 when it is
/// stored, or it is computed: then `weight` is empty and `matrix` has its columns (one per value of the
/// source, each of `rows` values) or, with `by_rows`, its rows (each as long as the source).
struct Product {
    Tensor weight;
    VectorId source;
    bool fp8 = false;  ///< stored as fp8 instead, with one scale for the whole weight
    std::vector<VectorId> matrix = {};
    bool by_rows = false;

    bool computed() const { return !matrix.empty(); }
};

/// Where a sum starts: at fp32 bias values (empty: zero) or at a partial sum of the last inference.
struct SumStart {
    std::vector<float> bias;
    std::optional<PartialSumId> partial;
};

/// result = epilogue(start + sum over products, in order). A result that is a splat has one row, which the
/// compiler repeats over the block.
struct LinearWork {
    VectorId result;
    std::int64_t rows = 0;
    SumStart start;
    std::vector<Product> products;
    Epilogue epilogue;
};

/// Gates i, f, g, o (PyTorch's order; each `hidden` rows of the weights and of the start) then
/// c' = f*c + i*g, result = o*tanh(c').
struct LstmWork {
    VectorId result;
    std::int64_t hidden = 0;
    SumStart start;
    std::vector<Product> products;
    CellId cell;
    bool first = false;  ///< takes the cell's initial values instead of what the last LstmWork on it left
};

/// partial' = start + sum over products, kept in fp32 for the next inference. `first` gives the products that
/// make the value before the first inference (with constant sources; same start as bias); evaluated by the
/// compiler.
struct PartialSumWork {
    PartialSumId result;
    std::int64_t rows = 0;
    SumStart start;
    std::vector<Product> products;
    std::vector<Product> initial_products;
    std::vector<float> initial_bias;
    bool gates = false;  ///< rows are 4 LSTM gates of rows / 4 hidden values: tiled as its LstmWork is
};

/// Comparisons give 1 or 0; `select` is c != 0 ? a : b.
enum class PointwiseOp : std::uint8_t {
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

/// result = epilogue(a op b), element by element; `b` absent: epilogue(a) alone. `c` is the mask of a select
/// and absent otherwise. Operands have the result's length or are splats; if all are splats, so is the
/// result.
struct PointwiseWork {
    VectorId result;
    PointwiseOp op = PointwiseOp::add;
    VectorId a;
    std::optional<VectorId> b;
    Epilogue epilogue;
    std::optional<VectorId> c = {};
};

enum class ReduceOp : std::uint8_t { minimum, maximum };

/// result (a splat) = op over the values of the source, in their order. (A sum is LinearWork with a row of
/// ones.)
struct ReduceWork {
    VectorId result;
    ReduceOp op = ReduceOp::maximum;
    VectorId source;
};

using WorkBody = std::variant<LinearWork, LstmWork, PartialSumWork, PointwiseWork, ReduceWork>;

struct Work {
    WorkBody body;
    std::vector<nnir::NodeId> nodes;  ///< the nodes that it computes; more than one where fused
    /// Needed by the next inference only: it runs behind the outputs.
    bool state_update = false;
    /// Sums that share a number other than 0 are parts of one in this order: their blocks are assigned to
    /// cores as those of one sum.
    std::size_t together = 0;
    /// Sums that share a number other than 0 make the vectors of one value in this order. Where the weights
    /// fit, the blocks of all of them are assigned to cores as those of one tensor.
    std::size_t tensor = 0;
};

/// A graph input or output as vectors: vector v holds the elements whose position over the other axes
/// (row-major, data dimension left out) is v.
struct IoVectors {
    nnir::ValueId value;
    std::vector<VectorId> vectors;
};

/// How a state of the graph can be looked at, and where its next value comes from.
struct StateBinding {
    nnir::StateId state;
    /// The vectors that hold it after the inference (tensor RAM); empty when it lives elsewhere.
    std::vector<VectorId> written;
    /// The vectors that were its value before the inference; empty if no work reads them.
    std::vector<VectorId> read;
    std::optional<CellId> cell;  ///< it lives in the cell store
    /// True when it exists only inside partial sums (a convolution's history): it can't be shown as such.
    bool folded = false;
};

/// The legalised graph, in an order that respects dependences; state updates last, in layer order.
struct WorkList {
    std::vector<Vector> vectors;           ///< by VectorId
    std::vector<PartialSum> partial_sums;  ///< by PartialSumId
    std::vector<Cell> cells;               ///< by CellId
    std::vector<Work> work;
    std::vector<IoVectors> inputs;
    std::vector<IoVectors> outputs;
    std::vector<StateBinding> states;
};

}  // namespace lockstep::lowering
