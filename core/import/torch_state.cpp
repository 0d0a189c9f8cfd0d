#include "core/import/torch_state.h"

#include <algorithm>
#include <functional>

namespace lockstep::torch_import {
namespace {

/// The element of what the file holds that stands at the same place; None when there is none.
c10::IValue part_of(const c10::IValue& whole, std::size_t index, const std::vector<c10::IValue>& keys) {
    if (whole.isTuple()) {
        const auto& elements = whole.toTupleRef().elements();
        return index < elements.size() ? elements[index] : c10::IValue();
    }
    if (whole.isList()) {
        const c10::impl::GenericList list = whole.toList();
        return index < list.size() ? list.get(index) : c10::IValue();
    }
    if (whole.isGenericDict() && index < keys.size()) {
        const auto dict = whole.toGenericDict();
        const auto found = dict.find(keys[index]);
        return found != dict.end() ? found->value() : c10::IValue();
    }
    return {};
}

std::size_t size_of(const c10::IValue& whole) {
    if (whole.isTuple()) return whole.toTupleRef().elements().size();
    if (whole.isList()) return whole.toList().size();
    if (whole.isGenericDict()) return whole.toGenericDict().size();
    return 0;
}

KeptValue kept_tensor(const at::Tensor& after, const c10::IValue& before) {
    KeptValue kept;
    kept.kind = KeptValue::Kind::tensor;
    kept.shape = shape_of(after);
    kept.type = after.scalar_type();
    if (before.isTensor() && before.toTensor().defined() && before.toTensor().sizes() == after.sizes())
        kept.initial = before.toTensor();
    return kept;
}

bool holds_tensors(const c10::IValue& value) {
    bool found = false;
    value.visit([&](const c10::IValue& part) {
        found = found || part.isTensor();
        return found;
    });
    return found;
}

}  // namespace

bool equal_known(const c10::IValue& a, const c10::IValue& b) {
    if (a.isTensor() && b.isTensor()) {
        const at::Tensor& x = a.toTensor();
        const at::Tensor& y = b.toTensor();
        if (!x.defined() || !y.defined()) return x.defined() == y.defined();
        return x.is_same(y) ||
               (x.sizes() == y.sizes() && x.scalar_type() == y.scalar_type() && at::equal(x, y));
    }
    if (a.tagKind() != b.tagKind()) return false;
    if (a.isTuple() || a.isList() || a.isGenericDict()) {
        if (size_of(a) != size_of(b)) return false;
        std::vector<c10::IValue> keys;
        if (a.isGenericDict()) {
            for (const auto& entry : a.toGenericDict()) keys.push_back(entry.key());
        }
        for (std::size_t i = 0; i < size_of(a); ++i) {
            if (!equal_known(part_of(a, i, keys), part_of(b, i, keys))) return false;
        }
        return true;
    }
    if (a.isObject()) return a.is(b);
    return a == b;
}

bool KeptValue::same_as(const KeptValue& other) const {
    if (kind != other.kind) return false;
    switch (kind) {
        case Kind::tensor:
            return shape == other.shape && type == other.type;
        case Kind::known:
            return equal_known(value, other.value);
        case Kind::changing:
            return true;
        case Kind::sequence:
            return container == other.container && items.size() == other.items.size() &&
                   std::equal(keys.begin(), keys.end(), other.keys.begin(), other.keys.end(), equal_known) &&
                   std::equal(items.begin(), items.end(), other.items.begin(),
                              [](const KeptValue& a, const KeptValue& b) { return a.same_as(b); });
    }
    return false;
}

bool StatePlan::same_as(const StatePlan& other) const {
    return memories.size() == other.memories.size() && attributes.size() == other.attributes.size() &&
           std::equal(memories.begin(), memories.end(), other.memories.begin(),
                      [](const auto& a, const auto& b) { return a.first == b.first; }) &&
           std::equal(
               attributes.begin(), attributes.end(), other.attributes.begin(),
               [](const auto& a, const auto& b) { return a.first == b.first && a.second.same_as(b.second); });
}

std::vector<const std::pair<const AttributeKey, KeptValue>*> StatePlan::ordered() const {
    std::vector<const std::pair<const AttributeKey, KeptValue>*> entries;
    for (const auto& entry : attributes) entries.push_back(&entry);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto* a, const auto* b) { return a->second.order < b->second.order; });
    return entries;
}

