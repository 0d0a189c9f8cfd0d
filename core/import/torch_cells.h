#pragma once

#include <string>

#include "core/import/torch_headers.h"

namespace lockstep::torch_import {

/// What a recurrent cell ("aten::lstm_cell", "aten::gru_cell", "aten::rnn_tanh_cell", "aten::rnn_relu_cell")
/// is made of: the very operators, in their order, that torch.jit.trace records for it, so that scripted and
/// traced cells are one graph. It takes the cell's arguments. Null for other operators.
torch::jit::Function* parts_of_cell(const std::string& op);

}  // namespace lockstep::torch_import
