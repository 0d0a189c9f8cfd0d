#include <fmt/format.h>

#include <algorithm>

#include "core/import/torch_evaluator.h"

/// Operators on data become nodes of the graph; writes in place become new values.
namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

bool writes(const c10::Argument& argument) {
    return argument.alias_info() != nullptr && argument.alias_info()->isWrite();
}

bool same_geometry(const at::Tensor& a, const at::Tensor& b) {
    return a.is_same(b) || (a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() &&
                            a.strides() == b.strides() && a.storage_offset() == b.storage_offset() &&
                            a.storage().unsafeGetStorageImpl() == b.storage().unsafeGetStorageImpl());
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

}  // namespace

std::shared_ptr<TensorValue> Evaluator::same_view(const at::Tensor& tensor) {
    if (!tensor.has_storage()) return nullptr;
    const auto found = views_.find(tensor.storage().unsafeGetStorageImpl());
    if (found == views_.end()) return nullptr;
    for (const std::weak_ptr<TensorValue>& weak : found->second) {
        const std::shared_ptr<TensorValue> view = weak.lock();
        if (view && same_geometry(view->example, tensor)) return view;
    }
    return nullptr;
}

void Evaluator::add_view(const std::shared_ptr<TensorValue>& tensor) {
    views_[tensor->example.storage().unsafeGetStorageImpl()].push_back(tensor);
    kept_examples_.push_back(tensor->example);
}

std::vector<c10::IValue> Evaluator::example_results(const Node& node, const Frame& frame,
                                                    std::vector<c10::IValue> stack) const {
    // Every step of a recurrent layer gives the same shapes: one is enough, and twenty of a large layer take
    // a second.
    const std::int64_t axis = sequence_axis(node, stack);
    if (axis < 0 || stack[0].toTensor().size(axis) < 2) return execute(node, frame, std::move(stack));
    const std::int64_t steps = stack[0].toTensor().size(axis);
    stack[0] = stack[0].toTensor().narrow(axis, 0, 1);
    std::vector<c10::IValue> results = execute(node, frame, std::move(stack));
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
            if (value.isTensor()) record.constants.push_back(GraphRecord::capture(value.toTensor()));
            return GraphRecord::representable(value);
        };
        bool good = true;
        if (const auto* tensor = std::get_if<std::shared_ptr<TensorValue>>(&inputs[i])) {
            argument.value = (*tensor)->value;
        } else if (const c10::optional<c10::IValue> value = known(inputs[i]);
                   value && !value->isTensorList() && !value->isOptionalTensorList()) {
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
                if (good && !none) argument.list.emplace_back(GraphRecord::capture(constant->toTensor()));
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

void Evaluator::emit(const Node& node, Frame& frame, const std::vector<Abstract>& inputs) {
    std::vector<c10::IValue> examples;
    for (const Abstract& input : inputs) examples.push_back(*example(input));
    const std::vector<c10::IValue> results = example_results(node, frame, std::move(examples));
    // What gives back the very tensor that it was given (dropout in evaluation, contiguous, detach, to the
    // same type, a view of the same shape) computes nothing.
    if (results.size() == 1 && results[0].isTensor() && results[0].toTensor().defined()) {
        if (const std::shared_ptr<TensorValue> same = same_view(results[0].toTensor());
            same && !same->stale) {
            set(node.output(), frame, same);
            return;
        }
    }
    GraphRecord::Node record;
    record.op = operator_name(node);
    record.source = find_source(node.sourceRange(), frame.site);
    if (!emit_arguments(node, inputs, record, frame)) return;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const jit::Value* output = node.outputs()[i];
        set(output, frame, result(results[i], node, output->debugName(), record));
    }
    graph_.add_node(std::move(record));
}