std::vector<KeptValue*> StatePlan::without_initial() {
    std::vector<KeptValue*> found;
    const std::function<void(KeptValue&)> visit = [&](KeptValue& kept) {
        if (kept.kind == KeptValue::Kind::tensor && !kept.initial.defined()) found.push_back(&kept);
        for (KeptValue& item : kept.items) visit(item);
    };
    for (const auto* entry : ordered()) visit(attributes.at(entry->first));
    return found;
}

bool StatePlan::first_call_differs() const {
    return std::any_of(attributes.begin(), attributes.end(), [](const auto& entry) {
        const auto& [key, kept] = entry;
        const std::function<bool(const KeptValue&, const c10::IValue&)> differs =
            [&](const KeptValue& now, const c10::IValue& before) {
                if (now.kind == KeptValue::Kind::known) return !equal_known(now.value, before);
                if (now.kind == KeptValue::Kind::sequence && now.items.size() != size_of(before)) return true;
                for (std::size_t i = 0; i < now.items.size(); ++i) {
                    if (differs(now.items[i], part_of(before, i, now.keys))) return true;
                }
                return false;
            };
        return differs(kept, key.first->getAttr(key.second));
    });
}

KeptValue kept_value(const Abstract& after, const c10::IValue& before, const KeptValue* assumed) {
    using Kind = KeptValue::Kind;
    const bool was_tensor = assumed != nullptr && assumed->kind == Kind::tensor;
    if (const auto* tensor = std::get_if<std::shared_ptr<TensorValue>>(&after))
        return kept_tensor((*tensor)->example, before);
    if (std::holds_alternative<std::shared_ptr<Unknown>>(after)) {
        KeptValue changing;
        changing.kind = Kind::changing;
        return changing;
    }
    if (const auto* sequence = std::get_if<std::shared_ptr<Sequence>>(&after)) {
        KeptValue kept;
        kept.kind = Kind::sequence;
        kept.container = (*sequence)->kind;
        kept.container_type = (*sequence)->type;
        kept.keys = (*sequence)->keys;
        const bool alike = assumed != nullptr && assumed->kind == Kind::sequence &&
                           assumed->items.size() == (*sequence)->items.size();
        for (std::size_t i = 0; i < (*sequence)->items.size(); ++i) {
            kept.items.push_back(kept_value((*sequence)->items[i], part_of(before, i, kept.keys),
                                            alike ? &assumed->items[i] : nullptr));
        }
        return kept;
    }
    const c10::IValue& known = std::get<c10::IValue>(after);
    if (known.isTensor() && known.toTensor().defined() && (was_tensor || !equal_known(known, before)))
        return kept_tensor(known.toTensor(), before);
    if (known.isTuple() && holds_tensors(known) && !equal_known(known, before)) {
        auto tuple = std::make_shared<Sequence>();
        tuple->kind = Sequence::Kind::tuple;
        for (const c10::IValue& item : known.toTupleRef().elements()) tuple->items.emplace_back(item);
        return kept_value(tuple, before, assumed);
    }
    KeptValue kept;
    kept.value = known;
    if (assumed != nullptr && (assumed->kind == Kind::changing ||
                               (assumed->kind == Kind::known && !equal_known(known, assumed->value))))
        kept.kind = Kind::changing;
    return kept;
}

bool is_unchanged(const KeptValue& kept, const c10::IValue& before) {
    if (kept.kind == KeptValue::Kind::known) return equal_known(kept.value, before);
    if (kept.kind != KeptValue::Kind::sequence || kept.items.size() != size_of(before)) return false;
    for (std::size_t i = 0; i < kept.items.size(); ++i) {
        if (!is_unchanged(kept.items[i], part_of(before, i, kept.keys))) return false;
    }
    return true;
}

c10::IValue initial_value(const KeptValue& kept) {
    if (kept.kind == KeptValue::Kind::tensor) return kept.initial.clone();
    if (kept.kind != KeptValue::Kind::sequence) return kept.value;
    Sequence sequence;
    sequence.kind = kept.container;
    sequence.type = kept.container_type;
    sequence.keys = kept.keys;
    for (const KeptValue& item : kept.items) sequence.items.emplace_back(initial_value(item));
    return *known(std::make_shared<Sequence>(std::move(sequence)));
}

}  // namespace lockstep::torch_import
