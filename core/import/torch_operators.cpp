#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/import/torch_evaluator.h"

namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

/// Operators that look at the shape and type of a tensor only: their result is known.
constexpr std::array<std::string_view, 22> metadata_operators = {
    "aten::size",          "aten::dim",
    "aten::len",           "aten::numel",
    "aten::stride",        "aten::is_contiguous",
    "prim::dtype",         "prim::device",
    "prim::layout",        "prim::is_cuda",
    "prim::shape",         "prim::is_nested",
    "prim::is_sparse",     "prim::is_quantized",
    "prim::requires_grad", "aten::is_floating_point",
    "aten::is_complex",    "aten::element_size",
    "aten::get_device",    "aten::is_same_size",
    "aten::sym_size",      "aten::_shape_as_tensor"};

/// Operators of which one argument lends its shape or type only.
struct LikeOperator {
    std::string_view name;
    std::size_t like;  ///< index of that argument
};
constexpr std::array<LikeOperator, 14> like_operators = {{{"aten::zeros_like", 0},
                                                          {"aten::ones_like", 0},
                                                          {"aten::full_like", 0},
                                                          {"aten::empty_like", 0},
                                                          {"aten::new_zeros", 0},
                                                          {"aten::new_ones", 0},
                                                          {"aten::new_full", 0},
                                                          {"aten::new_empty", 0},
                                                          {"aten::expand_as", 1},
                                                          {"aten::type_as", 1},
                                                          {"aten::view_as", 1},
                                                          {"aten::reshape_as", 1},
                                                          {"aten::to", 1},
                                                          {"aten::scalar_tensor", 0}}};

bool is_tensor_type(const c10::TypePtr& type) {
    return type->isSubtypeOf(*c10::TensorType::get());
}

bool is_tensor_list_type(const c10::TypePtr& type) {
    return type->kind() == c10::TypeKind::ListType && is_tensor_type(type->containedType(0));
}

bool has_tag(const jit::Node& node, at::Tag tag) {
    const jit::Operator* op = node.maybeOperator();
    if (op == nullptr) return false;
    const c10::ArrayRef<at::Tag> tags = op->getTags();
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

bool writes(const c10::Argument& argument) {
    return argument.alias_info() != nullptr && argument.alias_info()->isWrite();
}

/// Whether a list among the arguments of aten::index holds truth values, whose count decides the shape of the
/// result.
bool has_mask(const std::vector<c10::IValue>& arguments) {
    for (const c10::IValue& argument : arguments) {
        if (!argument.isList()) continue;
        const c10::impl::GenericList list = argument.toList();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const c10::IValue item = list.get(i);
            if (!item.isTensor() || !item.toTensor().defined()) continue;
            const at::ScalarType type = item.toTensor().scalar_type();
            if (type == at::kBool || type == at::kByte) return true;
        }
    }
    return false;
}

bool same_geometry(const at::Tensor& a, const at::Tensor& b) {
    return a.is_same(b) || (a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() &&
                            a.strides() == b.strides() && a.storage_offset() == b.storage_offset() &&
                            a.storage().unsafeGetStorageImpl() == b.storage().unsafeGetStorageImpl());
}

/// Whether all arguments but `like` are known.
bool known_but_for(const std::vector<Abstract>& inputs, std::size_t like) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (i != like && !known(inputs[i])) return false;
    }
    return like < inputs.size() && is_tensor(inputs[like]);
}

constexpr const char* state_reason =
    "writes into a tensor of the module, which keeps state from one call to the next: pass the state as an "
    "input and "
    "return it as an output";

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

std::vector<c10::IValue> Evaluator::execute(const Node& node, const Frame& frame,
                                            std::vector<c10::IValue> stack) const {
    try {
        // The interpreter tells operators of any number of arguments how many there are.
        if (node.maybeSchema()->is_vararg()) stack.emplace_back(static_cast<std::int64_t>(stack.size()));
        jit::Operation operation = node.getOperation();
        operation(stack);
    } catch (const std::exception& error) {
        const auto* torch_error = dynamic_cast<const c10::Error*>(&error);
        const std::string text =
            torch_error != nullptr ? torch_error->what_without_backtrace() : error.what();
        const FailureNode place = describe(node, frame, first_line(text));
        throw Error(
            {.kind = FailureKind::bad_shape,
             .message = fmt::format("the model does not accept inputs of this shape: {}: {}{}", place.op,
                                    place.reason, place.source.empty() ? "" : " (" + place.source + ")"),
             .advice = "Give the shape that the model was written for with --input-shape.",
             .details = text,
             .nodes = {place}});
    }
    if (stack.size() != node.outputs().size()) {
        throw Error(FailureKind::internal,
                    "importer: " + operator_name(node) + " left another number of results");
    }
    return stack;
}

