#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "core/import/torch_evaluator.h"

/// Operators on data become nodes of the graph; writes in place become new values.
namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

/// Also of optional tensors, as aten::index takes them.
bool is_tensor_list(const c10::IValue& value) {
    if (!value.isList()) return false;
    const c10::TypePtr type = value.toList().elementType();
    const auto is_tensor_type = [](const c10::Type& t) { return t.kind() == c10::TypeKind::TensorType; };
    return is_tensor_type(*type) ||
           (type->kind() == c10::TypeKind::OptionalType && is_tensor_type(*type->containedType(0)));
}

/// The axis of the steps, for an operator that runs a recurrent layer over a whole (batched) sequence; -1 for
/// others.
std::int64_t sequence_axis(const jit::Node& node, const std::vector<c10::IValue>& arguments) {
    const std::string name = operator_name(node);
    if (name != "aten::lstm" && name != "aten::gru" && name != "aten::rnn_tanh" && name != "aten::rnn_relu")
        return -1;
    const c10::optional<int> batch_first = node.maybeSchema()->argumentIndexWithName("batch_first");
    if (!batch_first || !arguments[0].isTensor() || arguments[0].toTensor().dim() != 3) return -1;
    return arguments[static_cast<std::size_t>(*batch_first)].toBool() ? 1 : 0;
}

/// The tensor, or the tensors of the list, without their numbers.
c10::IValue without_numbers(const c10::IValue& value) {
    if (value.isTensor() && value.toTensor().defined()) {
        const at::Tensor& tensor = value.toTensor();
        return c10::IValue(at::empty_strided(tensor.sizes(), tensor.strides(),
                                             at::TensorOptions(c10::kMeta).dtype(tensor.scalar_type())));
    }
    if (!value.isTensorList()) return value;
    c10::List<at::Tensor> list;
    for (const at::Tensor& tensor : value.toTensorVector())
        list.push_back(without_numbers(c10::IValue(tensor)).toTensor());
    return c10::IValue(std::move(list));
}

/// What the operator gives, zeros for its numbers: one step of a large layer reads all of its weights, which
/// takes as long as copying them. Empty when LibTorch does not tell shapes without computing.
std::vector<c10::IValue> shapes_only(const jit::Node& node, const std::vector<c10::IValue>& arguments) {
    std::vector<c10::IValue> stack;
    for (const c10::IValue& argument : arguments) stack.push_back(without_numbers(argument));
    try {
        jit::Operation operation = node.getOperation();
        operation(stack);
    } catch (const std::exception&) {
        return {};
    }
    if (stack.size() != node.outputs().size()) return {};
    for (c10::IValue& result : stack) {
        if (!result.isTensor() || !result.toTensor().defined()) return {};
        const at::Tensor& shape = result.toTensor();
        result = at::zeros(shape.sizes(), at::TensorOptions(c10::kCPU).dtype(shape.scalar_type()));
    }
    return stack;
}

}  // namespace

std::vector<c10::IValue> Evaluator::example_results(const Node& node, const Frame& frame,
                                                    std::vector<c10::IValue> stack) const {
    // Every step of a recurrent layer gives the same shapes: one is enough, and twenty of a large layer take
    // a second.
    const std::int64_t axis = sequence_axis(node, stack);
    if (axis < 0 || stack[0].toTensor().size(axis) < 2) return execute(node, frame, std::move(stack));
    const std::int64_t steps = stack[0].toTensor().size(axis);
    stack[0] = stack[0].toTensor().narrow(axis, 0, 1);
    std::vector<c10::IValue> results = shapes_only(node, stack);
    if (results.empty()) results = execute(node, frame, std::move(stack));
    results[0] = results[0].toTensor().repeat_interleave(steps, axis);
    return results;
}

