#include "core/ops/norm_import.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/ops/compose.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// A constant of one value per channel (axis 1) that stretches to a value of `axes` axes.
Tensor per_channel(const Tensor& values, int axes) {
    Shape shape(at(std::max(1, axes - 1)), 1);
    shape[0] = values.size();
    return values.reshaped(shape);
}

std::optional<Tensor> constant(ImportContext& c, const std::string& argument) {
    if (c.is_value(argument)) c.refuse("its argument '" + argument + "' is computed from the input");
    return c.tensor(argument);
}

/// Multiplies every channel by its weight and adds its bias, where there are any.
ValueId affine(ImportContext& c, ValueId x, const std::optional<Tensor>& weight,
               const std::optional<Tensor>& bias) {
    const int axes = rank(c.type(x).shape);
    if (weight) x = computed(c, pointwise(c, "multiply", Term(x), Term(per_channel(*weight, axes))));
    if (bias) x = computed(c, pointwise(c, "add", Term(x), Term(per_channel(*bias, axes))));
    return x;
}

ValueId normalised(ImportContext& c, ValueId x, const Shape& last, double eps) {
    return c.add("LayerNorm", {{"normalized_shape", last}, {"eps", eps}}, {x});
}

void expect_channels(ImportContext& c, ValueId x, const std::optional<Tensor>& values) {
    const Shape& shape = c.type(x).shape;
    if (rank(shape) < 2) c.refuse("its input of " + to_text(shape) + " has no channels");
    if (values && values->size() != shape[1])
        c.refuse("it has constants for " + std::to_string(values->size()) + " channels, but its input has " +
                 std::to_string(shape[1]));
}

/// (x - mean) / sqrt(variance + eps) * weight + bias, with stored moments: one product and one sum.
ValueId stored_norm(ImportContext& c, ValueId x, double eps) {
    const std::optional<Tensor> mean = constant(c, "running_mean");
    const std::optional<Tensor> variance = constant(c, "running_var");
    if (!mean || !variance)
        c.refuse("it keeps no running mean and variance; train it with track_running_stats");
    expect_channels(c, x, mean);
    expect_channels(c, x, variance);
    const std::optional<Tensor> weight = constant(c, "weight");
    const std::optional<Tensor> bias = constant(c, "bias");
    expect_channels(c, x, weight);
    expect_channels(c, x, bias);
    std::vector<float> scale;
    std::vector<float> shift;
    for (std::size_t k = 0; k < mean->values().size(); ++k) {
        const double factor =
            (weight ? double{weight->values()[k]} : 1.0) / std::sqrt(double{variance->values()[k]} + eps);
        scale.push_back(static_cast<float>(factor));
        shift.push_back(static_cast<float>((bias ? double{bias->values()[k]} : 0.0) -
                                           double{mean->values()[k]} * factor));
    }
    return affine(c, x, Tensor(mean->shape(), std::move(scale)), Tensor(mean->shape(), std::move(shift)));
}

void import_layer_norm(ImportContext& c) {
    Attributes attributes{{"normalized_shape", c.integers("normalized_shape")},
                          {"eps", c.number("eps", 1e-5)}};
    for (const char* key : {"weight", "bias"})
        if (const auto tensor = constant(c, key)) attributes.set(key, *tensor);
    c.set_output(0, c.add("LayerNorm", attributes, {c.value("input")}));
}

void import_batch_norm(ImportContext& c) {
    if (c.boolean("training", false))
        c.refuse("it is in training mode, where it uses the mean of the batch; export model.eval()");
    c.set_output(0, stored_norm(c, c.value("input"), c.number("eps", 1e-5)));
}

void import_group_norm(ImportContext& c) {
    const ValueId x = c.value("input");
    const Shape& shape = c.type(x).shape;
    const std::int64_t groups = c.integer("num_groups");
    const std::optional<Tensor> weight = constant(c, "weight");
    const std::optional<Tensor> bias = constant(c, "bias");
    expect_channels(c, x, weight);
    expect_channels(c, x, bias);
    if (groups < 1 || shape[1] % groups != 0)
        c.refuse(std::to_string(shape[1]) + " channels are not " + std::to_string(groups) + " equal groups");
    Shape last{shape[1] / groups};
    last.insert(last.end(), shape.begin() + 2, shape.end());
    Shape split{shape[0], groups};
    split.insert(split.end(), last.begin(), last.end());
    const ValueId y = normalised(c, reshape(c, x, split), last, c.number("eps", 1e-5));
    c.set_output(0, affine(c, reshape(c, y, c.type(x).shape), weight, bias));
}

void import_instance_norm(ImportContext& c) {
    const ValueId x = c.value("input");
    const double eps = c.number("eps", 1e-5);
    if (!c.boolean("use_input_stats", true)) return c.set_output(0, stored_norm(c, x, eps));
    const std::optional<Tensor> weight = constant(c, "weight");
    const std::optional<Tensor> bias = constant(c, "bias");
    expect_channels(c, x, weight);
    expect_channels(c, x, bias);
    const Shape& shape = c.type(x).shape;
    c.set_output(0, affine(c, normalised(c, x, Shape(shape.begin() + 2, shape.end()), eps), weight, bias));
}

}  // namespace

std::vector<ImportRule> norm_imports() {
    return {{"torchscript", "aten::layer_norm", import_layer_norm},
            {"torchscript", "aten::batch_norm", import_batch_norm},
            {"torchscript", "aten::group_norm", import_group_norm},
            {"torchscript", "aten::instance_norm", import_instance_norm}};
}

}  // namespace lockstep::ops
