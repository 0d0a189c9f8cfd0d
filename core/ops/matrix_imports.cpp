#include <algorithm>
#include <utility>

#include "core/nnir/axes.h"
#include "core/ops/import_rules.h"
#include "core/ops/moves.h"
#include "core/ops/products.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using Import = std::function<void(ImportContext&)>;

void import_linear(ImportContext& c) {
    const bool plain = c.is_value("input") && !c.is_value("weight") && !c.is_value("bias");
    const std::optional<Tensor> weight = c.is_value("weight") ? std::nullopt : c.tensor("weight");
    if (plain && weight && rank(weight->shape()) == 2) {
        Attributes attributes{{"weight", *weight}};
        if (const auto bias = c.tensor("bias")) attributes.set("bias", *bias);
        return c.set_output(0, c.add("Linear", attributes, {c.value("input")}));
    }
    Term matrix = term(c, "weight");
    if (rank(shape_of(c, matrix)) == 2) matrix = transposed(c, matrix);
    const ValueId y = matrix_product(c, term(c, "input"), matrix);
    c.set_output(0, c.has("bias") ? computed(c, pointwise(c, "add", y, term(c, "bias"))) : y);
}

/// The second factor has another name in each operator.
void import_product(ImportContext& c, const std::string& second) {
    c.set_output(0, matrix_product(c, term(c, "self"), term(c, second)));
}

/// A constant factor goes into the constant side of the product.
Term scaled(ImportContext& c, const Term& a, double factor) {
    return factor == 1.0 ? a : pointwise(c, "multiply", a, number(factor));
}

/// beta * self + alpha * (a b)
void add_to_product(ImportContext& c, Term a, Term b) {
    const double alpha = c.number("alpha", 1.0);
    const double beta = c.number("beta", 1.0);
    if (std::holds_alternative<Tensor>(b)) {
        b = scaled(c, b, alpha);
    } else {
        a = scaled(c, a, alpha);
    }
    const Term bias = beta == 0.0 ? Term(Tensor({}, {0.0F})) : scaled(c, term(c, "self"), beta);
    // One value per row of the weight is the Linear's own bias.
    const auto* constant = std::get_if<Tensor>(&bias);
    const auto* weight = std::get_if<Tensor>(&b);
    const bool own = constant != nullptr && weight != nullptr && rank(weight->shape()) == 2 &&
                     std::holds_alternative<ValueId>(a) && constant->shape() == Shape{weight->shape()[1]};
    if (own)
        return c.set_output(0, c.add("Linear", {{"weight", weight->permuted({1, 0})}, {"bias", *constant}},
                                     {std::get<ValueId>(a)}));
    const ValueId y = matrix_product(c, a, b);
    c.set_output(0, beta == 0.0 ? y : computed(c, pointwise(c, "add", y, bias)));
}

/// The sum over a batch of products is one product over batch and inner axis together.
void import_addbmm(ImportContext& c) {
    const Term a = term(c, "batch1");
    const Term b = term(c, "batch2");
    const Shape left = shape_of(c, a);
    const Shape right = shape_of(c, b);
    if (rank(left) != 3 || rank(right) != 3) c.refuse("its factors are no batches of matrices");
    add_to_product(c, reshaped(c, permuted(c, a, {1, 0, 2}), {left[1], left[0] * left[2]}),
                   reshaped(c, b, {right[0] * right[1], right[2]}));
}

/// inner: the last axes of both are summed over.
void import_inner(ImportContext& c) {
    const Term a = term(c, "self");
    Term b = term(c, "other");
    const Shape right = shape_of(c, b);
    if (right.empty() || shape_of(c, a).empty())
        return c.set_output(0, computed(c, pointwise(c, "multiply", a, b)));
    if (rank(right) > 1)
        b = transposed(c, reshaped(c, b, {element_count(right) / right.back(), right.back()}));
    Shape shape = without_axis(shape_of(c, a), last_axis(shape_of(c, a)));
    shape.insert(shape.end(), right.begin(), right.end() - 1);
    c.set_output(0, add_reshape(c, matrix_product(c, a, b), shape));
}

void import_outer(ImportContext& c) {
    const Term a = term(c, "self");
    const Shape shape{element_count(shape_of(c, a)), 1};
    c.set_output(0, computed(c, pointwise(c, "multiply", reshaped(c, a, shape), term(c, "vec2"))));
}

