#include "core/ops/conv_weights.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/ops/rules.h"

namespace lockstep::ops {

using namespace nnir;

namespace {

std::int64_t integer_or_one(const Attributes& attributes, const std::string& key) {
    return attributes.has(key) ? attributes.integer(key) : 1;
}

}  // namespace

ConvWeights::ConvWeights(const Attributes& attributes)
    : weight(attributes.tensor("weight")),
      bias(optional_tensor(attributes, "bias")),
      dilation(attributes.integer("dilation")),
      groups(integer_or_one(attributes, "groups")),
      stride(integer_or_one(attributes, "stride")) {}

Tensor ConvWeights::tap(std::int64_t index) const {
    const std::int64_t inputs = weight.shape()[1];
    const Tensor column = tensor_slice(weight, 2, index, 1).reshaped({rows(), inputs});
    if (groups == 1) return column;
    std::vector<float> matrix(at(rows() * channels()), 0.0F);
    for (std::int64_t r = 0; r < rows(); ++r) {
        const std::int64_t first = r / (rows() / groups) * inputs;
        const auto from = column.values().begin() + r * inputs;
        std::copy(from, from + inputs, matrix.begin() + r * channels() + first);
    }
    return {{rows(), channels()}, std::move(matrix)};
}

void check_conv(const OpInfo& info, const ConvWeights& conv, const Value& input, std::int64_t channels) {
    if (rank(conv.weight.shape()) != 3 || conv.kernel() < 1 || conv.dilation < 1 || conv.stride < 1)
        bad_operand(info, input,
                    "the weight is " + to_text(conv.weight.shape()) + ", dilation " +
                        std::to_string(conv.dilation) + ", stride " + std::to_string(conv.stride));
    if (conv.groups < 1 || conv.rows() % conv.groups != 0)
        bad_operand(info, input,
                    std::to_string(conv.rows()) + " results do not fall into " + std::to_string(conv.groups) +
                        " groups");
    if (channels != conv.channels())
        bad_operand(info, input, "it must have " + std::to_string(conv.channels()) + " channels");
    if (conv.bias && conv.bias->shape() != Shape{conv.rows()})
        bad_operand(info, input, "the bias must hold " + std::to_string(conv.rows()) + " values");
}

Attributes conv_attributes(const ConvWeights& conv) {
    Attributes attributes{{"weight", conv.weight}, {"dilation", conv.dilation}};
    if (conv.bias) attributes.set("bias", *conv.bias);
    if (conv.groups != 1) attributes.set("groups", conv.groups);
    if (conv.stride != 1) attributes.set("stride", conv.stride);
    return attributes;
}

std::string conv_arguments(const ConvWeights& conv) {
    return "[" + std::to_string(conv.stride) + "], [0], [" + std::to_string(conv.dilation) + "], " +
           std::to_string(conv.groups);
}

RealTensor convolve(const ConvWeights& conv, const RealTensor& x) {
    const std::int64_t length = x.shape.back();
    const std::int64_t positions = conv.positions(length);
    Shape shape = x.shape;
    shape.back() = positions;
    shape[shape.size() - 2] = conv.rows();
    RealTensor y(std::move(shape));
    const std::int64_t batch = x.shape.size() == 3 ? x.shape[0] : 1;
    const std::int64_t inputs = conv.weight.shape()[1];
    const auto weights = conv.weight.values();
    for (std::int64_t n = 0; n < batch; ++n) {
        for (std::int64_t r = 0; r < conv.rows(); ++r) {
            const std::int64_t first = r / (conv.rows() / conv.groups) * inputs;
            for (std::int64_t t = 0; t < positions; ++t) {
                double sum = conv.bias ? double{conv.bias->values()[at(r)]} : 0.0;
                for (std::int64_t c = 0; c < inputs; ++c)
                    sum += dot(weights.subspan(at((r * inputs + c) * conv.kernel())),
                               &x.values[at((n * conv.channels() + first + c) * length + t * conv.stride)],
                               conv.dilation, conv.kernel());
                y[(n * conv.rows() + r) * positions + t] = sum;
            }
        }
    }
    return y;
}

std::vector<float> history_column(const Tensor& history, std::int64_t row, std::int64_t index) {
    const Shape& shape = history.shape();
    const std::int64_t channels = shape[shape.size() - 2];
    std::vector<float> column;
    for (std::int64_t c = 0; c < channels; ++c)
        column.push_back(history.values()[at((row * channels + c) * shape.back() + index)]);
    if (std::all_of(column.begin(), column.end(), [](float v) { return v == 0.0F; })) column.clear();
    return column;
}

}  // namespace lockstep::ops
