#include "core/ops/reduce_import.h"

#include <algorithm>
#include <cmath>

#include "core/ops/compose.h"
#include "core/ops/import_rules.h"
#include "core/ops/moves.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using Import = std::function<void(ImportContext&)>;
using Axes = std::vector<std::int64_t>;

Axes axes_of(ImportContext& c, ValueId x) {
    return axes_argument(c, "dim", rank(c.type(x).shape));
}

std::int64_t size_over(ImportContext& c, ValueId x, const Axes& axes) {
    std::int64_t size = 1;
    for (const std::int64_t axis : axes) size *= c.type(x).shape[at(axis)];
    return size;
}

/// Over the axes that `dim` lists, or over all.
Import reduction(const std::string& function) {
    return [function](ImportContext& c) {
        const ValueId x = c.value("self");
        c.set_output(0, reduce(c, function, x, axes_of(c, x), c.boolean("keepdim", false)));
    };
}

/// Three overloads: over all, over an axis (values and indices), of two tensors.
Import extreme(const std::string& function) {
    return [function](ImportContext& c) {
        if (c.node().find("other") != nullptr)
            return c.set_output(0, computed(c, pointwise(c, function == "max" ? "maximum" : "minimum",
                                                         term(c, "self"), term(c, "other"))));
        if (c.output_used(1))
            c.refuse("the indices that it returns are used; only its values are supported: use torch.a" +
                     function + ", or find the index behind the model");
        const ValueId x = c.value("self");
        c.set_output(0, reduce(c, function, x, axes_of(c, x), c.boolean("keepdim", false)));
    };
}

ValueId variance_of(ImportContext& c, ValueId x) {
    const Axes axes = axes_of(c, x);
    double correction = c.boolean("unbiased", true) ? 1 : 0;
    if (c.node().find("correction") != nullptr) correction = c.number("correction", 1.0);
    const double divisor = static_cast<double>(size_over(c, x, axes)) - correction;
    if (divisor <= 0) c.refuse("a variance of that few values is not defined; use unbiased=False");
    Attributes attributes{
        {"function", std::string("variance")}, {"axes", axes}, {"keepdim", c.boolean("keepdim", false)}};
    if (correction != 0) attributes.set("divisor", divisor);
    return c.add("Reduce", attributes, {x});
}

/// `root`: the standard deviation; `both`: the mean is a second result.
Import variance(bool root, bool both) {
    return [root, both](ImportContext& c) {
        const ValueId x = c.value("self");
        const ValueId found = variance_of(c, x);
        c.set_output(0, root ? activation(c, "sqrt", found) : found);
        if (both && c.output_used(1))
            c.set_output(1, reduce(c, "mean", x, axes_of(c, x), c.boolean("keepdim", false)));
    };
}

/// A norm of vectors; p is the argument, or "fro".
Import norm(const std::string& argument) {
    return [argument](ImportContext& c) {
        const ValueId x = c.value("self");
        const Axes axes = axes_of(c, x);
        const bool keepdim = c.boolean("keepdim", false);
        double p = 2;
        if (c.has(argument) && c.holds_string(argument)) {
            if (c.string(argument, {}) != "fro")
                c.refuse("the norm '" + c.string(argument, {}) + "' is not supported; use p = 1, 2 or inf");
        } else {
            p = c.number(argument, 2.0);
        }
        c.set_output(0, vector_norm(c, x, p, axes, keepdim));
    };
}

/// Of vectors, or of all elements; a norm of matrices is another function.
void import_linalg_norm(ImportContext& c) {
    const Shape& shape = c.type(c.value("self")).shape;
    const std::size_t axes = c.integers("dim").size();
    const bool matrix = axes == 2 || (axes == 0 && rank(shape) != 1 && c.has("ord"));
    const bool frobenius = c.has("ord") && c.holds_string("ord") && c.string("ord", {}) == "fro";
    if (matrix && c.has("ord") && !frobenius)
        c.refuse("it is the norm of a matrix; only norms of vectors (one axis) are supported");
    norm("ord")(c);
}

