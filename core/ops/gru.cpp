#include <cmath>

#include "core/ops/import_rules.h"
#include "core/ops/simple_recurrent.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class GruFormula final : public CellFormula {
  public:
    std::int64_t gates() const override { return 3; }
    std::string name() const override { return "GRU"; }

    void step(const Attributes& attributes, const double* x, double* h) const override {
        const StepSums sums = step_sums(attributes, x, h);
        const std::size_t size = sums.input.size() / 3;
        const auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
        for (std::size_t k = 0; k < size; ++k) {
            const double r = sigmoid(sums.input[k] + sums.recurrent[k]);
            const double z = sigmoid(sums.input[size + k] + sums.recurrent[size + k]);
            const double n = std::tanh(sums.input[2 * size + k] + r * sums.recurrent[2 * size + k]);
            h[k] = (1 - z) * n + z * h[k];
        }
    }

    /// As the published GRU runs (its cycles tell): r is the last of three sums and tanh takes a pass of its
    /// own; then r * (U_n h), + W_n x, tanh, 1 - z, z * h, (1 - z) * n, +.
    lowering::VectorId lower(lowering::Builder& builder, RecurrentRow& row, const Attributes& attributes,
                             std::optional<lowering::VectorId> h) const override {
        using lowering::Activation;
        using lowering::PointwiseOp;
        const RecurrentWeights w(attributes, 3);
        const lowering::Epilogue sigmoid{.activation = Activation::sigmoid};
        const auto from_x = row.input_sum(w.input_gate(2), w.input_bias_gate(2));
        const auto z = row.sum(w.input_gate(1), w.recurrent_gate(1), w.bias_gate(1), sigmoid, "z");
        const auto r = row.sum(w.input_gate(0), w.recurrent_gate(0), w.bias_gate(0), sigmoid, "r");
        const auto from_h = row.sum({}, w.recurrent_gate(2), w.recurrent_bias_gate(2), {}, "n");
        const auto ones = builder.constant_vector(std::vector<float>(at(w.hidden()), 1.0F));
        const auto rest = row.pointwise(PointwiseOp::subtract, ones, z);
        const auto before_n =
            row.pointwise(PointwiseOp::add, row.pointwise(PointwiseOp::multiply, r, from_h), from_x);
        const auto n = builder.new_vector(w.hidden());
        builder.add(lowering::PointwiseWork{
            .result = n, .a = before_n, .b = {}, .epilogue = {.activation = Activation::tanh}});
        const auto fresh = row.pointwise(PointwiseOp::multiply, rest, n);
        if (!h) return fresh;
        return row.pointwise(PointwiseOp::add, fresh, row.pointwise(PointwiseOp::multiply, z, *h));
    }

    std::string torch_layer(const Attributes&) const override { return "torch.gru"; }
    std::string torch_cell(const Attributes&) const override { return "torch.gru_cell"; }
};

const char* const formula_text =
    "gates r, z, n of weight_ih x + bias_ih and weight_hh h + bias_hh: r, z = sigmoid(W x + U h), n = tanh(W "
    "x "
    "+ r (U h)), h' = (1 - z) n + z h";

class GruLayer final : public RecurrentLayer {
  public:
    GruLayer()
        : RecurrentLayer({"Gru",
                          std::string("One GRU layer over a whole sequence: ") + formula_text +
                              ". The last axis holds the features, every other axis but the time axis is "
                              "batch. Its output is h at each position.",
                          layer_attributes("3 "),
                          {SupportLevel::composed, "from Linear, sigmoid, tanh and pointwise arithmetic"},
                          {.fp8_weights = true}},
                         gru_formula(), "GruCell") {}
    std::vector<ImportRule> imports() const override { return recurrent_imports(); }
};

}  // namespace

const CellFormula& gru_formula() {
    static const GruFormula formula;
    return formula;
}

const nnir::Op& gru_op() {
    static const GruLayer op;
    return op;
}

}  // namespace lockstep::ops
