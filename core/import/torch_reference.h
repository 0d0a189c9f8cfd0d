#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/import/torch_values.h"

namespace lockstep::torch_import {

/// A stepped reference: a TorchScript function `step(inputs, states, weights) -> (outputs, next states)`.
class SteppedModel {
  public:
    SteppedModel(const std::string& source, std::vector<at::Tensor> weights,
                 std::vector<at::Tensor> initial_states, std::vector<Shape> input_shapes,
                 std::vector<Shape> output_shapes);

    void reset() { states_ = initial_; }
    /// All states in order, flattened.
    void set_states(const std::vector<float>& values);

    struct Result {
        std::vector<float> outputs;
        std::vector<float> states;
        double mean_us = 0;
    };
    /// `count` inferences; the clock runs around the calls only.
    Result step(const float* inputs, std::int64_t count);

    std::int64_t inputs_per_step() const { return inputs_per_step_; }
    std::int64_t outputs_per_step() const { return outputs_per_step_; }
    std::int64_t states_per_step() const { return states_per_step_; }

  private:
    using Tensors = std::vector<at::Tensor>;
    c10::IValue call(const c10::List<at::Tensor>& inputs, const Tensors& states);
    void warm_up();
    Tensors check(const c10::IValue& value, const std::vector<Shape>& shapes, const char* what) const;

    std::shared_ptr<torch::jit::CompilationUnit> unit_;
    torch::jit::Function* function_ = nullptr;
    c10::List<at::Tensor> weights_;
    Tensors initial_;
    Tensors states_;
    std::vector<Shape> input_shapes_;
    std::vector<Shape> output_shapes_;
    std::vector<Shape> state_shapes_;
    std::int64_t inputs_per_step_ = 0;
    std::int64_t outputs_per_step_ = 0;
    std::int64_t states_per_step_ = 0;
};

}  // namespace lockstep::torch_import