std::string Evaluator::refusal(const Node& node, const std::vector<Abstract>& inputs) const {
    const c10::FunctionSchema& schema = *node.maybeSchema();
    const std::string name = operator_name(node);
    bool evaluation = false;
    for (std::size_t i = 0; i < schema.arguments().size() && i < inputs.size(); ++i) {
        const std::string& argument = schema.arguments()[i].name();
        if (argument != "train" && argument != "training") continue;
        const c10::optional<c10::IValue> value = known(inputs[i]);
        if (value && value->isBool() && !value->toBool()) evaluation = true;
        const bool recurrent = schema.argumentIndexWithName("has_biases").has_value();
        const c10::optional<c10::IValue> dropout =
            recurrent ? known(inputs[static_cast<std::size_t>(*schema.argumentIndexWithName("dropout"))])
                      : c10::nullopt;
        if (dropout && dropout->isDouble() && dropout->toDouble() == 0.0) evaluation = true;
        if (!evaluation)
            return "was traced in training mode, so its result is random: trace model.eval() instead";
    }
    if (!evaluation && (node.isNondeterministic() || has_tag(node, at::Tag::nondeterministic_seeded))) {
        return "gives random numbers";
    }
    return {};
}

void Evaluator::run_operator(const Node& node, Frame& frame) {
    const c10::FunctionSchema* schema = node.maybeSchema();
    const std::string name = operator_name(node);
    const bool ours = node.kind().is_aten() || node.kind().is_prim();
    if (schema == nullptr || node.maybeOperator() == nullptr) {
        refuse(node, frame, "is a construct of TorchScript that cannot be imported");
        return;
    }
    if (!ours) {
        refuse(node, frame,
               name.rfind("quantized", 0) == 0
                   ? "is a quantised operator: save the model before quantising it"
                   : "belongs to a PyTorch extension or a prepacked form, not to plain PyTorch");
        return;
    }
    if (name == "aten::save" || name == "aten::from_file") {
        refuse(node, frame,
               "reads or writes a file, which a model has no reason to do: do not trust this file");
        return;
    }
    const std::vector<Abstract> inputs = get_inputs(node, frame);
    std::vector<c10::IValue> examples;
    bool all_known = true;
    for (const Abstract& input : inputs) {
        all_known = all_known && known(input);
        examples.push_back(*example(input));
    }
    if (std::find(metadata_operators.begin(), metadata_operators.end(), name) != metadata_operators.end()) {
        run_known(node, frame, std::move(examples), false);
        return;
    }
    for (const LikeOperator& like : like_operators) {
        if (like.name == name && !all_known && known_but_for(inputs, like.like)) {
            run_known(node, frame, std::move(examples), name.find("empty") != std::string::npos);
            return;
        }
    }
    if (const std::string reason = refusal(node, inputs); !reason.empty()) {
        refuse(node, frame, reason);
        return;
    }
    bool written = false;
    for (std::size_t i = 0; i < schema->arguments().size() && i < inputs.size(); ++i) {
        if (!writes(schema->arguments()[i])) continue;
        written = true;
        const auto* list = std::get_if<std::shared_ptr<Sequence>>(&inputs[i]);
        if (list != nullptr && !(*list)->attribute) {
            refuse(node, frame, "changes a list of tensors in a way that is not supported");
            return;
        }
        if (list != nullptr || is_protected(examples[i])) {
            refuse(node, frame, state_reason);
            return;
        }
    }
    if (all_known) {
        run_known(node, frame, std::move(examples), name == "aten::empty" || name == "aten::empty_strided");
        return;
    }
    for (const jit::Value* output : node.outputs()) {
        if (is_tensor_type(output->type()) || is_tensor_list_type(output->type())) continue;
        set_unknown(
            node, frame,
            describe(
                node, frame,
                "turns input data into a value that is known only when the model runs: keep it in tensors"),
            false);
        return;
    }
    if (has_tag(node, at::Tag::dynamic_output_shape) && (name != "aten::index" || has_mask(examples))) {
        refuse(node, frame, "the shape of its result depends on the input data");
        return;
    }
    if (written) {
        emit_write(node, frame, inputs);
    } else {
        emit(node, frame, inputs);
    }
}

void Evaluator::run_known(const Node& node, Frame& frame, std::vector<c10::IValue> stack, bool erase) {
    std::vector<c10::IValue> results = execute(node, frame, std::move(stack));
    for (std::size_t i = 0; i < results.size(); ++i) {
        // Memory that was never written holds anything; zeros make the import repeatable.
        if (erase && results[i].isTensor()) results[i].toTensor().zero_();
        set(node.outputs()[i], frame, std::move(results[i]));
    }
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
    const std::vector<c10::IValue> results = execute(node, frame, std::move(examples));
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
