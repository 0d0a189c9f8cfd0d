#pragma once

#include <string>

#include "core/lowering/lowering_builder.h"
#include "core/nnir/axes.h"
#include "core/nnir/graph.h"

namespace lockstep::ops {

/// The operands of a MatMul: a is [front..., m, k] (without m if it is a vector), b is [front..., k, n]
/// (without n), the result is [batch..., m, n]. Axes that there are not are -1.
struct MatmulShape {
    Shape a;
    Shape b;
    bool a_vector = false;
    bool b_vector = false;
    Shape batch;

    int batch_axes_of_a() const { return nnir::rank(a) - (a_vector ? 1 : 2); }
    int batch_axes_of_b() const { return nnir::rank(b) - (b_vector ? 1 : 2); }
    Shape front_of_a() const { return {a.begin(), a.begin() + batch_axes_of_a()}; }
    Shape front_of_b() const { return {b.begin(), b.begin() + batch_axes_of_b()}; }
    int axis_m_of_a() const { return a_vector ? -1 : nnir::rank(a) - 2; }
    int axis_k_of_a() const { return nnir::rank(a) - 1; }
    int axis_k_of_b() const { return batch_axes_of_b(); }
    int axis_n_of_b() const { return b_vector ? -1 : nnir::rank(b) - 1; }
    int axis_m_of_result() const { return a_vector ? -1 : nnir::rank(batch); }
    int axis_n_of_result() const { return b_vector ? -1 : nnir::rank(batch) + (a_vector ? 0 : 1); }
    std::int64_t k_of_a() const { return a.back(); }
    std::int64_t k_of_b() const { return b[nnir::at(axis_k_of_b())]; }
    std::int64_t m() const { return a_vector ? 1 : a[nnir::at(axis_m_of_a())]; }
    std::int64_t n() const { return b_vector ? 1 : b.back(); }
    Shape result() const;
};

bool is_vector(const nnir::Attributes& attributes, const std::string& key);
/// `batch` is empty if the front axes do not stretch to each other.
MatmulShape matmul_shape(const nnir::Attributes& attributes, const Shape& a, const Shape& b);

/// The work of a MatMul node. Where one operand lies along k and the result along an axis of the other: a
/// product with a computed matrix, whose rows or columns are the other's vectors. Otherwise, where both
/// operands are vectors along k: their products, summed by rows of ones into the lanes of the result; and
/// where one operand lies along an axis of the result: its vectors times single values of the other, summed
/// by unit matrices. All sums are fp32.
void lower_matmul(lowering::Builder& builder, const nnir::Node& node);

}  // namespace lockstep::ops
