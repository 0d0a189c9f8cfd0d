#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/import/torch_evaluator.h"
#include "core/import/torch_parts.h"

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

/// The list of aten::index with the positions that known masks hold in place of the masks.
Abstract with_positions(const Abstract& indices) {
    const c10::optional<c10::IValue> list = known(indices);
    if (!list || !list->isList()) return indices;
    c10::List<c10::optional<at::Tensor>> positions;
    const c10::impl::GenericList items = list->toList();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const c10::IValue item = items.get(i);
        if (!item.isTensor() || !item.toTensor().defined()) {
            positions.push_back(c10::nullopt);
            continue;
        }
        const at::Tensor index = item.toTensor();
        if (index.scalar_type() != at::kBool && index.scalar_type() != at::kByte) {
            positions.push_back(index);
            continue;
        }
        const at::Tensor places = index.nonzero();
        for (std::int64_t axis = 0; axis < index.dim(); ++axis) positions.push_back(places.select(1, axis));
    }
    return c10::IValue(positions);
}

/// Whether all arguments but `like` are known.
bool known_but_for(const std::vector<Abstract>& inputs, std::size_t like) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (i != like && !known(inputs[i])) return false;
    }
    return like < inputs.size() && is_tensor(inputs[like]);
}

/// Whether an operator that takes elements by their positions gets them from data that are no whole numbers,
/// as an input is by default: LibTorch would not run it.
bool looks_up_by_data(const std::string& name, const std::vector<Abstract>& inputs) {
    constexpr std::array<LikeOperator, 8> lookups = {{{"aten::embedding", 1},
                                                      {"aten::embedding_bag", 1},
                                                      {"aten::index", 1},
                                                      {"aten::index_select", 2},
                                                      {"aten::gather", 2},
                                                      {"aten::take", 1},
                                                      {"aten::take_along_dim", 1},
                                                      {"aten::one_hot", 0}}};
    for (const LikeOperator& lookup : lookups) {
        if (lookup.name != name || lookup.like >= inputs.size() || known(inputs[lookup.like])) continue;
        bool positions = false;
        visit_parts(
            inputs[lookup.like],
            [&](const std::shared_ptr<TensorValue>& tensor) {
                const at::ScalarType type = tensor->example.scalar_type();
                positions = positions || !at::isIntegralType(type, true);
            },
            [](const std::shared_ptr<Unknown>&) {});
        if (positions) return true;
    }
    return false;
}

constexpr const char* quantised = "is a quantised operator: save the model before quantising it";
constexpr std::int64_t base_limit = 1 << 26;  ///< elements of known tensors that are kept as they were made

}  // namespace

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