/// The axes `inner` behind the others (or in front), each group joined to one.
Term as_matrix(ImportContext& c, const Term& operand, const std::vector<std::int64_t>& inner, bool behind,
               Shape& free) {
    const Shape shape = shape_of(c, operand);
    std::vector<std::int64_t> order;
    std::int64_t k = 1;
    for (const std::int64_t dim : inner) {
        const int axis = normal_axis(dim, rank(shape));
        if (axis < 0 || std::find(order.begin(), order.end(), axis) != order.end())
            c.refuse("its axes do not fit its factors");
        order.push_back(axis);
        k *= shape[at(axis)];
    }
    std::vector<std::int64_t> rest;
    for (int axis = 0; axis < rank(shape); ++axis)
        if (std::find(order.begin(), order.end(), axis) == order.end()) rest.push_back(axis);
    for (const std::int64_t axis : rest) free.push_back(shape[at(axis)]);
    order.insert(behind ? order.begin() : order.end(), rest.begin(), rest.end());
    const std::int64_t m = element_count(shape) / std::max<std::int64_t>(k, 1);
    return reshaped(c, permuted(c, operand, order), behind ? Shape{m, k} : Shape{k, m});
}

void import_tensordot(ImportContext& c) {
    Shape shape;
    const Term a = as_matrix(c, term(c, "self"), c.integers("dims_self"), true, shape);
    const Term b = as_matrix(c, term(c, "other"), c.integers("dims_other"), false, shape);
    c.set_output(0, add_reshape(c, matrix_product(c, a, b), shape));
}

/// x1 W[o] x2 for every o: x1 meets all matrices at once, x2 the results.
void import_bilinear(ImportContext& c) {
    const Tensor weight = weight_argument(c, "weight");
    if (rank(weight.shape()) != 3) c.refuse("its weight is no stack of matrices");
    const std::int64_t outputs = weight.shape()[0];
    const std::int64_t first = weight.shape()[1];
    const std::int64_t second = weight.shape()[2];
    const Tensor rows = weight.permuted({0, 2, 1}).reshaped({outputs * second, first});
    const ValueId y = times_transposed(c, c.value("input1"), rows);
    Shape shape = c.type(y).shape;
    shape.back() = outputs;
    shape.push_back(second);
    const Term x2 = term(c, "input2");
    const Shape one = with_axis(shape_of(c, x2), last_axis(shape_of(c, x2)), 1);
    const ValueId products =
        computed(c, pointwise(c, "multiply", add_reshape(c, y, shape), reshaped(c, x2, one)));
    const ValueId result = reduce(c, "sum", products, {last_axis(shape)}, false);
    c.set_output(0, c.has("bias") ? computed(c, pointwise(c, "add", result, term(c, "bias"))) : result);
}

/// The matrices of a list multiplied one after the other.
Import chain(const std::string& argument) {
    return [argument](ImportContext& c) {
        std::vector<Term> factors;
        for (const ImportContext::Item& item : c.items(argument)) {
            if (const auto* id = std::get_if<ValueId>(&item)) factors.emplace_back(*id);
            if (const auto* constant = std::get_if<Tensor>(&item)) factors.emplace_back(*constant);
        }
        if (factors.empty()) c.refuse("there is nothing to multiply");
        Term result = factors[0];
        for (std::size_t k = 1; k < factors.size(); ++k) result = matrix_product(c, result, factors[k]);
        c.set_output(0, computed(c, result));
    };
}

/// Every position becomes the sum up to it: a product with a triangle of ones.
void import_cumsum(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& shape = c.type(x).shape;
    const int axis = c.axis("dim", rank(shape));
    const std::int64_t n = shape[at(axis)];
    std::vector<float> ones(at(n * n), 0.0F);
    for (std::int64_t row = 0; row < n; ++row) std::fill_n(ones.begin() + row * n, row + 1, 1.0F);
    c.set_output(0, times_along(c, x, axis, Tensor({n, n}, std::move(ones))));
}

ImportRule product(const char* name, const char* second) {
    return {"torchscript", name, [second](ImportContext& c) { import_product(c, second); }};
}

ImportRule sum(const char* name, const char* first, const char* second) {
    return {"torchscript", name,
            [=](ImportContext& c) { add_to_product(c, term(c, first), term(c, second)); }};
}

}  // namespace

std::vector<ImportRule> matrix_imports() {
    return {{"torchscript", "aten::linear", import_linear},
            product("aten::matmul", "other"),
            product("aten::linalg_matmul", "other"),
            product("aten::mm", "mat2"),
            product("aten::bmm", "mat2"),
            product("aten::mv", "vec"),
            product("aten::dot", "tensor"),
            product("aten::vdot", "other"),
            sum("aten::addmm", "mat1", "mat2"),
            sum("aten::addmv", "mat", "vec"),
            sum("aten::baddbmm", "batch1", "batch2"),
            {"torchscript", "aten::addbmm", import_addbmm},
            {"torchscript", "aten::inner", import_inner},
            {"torchscript", "aten::outer", import_outer},
            {"torchscript", "aten::ger", import_outer},
            {"torchscript", "aten::tensordot", import_tensordot},
            {"torchscript", "aten::einsum", import_einsum},
            {"torchscript", "aten::cumsum", import_cumsum},
            {"torchscript", "aten::linalg_multi_dot", chain("tensors")},
            {"torchscript", "aten::chain_matmul", chain("matrices")},
            {"torchscript", "aten::bilinear", import_bilinear}};
}

}  // namespace lockstep::ops
