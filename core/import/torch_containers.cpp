#include <algorithm>

#include "core/import/torch_evaluator.h"

namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

/// Python's index: negative ones count from the end.
c10::optional<std::size_t> position(const Abstract& index, std::size_t size) {
    const c10::optional<c10::IValue> value = known(index);
    if (!value || !value->isInt()) return c10::nullopt;
    std::int64_t at = value->toInt();
    if (at < 0) at += static_cast<std::int64_t>(size);
    if (at < 0 || at >= static_cast<std::int64_t>(size)) return c10::nullopt;
    return static_cast<std::size_t>(at);
}

std::int64_t int_or(const Abstract& value, std::int64_t fallback) {
    const c10::optional<c10::IValue> v = known(value);
    return v && v->isInt() ? v->toInt() : fallback;
}

std::shared_ptr<Sequence> make_list(const c10::TypePtr& type, std::vector<Abstract> items) {
    auto list = std::make_shared<Sequence>();
    list->type = type;
    list->items = std::move(items);
    return list;
}

bool may_hold_tensors(const c10::TypePtr& type) {
    if (type->isSubtypeOf(*c10::TensorType::get())) return true;
    const auto contained = type->containedTypes();
    return std::any_of(contained.begin(), contained.end(), may_hold_tensors);
}

/// The elements of a known or partly known container.
c10::optional<std::vector<Abstract>> elements(const Abstract& value) {
    std::vector<Abstract> items;
    if (const auto* sequence = std::get_if<std::shared_ptr<Sequence>>(&value)) return (*sequence)->items;
    const auto* ivalue = std::get_if<c10::IValue>(&value);
    if (ivalue == nullptr) return c10::nullopt;
    if (ivalue->isTuple()) {
        for (const c10::IValue& item : ivalue->toTupleRef().elements()) items.emplace_back(item);
        return items;
    }
    if (ivalue->isList()) {
        const c10::impl::GenericList list = ivalue->toList();
        for (std::size_t i = 0; i < list.size(); ++i) items.emplace_back(list.get(i));
        return items;
    }
    return c10::nullopt;
}

/// Python's `is`; nothing where one of them is not known before the model runs.
c10::optional<bool> is_same(const Abstract& a, const Abstract& b) {
    if (std::holds_alternative<std::shared_ptr<Unknown>>(a) ||
        std::holds_alternative<std::shared_ptr<Unknown>>(b))
        return c10::nullopt;
    if (a.index() != b.index()) return false;
    if (const auto* value = std::get_if<c10::IValue>(&a)) return value->is(std::get<c10::IValue>(b));
    return a == b;
}

}  // namespace

bool Evaluator::run_container(const Node& node, Frame& frame) {
    namespace prim = c10::prim;
    const c10::Symbol kind = node.kind();
    const std::string name = operator_name(node);
    if (kind == prim::ListConstruct) {
        const c10::TypePtr type = node.output()->type();
        const std::shared_ptr<Sequence> list = make_list(type, get_inputs(node, frame));
        const c10::optional<c10::IValue> plain = may_hold_tensors(type) ? c10::nullopt : known(list);
        if (plain) {
            set(node.output(), frame, *plain);
        } else {
            set(node.output(), frame, list);
        }
    } else if (kind == prim::TupleConstruct) {
        const std::shared_ptr<Sequence> tuple = make_list(node.output()->type(), get_inputs(node, frame));
        tuple->kind = Sequence::Kind::tuple;
        set(node.output(), frame, tuple);
    } else if (kind == prim::DictConstruct) {
        const std::shared_ptr<Sequence> dict = make_list(node.output()->type(), {});
        dict->kind = Sequence::Kind::dict;
        for (std::size_t i = 0; i + 1 < node.inputs().size(); i += 2) {
            const c10::optional<c10::IValue> key = known(get(node.input(i), frame));
            if (!key) {
                refuse(node, frame, "has a key that is not known before the model runs");
                return true;
            }
            dict->keys.push_back(*key);
            dict->items.push_back(get(node.input(i + 1), frame));
        }
        set(node.output(), frame, dict);
    } else if (kind == prim::TupleUnpack || kind == prim::ListUnpack) {
        const c10::optional<std::vector<Abstract>> items = elements(get(node.input(), frame));
        if (!items || items->size() != node.outputs().size()) {
            refuse(node, frame, "unpacks another number of values than there are");
            return true;
        }
        for (std::size_t i = 0; i < items->size(); ++i) {
            name_after(*node.outputs()[i], (*items)[i], frame);
            set(node.outputs()[i], frame, (*items)[i]);
        }
    } else if (kind == prim::TupleIndex) {
        const c10::optional<std::vector<Abstract>> items = elements(get(node.input(0), frame));
        const c10::optional<std::size_t> at =
            items ? position(get(node.input(1), frame), items->size()) : c10::nullopt;
        if (!at) {
            refuse(node, frame, "its index is outside the tuple");
            return true;
        }
        set(node.output(), frame, (*items)[*at]);
    } else if (kind == c10::aten::__is__ || kind == c10::aten::__isnot__) {
        const Abstract a = get(node.input(0), frame);
        const Abstract b = get(node.input(1), frame);
        const c10::optional<bool> same = is_same(a, b);
        if (!same) return false;
        set(node.output(), frame, c10::IValue(*same == (kind == c10::aten::__is__)));
    } else if (kind == prim::isinstance) {
        const Abstract value = get(node.input(), frame);
        const auto* ivalue = std::get_if<c10::IValue>(&value);
        const c10::TypePtr type = ivalue != nullptr  ? ivalue->type()
                                  : is_tensor(value) ? c10::TypePtr(c10::TensorType::get())
                                                     : std::get<std::shared_ptr<Sequence>>(value)->type;
        bool holds = false;
        for (const c10::TypePtr& candidate : node.tys(c10::attr::types))
            holds = holds || type->isSubtypeOf(*candidate);
        set(node.output(), frame, c10::IValue(holds));
    } else if (!node.inputs().empty()) {
        const Abstract first = get(node.input(0), frame);
        const auto* list = std::get_if<std::shared_ptr<Sequence>>(&first);
        return list != nullptr && run_list_operator(node, frame, *list);
    } else {
        return false;
    }
    return true;
}