/// max + log(sum(exp(x - max))).
void import_logsumexp(ImportContext& c) {
    const ValueId x = c.value("self");
    const Axes axes = axes_of(c, x);
    const ValueId largest = reduce(c, "max", x, axes, true);
    const ValueId powers = activation(c, "exp", pointwise(c, "subtract", x, largest));
    const ValueId sum = activation(c, "log", reduce(c, "sum", powers, axes, true));
    const ValueId result = pointwise(c, "add", sum, largest);
    if (c.boolean("keepdim", false)) return c.set_output(0, result);
    Shape shape;
    for (int axis = 0; axis < rank(c.type(x).shape); ++axis)
        if (std::find(axes.begin(), axes.end(), axis) == axes.end())
            shape.push_back(c.type(x).shape[at(axis)]);
    c.set_output(0, reshape(c, result, shape));
}

/// Truth values: any is the largest, all is the smallest.
Import quantified(const std::string& function) {
    return [function](ImportContext& c) {
        ValueId x = c.value("self");
        if (c.dtype("self") != "bool") x = pointwise(c, "not_equal", x, 0.0);
        c.set_output(0, reduce(c, function, x, axes_of(c, x), c.boolean("keepdim", false)));
    };
}

/// A product over an axis, pairs of neighbours first.
void import_product_over(ImportContext& c) {
    ValueId x = c.value("self");
    const bool one = c.has("dim");
    if (!one) x = reshape(c, x, {element_count(c.type(x).shape)});
    const Shape shape = c.type(x).shape;
    const int axis = one ? c.axis("dim", rank(shape)) : 0;
    std::vector<ValueId> factors;
    for (std::int64_t k = 0; k < shape[at(axis)]; ++k) factors.push_back(add_slice(c, x, axis, k, 1));
    if (factors.empty()) c.refuse("there is nothing in it");
    while (factors.size() > 1) {
        std::vector<ValueId> products;
        for (std::size_t k = 0; k + 1 < factors.size(); k += 2)
            products.push_back(pointwise(c, "multiply", factors[k], factors[k + 1]));
        if (factors.size() % 2 != 0) products.push_back(factors.back());
        factors = std::move(products);
    }
    const bool keep = one && c.boolean("keepdim", false);
    c.set_output(0, keep ? factors[0] : reshape(c, factors[0], without_axis(shape, axis)));
}

void import_aminmax(ImportContext& c) {
    const ValueId x = c.value("self");
    for (const std::size_t k : {std::size_t{0}, std::size_t{1}})
        if (c.output_used(k))
            c.set_output(k, reduce(c, k == 0 ? "min" : "max", x, axes_of(c, x), c.boolean("keepdim", false)));
}

void import_count(ImportContext& c) {
    const ValueId x = c.value("self");
    c.set_output(0, vector_norm(c, x, 0, axes_of(c, x), false));
}

}  // namespace

ValueId vector_norm(ImportContext& c, ValueId x, double p, const std::vector<std::int64_t>& axes,
                    bool keepdim) {
    if (p == 2) {
        const ValueId squares = pointwise(c, "multiply", x, x);
        return activation(c, "sqrt", reduce(c, "sum", squares, axes, keepdim));
    }
    if (p == 0) return reduce(c, "sum", pointwise(c, "not_equal", x, 0.0), axes, keepdim);
    const ValueId size = absolute(c, x);
    if (std::isinf(p)) return reduce(c, p > 0 ? "max" : "min", size, axes, keepdim);
    if (p == 1) return reduce(c, "sum", size, axes, keepdim);
    return power(c, reduce(c, "sum", power(c, size, p), axes, keepdim), 1 / p);
}

std::vector<ImportRule> reduce_imports() {
    std::vector<ImportRule> rules;
    const auto add = [&](const std::string& name, const Import& import) {
        rules.push_back({"torchscript", "aten::" + name, import});
    };
    add("sum", reduction("sum"));
    add("mean", reduction("mean"));
    add("amax", reduction("max"));
    add("amin", reduction("min"));
    add("max", extreme("max"));
    add("min", extreme("min"));
    add("var", variance(false, false));
    add("std", variance(true, false));
    add("var_mean", variance(false, true));
    add("std_mean", variance(true, true));
    add("norm", norm("p"));
    add("linalg_vector_norm", norm("ord"));
    add("frobenius_norm", norm("p"));
    add("linalg_norm", import_linalg_norm);
    add("logsumexp", import_logsumexp);
    add("prod", import_product_over);
    add("aminmax", import_aminmax);
    add("count_nonzero", import_count);
    for (ImportRule& rule : vector_imports()) rules.push_back(std::move(rule));
    add("any", quantified("max"));
    add("all", quantified("min"));
    return rules;
}

}  // namespace lockstep::ops
