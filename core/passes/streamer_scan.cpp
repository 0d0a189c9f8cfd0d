#include <algorithm>
#include <set>

#include "core/nnir/make_node.h"
#include "core/passes/streamer.h"
#include "core/support/error.h"

/// The part of Streamer that finds the loops of an unrolled graph and streams their bodies.
namespace lockstep {

using namespace nnir;

namespace {

/// Thrown by the making of a value that does not stream, and caught where it was asked for.
struct Stuck {
    const Node* node;
    std::string reason;
};

}  // namespace

void Streamer::wait(const Node& node) {
    if (const auto rule = picks_.find(node.outputs.front()); rule != picks_.end()) {
        const ValueId source = node.inputs.front();
        const std::int64_t extent = whole_.value(source).type.shape[at(places_.at(source).axis)];
        scan_.add_pick(node.outputs.front(), {source, rule->second.position, extent});
        return;
    }
    std::int64_t position = -1;
    for (const ValueId id : node.inputs) position = std::max(position, scan_.position(id));
    for (const ValueId id : node.outputs) scan_.add_value(id, position);
}

bool Streamer::collect(const Node& node) {
    if (node.op->name() != "Concat" || node.attributes.has("constants")) return false;
    const auto axis = static_cast<int>(node.attributes.integer("axis"));
    const auto count = static_cast<std::int64_t>(node.inputs.size());
    if (count < 2 || whole_.value(node.outputs.front()).type.shape[at(axis)] != count) return false;
    bool forward = true;
    bool backward = true;
    for (std::int64_t k = 0; k < count; ++k) {
        const std::int64_t position = scan_.position(node.inputs[at(k)]);
        forward = forward && position == k;
        backward = backward && position == count - 1;
    }
    if (!forward) {
        if (!backward) return false;
        refuse(node, "the loop runs backwards: its first result needs the last position",
               "run the loop forwards, or compile the model without streaming");
        return true;
    }
    std::vector<std::pair<ValueId, ValueId>> pairs;
    for (std::size_t k = 0; k + 1 < node.inputs.size(); ++k)
        pairs.emplace_back(node.inputs[k], node.inputs[k + 1]);
    const std::string advice =
        "write the loop so that each iteration does the same on its position and on what it carries";
    if (!scan_.relate(pairs) && !scan_.relate_later(pairs)) {
        refuse(node,
               "it joins " + std::to_string(count) +
                   " results that are no loop over the sequence: " + scan_.reason(),
               advice);
        return true;
    }
    window_ = count;
    try {
        if (count <= body_position())
            throw Stuck{&node, "the loop reads " + std::to_string(scan_.depth()) +
                                   " iterations back: import the model with a longer sequence"};
        const ValueId result = body_value(node.inputs[at(body_position())]);
        write_carried();
        place(node.outputs.front(), {.axis = axis, .lag = loop_lag_.value_or(0)});
        Node joined = node;
        joined.id = result_.graph.new_node_id();
        joined.op = &op("Reshape");
        joined.attributes = {{"shape", result_.graph.value(node.outputs.front()).type.shape}};
        joined.inputs = {result};
        note(node, joined, "each inference makes one position of the loop's results");
        add(std::move(joined));
    } catch (const Stuck& stuck) {
        refuse(stuck.node == nullptr ? node : *stuck.node, stuck.reason, advice);
    }
    return true;
}

ValueId Streamer::picked_value(ValueId value) {
    const Node& node = *scan_.producer(value);
    const PickPosition& rule = picks_.at(value);
    Node streamed = node;
    streamed.id = result_.graph.new_node_id();
    streamed.attributes = rule.attributes;
    if (!rule.op.empty()) streamed.op = &op(rule.op);
    if (scan_.picked(value)->extent != window_)
        throw Stuck{&node, "the loop goes through " + std::to_string(window_) + " of the " +
                               std::to_string(scan_.picked(value)->extent) + " positions"};
    const std::int64_t lag = places_.at(node.inputs.front()).lag;
    if (loop_lag_.value_or(lag) != lag)
        throw Stuck{&node, "it meets values that unpadded convolutions give at another time"};
    loop_lag_ = lag;
    result_.graph.value(value).type.data_dim = no_data_dim;
    note_iterations(node, streamed, "takes the position of its inference");
    add(std::move(streamed));
    return value;
}

void Streamer::note_iterations(const Node& node, const Node& after, const std::string& reason) {
    std::set<NodeId> stands_for{node.id};
    for (auto id = scan_.previous(node.outputs.front()); id; id = scan_.previous(*id))
        if (const Node* each = scan_.producer(*id)) stands_for.insert(each->id);
    for (auto id = scan_.next(node.outputs.front()); id; id = scan_.next(*id))
        if (const Node* each = scan_.producer(*id)) stands_for.insert(each->id);
    if (stands_for.size() == 1 && node.id == after.id) return;
    result_.record.changes.push_back({.kind = ChangeKind::changed,
                                      .before = {stands_for.begin(), stands_for.end()},
                                      .after = {after.id},
                                      .reason = reason});
}

void Streamer::copy_on(const Node& node, std::vector<ValueId> inputs, const std::string& reason) {
    Node copied = node;
    copied.inputs = std::move(inputs);
    note_iterations(node, copied, reason);
    for (const ValueId id : node.outputs) {
        made_[id] = id;
        result_.graph.value(id).type.data_dim = no_data_dim;
    }
    add(std::move(copied));
}

ValueId Streamer::carried(ValueId value, std::int64_t turns) {
    const Tensor initial = *scan_.initial(value, turns);
    const Node& node = *scan_.producer(value);
    const auto index = static_cast<std::size_t>(std::find(node.outputs.begin(), node.outputs.end(), value) -
                                                node.outputs.begin());
    const bool cell = node.op->name().ends_with("Cell");
    const std::string suffix = !cell ? "state" : index == 0 ? "h" : "c";
    const std::string base = state_base(node.provenance.module.empty() ? "loop" : node.provenance.module,
                                        {{.suffix = suffix, .role = {}, .initial = {}}});
    std::optional<ValueId> next = value;
    for (std::int64_t turn = 0; turn < turns && next; ++turn) next = scan_.next(*next);
    if (!next)
        throw Stuck{scan_.producer(value),
                    "what the loop carries is not made anew: import the model with a longer sequence"};
    if (turns == 1) {
        State state = new_state(base + "." + suffix,
                                !cell        ? "carried"
                                : index == 0 ? "hidden"
                                             : "cell",
                                initial, whole_.value(value).type.format, &node);
        const ValueId read = state.read;
        made_[value] = read;
        unwritten_.emplace_back(state.id, *next);
        result_.graph.states.push_back(std::move(state));
        return read;
    }
    // The oldest of so many values is read, the newest one joined to the others.
    const std::string reason = "what the loop reads " + std::to_string(turns) + " iterations later";
    const Shape& shape = initial.shape();
    const RealTensor one(initial.reshaped(with_axis(shape, 0, 1)));
    State state = new_state(base + "." + suffix, "history",
                            to_tensor(concatenate(std::vector<RealTensor>(at(turns), one), 0)),
                            whole_.value(value).type.format, &node);
    const ValueId read = state.read;
    const StateId id = state.id;
    result_.graph.states.push_back(std::move(state));
    const auto rows = [&](std::int64_t first, std::int64_t count) {
        return append("Slice", {{"axis", std::int64_t{0}}, {"first", first}, {"count", count}}, {read}, node,
                      reason);
    };
    made_[value] = append("Reshape", {{"shape", shape}}, {rows(0, 1)}, node, reason);
    const ValueId oldest = made_[value];
    const ValueId newest =
        append("Reshape", {{"shape", with_axis(shape, 0, 1)}}, {body_value(*next)}, node, reason);
    const ValueId written =
        append("Concat", {{"axis", std::int64_t{0}}}, {rows(1, turns - 1), newest}, node, reason);
    for (State& each : result_.graph.states)
        if (each.id == id) each.written = written;
    return oldest;
}

bool Streamer::is_whole(ValueId value) const {
    for (auto next = scan_.next(value); next; next = scan_.next(*next)) {
        const Node* a = scan_.producer(value);
        const Node* b = scan_.producer(*next);
        if (a->op != b->op || !(a->attributes == b->attributes) || a->inputs.size() != b->inputs.size())
            return false;
        for (std::size_t k = 0; k < a->inputs.size(); ++k)
            if (scan_.contains(a->inputs[k]) != scan_.contains(b->inputs[k])) return false;
    }
    return true;
}

std::optional<ValueId> Streamer::in_first(ValueId value) const {
    std::optional<ValueId> first = value;
    while (first && scan_.position(*first) > 0) first = scan_.previous(*first);
    return first;
}

ValueId Streamer::carried_from_first(ValueId value) {
    const Node& node = *scan_.producer(value);
    const std::string base = state_base(node.provenance.module.empty() ? "loop" : node.provenance.module,
                                        {{.suffix = "state", .role = {}, .initial = {}}});
    const ValueType& type = whole_.value(value).type;
    // The first inference does not read it.
    State state = new_state(base + ".state", "carried", Tensor::filled(type.shape, 0.0F), type.format, &node);
    const ValueId read = state.read;
    made_[value] = read;
    unwritten_.emplace_back(state.id, *scan_.next(value));
    result_.graph.states.push_back(std::move(state));
    return read;
}

ValueId Streamer::first_value(ValueId value) {
    if (!scan_.contains(value)) return body_value(value);
    if (const auto found = first_made_.find(value); found != first_made_.end()) return found->second;
    const Node& node = *scan_.producer(value);
    if (scan_.picked(value) != nullptr) {
        std::optional<ValueId> body = scan_.next(value);
        while (body && scan_.position(*body) < body_position()) body = scan_.next(*body);
        const bool alike = body && picks_.contains(*body);
        return first_made_[value] = alike ? body_value(*body) : picked_value(value);
    }
    if (node.outputs.size() != 1)
        throw Stuck{&node, "the first iteration makes several values at once in its own way"};
    std::vector<ValueId> inputs;
    for (const ValueId input : node.inputs) inputs.push_back(first_value(input));
    const ValueId made = append(node.op->name(), node.attributes, std::move(inputs), node,
                                "what the first iteration makes in its own way");
    return first_made_[value] = made;
}

ValueId Streamer::chosen(ValueId value, ValueId made) {
    const std::optional<ValueId> first = in_first(value);
    if (!first || *first == value || !scan_.starts_apart(*first)) return made;
    const ValueId own = first_value(*first);
    const Node& node = *scan_.producer(value);
    const ValueId mask = is_waiting(loop_lag_.value_or(0) + 1, whole_.value(value).type.shape, node);
    return append("Where", {}, {mask, own, made}, node,
                  "the first iteration's own value in the first inference, then that of the others");
}

ValueId Streamer::body_value(ValueId value) {
    if (const auto found = made_.find(value); found != made_.end()) return found->second;
    const std::int64_t turns = body_position() - scan_.position(value);
    if (const Tensor* initial = scan_.contains(value) ? scan_.initial(value, turns) : nullptr) {
        // What the first iteration had folded may be made of another value that the loop carries.
        const std::optional<RealTensor> derived = scan_.constant(value, turns);
        if (!derived || derived->values != RealTensor(*initial).values || !is_whole(value))
            return carried(value, turns);
    }
    if (!scan_.contains(value)) {
        if (!places_.contains(value))
            throw Stuck{scan_.producer(value), "what it makes is needed in a loop, but does not stream"};
        return value;
    }
    if (turns > 0)
        if (const auto first = in_first(value); first && scan_.starts_apart(*first)) {
            if (turns > 1)
                throw Stuck{scan_.producer(value),
                            "it reads back to a first iteration that is not like the others"};
            return carried_from_first(value);
        }
    if (const Picked* picked = scan_.picked(value)) {
        // What the body's iteration has of those before it must be known as initial values.
        if (picked->position != body_position())
            throw Stuck{scan_.producer(value),
                        "what the loop carries starts from values that can't be told apart"};
        return made_[value] = chosen(value, picked_value(value));
    }
    const Node& node = *scan_.producer(value);
    if (!is_whole(value))
        throw Stuck{&node, "it has constants in place of what iterations further behind it read"};
    std::vector<ValueId> inputs;
    for (const ValueId input : node.inputs) inputs.push_back(body_value(input));
    if (const auto found = made_.find(value); found != made_.end()) return found->second;
    copy_on(node, std::move(inputs), "one iteration of the loop per inference");
    for (const ValueId output : node.outputs) made_[output] = chosen(output, output);
    return made_.at(value);
}

void Streamer::write_carried() {
    while (!unwritten_.empty()) {
        const auto [state, value] = unwritten_.back();
        unwritten_.pop_back();
        const ValueId written = body_value(value);
        for (State& each : result_.graph.states)
            if (each.id == state) each.written = written;
    }
    if (loop_lag_.value_or(0) == 0) return;
    for (const auto& [value, made] : std::map(made_)) {
        const auto& states = result_.graph.states;
        const auto state = std::find_if(states.begin(), states.end(),
                                        [&read = made](const State& each) { return each.read == read; });
        if (state != states.end())
            hold_state(static_cast<std::size_t>(state - states.begin()), *loop_lag_, *scan_.producer(value));
    }
}

void Streamer::relate_last(ValueId value) {
    const std::int64_t last = scan_.position(value);
    // What the last iteration and what stands behind it are made of, and what they read of the one before.
    std::vector<ValueId> within{value};
    std::vector<ValueId> before;
    std::set<ValueId> seen{value};
    for (std::size_t k = 0; k < within.size(); ++k) {
        const Node* node = scan_.producer(within[k]);
        if (node == nullptr || picks_.contains(within[k])) continue;
        for (const ValueId input : node->inputs) {
            if (!scan_.contains(input) || !seen.insert(input).second) continue;
            (scan_.position(input) == last ? within : before).push_back(input);
        }
    }
    for (std::size_t k = 0; k < before.size(); ++k) {
        if (scan_.next(before[k]) || picks_.contains(before[k])) continue;
        const bool found = std::any_of(within.begin(), within.end(), [&](ValueId candidate) {
            const Node* a = scan_.producer(before[k]);
            const Node* b = scan_.producer(candidate);
            return a->op == b->op && scan_.position(before[k]) + 1 == last && !picks_.contains(candidate) &&
                   !scan_.previous(candidate) && scan_.relate({{before[k], candidate}});
        });
        if (found) continue;
        // Its counterpart would be part of an iteration that there is not; what it is made of may have one.
        const Node* node = scan_.producer(before[k]);
        for (const ValueId input : node->inputs)
            if (scan_.position(input) == scan_.position(before[k]) && seen.insert(input).second)
                before.push_back(input);
    }
}

std::optional<ValueId> Streamer::body_of_last(ValueId value) const {
    std::optional<ValueId> body = value;
    for (std::int64_t k = body_position() + 1; k < window_ && body; ++k) body = scan_.previous(*body);
    return body;
}

ValueId Streamer::last_value(ValueId value) {
    if (!scan_.contains(value)) return body_value(value);
    if (const auto found = made_.find(value); found != made_.end()) return found->second;
    const std::int64_t last = window_ - 1;
    // What the last iteration reads of the one before is as old in every inference.
    if (!picks_.contains(value) && scan_.position(value) < last - scan_.depth())
        throw Stuck{scan_.producer(value), "it is made of position " + std::to_string(scan_.position(value)) +
                                               " of " + std::to_string(window_) + ", which is not the last"};
    if (!picks_.contains(value) && scan_.previous(value)) {
        const std::optional<ValueId> body = body_of_last(value);
        if (!body) throw Stuck{scan_.producer(value), "the iterations of the loop are not alike"};
        const ValueId made = body_value(*body);
        write_carried();
        return made_[value] = made;
    }
    if (const Picked* picked = scan_.picked(value)) {
        const Node* node = scan_.producer(value);
        const std::string which =
            "position " + std::to_string(picked->position) + " of " + std::to_string(picked->extent);
        if (picked->extent == 1)
            throw Stuck{node,
                        "the sequence has one position only, so that a readout of the last one can't be "
                        "told from other uses of it: import the model with a longer sequence"};
        if (picked->position + 1 != picked->extent)
            throw Stuck{node, "it picks " + which + ", which is not the last"};
        const std::optional<ValueId> body = body_of_last(value);
        return made_[value] = body ? body_value(*body) : picked_value(value);
    }
    const Node& node = *scan_.producer(value);
    std::vector<ValueId> inputs;
    for (const ValueId input : node.inputs) inputs.push_back(last_value(input));
    if (!made_.contains(value)) copy_on(node, std::move(inputs), {});
    return made_.at(value);
}

void Streamer::read_out(ValueId output, ValueId& made) {
    const Node& node = *scan_.producer(output);
    window_ = scan_.position(output) + 1;
    try {
        relate_last(output);
        made = last_value(output);
        readouts_.push_back(
            failure_node(node, "it is made of the last of " + std::to_string(window_) + " positions only"));
        places_[made] = {.lag = loop_lag_.value_or(0), .picked = true};
    } catch (const Stuck& stuck) {
        refuse(stuck.node == nullptr ? node : *stuck.node, stuck.reason,
               "export the model so that each position in gives one position out, or compile it without "
               "streaming");
    }
}

}  // namespace lockstep
