#include "core/ops/simple_recurrent.h"

namespace lockstep::ops {

const nnir::Op& rnn_cell_op() {
    static const RecurrentCell op = [] {
        std::vector<nnir::AttributeInfo> attributes = cell_attribute_infos("");
        attributes.push_back({"nonlinearity", "tanh or relu"});
        return RecurrentCell({"RnnCell",
                              "One position of an Rnn: inputs are x and h, the output is the next h.",
                              attributes,
                              {nnir::SupportLevel::composed, "from Linear and tanh or relu"},
                              {.fp8_weights = true}},
                             rnn_formula());
    }();
    return op;
}

}  // namespace lockstep::ops