void Evaluator::emit_write(const Node& node, Frame& frame, const std::vector<Abstract>& inputs) {
    const c10::FunctionSchema& schema = *node.maybeSchema();
    const std::string name = operator_name(node);
    const auto written = std::count_if(schema.arguments().begin(), schema.arguments().end(), writes);
    const auto* target = std::get_if<std::shared_ptr<TensorValue>>(&inputs[0]);
    if (written != 1 || !writes(schema.arguments()[0]) || name.back() != '_' || node.outputs().size() > 1) {
        refuse(node, frame,
               "writes its result into a tensor that exists already: use the form that returns a new tensor");
        return;
    }
    if (target == nullptr) {
        refuse(
            node, frame,
            "writes input data into a constant tensor in place: use torch.cat, torch.stack or torch.where");
        return;
    }
    const std::shared_ptr<TensorValue> self = *target;
    const std::string pure = name.substr(0, name.size() - 1);
    const auto* source = inputs.size() > 1 ? std::get_if<std::shared_ptr<TensorValue>>(&inputs[1]) : nullptr;
    const bool copies = name == "aten::copy_";
    const bool plain_copy = copies && source != nullptr &&
                            (*source)->example.sizes() == self->example.sizes() &&
                            (*source)->example.scalar_type() == self->example.scalar_type();
    if ((copies && !plain_copy) ||
        (!copies && jit::getAllOperatorsFor(c10::Symbol::fromQualString(pure)).empty())) {
        refuse(node, frame,
               "writes in place in a way that has no form without writing: use torch.cat, torch.stack or "
               "torch.where");
        return;
    }
    GraphRecord::Node record;
    record.op = pure;
    record.source = find_source(node.sourceRange(), frame.site);
    if (!emit_arguments(node, inputs, record, frame)) return;
    std::vector<c10::IValue> examples;
    for (const Abstract& input : inputs) examples.push_back(*example(input));
    execute(node, frame, std::move(examples));
    // Other views of this memory see the write, but the graph's values for them don't.
    const FailureNode place =
        describe(node, frame,
                 "writes through a view (x[i] = y), and the whole is read afterwards: build it with "
                 "torch.cat or torch.stack instead");
    for (const std::weak_ptr<TensorValue>& weak : views_[self->example.storage().unsafeGetStorageImpl()]) {
        if (const std::shared_ptr<TensorValue> view = weak.lock(); view && view != self) view->stale = place;
    }
    if (copies) {
        self->value = (*source)->value;
    } else {
        self->value =
            graph_.add_value(node.outputs().empty() ? pure : node.output()->debugName(), self->example);
        record.outputs.push_back(self->value);
        graph_.add_node(std::move(record));
    }
    if (!node.outputs().empty()) set(node.output(), frame, self);
}

std::vector<std::uint32_t> Evaluator::flatten_outputs(const Abstract& result) {
    std::vector<std::uint32_t> outputs;
    const auto add_known = [this](const c10::IValue& value) {
        // After a refusal an output may be constant only because the write into it was refused.
        if (value.isNone() || !failures.empty()) return;
        failures.push_back({"prim::Return", "", "",
                            "returns a value that does not depend on the input data (" + value.tagKind() +
                                "): return tensors that are computed from the inputs only"});
    };
    const std::function<void(const Abstract&)> add = [&](const Abstract& value) {
        if (const auto* tensor = std::get_if<std::shared_ptr<TensorValue>>(&value)) {
            if ((*tensor)->stale) report_stale(**tensor);
            outputs.push_back((*tensor)->value);
        } else if (const auto* sequence = std::get_if<std::shared_ptr<Sequence>>(&value)) {
            for (const Abstract& item : (*sequence)->items) add(item);
        } else if (const auto* unknown = std::get_if<std::shared_ptr<Unknown>>(&value)) {
            if (!(*unknown)->reported) failures.push_back((*unknown)->origin);
            (*unknown)->reported = true;
        } else {
            add_known(std::get<c10::IValue>(value));
        }
    };
    add(result);
    return outputs;
}

}  // namespace lockstep::torch_import
