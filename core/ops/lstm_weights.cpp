#include "core/ops/lstm_weights.h"

#include "core/ops/rules.h"

namespace lockstep::ops {

LstmLayer::LstmLayer(const nnir::Attributes& attributes)
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

}  // namespace lockstep::ops
