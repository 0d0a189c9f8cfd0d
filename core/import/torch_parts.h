#pragma once

#include <string>

#include "core/import/torch_headers.h"

namespace lockstep::torch_import {

/// What an operator that stands for a whole layer is made of; it takes the operator's arguments. Null for
/// other operators.
/// - Recurrent cells ("aten::lstm_cell", "aten::gru_cell", "aten::rnn_tanh_cell", "aten::rnn_relu_cell"): the
///   very operators, in their order, that torch.jit.trace records for them, so that scripted and traced cells
///   are one graph.
/// - The fused layers that nn.MultiheadAttention and nn.TransformerEncoderLayer call in evaluation mode
///   ("aten::_native_multi_head_attention", "aten::_transformer_encoder_layer_fwd"): what the modules' own
///   code computes without them.
/// - Cross products ("aten::cross", "aten::linalg_cross").
torch::jit::Function* parts_of(const std::string& op);

}  // namespace lockstep::torch_import
