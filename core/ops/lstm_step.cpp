#include "core/ops/lstm_step.h"

#include <fmt/format.h>

#include <cmath>

#include "core/nnir/torch_source.h"
#include "core/ops/rules.h"

namespace lockstep::ops {

using namespace nnir;

std::int64_t lstm_cells(const Attributes& attributes) {
    return attributes.tensor("weight_ih").shape()[0] / 4;
}

std::int64_t lstm_hidden(const Attributes& attributes) {
    return attributes.tensor("weight_hh").shape()[1];
}

void lstm_step(const Attributes& attributes, const double* x, double* hidden, double* cell) {
    const StepSums sums = step_sums(attributes, x, hidden);
    const auto sigmoid = [](double v) { return 1.0 / (1.0 + std::exp(-v)); };
    const std::size_t size = sums.input.size() / 4;
    const auto gate = [&](std::size_t which, std::size_t k) {
        return sums.input[which * size + k] + sums.recurrent[which * size + k];
    };
    std::vector<double> result(size);
    for (std::size_t k = 0; k < size; ++k) {
        cell[k] = sigmoid(gate(1, k)) * cell[k] + sigmoid(gate(0, k)) * std::tanh(gate(2, k));
        result[k] = sigmoid(gate(3, k)) * std::tanh(cell[k]);
    }
    if (attributes.has("weight_hr")) {
        const Tensor& projection = attributes.tensor("weight_hr");
        const std::int64_t columns = projection.shape()[1];
        for (std::int64_t r = 0; r < projection.shape()[0]; ++r)
            hidden[r] = dot(projection.values().subspan(at(r * columns)), result.data(), 1, columns);
    } else {
        std::copy(result.begin(), result.end(), hidden);
    }
}

lowering::VectorId project(lowering::Builder& builder, const Attributes& attributes,
                           lowering::VectorId result) {
    if (!attributes.has("weight_hr")) return result;
    const Tensor& projection = attributes.tensor("weight_hr");
    const lowering::VectorId h = builder.new_vector(projection.shape()[0]);
    builder.add(lowering::LinearWork{.result = h,
                                     .rows = projection.shape()[0],
                                     .start = {},
                                     .products = {{projection, result}},
                                     .epilogue = {}});
    return h;
}

LstmState lower_lstm_row(RecurrentRow& row, const Attributes& attributes, std::optional<lowering::VectorId> c,
                         lowering::Builder& builder) {
    using lowering::Activation;
    using lowering::PointwiseOp;
    const RecurrentWeights w(attributes, 4);
    const auto gate = [&](std::int64_t which, Activation activation, const char* name) {
        return row.sum(w.input_gate(which), w.recurrent_gate(which), w.bias_gate(which),
                       {.activation = activation}, name);
    };
    const auto i = gate(0, Activation::sigmoid, "i");
    const auto f = gate(1, Activation::sigmoid, "f");
    const auto g = gate(2, Activation::tanh, "g");
    const auto o = gate(3, Activation::sigmoid, "o");
    LstmState next;
    next.c = row.pointwise(PointwiseOp::multiply, i, g);
    if (c) next.c = row.pointwise(PointwiseOp::add, row.pointwise(PointwiseOp::multiply, f, *c), next.c);
    next.h = project(builder, attributes,
                     row.pointwise(PointwiseOp::multiply, o, row.function(Activation::tanh, next.c)));
    return next;
}

void write_lstm_step(TorchSource& source, const Attributes& attributes, const std::string& x,
                     const std::string& h, const std::string& c, const std::string& indent) {
    const std::vector<std::string> weights = weight_arguments(source, attributes);
    if (!attributes.has("weight_hr")) {
        source.write(fmt::format("{0}{2}, {3} = torch.lstm_cell({1}, [{2}, {3}], {4})", indent, x, h, c,
                                 fmt::join(weights, ", ")));
        return;
    }
    // PyTorch's cell has no projection.
    const bool biases = weights.size() > 3;
    const auto line = [&](const std::string& text) { source.write(indent + text); };
    line(fmt::format(
        "{0}_i, {0}_f, {0}_g, {0}_o = torch.chunk(torch.linear({1}, {2}, {3}) + torch.linear({0}, {4}, "
        "{5}), 4, -1)",
        h, x, weights[0], biases ? weights[2] : "None", weights[1], biases ? weights[3] : "None"));
    line(fmt::format("{1} = torch.sigmoid({0}_f) * {1} + torch.sigmoid({0}_i) * torch.tanh({0}_g)", h, c));
    line(fmt::format("{0} = torch.linear(torch.sigmoid({0}_o) * torch.tanh({1}), {2}, None)", h, c,
                     weights.back()));
}

}  // namespace lockstep::ops