bool Evaluator::emit_arguments(const Node& node, const std::vector<Abstract>& inputs,
                               GraphRecord::Node& record, Frame& frame) {
    const c10::FunctionSchema& schema = *node.maybeSchema();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        GraphRecord::Argument argument;
        argument.name =
            i < schema.arguments().size() ? schema.arguments()[i].name() : fmt::format("argument_{}", i);
        const auto capture = [&](const c10::IValue& value) {
            if (value.isTensor()) graph_.capture(value.toTensor());
            return GraphRecord::representable(value);
        };
        bool good = true;
        if (const auto* tensor = std::get_if<std::shared_ptr<TensorValue>>(&inputs[i])) {
            argument.value = (*tensor)->value;
        } else if (const c10::optional<c10::IValue> value = known(inputs[i]);
                   value && !is_tensor_list(*value)) {
            good = capture(*value);
            argument.value = *value;
        } else {
            argument.is_list = true;
            const auto add = [&](const Abstract& item) {
                if (const auto* part = std::get_if<std::shared_ptr<TensorValue>>(&item)) {
                    argument.list.emplace_back((*part)->value);
                    return;
                }
                const auto* constant = std::get_if<c10::IValue>(&item);
                const bool none = constant != nullptr && constant->isNone();
                good = good && constant != nullptr && (none || (constant->isTensor() && capture(*constant)));
                if (none) argument.list.emplace_back(GraphRecord::Constant{});
                if (good && !none) argument.list.emplace_back(graph_.capture(constant->toTensor()));
            };
            if (const auto* sequence = std::get_if<std::shared_ptr<Sequence>>(&inputs[i])) {
                for (const Abstract& item : (*sequence)->items) add(item);
            } else {
                const c10::impl::GenericList list = value->toList();
                for (std::size_t k = 0; k < list.size(); ++k) add(list.get(k));
            }
        }
        if (!good) {
            refuse(node, frame,
                   "its argument '" + argument.name + "' is of a kind that cannot be imported (" +
                       kind_name(inputs[i]) + ")");
            return false;
        }
        record.arguments.push_back(std::move(argument));
    }
    return true;
}

Abstract Evaluator::result(const c10::IValue& value, const Node& node, const std::string& name,
                           GraphRecord::Node& record) {
    if (value.isTensor() && value.toTensor().defined()) {
        if (lies_in_written_memory(value)) return view_of(value.toTensor());
        auto tensor = std::make_shared<TensorValue>();
        tensor->example = value.toTensor();
        tensor->value = graph_.add_value(name, tensor->example);
        record.outputs.push_back(tensor->value);
        add_view(tensor);
        return tensor;
    }
    if (value.isList()) {
        auto list = std::make_shared<Sequence>();
        const c10::impl::GenericList items = value.toList();
        list->type = c10::ListType::create(items.elementType());
        for (std::size_t i = 0; i < items.size(); ++i) {
            list->items.push_back(result(items.get(i), node, fmt::format("{}.{}", name, i), record));
        }
        return list;
    }
    throw Error(FailureKind::unsupported, operator_name(node) + " gives a result that is no tensor");
}

bool Evaluator::lies_in_written_memory(const c10::IValue& value) const {
    if (value.isTensor()) {
        const Memory* memory = find_memory(value.toTensor());
        return memory != nullptr && memory->generation() > 0;
    }
    if (!value.isTensorList()) return false;
    const std::vector<at::Tensor> list = value.toTensorVector();
    return !list.empty() && std::all_of(list.begin(), list.end(), [&](const at::Tensor& tensor) {
        return lies_in_written_memory(c10::IValue(tensor));
    });
}

/// Views of a memory that is written: what they are is looked up when they are read.
Abstract Evaluator::view_result(const c10::IValue& value) {
    if (value.isTensor()) return view_of(value.toTensor());
    auto list = std::make_shared<Sequence>();
    list->type = value.type();
    for (const at::Tensor& tensor : value.toTensorVector()) list->items.emplace_back(view_of(tensor));
    return list;
}

