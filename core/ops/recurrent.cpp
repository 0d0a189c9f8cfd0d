#include "core/ops/recurrent.h"

#include <algorithm>
#include <utility>

#include "core/lowering/vectors.h"
#include "core/ops/rules.h"

namespace lockstep::ops {

using namespace nnir;

namespace {

std::vector<float> part(const std::vector<float>& bias, std::int64_t first, std::int64_t count) {
    if (bias.empty()) return {};
    return {bias.begin() + first, bias.begin() + first + count};
}

}  // namespace

RecurrentWeights::RecurrentWeights(const Attributes& attributes, std::int64_t gate_count)
    : gates(gate_count),
      input(attributes.tensor("weight_ih")),
      recurrent(attributes.tensor("weight_hh")),
      input_bias(bias_values(attributes, "bias_ih")),
      recurrent_bias(bias_values(attributes, "bias_hh")) {}

std::vector<float> RecurrentWeights::input_bias_gate(std::int64_t gate) const {
    return part(input_bias, gate * hidden(), hidden());
}

std::vector<float> RecurrentWeights::recurrent_bias_gate(std::int64_t gate) const {
    return part(recurrent_bias, gate * hidden(), hidden());
}

std::vector<float> RecurrentWeights::bias_gate(std::int64_t gate) const {
    std::vector<float> sum = input_bias_gate(gate);
    const std::vector<float> other = recurrent_bias_gate(gate);
    if (sum.empty()) return other;
    for (std::size_t k = 0; k < other.size(); ++k) sum[k] += other[k];
    return sum;
}

void check_recurrent(const OpInfo& info, const Attributes& attributes, const Value& input, std::int64_t gates,
                     const std::string& kind) {
    const Shape& w = attributes.tensor("weight_ih").shape();
    const Shape& u = attributes.tensor("weight_hh").shape();
    const bool matrices = rank(w) == 2 && rank(u) == 2 && w[0] == u[0] && w[0] % gates == 0;
    const bool projected = attributes.has("weight_hr");
    const Shape projection = projected ? attributes.tensor("weight_hr").shape() : Shape{};
    const bool fits =
        matrices && (projected ? projection == Shape{u[1], w[0] / gates} : u[1] == w[0] / gates);
    if (!fits)
        bad_operand(info, input,
                    "weights of " + to_text(w) + " and " + to_text(u) +
                        (projected ? " and " + to_text(projection) : "") + " are not those of " + kind);
    if (input.type.shape.empty() || input.type.shape.back() != w[1])
        bad_operand(info, input, "its last axis must hold " + std::to_string(w[1]) + " values");
    for (const char* key : {"bias_ih", "bias_hh"})
        if (attributes.has(key) && attributes.tensor(key).shape() != Shape{u[0]})
            bad_operand(info, input, "a bias must hold " + std::to_string(u[0]) + " values");
}

StepSums step_sums(const Attributes& attributes, const double* x, const double* hidden) {
    StepSums sums;
    const auto fill = [&](std::vector<double>& to, const char* weight, const char* bias, const double* from) {
        const Tensor& matrix = attributes.tensor(weight);
        const std::int64_t columns = matrix.shape()[1];
        const std::vector<float> start = bias_values(attributes, bias);
        for (std::int64_t r = 0; r < matrix.shape()[0]; ++r)
            to.push_back((start.empty() ? 0.0 : double{start[at(r)]}) +
                         dot(matrix.values().subspan(at(r * columns)), from, 1, columns));
    };
    fill(sums.input, "weight_ih", "bias_ih", x);
    fill(sums.recurrent, "weight_hh", "bias_hh", hidden);
    return sums;
}

RecurrentRow::RecurrentRow(lowering::Builder& builder, lowering::VectorId x,
                           std::optional<lowering::VectorId> h, const State* state, std::int64_t row)
    : builder_(builder), x_(x), h_(h), state_(state), row_(row) {}

lowering::VectorId RecurrentRow::sum(const std::optional<Tensor>& input, const Tensor& recurrent,
                                     const std::vector<float>& bias, const lowering::Epilogue& epilogue,
                                     const std::string& name) {
    const std::int64_t rows = recurrent.shape()[0];
    lowering::LinearWork work{.result = builder_.new_vector(rows),
                              .rows = rows,
                              .start = {bias, {}},
                              .products = {},
                              .epilogue = epilogue};
    if (input) work.products.push_back({*input, x_});
    if (state_ != nullptr) {
        const std::string number = row_ == 0 ? "" : std::to_string(row_);
        work.start = {{}, builder_.new_partial_sum(rows, state_->name + "." + name + number)};
        waiting_.push_back({*work.start.partial, recurrent, bias});
    } else if (h_) {
        work.products.push_back({recurrent, *h_});
    }
    const lowering::VectorId result = work.result;
    builder_.add(std::move(work));
    return result;
}

lowering::VectorId RecurrentRow::input_sum(const Tensor& input, const std::vector<float>& bias) {
    const std::int64_t rows = input.shape()[0];
    const lowering::VectorId result = builder_.new_vector(rows);
    builder_.add(lowering::LinearWork{
        .result = result, .rows = rows, .start = {bias, {}}, .products = {{input, x_}}, .epilogue = {}});
    return result;
}

lowering::VectorId RecurrentRow::pointwise(lowering::PointwiseOp op, lowering::VectorId a,
                                           lowering::VectorId b, const lowering::Epilogue& epilogue) {
    const lowering::VectorId result = builder_.new_vector(builder_.length(a));
    builder_.add(lowering::PointwiseWork{.result = result, .op = op, .a = a, .b = b, .epilogue = epilogue});
    return result;
}

lowering::VectorId RecurrentRow::function(lowering::Activation activation, lowering::VectorId a) {
    const lowering::VectorId result = builder_.new_vector(builder_.length(a));
    builder_.add(lowering::PointwiseWork{.result = result,
                                         .op = lowering::PointwiseOp::add,
                                         .a = a,
                                         .b = {},
                                         .epilogue = {.activation = activation}});
    return result;
}

void RecurrentRow::finish(lowering::VectorId next) {
    if (state_ == nullptr) return;
    const std::vector<float> initial =
        lowering::cut_into_vectors(state_->initial, last_axis(state_->initial.shape()))[at(row_)];
    const bool zero = std::all_of(initial.begin(), initial.end(), [](float v) { return v == 0.0F; });
    std::optional<lowering::VectorId> before;
    if (!zero) before = builder_.constant_vector(initial);
    for (const Waiting& waiting : waiting_) {
        lowering::PartialSumWork work{.result = waiting.sum,
                                      .rows = waiting.weight.shape()[0],
                                      .start = {waiting.bias, {}},
                                      .products = {{waiting.weight, next}},
                                      .initial_products = {},
                                      .initial_bias = waiting.bias,
                                      .gates = false};
        if (before) work.initial_products.push_back({waiting.weight, *before});
        builder_.add_state_update(std::move(work));
    }
}

bool runs_backwards(const Attributes& attributes) {
    return attributes.has("reverse") && attributes.boolean("reverse");
}

SequenceRows::SequenceRows(const Attributes& attributes, const Shape& x)
    : view_(axis_view(without_axis(x, last_axis(x)), static_cast<int>(attributes.integer("time_axis")))),
      reverse_(runs_backwards(attributes)) {
    steps = view_.extent;
    batch = view_.outer * view_.inner;
}

std::int64_t SequenceRows::row(std::int64_t step, std::int64_t n) const {
    const std::int64_t t = reverse_ ? steps - 1 - step : step;
    return (n / view_.inner * view_.extent + t) * view_.inner + n % view_.inner;
}

Shape state_shape(const Shape& input, int time, std::int64_t width) {
    Shape shape = without_axis(input, time);
    shape.back() = width;
    return shape;
}

std::optional<std::vector<lowering::VectorId>> initial_vectors(lowering::Builder& builder,
                                                               const Attributes& attributes,
                                                               const std::string& key) {
    const std::optional<Tensor> tensor = optional_tensor(attributes, key);
    if (!tensor) return std::nullopt;
    std::vector<lowering::VectorId> vectors;
    for (std::vector<float>& values : lowering::cut_into_vectors(*tensor, last_axis(tensor->shape())))
        vectors.push_back(builder.constant_vector(std::move(values)));
    return vectors;
}

const State* own_state(const Graph& graph, ValueId read, ValueId written) {
    const State* state = graph.state_read_as(read);
    return state != nullptr && state->written == written ? state : nullptr;
}

std::optional<Refuse> refuse_axis(const BoundNode& node, int axis) {
    const auto time = static_cast<int>(node.attributes().integer("time_axis"));
    const std::string instead = "stream axis " + std::to_string(time) + ", its sequence";
    if (axis == last_axis(node.in()))
        return Refuse{"it sums over axis " + std::to_string(axis) + ", its features", instead};
    if (axis != time)
        return Refuse{
            "axis " + std::to_string(axis) + " is the batch: each inference would be another sequence",
            instead};
    if (runs_backwards(node.attributes()))
        return Refuse{
            "it runs backwards from the last position (the second direction of a bidirectional "
            "layer), so its first output needs the whole sequence",
            "use a layer of one direction, which streams, or compile the whole sequence as one "
            "inference, without streaming"};
    return std::nullopt;
}

Attributes cell_attributes(const Attributes& layer) {
    Attributes cell;
    for (const auto& [key, value] : layer.entries())
        if (key.starts_with("weight") || key.starts_with("bias") || key == "layer" || key == "nonlinearity")
            cell.set(key, value);
    return cell;
}

Tensor initial_state(const Attributes& attributes, const std::string& key, const Shape& shape) {
    return attributes.has(key) ? attributes.tensor(key) : Tensor::filled(shape, 0.0F);
}

}  // namespace lockstep::ops
