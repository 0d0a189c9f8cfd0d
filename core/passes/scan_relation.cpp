#include "core/passes/scan_relation.h"

#include <algorithm>

#include "core/nnir/op.h"
#include "core/ops/broadcast.h"
#include "core/passes/folded_operands.h"

namespace lockstep {

using namespace nnir;

namespace {

template <class Map>
const typename Map::mapped_type* find(const Map& map, const typename Map::key_type& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

std::size_t output_index(const Node& node, ValueId value) {
    return static_cast<std::size_t>(std::find(node.outputs.begin(), node.outputs.end(), value) -
                                    node.outputs.begin());
}

}  // namespace

ScanRelation::ScanRelation(const Graph& whole, std::function<bool(ValueId)> streams)
    : whole_(whole), streams_(std::move(streams)) {
    for (const Node& node : whole.nodes)
        for (const ValueId output : node.outputs) producers_[output] = &node;
}

void ScanRelation::add_pick(ValueId value, const Picked& picked) {
    picks_[value] = picked;
    positions_[value] = picked.position;
}

std::int64_t ScanRelation::position(ValueId value) const {
    const std::int64_t* found = find(positions_, value);
    return found == nullptr ? -1 : *found;
}

const Picked* ScanRelation::picked(ValueId value) const {
    return find(picks_, value);
}

const Node* ScanRelation::producer(ValueId value) const {
    const Node* const* found = find(producers_, value);
    return found == nullptr ? nullptr : *found;
}

std::optional<ValueId> ScanRelation::next(ValueId value) const {
    const ValueId* found = find(next_, value);
    return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<ValueId> ScanRelation::previous(ValueId value) const {
    const ValueId* found = find(previous_, value);
    return found == nullptr ? std::nullopt : std::optional(*found);
}

const Tensor* ScanRelation::initial(ValueId value, std::int64_t turns) const {
    std::optional<ValueId> first = value;
    while (first && position(*first) > 0) first = previous(*first);
    return first ? find(initial_, std::pair(*first, turns)) : nullptr;
}

std::optional<RealTensor> ScanRelation::constant(ValueId value, std::int64_t turns) const {
    if (picked(value) != nullptr || streams_(value)) return std::nullopt;
    const Node* node = producer(value);
    if (node == nullptr) return std::nullopt;
    std::vector<RealTensor> operands;
    for (const ValueId input : node->inputs) {
        const Tensor* known = initial(input, turns);
        std::optional<RealTensor> made =
            known != nullptr ? std::optional(RealTensor(*known)) : constant(input, turns);
        if (!made) return std::nullopt;
        operands.push_back(std::move(*made));
    }
    return node->op->reference(node->attributes, operands).at(output_index(*node, value));
}

bool ScanRelation::no(std::string reason) {
    reason_ = std::move(reason);
    return false;
}

bool ScanRelation::relate(const std::vector<Pair>& pairs) {
    open_.clear();
    for (const Pair& pair : pairs) open_.push_back({pair, std::max<std::int64_t>(position(pair.first), 0)});
    said_.clear();
    started_.clear();
    while (!open_.empty()) {
        const Facing facing = open_.back();
        open_.pop_back();
        if (step(facing)) continue;
        for (const auto& [first, second] : said_) {
            apart_.erase(first);
            next_.erase(first);
            previous_.erase(second);
        }
        for (const auto& value : started_) initial_.erase(value);
        return false;
    }
    for (const auto& [value, turns] : started_) depth_ = std::max(depth_, turns);
    return true;
}

bool ScanRelation::relate_later(const std::vector<Pair>& pairs) {
    may_start_apart_ = true;
    const bool alike = relate(pairs);
    may_start_apart_ = false;
    return alike;
}

bool ScanRelation::begin_apart(const Pair& pair, std::string reason) {
    const auto& [first, second] = pair;
    if (!may_start_apart_ || position(first) != 0 || position(second) != 1 ||
        whole_.value(first).type.shape != whole_.value(second).type.shape || !say_next(pair))
        return no(std::move(reason));
    apart_.insert(first);
    return true;
}

bool ScanRelation::say_next(const Pair& pair) {
    const auto [forward, fresh] = next_.try_emplace(pair.first, pair.second);
    if (!fresh)
        return forward->second == pair.second || no("one value plays two parts in the next iteration");
    const auto [back, free] = previous_.try_emplace(pair.second, pair.first);
    if (!free) {
        next_.erase(forward);
        return no("one value plays the parts of two in the iteration before");
    }
    said_.push_back(pair);
    return true;
}

bool ScanRelation::step(const Facing& facing_values) {
    const Pair& pair = facing_values.pair;
    const auto& [first, second] = pair;
    if (streams_(first) || streams_(second)) return no("an iteration reads the whole sequence");
    if (first == second)
        return !contains(first) || no("every iteration reads the same position of the sequence");
    if (const ValueId* known = find(next_, first); known != nullptr && *known == second) return true;
    if (same_.contains(pair)) return true;
    const Picked* a = picked(first);
    const Picked* b = picked(second);
    if (a != nullptr && b != nullptr) return relate_picks(pair, *a, *b);

    const Node* before = producer(first);
    const Node* after = producer(second);
    if (after == nullptr || b != nullptr) return no("the iterations read different values");
    if (a == nullptr && before != nullptr && before->op == after->op &&
        output_index(*before, first) == output_index(*after, second) &&
        before->inputs.size() == after->inputs.size() && before->attributes == after->attributes)
        return relate_nodes(*before, *after);
    if (!contains(first)) {
        const std::optional<RealTensor> known = constant(first, 1);
        if (!known) return no("what the loop starts from, '" + whole_.value(first).name + "', is computed");
        return start(second, to_tensor(*known), facing_values.iteration);
    }

    // The first iterations: what they make of constants is folded.
    const std::int64_t iteration = position(first);
    const auto weight = [&](ValueId x, ValueId y) {
        const Node* p = producer(x);
        const Node* q = producer(y);
        return (position(x) + 1 == position(y) ? 2 : 0) +
               (p != nullptr && q != nullptr && p->op == q->op ? 1 : 0);
    };
    if (a == nullptr && before != nullptr) {
        if (const auto facing = facing_operands(whole_, *before, *after, weight)) {
            if (!say_next(pair)) return false;
            for (const auto& [operand, value] : *facing) {
                if (const auto* id = std::get_if<ValueId>(&operand)) {
                    open_.push_back({{*id, value}, iteration});
                } else if (!start(value, std::get<Tensor>(operand), iteration)) {
                    return false;
                }
            }
            return true;
        }
    }
    if (const auto facing = facing_neutral(first, *after, weight)) {
        open_.push_back({{first, facing->first}, iteration});
        return start(facing->second.second, facing->second.first, iteration);
    }
    if (iteration > 0) return no("the iterations are not alike");
    return begin_apart(pair, "the first iteration is not like the others");
}

bool ScanRelation::relate_picks(const Pair& pair, const Picked& first, const Picked& second) {
    if (first.source != second.source) return no("the iterations read different sequences");
    if (first.position == second.position + 1)
        return no("the loop runs backwards: its first iteration needs the last position");
    if (first.position + 1 != second.position)
        return no("it does not go through the sequence position by position");
    const Node* a = producer(pair.first);
    const Node* b = producer(pair.second);
    if (a->op != b->op || whole_.value(pair.first).type.shape != whole_.value(pair.second).type.shape)
        return no("the iterations pick their positions in different ways");
    return say_next(pair);
}

bool ScanRelation::relate_nodes(const Node& first, const Node& second) {
    for (std::size_t k = 0; k < first.outputs.size(); ++k) {
        const Pair pair{first.outputs[k], second.outputs[k]};
        if (!contains(pair.first) && !contains(pair.second)) {
            same_.insert(pair);
        } else if (!say_next(pair)) {
            return false;
        }
    }
    const std::int64_t iteration = std::max<std::int64_t>(position(first.outputs.front()), 0);
    for (std::size_t k = 0; k < first.inputs.size(); ++k)
        open_.push_back({{first.inputs[k], second.inputs[k]}, iteration});
    return true;
}

bool ScanRelation::start(ValueId value, const Tensor& initial, std::int64_t iteration) {
    if (position(value) != 0)
        return no(iteration == 0 ? "what an iteration starts from is not what the one before it made"
                                 : "the iterations are not alike");
    const Shape& shape = whole_.value(value).type.shape;
    if (!ops::stretches(initial.shape(), shape)) return no("the loop starts from a value of another shape");
    Tensor whole = ops::stretched(initial, shape);
    const std::pair key(value, iteration + 1);
    const auto [entry, fresh] = initial_.try_emplace(key, whole);
    if (!fresh) return entry->second == whole || no("the loop starts from two different values");
    started_.push_back(key);
    return true;
}

}  // namespace lockstep
