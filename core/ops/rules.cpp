#include "core/ops/rules.h"

#include <algorithm>

#include "core/nnir/import_context.h"

namespace lockstep::ops {

nnir::DataDims same_data_dim(const nnir::DataDims& known) {
    int found = nnir::no_data_dim;
    for (const auto* side : {&known.inputs, &known.outputs})
        for (const int dim : *side)
            if (found == nnir::no_data_dim) found = dim;
    nnir::DataDims demanded = known;
    std::fill(demanded.inputs.begin(), demanded.inputs.end(), found);
    std::fill(demanded.outputs.begin(), demanded.outputs.end(), found);
    return demanded;
}

nnir::DataDims no_demand(const nnir::DataDims& known) {
    return {std::vector<int>(known.inputs.size(), nnir::no_data_dim),
            std::vector<int>(known.outputs.size(), nnir::no_data_dim)};
}

std::optional<Tensor> same_along(const Tensor& constant, int axis) {
    if (constant.shape()[nnir::at(axis)] == 0) return std::nullopt;
    const Tensor first = nnir::tensor_slice(constant, axis, 0, 1);
    for (std::int64_t k = 1; k < constant.shape()[nnir::at(axis)]; ++k)
        if (nnir::tensor_slice(constant, axis, k, 1) != first) return std::nullopt;
    return first.reshaped(nnir::without_axis(first.shape(), axis));
}

std::optional<Tensor> optional_tensor(const nnir::Attributes& attributes, const std::string& key) {
    if (!attributes.has(key)) return std::nullopt;
    return attributes.tensor(key);
}

std::vector<float> bias_values(const nnir::Attributes& attributes, const std::string& key) {
    const std::optional<Tensor> bias = optional_tensor(attributes, key);
    if (!bias) return {};
    return {bias->values().begin(), bias->values().end()};
}

std::vector<std::int64_t> stretched_positions(const Shape& from, const Shape& to) {
    std::vector<std::int64_t> all(nnir::at(element_count(to)));
    for (std::size_t k = 0; k < all.size(); ++k) {
        auto rest = static_cast<std::int64_t>(k);
        std::int64_t stride = 1;
        for (std::size_t back = 0; back < from.size(); ++back) {
            const std::int64_t own = from[from.size() - 1 - back];
            const std::int64_t wide = to[to.size() - 1 - back];
            if (own != 1) all[k] += rest % wide * stride;
            stride *= own;
            rest /= wide;
        }
    }
    return all;
}

double dot(std::span<const float> weights, const double* x, std::int64_t stride, std::int64_t count) {
    double sum = 0;
    for (std::int64_t k = 0; k < count; ++k) sum += double{weights[nnir::at(k)]} * x[k * stride];
    return sum;
}

nnir::NumberFormat number_format(nnir::NumberFormat format) {
    return format == nnir::NumberFormat::mask ? nnir::NumberFormat::bf16 : format;
}

lowering::VectorId new_like(lowering::Builder& builder, lowering::VectorId vector) {
    return builder.is_splat(vector) ? builder.new_splat() : builder.new_vector(builder.length(vector));
}

void lower_epilogue(lowering::Builder& builder, const nnir::Node& node, const lowering::Epilogue& epilogue) {
    std::vector<lowering::VectorId> results;
    for (const lowering::VectorId source : std::vector(builder.vectors(node.inputs[0]))) {
        results.push_back(new_like(builder, source));
        builder.add(lowering::PointwiseWork{.result = results.back(),
                                            .op = lowering::PointwiseOp::add,
                                            .a = source,
                                            .b = {},
                                            .epilogue = epilogue});
    }
    builder.set_vectors(node.outputs[0], std::move(results));
}

Tensor weight_argument(nnir::ImportContext& context, const std::string& argument) {
    if (context.is_value(argument))
        context.refuse("its argument '" + argument +
                       "' is computed from the input (dynamic weights); only constant weights are supported");
    const std::optional<Tensor> weight = context.tensor(argument);
    if (!weight) context.refuse("its argument '" + argument + "' is missing");
    return *weight;
}

}  // namespace lockstep::ops