bool Evaluator::run_list_operator(const Node& node, Frame& frame, const std::shared_ptr<Sequence>& list) {
    // A copy of the pointer: setting an output may move the frame's entries.
    const std::shared_ptr<Sequence> self = list;
    std::vector<Abstract>& items = self->items;
    const std::string name = operator_name(node);
    const std::vector<Abstract> inputs = get_inputs(node, frame);
    const auto answer = [&](Abstract value) {
        if (!node.outputs().empty()) set(node.output(), frame, std::move(value));
    };
    if (self->kind == Sequence::Kind::dict) return run_dict_operator(node, frame, self);
    if (self->kind == Sequence::Kind::tuple && name != "aten::__getitem__" && name != "aten::len")
        return false;
    const bool writes = name == "aten::append" || name == "aten::_set_item" || name == "aten::pop" ||
                        name == "aten::insert" || name == "aten::extend" || name == "aten::clear" ||
                        name == "aten::reverse" || name == "aten::add_" || name == "aten::Delete" ||
                        name == "aten::remove" || name == "aten::sort";
    const c10::optional<std::vector<Abstract>> other = inputs.size() > 1 ? elements(inputs[1]) : c10::nullopt;
    if (name == "aten::len") {
        answer(c10::IValue(static_cast<std::int64_t>(items.size())));
    } else if (name == "aten::__getitem__" || name == "aten::_set_item" || name == "aten::pop" ||
               name == "aten::Delete") {
        const c10::optional<std::size_t> at =
            inputs.size() > 1 ? position(inputs[1], items.size()) : position(c10::IValue(-1), items.size());
        if (!at) {
            refuse(node, frame, "its index is outside the list");
            return true;
        }
        const auto place = items.begin() + static_cast<std::ptrdiff_t>(*at);
        if (name == "aten::_set_item") {
            *place = inputs[2];
            answer(self);
        } else {
            answer(*place);
            if (name != "aten::__getitem__") items.erase(place);
        }
    } else if (name == "aten::append") {
        items.push_back(inputs[1]);
        answer(self);
    } else if (name == "aten::insert" && known(inputs[1])) {
        const std::int64_t size = static_cast<std::int64_t>(items.size());
        std::int64_t at = known(inputs[1])->toInt();
        at = std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
        items.insert(items.begin() + at, inputs[2]);
    } else if (name == "aten::clear") {
        items.clear();
    } else if (name == "aten::reverse") {
        std::reverse(items.begin(), items.end());
    } else if ((name == "aten::extend" || name == "aten::add_") && other) {
        items.insert(items.end(), other->begin(), other->end());
        answer(self);
    } else if (name == "aten::add" && other) {
        std::vector<Abstract> both = items;
        both.insert(both.end(), other->begin(), other->end());
        answer(make_list(self->type, std::move(both)));
    } else if (name == "aten::mul" && inputs.size() == 2 && known(inputs[1]) && known(inputs[1])->isInt()) {
        std::vector<Abstract> many;
        for (std::int64_t n = known(inputs[1])->toInt(); n > 0; --n)
            many.insert(many.end(), items.begin(), items.end());
        answer(make_list(self->type, std::move(many)));
    } else if (name == "aten::list" || name == "aten::copy") {
        answer(make_list(self->type, items));
    } else if (name == "aten::slice") {
        const std::int64_t size = static_cast<std::int64_t>(items.size());
        const std::int64_t step = int_or(inputs[3], 1);
        std::int64_t first = int_or(inputs[1], 0);
        std::int64_t last = int_or(inputs[2], size);
        if (first < 0) first += size;
        if (last < 0) last += size;
        if (step < 1) {
            refuse(node, frame, "slices a list with a step that is not positive");
            return true;
        }
        std::vector<Abstract> part;
        for (std::int64_t i = std::clamp<std::int64_t>(first, 0, size); i < std::min(last, size); i += step) {
            part.push_back(items[static_cast<std::size_t>(i)]);
        }
        answer(make_list(self->type, std::move(part)));
    } else {
        if (writes) {
            refuse(node, frame, "changes a list of tensors in a way that is not supported");
            return true;
        }
        return false;
    }
    return true;
}

