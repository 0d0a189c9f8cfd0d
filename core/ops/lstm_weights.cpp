#include "core/ops/lstm_weights.h"

#include <cmath>
#include <utility>

#include "core/nnir/torch_source.h"
#include "core/ops/rules.h"

namespace lockstep::ops {

using namespace nnir;

namespace {

double sigmoid(double x) {
    return 1.0 / (1.0 + std::exp(-x));
}

}  // namespace

LstmLayer::LstmLayer(const Attributes& attributes)
    : weight_ih(attributes.tensor("weight_ih")),
      weight_hh(attributes.tensor("weight_hh")),
      bias(bias_values(attributes, "bias_ih")) {
    const std::vector<float> second = bias_values(attributes, "bias_hh");
    if (bias.empty()) {
        bias = second;
    } else if (!second.empty()) {
        for (std::size_t k = 0; k < bias.size(); ++k) bias[k] += second[k];
    }
}

void check_lstm(const OpInfo& info, const Attributes& attributes, const Value& input) {
    const Shape& w = attributes.tensor("weight_ih").shape();
    const Shape& u = attributes.tensor("weight_hh").shape();
    if (rank(w) != 2 || rank(u) != 2 || w[0] != u[0] || u[0] != 4 * u[1])
        bad_operand(info, input,
                    "weights of " + to_text(w) + " and " + to_text(u) + " are not those of an LSTM layer");
    if (input.type.shape.empty() || input.type.shape.back() != w[1])
        bad_operand(info, input, "its last axis must hold " + std::to_string(w[1]) + " values");
    for (const char* key : {"bias_ih", "bias_hh"})
        if (attributes.has(key) && attributes.tensor(key).shape() != Shape{u[0]})
            bad_operand(info, input, "a bias must hold " + std::to_string(u[0]) + " values");
}

void lstm_step(const Attributes& attributes, const double* x, double* hidden, double* cell) {
    const auto w = attributes.tensor("weight_ih").values();
    const auto u = attributes.tensor("weight_hh").values();
    const std::int64_t size = attributes.tensor("weight_hh").shape()[1];
    const std::int64_t inputs = attributes.tensor("weight_ih").shape()[1];
    const std::vector<float> first = bias_values(attributes, "bias_ih");
    const std::vector<float> second = bias_values(attributes, "bias_hh");
    std::vector<double> gates(at(4 * size));
    for (std::int64_t r = 0; r < 4 * size; ++r) {
        gates[at(r)] =
            (first.empty() ? 0.0 : double{first[at(r)]}) + (second.empty() ? 0.0 : double{second[at(r)]}) +
            dot(w.subspan(at(r * inputs)), x, 1, inputs) + dot(u.subspan(at(r * size)), hidden, 1, size);
    }
    for (std::int64_t k = 0; k < size; ++k) {
        const double i = sigmoid(gates[at(k)]);
        const double f = sigmoid(gates[at(size + k)]);
        const double g = std::tanh(gates[at(2 * size + k)]);
        const double o = sigmoid(gates[at(3 * size + k)]);
        cell[k] = f * cell[k] + i * g;
        hidden[k] = o * std::tanh(cell[k]);
    }
}

std::vector<std::string> lstm_arguments(TorchSource& source, const Attributes& attributes) {
    std::vector<std::string> all;
    for (const char* key : {"weight_ih", "weight_hh"}) all.push_back(source.weight(attributes.tensor(key)));
    if (!attributes.has("bias_ih") && !attributes.has("bias_hh")) return all;
    const Tensor zeros = Tensor::filled({attributes.tensor("weight_ih").shape()[0]}, 0.0F);
    for (const char* key : {"bias_ih", "bias_hh"})
        all.push_back(source.weight(attributes.has(key) ? attributes.tensor(key) : zeros));
    return all;
}

}  // namespace lockstep::ops
