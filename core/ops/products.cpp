#include "core/ops/products.h"

#include <algorithm>
#include <utility>

#include "core/nnir/axes.h"
#include "core/ops/moves.h"
#include "core/ops/rules.h"

namespace lockstep::ops {

using namespace nnir;

namespace {

Shape batch_of(const Shape& shape) {
    return {shape.begin(), shape.end() - std::min<std::ptrdiff_t>(2, rank(shape))};
}

Shape joined(Shape shape, std::initializer_list<std::int64_t> rest) {
    shape.insert(shape.end(), rest);
    return shape;
}

/// The matrix of a batch if all are alike.
std::optional<Tensor> only_matrix(const Tensor& weight) {
    const Shape& shape = weight.shape();
    const Shape matrix(shape.end() - 2, shape.end());
    return same_along(weight.reshaped(joined({element_count(batch_of(shape))}, {matrix[0], matrix[1]})), 0);
}

ValueId linear(ImportContext& c, ValueId x, const Tensor& weight) {
    return c.add("Linear", {{"weight", weight}}, {x});
}

}  // namespace

Term permuted(ImportContext& c, const Term& term, const std::vector<std::int64_t>& order) {
    if (const auto* id = std::get_if<ValueId>(&term)) return add_transpose(c, *id, order);
    return std::get<Tensor>(term).permuted(std::vector<int>(order.begin(), order.end()));
}

Term reshaped(ImportContext& c, const Term& term, const Shape& shape) {
    if (const auto* id = std::get_if<ValueId>(&term)) return add_reshape(c, *id, shape);
    return std::get<Tensor>(term).reshaped(shape);
}

Term transposed(ImportContext& c, const Term& term) {
    std::vector<std::int64_t> order = identity_order(rank(shape_of(c, term)));
    std::swap(order.back(), order[order.size() - 2]);
    return permuted(c, term, order);
}

ValueId times_transposed(ImportContext& c, ValueId x, const Tensor& weight) {
    if (rank(weight.shape()) == 2) return linear(c, x, weight);
    const Shape own = c.type(x).shape;
    const Shape batch = broadcast_shape(c, batch_of(own), batch_of(weight.shape()));
    const std::int64_t n = weight.shape()[weight.shape().size() - 2];
    const std::int64_t k = weight.shape().back();
    const std::int64_t m = own[own.size() - 2];
    if (const auto matrix = only_matrix(weight))
        return add_expand(c, linear(c, x, *matrix), joined(batch, {m, n}));
    // One product for each matrix of the batch.
    const std::int64_t count = element_count(batch_of(own));
    const ValueId flat = add_reshape(c, x, {count, m, k});
    const Tensor matrices = weight.reshaped({element_count(batch_of(weight.shape())), n, k});
    const std::vector<std::int64_t> from_x = stretched_positions(batch_of(own), batch);
    const std::vector<std::int64_t> from_weight = stretched_positions(batch_of(weight.shape()), batch);
    std::vector<ImportContext::Item> parts;
    for (std::size_t p = 0; p < from_x.size(); ++p)
        parts.emplace_back(linear(c, add_slice(c, flat, 0, from_x[p], 1),
                                  matrices.rows(from_weight[p], 1).reshaped({n, k})));
    return add_reshape(c, add_concat(c, parts, 0), joined(batch, {m, n}));
}

ValueId times_along(ImportContext& c, ValueId x, int axis, const Tensor& matrix) {
    std::vector<std::int64_t> order = identity_order(rank(c.type(x).shape));
    std::swap(order.back(), order[at(axis)]);
    return add_transpose(c, linear(c, add_transpose(c, x, order), matrix), order);
}

ValueId matrix_product(ImportContext& c, const Term& a, const Term& b) {
    const Shape left = shape_of(c, a);
    const Shape right = shape_of(c, b);
    if (left.empty() || right.empty()) c.refuse("a factor of a matrix product has no axes");
    const std::int64_t k = left.back();
    if (k != right[right.size() - std::min<std::size_t>(2, right.size())])
        c.refuse("matrices of " + to_text(left) + " and " + to_text(right) + " do not fit");
    const auto* x = std::get_if<ValueId>(&a);
    const auto* y = std::get_if<ValueId>(&b);
    if (x != nullptr && y == nullptr && rank(left) == 1 && rank(right) == 2)
        return times_transposed(c, *x, std::get<Tensor>(transposed(c, b)));
    if (x == nullptr && y != nullptr && rank(right) == 1) {
        Shape shape = left;
        shape.pop_back();
        const Tensor rows = std::get<Tensor>(a).reshaped({element_count(shape), k});
        return add_reshape(c, linear(c, *y, rows), shape);
    }
    // A vector on the left is one row, on the right one column; its axis goes from the result.
    if (rank(left) == 1) {
        const Shape row{1, k};
        const ValueId product = matrix_product(c, reshaped(c, a, row), b);
        Shape shape = c.type(product).shape;
        shape.erase(shape.end() - (rank(right) == 1 ? 1 : 2));
        return add_reshape(c, product, shape);
    }
    if (rank(right) == 1) {
        const ValueId product = matrix_product(c, a, reshaped(c, b, {k, 1}));
        Shape shape = c.type(product).shape;
        shape.pop_back();
        return add_reshape(c, product, shape);
    }
    if (x != nullptr && y == nullptr) return times_transposed(c, *x, std::get<Tensor>(transposed(c, b)));
    if (x == nullptr && y != nullptr) {
        // W x is the transposed of x^T W^T.
        const ValueId turned = std::get<ValueId>(transposed(c, b));
        return std::get<ValueId>(transposed(c, times_transposed(c, turned, std::get<Tensor>(a))));
    }
    if (x == nullptr) c.refuse("both factors are constants");
    const Shape batch = broadcast_shape(c, batch_of(left), batch_of(right));
    return c.add("MatMul", {},
                 {add_expand(c, *x, joined(batch, {left[left.size() - 2], k})),
                  add_expand(c, *y, joined(batch, {k, right.back()}))});
}

}  // namespace lockstep::ops
