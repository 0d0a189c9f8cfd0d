#include "core/import/torch_reference.h"

#include <chrono>
#include <cstring>

namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

/// The executor records types in its first call and optimises in its second.
constexpr int warm_up_calls = 3;

std::int64_t total(const std::vector<Shape>& shapes) {
    std::int64_t count = 0;
    for (const Shape& shape : shapes) count += element_count(shape);
    return count;
}

c10::List<at::Tensor> to_list(const std::vector<at::Tensor>& tensors) {
    return c10::List<at::Tensor>(tensors);
}

}  // namespace

SteppedModel::SteppedModel(const std::string& source, std::vector<at::Tensor> weights,
                           std::vector<at::Tensor> initial_states, std::vector<Shape> input_shapes,
                           std::vector<Shape> output_shapes)
    : unit_(std::make_shared<jit::CompilationUnit>()),
      weights_(to_list(weights)),
      initial_(std::move(initial_states)),
      states_(initial_),
      input_shapes_(std::move(input_shapes)),
      output_shapes_(std::move(output_shapes)) {
    try {
        unit_->define(c10::nullopt, source, jit::nativeResolver(), nullptr);
        function_ = &unit_->get_function(c10::QualifiedName("step"));
    } catch (const std::exception& error) {
        throw Error({.kind = FailureKind::internal,
                     .message = "LibTorch does not accept the stepped reference: " + first_line(error.what()),
                     .advice = {},
                     .details = error.what() + ("\n" + source),
                     .nodes = {}});
    }
    for (const at::Tensor& state : initial_) state_shapes_.push_back(shape_of(state));
    inputs_per_step_ = total(input_shapes_);
    outputs_per_step_ = total(output_shapes_);
    states_per_step_ = total(state_shapes_);
    warm_up();
}

c10::IValue SteppedModel::call(const c10::List<at::Tensor>& inputs, const Tensors& states) {
    return (*function_)({inputs, to_list(states), weights_});
}

void SteppedModel::warm_up() {
    const c10::InferenceMode inference;
    c10::List<at::Tensor> inputs;
    for (const Shape& shape : input_shapes_) inputs.push_back(at::zeros(shape));
    for (int i = 0; i < warm_up_calls; ++i) call(inputs, initial_);
}

std::vector<at::Tensor> SteppedModel::check(const c10::IValue& value, const std::vector<Shape>& shapes,
                                            const char* what) const {
    const Tensors tensors = value.toTensorVector();
    bool good = tensors.size() == shapes.size();
    for (std::size_t i = 0; good && i < shapes.size(); ++i) {
        good = tensors[i].numel() == element_count(shapes[i]) && tensors[i].scalar_type() == at::kFloat;
    }
    if (!good)
        throw Error(FailureKind::internal,
                    std::string("the stepped reference gives other ") + what + " than declared");
    return tensors;
}

void SteppedModel::set_states(const std::vector<float>& values) {
    const float* data = values.data();
    states_.clear();
    for (const Shape& shape : state_shapes_) {
        states_.push_back(at::from_blob(const_cast<float*>(data), shape, at::kFloat).clone());
        data += element_count(shape);
    }
}

SteppedModel::Result SteppedModel::step(const float* inputs, std::int64_t count) {
    using Clock = std::chrono::steady_clock;
    const c10::InferenceMode inference;
    Result result;
    result.outputs.reserve(static_cast<std::size_t>(count * outputs_per_step_));
    result.states.reserve(static_cast<std::size_t>(count * states_per_step_));
    const auto append = [](const Tensors& tensors, std::vector<float>& to) {
        for (const at::Tensor& tensor : tensors) {
            const at::Tensor plain = tensor.contiguous();
            to.insert(to.end(), plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
        }
    };
    Clock::duration spent{};
    for (std::int64_t i = 0; i < count; ++i) {
        c10::List<at::Tensor> row;
        for (const Shape& shape : input_shapes_) {
            row.push_back(at::from_blob(const_cast<float*>(inputs), shape, at::kFloat).clone());
            inputs += element_count(shape);
        }
        const Clock::time_point start = Clock::now();
        const c10::IValue answer = call(row, states_);
        spent += Clock::now() - start;
        const auto& parts = answer.toTupleRef().elements();
        if (parts.size() != 2) throw Error(FailureKind::internal, "the stepped reference gives no pair");
        append(check(parts[0], output_shapes_, "outputs"), result.outputs);
        states_ = check(parts[1], state_shapes_, "states");
        append(states_, result.states);
    }
    if (count > 0)
        result.mean_us =
            std::chrono::duration<double, std::micro>(spent).count() / static_cast<double>(count);
    return result;
}

}  // namespace lockstep::torch_import
