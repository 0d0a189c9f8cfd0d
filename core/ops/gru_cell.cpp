#include "core/ops/simple_recurrent.h"

namespace lockstep::ops {

const nnir::Op& gru_cell_op() {
    static const RecurrentCell op(
        {"GruCell",
         "One position of a Gru: inputs are x and h, the output is the next h.",
         cell_attribute_infos("3 "),
         {nnir::SupportLevel::composed, "from Linear, sigmoid, tanh and pointwise arithmetic"},
         {.fp8_weights = true}},
        gru_formula());
    return op;
}

}  // namespace lockstep::ops
