#pragma once

#include "core/ops/recurrent.h"

/// The step of an LSTM: gates i, f, g, o of W x + U h + b; c' = f c + i g, h' = o tanh(c'), or with a
/// projection (weight_hr [h, hidden]) its product with that.
namespace lockstep::ops {

/// On one row in float64: `hidden` and `cell` are replaced by the next ones.
void lstm_step(const nnir::Attributes& attributes, const double* x, double* hidden, double* cell);

/// Width of c, and of h.
std::int64_t lstm_cells(const nnir::Attributes& attributes);
std::int64_t lstm_hidden(const nnir::Attributes& attributes);

/// The step as sums, functions and pointwise work, where c is an ordinary value in bf16. No c: zeros.
struct LstmState {
    lowering::VectorId h;
    lowering::VectorId c;
};
LstmState lower_lstm_row(RecurrentRow& row, const nnir::Attributes& attributes,
                         std::optional<lowering::VectorId> c, lowering::Builder& builder);
/// weight_hr times the vector; the vector itself if there is no projection.
lowering::VectorId project(lowering::Builder& builder, const nnir::Attributes& attributes,
                           lowering::VectorId result);

/// Writes "{h}, {c} = …" for one step on matrices of rows.
void write_lstm_step(nnir::TorchSource& source, const nnir::Attributes& attributes, const std::string& x,
                     const std::string& h, const std::string& c, const std::string& indent);

}  // namespace lockstep::ops
