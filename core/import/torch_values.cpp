#include "core/import/torch_values.h"

#include <algorithm>

#include "core/support/overloaded.h"

namespace lockstep::torch_import {
namespace {

c10::optional<c10::IValue> resolve(const Abstract& value, bool with_examples);

c10::optional<c10::IValue> resolve(const Sequence& sequence, bool with_examples) {
    std::vector<c10::IValue> items;
    for (const Abstract& item : sequence.items) {
        c10::optional<c10::IValue> resolved = resolve(item, with_examples);
        if (!resolved) return c10::nullopt;
        items.push_back(std::move(*resolved));
    }
    switch (sequence.kind) {
        case Sequence::Kind::tuple:
            return c10::IValue(c10::ivalue::Tuple::create(std::move(items)));
        case Sequence::Kind::list: {
            c10::impl::GenericList list(sequence.type->containedType(0));
            for (c10::IValue& item : items) list.push_back(std::move(item));
            return c10::IValue(std::move(list));
        }
        case Sequence::Kind::dict: {
            c10::impl::GenericDict dict(sequence.type->containedType(0), sequence.type->containedType(1));
            for (std::size_t i = 0; i < items.size(); ++i) dict.insert_or_assign(sequence.keys[i], items[i]);
            return c10::IValue(std::move(dict));
        }
    }
    return c10::nullopt;
}

c10::optional<c10::IValue> resolve(const Abstract& value, bool with_examples) {
    using Result = c10::optional<c10::IValue>;
    return std::visit(
        Overloaded{[](const c10::IValue& v) -> Result { return v; },
                   [&](const std::shared_ptr<TensorValue>& t) -> Result {
                       if (!with_examples) return c10::nullopt;
                       return c10::IValue(t->example);
                   },
                   [&](const std::shared_ptr<Sequence>& s) -> Result { return resolve(*s, with_examples); },
                   [](const std::shared_ptr<Unknown>&) -> Result { return c10::nullopt; }},
        value);
}

}  // namespace

c10::optional<c10::IValue> known(const Abstract& value) {
    return resolve(value, false);
}

c10::optional<c10::IValue> example(const Abstract& value) {
    return resolve(value, true);
}

void visit_parts(const Abstract& value,
                 const std::function<void(const std::shared_ptr<TensorValue>&)>& tensor,
                 const std::function<void(const std::shared_ptr<Unknown>&)>& unknown) {
    std::visit(
        Overloaded{[](const c10::IValue&) {}, [&](const std::shared_ptr<TensorValue>& t) { tensor(t); },
                   [&](const std::shared_ptr<Sequence>& s) {
                       for (const Abstract& item : s->items) visit_parts(item, tensor, unknown);
                   },
                   [&](const std::shared_ptr<Unknown>& u) { unknown(u); }},
        value);
}

bool is_tensor(const Abstract& value) {
    if (std::holds_alternative<std::shared_ptr<TensorValue>>(value)) return true;
    const auto* ivalue = std::get_if<c10::IValue>(&value);
    return ivalue != nullptr && ivalue->isTensor();
}

std::string kind_name(const Abstract& value) {
    return std::visit(
        Overloaded{[](const c10::IValue& v) { return v.tagKind(); },
                   [](const std::shared_ptr<TensorValue>&) { return std::string("Tensor"); },
                   [](const std::shared_ptr<Sequence>& s) { return s->type ? s->type->str() : "tuple"; },
                   [](const std::shared_ptr<Unknown>&) { return std::string("unknown"); }},
        value);
}

nlohmann::json to_json(const Failure& failure) {
    nlohmann::json nodes = nlohmann::json::array();
    for (const FailureNode& node : failure.nodes) {
        nodes.push_back(
            {{"op", node.op}, {"module", node.module}, {"source", node.source}, {"reason", node.reason}});
    }
    return {{"kind", name(failure.kind)},
            {"message", failure.message},
            {"advice", failure.advice},
            {"details", failure.details.substr(0, 64 * 1024)},
            {"nodes", nodes}};
}

std::string dtype_name(at::ScalarType type) {
    switch (type) {
        case at::kFloat:
            return "float32";
        case at::kDouble:
            return "float64";
        case at::kHalf:
            return "float16";
        case at::kBFloat16:
            return "bfloat16";
        case at::kLong:
            return "int64";
        case at::kInt:
            return "int32";
        case at::kShort:
            return "int16";
        case at::kChar:
            return "int8";
        case at::kByte:
            return "uint8";
        case at::kBool:
            return "bool";
        default:
            return c10::toString(type);
    }
}

bool is_plain_type(at::ScalarType type) {
    return at::isFloatingType(type) || (at::isIntegralType(type, true) && !at::isQIntType(type));
}

Shape shape_of(const at::Tensor& tensor) {
    return tensor.sizes().vec();
}

std::string first_line(const std::string& text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \n"), text.size());
    return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace lockstep::torch_import
