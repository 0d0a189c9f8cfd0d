#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/run/model_document.h"

/// The example models with what PyTorch gives for them (tests/data/models), for tests of whole programs.
namespace examples {

struct Example {
    std::string name;             ///< "lstm_traced"
    lockstep::LoadedModel model;  ///< streaming if it has a sequence and that was asked for
    lockstep::Tensor x;
    lockstep::Tensor y;     ///< PyTorch, fp32
    lockstep::Tensor bf16;  ///< emulation of bf16 in PyTorch
};

/// `name` is the stem of a fixture: "lstm_traced", "mlp_scripted", …
Example load(const std::string& name, bool streaming);

/// One inference: inputs in, outputs out.
using Step = std::function<std::vector<float>(std::span<const float>)>;

/// Runs the program over the example's x, position by position if it streams, and puts the outputs together
/// in y's layout.
std::vector<float> run(const Example& example, const lockstep::Program& program, const Step& step);

struct Accuracy {
    bool allclose = false;     ///< |vm - y| <= 0.01 + 0.01 |y| everywhere
    double rms = 0;            ///< error against y
    double emulation_rms = 0;  ///< that of the emulation
    bool passes() const { return allclose && rms <= 2 * emulation_rms; }
};
Accuracy accuracy(const Example& example, const std::vector<float>& outputs);

}  // namespace examples
