#include "core/passes/streamer.h"

#include <algorithm>
#include <set>

#include "core/nnir/make_node.h"
#include "core/support/error.h"
#include "core/support/overloaded.h"

namespace lockstep {

using namespace nnir;

namespace {

/// True if what the state holds in front of position 0 counts: it is padding, or an initial state.
bool starts_from_padding(const Node& node, const Window& rule) {
    if (rule.warm_up == 0) return true;
    return node.attributes.has("pad_left") && node.attributes.integer("pad_left") > 0;
}

}  // namespace

Streamer::Streamer(const Graph& whole, std::vector<int> axes, Readout readout)
    : whole_(whole), readout_(readout), scan_(whole, [this](ValueId id) {
          const auto found = places_.find(id);
          return found != places_.end() && found->second.axis != no_axis;
      }) {
    result_.graph = whole;
    result_.graph.nodes.clear();
    result_.record.pass = "streaming_transform";
    result_.input_axes = std::move(axes);
}

StreamedGraph Streamer::run() {
    visit_all();
    if (!refused_.empty() || (readout_ == Readout::refuse && !readouts_.empty())) fail();
    std::set<ValueId> used(result_.graph.inputs.begin(), result_.graph.inputs.end());
    used.insert(result_.graph.outputs.begin(), result_.graph.outputs.end());
    for (const State& state : result_.graph.states) used.insert({state.read, state.written});
    for (const Node& node : result_.graph.nodes) {
        used.insert(node.inputs.begin(), node.inputs.end());
        used.insert(node.outputs.begin(), node.outputs.end());
    }
    std::erase_if(result_.graph.values, [&](const auto& value) { return !used.contains(value.first); });
    return std::move(result_);
}

bool Streamer::is_readout() {
    visit_all();
    return refused_.empty() && !readouts_.empty();
}

void Streamer::visit_all() {
    for (std::size_t k = 0; k < whole_.inputs.size(); ++k)
        place(whole_.inputs[k], {.axis = result_.input_axes[k]});
    for (const Node& node : whole_.nodes) visit(node);
    finish_outputs();
}

void Streamer::fail() {
    std::string along;
    for (std::size_t k = 0; k < whole_.inputs.size(); ++k)
        if (const int axis = result_.input_axes[k]; axis != no_axis)
            along += (along.empty() ? "axis " : " and axis ") + std::to_string(axis) + " of input '" +
                     whole_.value(whole_.inputs[k]).name + "'";
    Failure failure{.kind = FailureKind::cannot_stream,
                    .message = "the model does not stream along " + along,
                    .advice = advice(),
                    .details = {},
                    .nodes = std::move(refused_)};
    if (readout_ == Readout::refuse) {
        if (failure.nodes.empty()) {
            const std::string window = std::to_string(window_);
            failure.message += ": it reads out the last of " + window + " positions only";
            failure.advice =
                "choose how it is deployed: the whole window of " + window +
                " positions in each inference (no streaming axis); or one position per inference with the "
                "state carried on and one output per step (--readout every-step); or the same with the state "
                "reset every " +
                window + " steps";
        }
        failure.nodes.insert(failure.nodes.end(), readouts_.begin(), readouts_.end());
    }
    throw Error(std::move(failure));
}

void Streamer::refuse(const Node& node, const std::string& reason, const std::string& instead) {
    const FailureNode refused = failure_node(node, reason);
    // The steps of an unrolled loop are refused alike.
    if (std::find(refused_.begin(), refused_.end(), refused) == refused_.end()) refused_.push_back(refused);
    if (instead.empty()) return;
    const auto same = std::find_if(advice_.begin(), advice_.end(),
                                   [&](const auto& advice) { return advice.second == instead; });
    if (same == advice_.end()) advice_.emplace_back(refused.op, instead);
}

std::string Streamer::advice() const {
    if (advice_.size() == 1) return advice_.front().second;
    std::string all;
    for (const auto& [op, instead] : advice_) all += (all.empty() ? "" : "\n") + op + ": " + instead;
    return all;
}

/// The value keeps its id and loses the axis.
void Streamer::place(ValueId id, const Place& where) {
    places_[id] = where;
    ValueType& type = result_.graph.value(id).type;
    type.data_dim = no_data_dim;
    if (where.axis != no_axis) type.shape = without_axis(type.shape, where.axis);
}

void Streamer::visit(const Node& node) {
    std::vector<int> axes;
    bool waits = false;
    for (const ValueId id : node.inputs) {
        const bool picked = scan_.contains(id);
        waits = waits || picked;
        // Behind a refused node there is nothing to say.
        if (!picked && !places_.contains(id)) return;
        axes.push_back(picked ? no_axis : places_.at(id).axis);
    }
    const bool streams = std::any_of(axes.begin(), axes.end(), [](int axis) { return axis != no_axis; });
    if (waits && streams)
        return refuse(
            node, "it joins the sequence with what is made of single positions of it",
            "give each position in one position out, or export the readout as an output of its own");
    if (waits) {
        if (!collect(node)) wait(node);
        return;
    }
    if (!streams) return copy(node, {});

    const StreamRule rule = node.op->stream(bind(whole_, node), axes);
    if (const auto* refusal = std::get_if<Refuse>(&rule))
        return refuse(node, refusal->reason, refusal->instead);
    if (const auto* position = std::get_if<PickPosition>(&rule)) {
        picks_[node.outputs.front()] = *position;
        return wait(node);
    }
    Node aligned = node;
    const std::int64_t lag = align(aligned);
    std::visit(Overloaded{[&](const PassThrough& r) { pass_through(aligned, r, lag); },
                          [&](Window r) {
                              if (lag > 0 && starts_from_padding(node, r) && !hold_padding(aligned, r, lag))
                                  return refuse(
                                      node,
                                      "its padding is not the same at each position, and an unpadded "
                                      "convolution in front of it has no result for the first " +
                                          std::to_string(lag) + " inferences",
                                      "pad the convolutions on the left, so that each position in gives one "
                                      "position out");
                              keep_state(aligned, r.op, r.attributes, {r.history},
                                         {.axis = r.output_axis, .lag = lag + r.warm_up});
                          },
                          [&](Recurrent r) {
                              const bool gates = lag > 0 && hold_gates(aligned, r, lag);
                              const std::size_t own = result_.graph.states.size();
                              keep_state(aligned, r.op, r.attributes, r.states,
                                         {.axis = r.output_axis, .lag = lag});
                              if (lag > 0 && !gates)
                                  for (std::size_t k = 0; k < r.states.size(); ++k)
                                      hold_state(own + k, lag, node);
                          },
                          [](const PickPosition&) {}, [](const Refuse&) {}},
               rule);
}

std::int64_t Streamer::align(Node& node) {
    std::int64_t lag = 0;
    const auto moves = [&](ValueId id) { return places_.at(id).axis != no_axis || places_.at(id).picked; };
    for (const ValueId id : node.inputs)
        if (moves(id)) lag = std::max(lag, places_.at(id).lag);
    for (ValueId& id : node.inputs)
        if (moves(id)) id = delayed(id, lag - places_.at(id).lag, &node);
    return lag;
}

ValueId Streamer::delayed(ValueId value, std::int64_t positions, const Node* like) {
    if (positions == 0) return value;
    const auto [entry, fresh] = delays_.try_emplace({value, positions});
    if (!fresh) return entry->second;
    const Value& now = result_.graph.value(value);
    const Shape history = with_axis(now.type.shape.empty() ? Shape{1} : now.type.shape, 0, positions);
    const std::string base = now.name;
    NewNode wanted{.op = "Delay", .attributes = {}, .inputs = {value}, .name = base + ".delayed"};
    if (like != nullptr) {
        wanted.origins = like->origins;
        wanted.provenance = like->provenance;
    }
    State state = new_state(state_base(base, {{.suffix = "history", .role = {}, .initial = {}}}) + ".history",
                            "history", Tensor::filled(history, 0.0F), now.type.format, like);
    wanted.inputs.push_back(state.read);
    Node node = make_node(result_.graph, wanted);
    state.written = node.outputs[1];
    result_.record.changes.push_back(
        {.kind = ChangeKind::added,
         .before = {},
         .after = {node.id},
         .reason = "'" + base + "' waits " + std::to_string(positions) +
                   " inferences for what it meets, which unpadded convolutions give so much later"});
    result_.graph.states.push_back(std::move(state));
    entry->second = node.outputs.front();
    result_.graph.nodes.push_back(std::move(node));
    return entry->second;
}

void Streamer::copy(const Node& node, const Place& where) {
    Node copied = node;
    Place place_of_output = where;
    place_of_output.lag = align(copied);
    for (const ValueId id : node.outputs) place(id, place_of_output);
    add(std::move(copied));
}

void Streamer::pass_through(const Node& node, PassThrough rule, std::int64_t lag) {
    Node streamed = node;
    streamed.attributes = std::move(rule.attributes);
    if (!rule.op.empty()) {
        streamed.op = &op(rule.op);
        streamed.id = result_.graph.new_node_id();
        note(node, streamed, "one position needs no other: it is a " + rule.op);
    }
    for (std::size_t k = 0; k < node.outputs.size(); ++k)
        place(node.outputs[k], {.axis = rule.output_axes[k], .lag = lag + rule.skip});
    add(std::move(streamed));
}

void Streamer::keep_state(const Node& node, const std::string& step_op, const Attributes& attributes,
                          const std::vector<StepState>& states, const Place& where) {
    Node streamed = node;
    streamed.id = result_.graph.new_node_id();
    streamed.op = &op(step_op);
    streamed.attributes = attributes;
    place(node.outputs.front(), where);
    std::string names;
    const std::string base = state_base(
        node.provenance.module.empty() ? whole_.value(node.outputs.front()).name : node.provenance.module,
        states);
    for (std::size_t k = 0; k < states.size(); ++k) {
        const StepState& step = states[k];
        const std::string name = base + "." + step.suffix;
        State state = new_state(name, step.role, step.initial,
                                result_.graph.value(node.inputs.front()).type.format, &node);
        streamed.inputs.push_back(state.read);
        // The hidden state is the node's own result; other states are its further results, or are added to
        // them.
        if (step.role == "hidden") {
            state.written = node.outputs.front();
        } else if (k > 0 && k < node.outputs.size()) {
            state.written = node.outputs[k];
            place(state.written, where);
        } else {
            state.written = result_.graph.add_value(name + ".next", result_.graph.value(state.read).type);
            streamed.outputs.push_back(state.written);
        }
        result_.graph.states.push_back(std::move(state));
        names += (names.empty() ? "" : " and ") + name;
    }
    note(node, streamed, "takes one position per inference and keeps " + names);
    add(std::move(streamed));
}

void Streamer::finish_outputs() {
    for (ValueId& id : result_.graph.outputs)
        if (scan_.contains(id)) read_out(ValueId{id}, id);
    for (const ValueId id : result_.graph.outputs) {
        if (!places_.contains(id)) continue;
        const Place& where = places_.at(id);
        if (where.axis == no_axis && !where.picked)
            refused_.push_back({"output '" + whole_.value(id).name + "'",
                                {},
                                {},
                                "it does not depend on the sequence: it is the same in every inference"});
        result_.warm_up = std::max(result_.warm_up, where.lag);
    }
    for (ValueId& id : result_.graph.outputs) {
        if (!places_.contains(id)) continue;
        const Place where = places_.at(id);
        result_.output_axes.push_back(where.axis);
        id = delayed(id, result_.warm_up - where.lag, nullptr);
    }
}

State Streamer::new_state(const std::string& name, const std::string& role, const Tensor& initial,
                          NumberFormat format, const Node* like) {
    State state{.id = result_.graph.new_state_id(),
                .name = name,
                .role = role,
                .initial = initial,
                .read = result_.graph.add_value(name, {.shape = initial.shape(), .format = format}),
                .written = {},
                .origins = {},
                .provenance = {}};
    if (like != nullptr) {
        state.origins = like->origins;
        state.provenance = like->provenance;
    }
    return state;
}

/// Module path, or the result's name outside of any module; made unique among the states.
std::string Streamer::state_base(const std::string& wish, const std::vector<StepState>& states) const {
    const auto taken = [&](const std::string& base) {
        return std::any_of(result_.graph.states.begin(), result_.graph.states.end(), [&](const State& s) {
            return std::any_of(states.begin(), states.end(),
                               [&](const StepState& step) { return s.name == base + "." + step.suffix; });
        });
    };
    std::string base = wish;
    for (int number = 2; taken(base); ++number) base = wish + "_" + std::to_string(number);
    return base;
}

void Streamer::note(const Node& before, const Node& after, const std::string& reason) {
    result_.record.changes.push_back(
        {.kind = ChangeKind::changed, .before = {before.id}, .after = {after.id}, .reason = reason});
}

void Streamer::add(Node node) {
    const BoundNode bound = bind(result_.graph, node);
    const std::vector<ValueType> types = node.op->infer(node.attributes, bound.inputs);
    for (std::size_t k = 0; k < types.size(); ++k)
        if (types[k].shape != bound.out(k))
            throw Error(FailureKind::internal, "streaming " + node.op->name() + " gives " +
                                                   to_text(types[k].shape) + ", not " +
                                                   to_text(bound.out(k)));
    result_.graph.nodes.push_back(std::move(node));
}

}  // namespace lockstep