void Evaluator::emit(const Node& node, Frame& frame, std::vector<Abstract> inputs) {
    std::vector<c10::IValue> examples;
    for (const Abstract& input : inputs) examples.push_back(*example(input));
    const std::vector<c10::IValue> results = example_results(node, frame, std::move(examples));
    if (refuse_types(node, frame, results)) return;
    if (std::all_of(results.begin(), results.end(),
                    [&](const c10::IValue& value) { return lies_in_written_memory(value); })) {
        for (std::size_t i = 0; i < results.size(); ++i)
            set(node.outputs()[i], frame, view_result(results[i]));
        return;
    }
    // What gives back the very tensor that it was given (dropout in evaluation, contiguous, detach, to the
    // same type, a view of the same shape) computes nothing.
    if (results.size() == 1 && results[0].isTensor() && results[0].toTensor().defined()) {
        if (const std::shared_ptr<TensorValue> same = same_view(results[0].toTensor())) {
            set(node.output(), frame, same);
            return;
        }
    }
    GraphRecord::Node record;
    record.op = operator_name(node);
    record.source = find_source(node.sourceRange(), frame.site);
    bool all_known = true;
    for (Abstract& input : inputs) {
        input = fresh(input, record.source);
        if (const auto* unknown = std::get_if<std::shared_ptr<Unknown>>(&input)) {
            refuse(node, frame, (*unknown)->origin.reason);
            return;
        }
        all_known = all_known && known(input);
    }
    if (all_known) {
        std::vector<c10::IValue> values;
        for (const Abstract& input : inputs) values.push_back(*known(input));
        run_known(node, frame, std::move(values), false);
        return;
    }
    if (!emit_arguments(node, inputs, record, frame)) return;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const jit::Value* output = node.outputs()[i];
        const Abstract made = result(results[i], node, output->debugName(), record);
        name_after(*output, made, frame);
        set(output, frame, made);
    }
    if (!record.outputs.empty()) graph_.add_node(std::move(record));
}

std::vector<Evaluator::Output> Evaluator::flatten_outputs(const Abstract& result) {
    std::vector<Output> outputs;
    const auto add_known = [&](const c10::IValue& value, const std::string& name) {
        // After a refusal an output may be constant only because the write into it was refused.
        if (value.isNone() || !failures.empty()) return;
        if (value.isTensor() && value.toTensor().defined() && GraphRecord::representable(value)) {
            const std::string label = name.empty() ? "constant" : name;
            outputs.push_back({graph_.add_constant(label, value.toTensor(), {}), label});
            graph_.notes.push_back(
                fmt::format("output {} ('{}') is the same for every input", outputs.size() - 1, label));
            return;
        }
        fail({"prim::Return", "", "",
              "returns a value that is no tensor (" + value.tagKind() +
                  "): return tensors that are computed from the inputs only"});
    };
    const std::function<void(const Abstract&, const std::string&)> add = [&](const Abstract& part,
                                                                             const std::string& name) {
        const Abstract value = fresh(part, {});
        if (const auto* tensor = std::get_if<std::shared_ptr<TensorValue>>(&value)) {
            outputs.push_back({(*tensor)->value, name});
        } else if (const auto* sequence = std::get_if<std::shared_ptr<Sequence>>(&value)) {
            const Sequence& parts = **sequence;
            for (std::size_t i = 0; i < parts.items.size(); ++i) {
                const bool keyed = i < parts.keys.size() && parts.keys[i].isString();
                const std::string key = keyed ? parts.keys[i].toStringRef() : std::to_string(i);
                // Positions tell nothing that the values' own names don't; keys do.
                const bool speaks = keyed || !name.empty();
                add(parts.items[i], !speaks ? "" : name.empty() ? key : name + "." + key);
            }
        } else if (const auto* unknown = std::get_if<std::shared_ptr<Unknown>>(&value)) {
            if (!(*unknown)->reported) fail((*unknown)->origin);
            (*unknown)->reported = true;
        } else {
            const c10::IValue& constant = std::get<c10::IValue>(value);
            const Abstract unfolded = constant.isTuple() || constant.isList() || constant.isGenericDict()
                                          ? attribute_value(constant)
                                          : value;
            if (std::holds_alternative<std::shared_ptr<Sequence>>(unfolded)) {
                add(unfolded, name);
            } else {
                add_known(constant, name);
            }
        }
    };
    add(result, "");
    return outputs;
}

}  // namespace lockstep::torch_import
