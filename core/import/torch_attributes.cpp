#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "core/import/torch_evaluator.h"

/// Attributes of the module: what is assigned to them or written into them is state. The module itself is
/// never changed.
namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

constexpr std::size_t known_tensor_limit = 256;
constexpr std::int64_t known_size_limit = 1 << 16;

bool holds_tensors(const c10::IValue& value) {
    bool found = false;
    value.visit([&](const c10::IValue& part) {
        found = found || part.isTensor();
        return found || part.isObject();
    });
    return found;
}

}  // namespace

std::string Evaluator::attribute_name(const AttributeKey& key) const {
    const auto path = module_paths_.find(key.first);
    if (path == module_paths_.end()) {
        const auto name = key.first->type()->name();
        return (name ? name->name() : std::string("object")) + "." + key.second;
    }
    return path->second.empty() ? key.second : path->second + "." + key.second;
}

std::string Evaluator::memory_name(const at::Tensor& tensor) const {
    const auto owner = protected_.find(tensor.storage().unsafeGetStorageImpl());
    return owner != protected_.end() ? owner->second.name : "constant";
}

std::vector<at::Tensor> Evaluator::ordered_memories() const {
    std::vector<std::pair<std::size_t, at::Tensor>> found;
    for (const auto& [memory, tensor] : plan_.memories) {
        const auto owner = protected_.find(memory);
        found.emplace_back(owner != protected_.end() ? owner->second.order : protected_.size(), tensor);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<at::Tensor> tensors;
    for (auto& [order, tensor] : found) tensors.push_back(std::move(tensor));
    return tensors;
}

std::optional<std::string> Evaluator::module_path(const c10::ivalue::Object* object) const {
    const auto path = module_paths_.find(object);
    return path != module_paths_.end() ? std::optional(path->second) : std::nullopt;
}

/// A tensor of the module that is written in place: a copy of its memory stands for it, and holds a state.
void Evaluator::keep_tensor(const std::string& name, const at::Tensor& tensor) {
    const at::Tensor copy = own_copy(tensor);
    const std::uint32_t read = graph_.add_value(name, copy);
    const auto place = name.rfind('.');
    ImportedSource source;
    if (place != std::string::npos) source.module = name.substr(0, place);
    graph_.states.push_back({name, tensor, read, read, source});
    states_[name] = graph_.states.size() - 1;
    auto value = std::make_shared<TensorValue>();
    value->value = read;
    value->example = copy;
    add_view(value);
    memory_of(copy);
}

Abstract Evaluator::planned(const KeptValue& kept, const std::string& name) {
    switch (kept.kind) {
        case KeptValue::Kind::known:
            return attribute_value(kept.value);
        case KeptValue::Kind::changing: {
            const auto place = name.rfind('.');
            auto unknown = std::make_shared<Unknown>();
            unknown->origin = {"prim::GetAttr", place == std::string::npos ? "" : name.substr(0, place), "",
                               "the attribute '" + name +
                                   "' changes from call to call and is no tensor: make it a tensor that is "
                                   "only added and multiplied, or leave it out"};
            unknown->subject = "the attribute '" + name + "', which changes from call to call";
            return unknown;
        }
        case KeptValue::Kind::sequence: {
            auto sequence = std::make_shared<Sequence>();
            sequence->kind = kept.container;
            sequence->type = kept.container_type;
            sequence->keys = kept.keys;
            for (std::size_t i = 0; i < kept.items.size(); ++i) {
                const std::string part = i < kept.keys.size() && kept.keys[i].isString()
                                             ? kept.keys[i].toStringRef()
                                             : std::to_string(i);
                sequence->items.push_back(planned(kept.items[i], name + "." + part));
            }
            return sequence;
        }
        case KeptValue::Kind::tensor:
            break;
    }
    // Of the shape that the state has after a call; the numbers of the example mean nothing.
    const at::Tensor example = at::zeros(kept.shape, kept.type);
    auto tensor = std::make_shared<TensorValue>();
    tensor->example = example;
    tensor->value = graph_.add_value(name, example);
    ImportedSource source;
    if (const auto place = name.rfind('.'); place != std::string::npos) source.module = name.substr(0, place);
    graph_.states.push_back(
        {name, kept.initial.defined() ? kept.initial : example, tensor->value, tensor->value, source});
    states_[name] = graph_.states.size() - 1;
    add_view(tensor);
    return tensor;
}

/// Lists and dictionaries are references: all readers share one, and a write to it is seen.
Abstract Evaluator::attribute_value(const c10::IValue& value) {
    if (value.isDevice()) return c10::IValue(c10::Device(c10::kCPU));
    const bool tuple = value.isTuple() && holds_tensors(value);
    if (!value.isList() && !value.isGenericDict() && !tuple) {
        remember(value);
        return value;
    }
    if (!tuple) {
        if (const auto found = attribute_lists_.find(value.internalToPointer());
            found != attribute_lists_.end())
            return found->second;
    }
    auto shared = std::make_shared<Sequence>();
    if (value.isList()) {
        const c10::impl::GenericList list = value.toList();
        shared->type = c10::ListType::create(list.elementType());
        for (std::size_t i = 0; i < list.size(); ++i) shared->items.push_back(attribute_value(list.get(i)));
    } else if (tuple) {
        shared->kind = Sequence::Kind::tuple;
        shared->type = value.type();
        for (const c10::IValue& item : value.toTupleRef().elements())
            shared->items.push_back(attribute_value(item));
    } else {
        const auto dict = value.toGenericDict();
        shared->kind = Sequence::Kind::dict;
        shared->type = c10::DictType::create(dict.keyType(), dict.valueType());
        for (const auto& entry : dict) {
            shared->keys.push_back(entry.key());
            shared->items.push_back(attribute_value(entry.value()));
        }
    }
    kept_objects_.push_back(value);
    if (!tuple) attribute_lists_[value.internalToPointer()] = shared;
    return shared;
}

void Evaluator::get_attribute(const Node& node, Frame& frame) {
    const Abstract owner = get(node.input(), frame);
    const auto* self = std::get_if<c10::IValue>(&owner);
    if (self == nullptr || !self->isObject()) {
        refuse(node, frame, "reads an attribute of something that is not known before the model runs");
        return;
    }
    const AttributeKey key = {self->toObject().get(), node.s(c10::attr::name)};
    if (const auto found = attributes_.find(key); found != attributes_.end()) {
        name_after(*node.output(), found->second, frame);
        set(node.output(), frame, found->second);
        return;
    }
    Abstract value = attribute_value(self->toObject()->getAttr(key.second));
    if (std::holds_alternative<std::shared_ptr<Sequence>>(value)) attributes_[key] = value;
    set(node.output(), frame, std::move(value));
}

void Evaluator::set_attribute(const Node& node, Frame& frame) {
    const Abstract owner = get(node.input(0), frame);
    const auto* self = std::get_if<c10::IValue>(&owner);
    if (self == nullptr || !self->isObject()) {
        refuse(node, frame, "assigns an attribute of something that is not known before the model runs");
        return;
    }
    Abstract value = get(node.input(1), frame);
    if (const auto* known = std::get_if<c10::IValue>(&value)) remember(*known);
    attributes_[{self->toObject().get(), node.s(c10::attr::name)}] = std::move(value);
}

void Evaluator::remember(const c10::IValue& value) {
    if (!value.isTensor() || !value.toTensor().defined() || known_tensors_.size() >= known_tensor_limit)
        return;
    if (value.toTensor().numel() <= known_size_limit && at::isFloatingType(value.toTensor().scalar_type()))
        known_tensors_.push_back(value.toTensor());
}

StatePlan Evaluator::kept_state() {
    StatePlan kept;
    kept.memories = plan_.memories;
    for (const auto& [memory, copy] : redirects_) {
        const auto owner = protected_.find(memory);
        if (owner == protected_.end() || kept.memories.count(memory) != 0) continue;
        // A known write may leave the tensor as it was.
        const at::Tensor& before = owner->second.tensor;
        const at::Tensor now = redirected(before);
        if (find_memory(now) != nullptr || !at::equal(now, before)) kept.memories[memory] = before;
    }
    for (const auto& [key, after] : attributes_) {
        if (fresh_objects_.count(key.first) != 0) continue;
        const c10::IValue before = key.first->getAttr(key.second);
        const auto assumed = plan_.attributes.find(key);
        KeptValue value =
            kept_value(settle(after), before, assumed != plan_.attributes.end() ? &assumed->second : nullptr);
        if (assumed == plan_.attributes.end() && is_unchanged(value, before)) continue;
        const auto module = module_orders_.find(key.first);
        value.order = {module != module_orders_.end() ? module->second : module_orders_.size(),
                       key.first->type()->findAttributeSlot(key.second).value_or(0)};
        kept.attributes.emplace(key, std::move(value));
    }
    return kept;
}

void Evaluator::finish_states() {
    for (const at::Tensor& tensor : ordered_memories()) {
        GraphRecord::State& state = graph_.states[states_.at(memory_name(tensor))];
        const Abstract now = fresh(view_of(redirected(tensor)), state.source);
        ContentOps ops(graph_, state.source);
        if (const auto content = content_of(now)) state.written = ops.value_of(*content, state.name);
    }
    for (const auto* entry : plan_.ordered())
        finish_state(entry->second, attributes_.at(entry->first), attribute_name(entry->first));
}

void Evaluator::finish_state(const KeptValue& kept, const Abstract& after, const std::string& name) {
    if (kept.kind == KeptValue::Kind::sequence) {
        const Abstract settled = settle(after);
        const auto* sequence = std::get_if<std::shared_ptr<Sequence>>(&settled);
        if (sequence == nullptr || (*sequence)->items.size() != kept.items.size()) return;
        for (std::size_t i = 0; i < kept.items.size(); ++i) {
            const std::string part = i < kept.keys.size() && kept.keys[i].isString()
                                         ? kept.keys[i].toStringRef()
                                         : std::to_string(i);
            finish_state(kept.items[i], (*sequence)->items[i], name + "." + part);
        }
        return;
    }
    if (kept.kind != KeptValue::Kind::tensor) return;
    GraphRecord::State& state = graph_.states[states_.at(name)];
    const Abstract now = fresh(after, state.source);
    if (const auto* unknown = std::get_if<std::shared_ptr<Unknown>>(&now)) {
        if (!(*unknown)->reported) fail((*unknown)->origin);
        (*unknown)->reported = true;
        return;
    }
    ContentOps ops(graph_, state.source);
    if (const auto content = content_of(now)) state.written = ops.value_of(*content, name);
}

}  // namespace lockstep::torch_import
