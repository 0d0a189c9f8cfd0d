#include <cmath>

#include "core/ops/simple_recurrent.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

bool is_relu(const Attributes& attributes) {
    return attributes.string("nonlinearity") == "relu";
}

class RnnFormula final : public CellFormula {
  public:
    std::int64_t gates() const override { return 1; }
    std::string name() const override { return "RNN"; }

    void check(const OpInfo& info, const Attributes& attributes, const Value& input) const override {
        const std::string& function = attributes.string("nonlinearity");
        if (function != "tanh" && function != "relu")
            bad_operand(info, input, "the nonlinearity '" + function + "' is unknown");
    }

    void step(const Attributes& attributes, const double* x, double* h) const override {
        const StepSums sums = step_sums(attributes, x, h);
        for (std::size_t k = 0; k < sums.input.size(); ++k) {
            const double sum = sums.input[k] + sums.recurrent[k];
            h[k] = is_relu(attributes) ? std::max(sum, 0.0) : std::tanh(sum);
        }
    }

    lowering::VectorId lower(lowering::Builder&, RecurrentRow& row, const Attributes& attributes,
                             std::optional<lowering::VectorId>) const override {
        const RecurrentWeights w(attributes, 1);
        lowering::Epilogue epilogue{.activation = lowering::Activation::tanh};
        if (is_relu(attributes)) epilogue = {.activation = lowering::Activation::clamp, .minimum = 0};
        return row.sum(w.input, w.recurrent, w.bias_gate(0), epilogue, "sum");
    }

    std::string torch_layer(const Attributes& attributes) const override {
        return is_relu(attributes) ? "torch.rnn_relu" : "torch.rnn_tanh";
    }
    std::string torch_cell(const Attributes& attributes) const override {
        return torch_layer(attributes) + "_cell";
    }
};

std::vector<AttributeInfo> attributes() {
    std::vector<AttributeInfo> all = layer_attributes("");
    all.push_back({"nonlinearity", "tanh or relu"});
    return all;
}

class RnnLayer final : public RecurrentLayer {
  public:
    RnnLayer()
        : RecurrentLayer(
              {"Rnn",
               "One plain recurrent layer over a whole sequence: h' = f(weight_ih x + bias_ih + weight_hh "
               "h + bias_hh), f tanh or relu. The last axis holds the features, every other axis but "
               "the time axis is batch. Its output is h at each position.",
               attributes(),
               {SupportLevel::composed, "from Linear and tanh or relu"},
               {.fp8_weights = true}},
              rnn_formula(), "RnnCell") {}
    std::vector<ImportRule> imports() const override { return {}; }
};

}  // namespace

const CellFormula& rnn_formula() {
    static const RnnFormula formula;
    return formula;
}

const nnir::Op& rnn_op() {
    static const RnnLayer op;
    return op;
}

}  // namespace lockstep::ops
