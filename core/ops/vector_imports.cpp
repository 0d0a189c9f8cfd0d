#include <algorithm>
#include <cmath>

#include "core/nnir/axes.h"
#include "core/nnir/real_tensor.h"
#include "core/ops/broadcast.h"
#include "core/ops/compose.h"
#include "core/ops/import_rules.h"
#include "core/ops/moves.h"
#include "core/ops/reduce_import.h"
#include "core/ops/rules.h"

/// Distances between two values, the losses that are used as scores, and the cross product.
namespace lockstep::ops {
namespace {

using namespace nnir;
using Import = std::function<void(ImportContext&)>;
using Axes = std::vector<std::int64_t>;

ValueId difference(ImportContext& c, const std::string& a, const std::string& b) {
    return computed(c, pointwise(c, "subtract", term(c, a), term(c, b)));
}

/// 1 / max(|v|, sqrt(least)) of the vectors along an axis of `shape`, to which the operand stretches.
Term inverse_size(ImportContext& c, const Term& operand, const Shape& shape, int axis, double least) {
    Shape own = shape_of(c, operand);
    own.insert(own.begin(), shape.size() - own.size(), 1);
    own[at(axis)] = shape[at(axis)];
    if (const auto* id = std::get_if<ValueId>(&operand)) {
        const ValueId x = add_expand(c, *id, own);
        const ValueId squares = reduce(c, "sum", pointwise(c, "multiply", x, x), {axis}, false);
        return activation(c, "rsqrt", clamp(c, squares, least, std::numeric_limits<double>::infinity()));
    }
    const Tensor constant = stretched(std::get<Tensor>(operand), own);
    const AxisView view = axis_view(own, axis);
    std::vector<float> sizes;
    for (std::int64_t o = 0; o < view.outer; ++o)
        for (std::int64_t i = 0; i < view.inner; ++i) {
            double sum = 0;
            for (std::int64_t k = 0; k < view.extent; ++k) {
                const double v = constant.values()[at((o * view.extent + k) * view.inner + i)];
                sum += v * v;
            }
            sizes.push_back(static_cast<float>(1 / std::sqrt(std::max(sum, least))));
        }
    return Tensor(without_axis(own, axis), std::move(sizes));
}

/// x1 . x2 / (max(|x1|, eps) * max(|x2|, eps)).
void import_cosine_similarity(ImportContext& c) {
    const Term a = term(c, "x1");
    const Term b = term(c, "x2");
    const ValueId product = computed(c, pointwise(c, "multiply", a, b));
    const Shape shape = c.type(product).shape;
    const int axis = c.axis("dim", rank(shape), 1);
    const double least = c.number("eps", 1e-8) * c.number("eps", 1e-8);
    Term result = reduce(c, "sum", product, {axis}, false);
    for (const Term& side : {a, b})
        result = pointwise(c, "multiply", result, inverse_size(c, side, shape, axis, least));
    c.set_output(0, computed(c, result));
}

void import_pairwise_distance(ImportContext& c) {
    ValueId way = difference(c, "x1", "x2");
    if (const double eps = c.number("eps", 1e-6); eps != 0) way = pointwise(c, "add", way, eps);
    c.set_output(0, vector_norm(c, way, c.number("p", 2.0), {last_axis(c.type(way).shape)},
                                c.boolean("keepdim", false)));
}

/// From every row of x1 to every row of x2.
void import_cdist(ImportContext& c) {
    const auto with_row_axis = [&](const std::string& argument, int behind) {
        const Term side = term(c, argument);
        const Shape& shape = shape_of(c, side);
        if (rank(shape) < 2) c.refuse("its operands are no rows");
        const Shape wider = with_axis(shape, rank(shape) - behind, 1);
        if (const auto* id = std::get_if<ValueId>(&side)) return Term(add_reshape(c, *id, wider));
        return Term(std::get<Tensor>(side).reshaped(wider));
    };
    const Term from = with_row_axis("x1", 1);
    const Term to = with_row_axis("x2", 2);
    const ValueId way = computed(c, pointwise(c, "subtract", from, to));
    c.set_output(0, vector_norm(c, way, c.number("p", 2.0), {last_axis(c.type(way).shape)}, false));
}

Axes all_axes(const ImportContext& c, ValueId x) {
    return identity_order(rank(c.type(x).shape));
}

void import_dist(ImportContext& c) {
    const ValueId way = difference(c, "self", "other");
    c.set_output(0, vector_norm(c, way, c.number("p", 2.0), all_axes(c, way), false));
}

/// `reduction` as PyTorch numbers it: 0 none, 1 mean, 2 sum.
void reduced_loss(ImportContext& c, ValueId loss) {
    const std::int64_t reduction = c.integer("reduction", 1);
    if (reduction == 0) return c.set_output(0, loss);
    c.set_output(0, reduce(c, reduction == 1 ? "mean" : "sum", loss, all_axes(c, loss), false));
}

void import_mse(ImportContext& c) {
    const ValueId way = difference(c, "self", "target");
    reduced_loss(c, pointwise(c, "multiply", way, way));
}

void import_l1(ImportContext& c) {
    reduced_loss(c, absolute(c, difference(c, "self", "target")));
}

/// With d = |self - target|, m = min(d, delta): m * (d - m / 2), by delta where it is smooth_l1.
Import rounded_l1(const std::string& bound, bool divided) {
    return [=](ImportContext& c) {
        const double delta = c.number(bound, 1.0);
        const ValueId size = absolute(c, difference(c, "self", "target"));
        if (delta == 0) return reduced_loss(c, size);
        const ValueId inner = clamp(c, size, 0, delta);
        const ValueId rest = pointwise(c, "subtract", size, pointwise(c, "multiply", inner, 0.5));
        const ValueId loss = pointwise(c, "multiply", inner, rest);
        reduced_loss(c, divided && delta != 1 ? pointwise(c, "divide", loss, delta) : loss);
    };
}

/// self x other along an axis of three.
Import cross(std::int64_t otherwise) {
    return [otherwise](ImportContext& c) {
        const Term a = term(c, "self");
        const Term b = term(c, "other");
        const Shape& shape = shape_of(c, a);
        std::int64_t given = otherwise;
        if (!c.has("dim") && otherwise == 0) given = std::find(shape.begin(), shape.end(), 3) - shape.begin();
        const int axis = c.axis("dim", rank(shape), given);
        if (shape[at(axis)] != 3 || shape_of(c, b) != shape)
            c.refuse("its operands are not alike with three positions on an axis");
        // Positions first, first + 1, … of the axis, around.
        const auto turned = [&](const Term& x, std::int64_t first) {
            if (const auto* id = std::get_if<ValueId>(&x))
                return Term(add_gather(c, *id, axis, {first % 3, (first + 1) % 3, (first + 2) % 3}));
            const auto part = [&](std::int64_t k) {
                return RealTensor(tensor_slice(std::get<Tensor>(x), axis, (first + k) % 3, 1));
            };
            return Term(to_tensor(concatenate({part(0), part(1), part(2)}, axis)));
        };
        const Term first = pointwise(c, "multiply", turned(a, 1), turned(b, 2));
        const Term second = pointwise(c, "multiply", turned(a, 2), turned(b, 1));
        c.set_output(0, computed(c, pointwise(c, "subtract", first, second)));
    };
}

}  // namespace

std::vector<ImportRule> vector_imports() {
    return {{"torchscript", "aten::cosine_similarity", import_cosine_similarity},
            {"torchscript", "aten::pairwise_distance", import_pairwise_distance},
            {"torchscript", "aten::cdist", import_cdist},
            {"torchscript", "aten::dist", import_dist},
            {"torchscript", "aten::mse_loss", import_mse},
            {"torchscript", "aten::l1_loss", import_l1},
            {"torchscript", "aten::smooth_l1_loss", rounded_l1("beta", true)},
            {"torchscript", "aten::huber_loss", rounded_l1("delta", false)},
            {"torchscript", "aten::cross", cross(0)},
            {"torchscript", "aten::linalg_cross", cross(-1)}};
}

}  // namespace lockstep::ops
