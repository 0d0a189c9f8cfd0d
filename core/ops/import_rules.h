#pragma once

#include <vector>

#include "core/nnir/op.h"

/// The import rules that fill a file of their own, by the operator that they mostly emit.
namespace lockstep::ops {

std::vector<nnir::ImportRule> concat_imports();
std::vector<nnir::ImportRule> conv_imports();
std::vector<nnir::ImportRule> expand_imports();
std::vector<nnir::ImportRule> gather_imports();
std::vector<nnir::ImportRule> matrix_imports();
std::vector<nnir::ImportRule> recurrent_imports();
std::vector<nnir::ImportRule> reshape_imports();
std::vector<nnir::ImportRule> slice_imports();
std::vector<nnir::ImportRule> vector_imports();
std::vector<nnir::ImportRule> window_imports();

}  // namespace lockstep::ops
