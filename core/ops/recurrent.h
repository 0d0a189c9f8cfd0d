#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/lowering/lowering_builder.h"
#include "core/nnir/op.h"

/// What recurrent layers and cells share: weights of some gates, one row of work, a walk over a sequence.
namespace lockstep::ops {

/// Attributes weight_ih [gates * H, in], weight_hh [gates * H, h], bias_ih and bias_hh [gates * H]
/// (optional).
struct RecurrentWeights {
    RecurrentWeights(const nnir::Attributes& attributes, std::int64_t gate_count);

    std::int64_t gates;
    Tensor input;
    Tensor recurrent;
    std::vector<float> input_bias;  ///< empty if there is none
    std::vector<float> recurrent_bias;

    std::int64_t hidden() const { return input.shape()[0] / gates; }
    Tensor input_gate(std::int64_t gate) const { return input.rows(gate * hidden(), hidden()); }
    Tensor recurrent_gate(std::int64_t gate) const { return recurrent.rows(gate * hidden(), hidden()); }
    /// Values of one gate of a bias; of their sum if both are there; empty if there is none.
    std::vector<float> input_bias_gate(std::int64_t gate) const;
    std::vector<float> recurrent_bias_gate(std::int64_t gate) const;
    std::vector<float> bias_gate(std::int64_t gate) const;
};

/// Throws as infer does unless the weights fit each other and the input, whose last axis is the features.
void check_recurrent(const nnir::OpInfo& info, const nnir::Attributes& attributes, const nnir::Value& input,
                     std::int64_t gates, const std::string& kind);

/// gates * H sums of a step on one row in float64: W x + b_ih, and U h + b_hh.
struct StepSums {
    std::vector<double> input;
    std::vector<double> recurrent;
};
StepSums step_sums(const nnir::Attributes& attributes, const double* x, const double* hidden);

/// The work of a cell on one row. Where h is a state that the cell itself writes, its products with the
/// recurrent weights are made behind the outputs, for the next inference; else where they are needed.
class RecurrentRow {
  public:
    /// `state`: the state whose row `row` h is; null if h is an ordinary value. No h: zeros.
    RecurrentRow(lowering::Builder& builder, lowering::VectorId x, std::optional<lowering::VectorId> h,
                 const nnir::State* state, std::int64_t row);

    /// epilogue(input x + recurrent h + bias); without `input` the recurrent part alone. `name` tells the
    /// sums of the row apart.
    lowering::VectorId sum(const std::optional<Tensor>& input, const Tensor& recurrent,
                           const std::vector<float>& bias, const lowering::Epilogue& epilogue,
                           const std::string& name);
    /// input x + bias.
    lowering::VectorId input_sum(const Tensor& input, const std::vector<float>& bias);
    lowering::VectorId pointwise(lowering::PointwiseOp op, lowering::VectorId a, lowering::VectorId b,
                                 const lowering::Epilogue& epilogue = {});
    lowering::VectorId function(lowering::Activation activation, lowering::VectorId a);
    /// What h is after the step: closes the sums that wait for it.
    void finish(lowering::VectorId next);

  private:
    struct Waiting {
        lowering::PartialSumId sum;
        Tensor weight;
        std::vector<float> bias;
    };
    lowering::Builder& builder_;
    lowering::VectorId x_;
    std::optional<lowering::VectorId> h_;
    const nnir::State* state_;
    std::int64_t row_;
    std::vector<Waiting> waiting_;
};

/// The rows of a value [.., features] whose sequence is one of the other axes: row (t, n) of batch row n at
/// step t of the walk.
struct SequenceRows {
    SequenceRows(const nnir::Attributes& attributes, const Shape& x);

    std::int64_t steps;
    std::int64_t batch;
    std::int64_t row(std::int64_t step, std::int64_t n) const;

  private:
    nnir::AxisView view_;
    bool reverse_;
};
bool runs_backwards(const nnir::Attributes& attributes);

/// Shape of a state of `width` values: the input's without its time axis.
Shape state_shape(const Shape& input, int time, std::int64_t width);
/// The initial state under the key as vectors, one per batch row; nothing if it is absent: zeros.
std::optional<std::vector<lowering::VectorId>> initial_vectors(lowering::Builder& builder,
                                                               const nnir::Attributes& attributes,
                                                               const std::string& key);
/// The state that `read` is, if the node writes it as `written`; null otherwise.
const nnir::State* own_state(const nnir::Graph& graph, nnir::ValueId read, nnir::ValueId written);

/// The refusal of an axis that is not the sequence, or of a layer that runs backwards; nothing if it streams.
std::optional<nnir::Refuse> refuse_axis(const nnir::BoundNode& node, int axis);
/// The attributes that a layer's cell has: the layer's number and weights.
nnir::Attributes cell_attributes(const nnir::Attributes& layer);
/// The initial state under the key, or zeros of the shape.
Tensor initial_state(const nnir::Attributes& attributes, const std::string& key, const Shape& shape);

/// The help text of the attributes that all layers have (with those of all cells), and of those of cells.
std::vector<nnir::AttributeInfo> layer_attributes(const std::string& gates);
std::vector<nnir::AttributeInfo> cell_attribute_infos(const std::string& gates);

/// TorchScript of a layer: `function` ("torch.gru") over the rows with `initial` states, output 0 assigned.
/// `results` names what the function gives behind its output: "_h, _c".
void write_torch_layer(nnir::TorchSource& source, const nnir::BoundNode& node, const std::string& function,
                       const std::vector<std::string>& states, std::int64_t width,
                       const std::vector<std::string>& weights);
/// TorchScript arguments of the weights: "w_ih, w_hh, b_ih, b_hh"; without biases "w_ih, w_hh".
std::vector<std::string> weight_arguments(nnir::TorchSource& source, const nnir::Attributes& attributes);

}  // namespace lockstep::ops
