#include "core/ops/attention_import.h"

#include <algorithm>
#include <cmath>

#include "core/ops/compose.h"
#include "core/ops/products.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// What a masked score becomes: far below every other, but finite, since products with 0 move values.
constexpr double masked = -1e30;

/// No position sees a later one.
Tensor causal_mask(std::int64_t rows, std::int64_t columns) {
    std::vector<float> values;
    for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t column = 0; column < columns; ++column)
            values.push_back(column <= row ? 0.0F : static_cast<float>(masked));
    return {{rows, columns}, std::move(values)};
}

/// A mask of truth values says where a score counts; one of numbers is added. A constant without numbers
/// below zero is one of truth values, unless it is zero everywhere.
Term with_mask(ImportContext& c, const Term& scores) {
    const Term mask = term(c, "attn_mask");
    bool truth = false;
    if (c.is_value("attn_mask")) {
        truth = c.dtype("attn_mask") == "bool";
    } else {
        const auto values = std::get<Tensor>(mask).values();
        truth = std::none_of(values.begin(), values.end(), [](float v) { return v < 0; }) &&
                std::any_of(values.begin(), values.end(), [](float v) { return v != 0; });
    }
    return truth ? Term(choose(c, mask, scores, number(masked))) : pointwise(c, "add", scores, mask);
}

/// softmax(q k^T * scale + mask) v.
void import_attention(ImportContext& c) {
    if (c.number("dropout_p", 0.0) != 0)
        c.refuse("it drops values at random (dropout_p); export the model in evaluation mode");
    if (c.boolean("enable_gqa", false))
        c.refuse("its heads share keys (enable_gqa); repeat keys and values for every head");
    const Term q = term(c, "query");
    const Term k = term(c, "key");
    const Shape& shape = shape_of(c, q);
    const Shape& keys = shape_of(c, k);
    if (rank(shape) < 2 || rank(keys) < 2) c.refuse("its query and key must be matrices");
    const double scale = c.number("scale", 1 / std::sqrt(static_cast<double>(shape.back())));
    const std::int64_t rows = shape[shape.size() - 2];
    const std::int64_t columns = keys[keys.size() - 2];
    Term scores = matrix_product(c, pointwise(c, "multiply", q, number(scale)), transposed(c, k));
    if (c.boolean("is_causal", false)) scores = pointwise(c, "add", scores, Term(causal_mask(rows, columns)));
    if (c.has("attn_mask")) scores = with_mask(c, scores);
    const ValueId values = computed(c, scores);
    const std::int64_t axis = last_axis(c.type(values).shape);
    const ValueId weights = c.add("Softmax", {{"axis", axis}, {"log", false}}, {values});
    c.set_output(0, matrix_product(c, weights, term(c, "value")));
    if (c.output_used(1)) c.set_output(1, weights);
}

}  // namespace

std::vector<ImportRule> attention_imports() {
    return {{"torchscript", "aten::scaled_dot_product_attention", import_attention},
            {"torchscript", "aten::_scaled_dot_product_attention", import_attention}};
}

}  // namespace lockstep::ops
