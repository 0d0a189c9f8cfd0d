#include "tests/core/vm/example_models.h"

#include <cmath>

#include "core/run/stored_array.h"

namespace examples {

using namespace lockstep;

namespace {

Tensor fixture(const std::string& name) {
    const InputArray array =
        read_whole(*open_npy(std::string(LOCKSTEP_TEST_DATA) + "/models/" + name + ".npy"));
    return Tensor(array.shape, array.values);
}

/// Places of one position along `axis` in a row-major tensor of `shape`, in row-major order.
std::vector<std::size_t> places(const Shape& shape, int axis, std::int64_t position) {
    std::int64_t inner = 1;
    for (auto k = static_cast<std::size_t>(axis) + 1; k < shape.size(); ++k) inner *= shape[k];
    const std::int64_t extent = shape[static_cast<std::size_t>(axis)];
    std::vector<std::size_t> all;
    for (std::int64_t outer = 0; outer < element_count(shape) / (extent * inner); ++outer) {
        for (std::int64_t k = 0; k < inner; ++k)
            all.push_back(static_cast<std::size_t>((outer * extent + position) * inner + k));
    }
    return all;
}

}  // namespace

Example load(const std::string& name, bool streaming) {
    Example example{name, {}, fixture(name + "_x"), fixture(name + "_y"), fixture(name + "_bf16")};
    ModelOptions options;
    options.input_shapes = {{"", example.x.shape()}};
    if (streaming && name.starts_with("lstm")) options.streaming_axes = {{"", 0}};
    if (streaming && name.starts_with("cnn")) options.streaming_axes = {{"", 2}};
    example.model = load_model(std::string(LOCKSTEP_TEST_DATA) + "/models/" + name + ".pt", options);
    return example;
}

std::vector<float> run(const Example& example, const Program& program, const Step& step) {
    const auto x = example.x.values();
    const std::optional<int> axis = program.inputs.at(0).streaming_axis;
    if (!axis) return step(x);
    std::vector<float> all(static_cast<std::size_t>(example.y.size()));
    for (std::int64_t position = 0; position < example.x.shape()[static_cast<std::size_t>(*axis)];
         ++position) {
        std::vector<float> inputs;
        for (const std::size_t place : places(example.x.shape(), *axis, position)) inputs.push_back(x[place]);
        const std::vector<float> outputs = step(inputs);
        const std::vector<std::size_t> targets =
            places(example.y.shape(), *program.outputs.at(0).streaming_axis, position);
        for (std::size_t k = 0; k < targets.size(); ++k) all.at(targets[k]) = outputs.at(k);
    }
    return all;
}

Accuracy accuracy(const Example& example, const std::vector<float>& outputs) {
    const auto y = example.y.values();
    const auto emulated = example.bf16.values();
    Accuracy result;
    result.allclose = outputs.size() == y.size();
    double squares = 0;
    double emulation_squares = 0;
    for (std::size_t k = 0; k < y.size() && k < outputs.size(); ++k) {
        const double error = std::abs(static_cast<double>(outputs[k]) - static_cast<double>(y[k]));
        if (!(error <= 0.01 + 0.01 * std::abs(static_cast<double>(y[k])))) result.allclose = false;
        squares += error * error;
        emulation_squares += std::pow(static_cast<double>(emulated[k]) - static_cast<double>(y[k]), 2);
    }
    result.rms = std::sqrt(squares / static_cast<double>(y.size()));
    result.emulation_rms = std::sqrt(emulation_squares / static_cast<double>(y.size()));
    return result;
}

}  // namespace examples
