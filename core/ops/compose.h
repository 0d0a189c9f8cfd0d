#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/nnir/import_context.h"
#include "core/nnir/op.h"

/// What import rules write operators with that NNIR has no node for: sums of known nodes.
namespace lockstep::ops {

/// An operand: computed, or a constant.
using Term = std::variant<nnir::ValueId, Tensor>;

Term number(double value);
/// An argument: a value, or a constant of any type as a tensor. Refuses one that is missing.
Term term(nnir::ImportContext& context, const std::string& argument);
const Shape& shape_of(const nnir::ImportContext& context, const Term& term);
/// The value; refuses a constant.
nnir::ValueId computed(const nnir::ImportContext& context, const Term& term);

/// a op b; op as of Pointwise, or "greater" or "greater_equal". Folds constants. A division by a power of two
/// is a multiplication.
Term pointwise(nnir::ImportContext& context, const std::string& op, const Term& a, const Term& b);
nnir::ValueId pointwise(nnir::ImportContext& context, const std::string& op, nnir::ValueId a, double b);
nnir::ValueId pointwise(nnir::ImportContext& context, const std::string& op, nnir::ValueId a,
                        nnir::ValueId b);
/// A function of Activation.
nnir::ValueId activation(nnir::ImportContext& context, const std::string& function, nnir::ValueId x);
nnir::ValueId clamp(nnir::ImportContext& context, nnir::ValueId x, double minimum, double maximum);
nnir::ValueId absolute(nnir::ImportContext& context, nnir::ValueId x);
/// x ^ exponent: products for small whole numbers, square roots for halves, else 2 ^ (exponent * log2(x)),
/// which is for x > 0 (NaN below, as PyTorch gives for exponents that are not whole).
nnir::ValueId power(nnir::ImportContext& context, nnir::ValueId x, double exponent);
/// condition ? a : b.
nnir::ValueId choose(nnir::ImportContext& context, const Term& condition, const Term& a, const Term& b);
/// A function of Reduce over the axes.
nnir::ValueId reduce(nnir::ImportContext& context, const std::string& function, nnir::ValueId x,
                     std::vector<std::int64_t> axes, bool keepdim);
nnir::ValueId reshape(nnir::ImportContext& context, nnir::ValueId x, Shape shape);

/// The axes that an argument lists, from 0 and ascending; all of them if it is absent or empty.
std::vector<std::int64_t> axes_argument(const nnir::ImportContext& context, const std::string& argument,
                                        int rank);

}  // namespace lockstep::ops