bool Evaluator::run_dict_operator(const Node& node, Frame& frame, const std::shared_ptr<Sequence>& dict) {
    const std::shared_ptr<Sequence> self = dict;
    const std::string name = operator_name(node);
    const std::vector<Abstract> inputs = get_inputs(node, frame);
    const auto answer = [&](Abstract value) {
        if (!node.outputs().empty()) set(node.output(), frame, std::move(value));
    };
    std::size_t at = self->items.size();
    if (inputs.size() > 1 && name != "aten::update") {
        const c10::optional<c10::IValue> key = known(inputs[1]);
        if (!key) {
            refuse(node, frame, "uses a key that is not known before the model runs");
            return true;
        }
        for (std::size_t i = 0; i < self->keys.size(); ++i) {
            if (self->keys[i] == *key) at = i;
        }
    }
    const bool found = at < self->items.size();
    const auto put = [&](const c10::IValue& key, const Abstract& value) {
        for (std::size_t i = 0; i < self->keys.size(); ++i) {
            if (self->keys[i] != key) continue;
            self->items[i] = value;
            return;
        }
        self->keys.push_back(key);
        self->items.push_back(value);
    };
    if (name == "aten::len") {
        answer(c10::IValue(static_cast<std::int64_t>(self->items.size())));
    } else if (name == "aten::__contains__") {
        answer(c10::IValue(found));
    } else if (name == "aten::get") {
        answer(found ? self->items[at] : inputs.size() > 2 ? inputs[2] : Abstract(c10::IValue()));
    } else if (name == "aten::setdefault") {
        const Abstract value = found ? self->items[at] : inputs[2];
        put(*known(inputs[1]), value);
        answer(value);
    } else if (name == "aten::_set_item") {
        put(*known(inputs[1]), inputs[2]);
    } else if (name == "aten::__getitem__" || name == "aten::pop" || name == "aten::Delete") {
        if (!found && inputs.size() > 2) {
            answer(inputs[2]);
            return true;
        }
        if (!found) {
            refuse(node, frame, "reads a key that the dictionary does not have");
            return true;
        }
        const Abstract value = self->items[at];
        if (name != "aten::__getitem__") {
            self->keys.erase(self->keys.begin() + static_cast<std::ptrdiff_t>(at));
            self->items.erase(self->items.begin() + static_cast<std::ptrdiff_t>(at));
        }
        answer(value);
    } else if (name == "aten::clear") {
        self->keys.clear();
        self->items.clear();
    } else if (name == "aten::update") {
        const auto* other = std::get_if<std::shared_ptr<Sequence>>(&inputs[1]);
        if (other == nullptr) return false;
        for (std::size_t i = 0; i < (*other)->items.size(); ++i) put((*other)->keys[i], (*other)->items[i]);
    } else if (name == "aten::copy" || name == "aten::dict") {
        answer(std::make_shared<Sequence>(*self));
    } else if (name == "aten::keys" || name == "aten::values" || name == "aten::items") {
        std::vector<Abstract> parts;
        for (std::size_t i = 0; i < self->items.size(); ++i) {
            if (name == "aten::keys") {
                parts.emplace_back(self->keys[i]);
            } else if (name == "aten::values") {
                parts.push_back(self->items[i]);
            } else {
                auto pair = make_list(nullptr, {self->keys[i], self->items[i]});
                pair->kind = Sequence::Kind::tuple;
                parts.emplace_back(std::move(pair));
            }
        }
        answer(make_list(node.output()->type(), std::move(parts)));
    } else {
        return false;
    }
    return true;
}

}  // namespace lockstep::torch_import