bool Evaluator::refuse_types(const Node& node, Frame& frame, const std::vector<c10::IValue>& values) {
    c10::optional<at::ScalarType> other;
    for (const c10::IValue& value : values) {
        value.visit([&](const c10::IValue& part) {
            if (part.isTensor() && part.toTensor().defined() && !is_plain_type(part.toTensor().scalar_type()))
                other = part.toTensor().scalar_type();
            return part.isObject();
        });
    }
    if (!other) return false;
    const std::string type = dtype_name(*other);
    refuse(node, frame,
           at::isComplexType(*other)
               ? "computes with complex numbers (" + type +
                     "): compute real and imaginary parts apart, a Fourier transform for instance as a "
                     "product with constant cosines and sines"
               : "computes with quantised numbers (" + type + "): save the model before quantising it");
    return true;
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
               name.rfind("quantized", 0) == 0 ? quantised
               : name.rfind("prepacked", 0) == 0
                   ? "is a form that optimize_for_mobile packed for phones: save the module itself, "
                     "torch.jit.script(model.eval()).save(path)"
                   : "belongs to a PyTorch extension, not to plain PyTorch: write it with plain operators");
        return;
    }
    if (name == "aten::save" || name == "aten::from_file") {
        refuse(node, frame,
               "reads or writes a file, which a model has no reason to do: do not trust this file");
        return;
    }
    if (name.find("quantized") != std::string::npos) {
        refuse(node, frame, quantised);
        return;
    }
    std::vector<Abstract> inputs = get_inputs(node, frame);
    if (name == "aten::index" && inputs.size() == 2) inputs[1] = with_positions(inputs[1]);
    if (looks_up_by_data(name, inputs)) {
        refuse(node, frame,
               "looks up by positions that come with the input data, which the accelerators cannot: look up "
               "before the model and give it what was found, or multiply one-hot vectors with the table (a "
               "Linear)");
        return;
    }
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
    if (jit::Function* parts = parts_of(name); parts != nullptr && !all_known) {
        const Abstract result = call(*parts, inputs, &frame, &node);
        // Of operands that do not fit it, a cell makes no tuple but something unknown.
        const auto* tuple = std::get_if<std::shared_ptr<Sequence>>(&result);
        for (std::size_t i = 0; i < node.outputs().size(); ++i)
            set(node.outputs()[i], frame, tuple != nullptr ? (*tuple)->items.at(i) : result);
        return;
    }
    if (const std::string reason = refusal(node, inputs); !reason.empty()) {
        refuse(node, frame, reason);
        return;
    }
    if (!all_known && refuse_types(node, frame, examples)) return;
    bool written = false;
    for (std::size_t i = 0; i < schema->arguments().size() && i < inputs.size(); ++i) {
        if (!writes(schema->arguments()[i])) continue;
        written = true;
        if (std::holds_alternative<std::shared_ptr<Sequence>>(inputs[i])) {
            refuse(node, frame, "changes a list of tensors in a way that is not supported");
            return;
        }
        if (all_known && is_protected(examples[i]))
            examples[i] = c10::IValue(own_copy(examples[i].toTensor()));
        if (all_known && examples[i].isTensor() && examples[i].toTensor().has_storage())
            graph_.keep_constants(examples[i].toTensor().storage().unsafeGetStorageImpl());
    }
    if (all_known) {
        run_known(node, frame, std::move(examples), name == "aten::empty" || name == "aten::empty_strided");
        return;
    }
    if (written) {
        emit_write(node, frame, inputs);
        return;
    }
    const bool dynamic_shape =
        has_tag(node, at::Tag::dynamic_output_shape) && (name != "aten::index" || has_mask(examples));
    for (const jit::Value* output : node.outputs()) {
        const bool tensors = is_tensor_type(output->type()) || is_tensor_list_type(output->type());
        if (tensors && !dynamic_shape) continue;
        // Parts of a tensor that was filled by and by may be known.
        std::vector<c10::IValue> values;
        for (const Abstract& input : inputs) {
            const c10::optional<c10::IValue> value =
                known(fresh(input, find_source(node.sourceRange(), frame.site)));
            if (value) values.push_back(*value);
        }
        if (values.size() == inputs.size()) {
            run_known(node, frame, std::move(values), false);
            return;
        }
        if (tensors) {
            refuse(node, frame, "the shape of its result depends on the input data");
            return;
        }
        set_unknown(
            node, frame,
            describe(
                node, frame,
                "turns input data into a value that is known only when the model runs: keep it in tensors"),
            false);
        return;
    }
    emit(node, frame, inputs);
}

void Evaluator::run_known(const Node& node, Frame& frame, std::vector<c10::IValue> stack, bool erase) {
    std::vector<c10::IValue> results = execute(node, frame, std::move(stack));
    for (std::size_t i = 0; i < results.size(); ++i) {
        // Memory that was never written holds anything; zeros make the import repeatable.
        if (erase && results[i].isTensor()) results[i].toTensor().zero_();
        remember(results[i]);
        if (results[i].isTensor() && results[i].toTensor().defined() && results[i].toTensor().has_storage() &&
            kept_elements_ + results[i].toTensor().numel() <= base_limit) {
            const at::Tensor& made = results[i].toTensor();
            const auto room = static_cast<std::int64_t>(made.storage().nbytes()) / made.element_size();
            const bool whole = made.numel() == room && made.is_non_overlapping_and_dense();
            if (whole && bases_.emplace(made.storage().unsafeGetStorageImpl(), made).second)
                kept_elements_ += made.numel();
        }
        set(node.outputs()[i], frame, std::move(results[i]));
    }
}

}  // namespace lockstep::torch_import
