#pragma once

#include <optional>
#include <string>

#include "core/lowering/lowering_builder.h"
#include "core/nnir/op.h"

/// Rules that several operators share.
namespace lockstep::ops {

/// All operands and results have one data dimension: the first that is known is demanded everywhere.
nnir::DataDims same_data_dim(const nnir::DataDims& known);
/// Nothing is demanded of any operand or result.
nnir::DataDims no_demand(const nnir::DataDims& known);

/// One position of a constant along an axis, without it; nothing if the positions differ.
std::optional<Tensor> same_along(const Tensor& constant, int axis);

/// The tensor under the key, if the attribute is there.
std::optional<Tensor> optional_tensor(const nnir::Attributes& attributes, const std::string& key);
/// The values of an optional bias of `rows`; empty if absent.
std::vector<float> bias_values(const nnir::Attributes& attributes, const std::string& key);

/// For each element of `to`, the position of the element of `from` that broadcasting puts there (extents of 1
/// and missing axes in front stretch).
std::vector<std::int64_t> stretched_positions(const Shape& from, const Shape& to);

/// A weight of any shape as fp32 values, and sum over k of w[k] * x[k] in float64.
double dot(std::span<const float> weights, const double* x, std::int64_t stride, std::int64_t count);

/// What arithmetic on a mask gives: a number.
nnir::NumberFormat number_format(nnir::NumberFormat format);
/// Writes the node's only result as its only operand behind a clamp or function.
void lower_epilogue(lowering::Builder& builder, const nnir::Node& node, const lowering::Epilogue& epilogue);
/// A vector of the length of another; a splat if that is one.
lowering::VectorId new_like(lowering::Builder& builder, lowering::VectorId vector);

/// A weight constant, or the refusal that it is computed.
Tensor weight_argument(nnir::ImportContext& context, const std::string& argument);

}  // namespace lockstep::ops
