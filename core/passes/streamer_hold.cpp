#include <algorithm>
#include <array>

#include "core/nnir/make_node.h"
#include "core/passes/streamer.h"

/// The part of Streamer that keeps states as they are while unpadded convolutions in front of them have no
/// result yet.
namespace lockstep {

using namespace nnir;

namespace {

/// Integers up to this one are exact in bf16.
constexpr std::int64_t largest_count = 256;

/// A sum that this is added to makes sigmoid exactly 0 or 1: far beyond what weights make, and exact in bf16.
constexpr float saturating = 16384;

/// The weights with a further column: one value per gate.
Tensor with_column(const Tensor& weight, const std::vector<float>& gates) {
    const std::int64_t rows = weight.shape()[0];
    const std::int64_t columns = weight.shape()[1];
    const std::int64_t each = rows / static_cast<std::int64_t>(gates.size());
    std::vector<float> values;
    values.reserve(at(rows * (columns + 1)));
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto from = weight.values().subspan(at(row * columns), at(columns));
        values.insert(values.end(), from.begin(), from.end());
        values.push_back(gates[at(row / each)]);
    }
    return {{rows, columns + 1}, std::move(values)};
}

/// What holds each gate of a cell open or shut so that the step leaves its states as they are; nothing if no
/// sums can. An LSTM keeps c with i = 0 and f = 1, and makes h = 0 with o = 0; a GRU keeps h with z = 1.
std::optional<std::vector<float>> holding_gates(const Recurrent& rule) {
    if (rule.op == "LstmCell" && is_zero(rule.states.front().initial))
        return std::vector<float>{-saturating, saturating, 0, -saturating};
    if (rule.op == "GruCell") return std::vector<float>{0, saturating, 0};
    return std::nullopt;
}

}  // namespace

ValueId Streamer::append(const std::string& op, Attributes attributes, std::vector<ValueId> inputs,
                         const Node& like, const std::string& reason) {
    Node node = make_node(result_.graph, {.op = op,
                                          .attributes = std::move(attributes),
                                          .inputs = std::move(inputs),
                                          .origins = like.origins,
                                          .provenance = like.provenance});
    const ValueId output = node.outputs.front();
    result_.record.changes.push_back(
        {.kind = ChangeKind::added, .before = {}, .after = {node.id}, .reason = reason});
    result_.graph.nodes.push_back(std::move(node));
    return output;
}

ValueId Streamer::waiting(std::int64_t lag, const Shape& shape, const Node& like) {
    const auto [entry, fresh] = waiting_.try_emplace({lag, shape});
    if (!fresh) return entry->second;
    const std::string reason =
        "counts the " + std::to_string(lag) + " inferences in which unpadded convolutions have no result yet";
    const auto counter = [&](const std::string& suffix, std::int64_t start) {
        const std::string base = state_base("warm_up", {{.suffix = suffix, .role = {}, .initial = {}}});
        State state = new_state(base + "." + suffix, "carried",
                                Tensor::filled(shape, static_cast<float>(start)), NumberFormat::bf16, &like);
        result_.graph.states.push_back(state);
        return state;
    };
    const auto write = [&](const State& state, ValueId value) {
        for (State& each : result_.graph.states)
            if (each.id == state.id) each.written = value;
    };
    const auto with_constant = [&](const std::string& op, ValueId value, float constant) {
        return append("Pointwise", {{"op", op}, {"constant", Tensor::filled({}, constant)}}, {value}, like,
                      reason);
    };
    const auto not_negative = [&](ValueId value) {
        return append("Clamp", {{"min", 0.0}, {"max", std::numeric_limits<double>::infinity()}}, {value},
                      like, reason);
    };
    if (lag <= largest_count) {
        const State count = counter("count", lag);
        write(count, not_negative(with_constant("subtract", count.read, 1)));
        return entry->second = count.read;
    }
    // The first digit goes round; each time that it has come to zero, the second one is less.
    const std::int64_t rounds = (lag + largest_count - 1) / largest_count;
    const State digit = counter("digit", lag - 1 - largest_count * (rounds - 1));
    const State count = counter("count", rounds);
    const ValueId empty = with_constant("less_equal", digit.read, 0);
    const Tensor full = Tensor::filled({}, static_cast<float>(largest_count - 1));
    write(digit,
          append("Where", {{"a", full}}, {empty, with_constant("subtract", digit.read, 1)}, like, reason));
    write(count,
          append("Where", {}, {empty, not_negative(with_constant("subtract", count.read, 1)), count.read},
                 like, reason));
    return entry->second = count.read;
}

ValueId Streamer::is_waiting(std::int64_t lag, const Shape& value, const Node& like) {
    const Shape shape(value.size(), 1);
    const auto [entry, fresh] = masks_.try_emplace({lag, shape});
    if (fresh)
        entry->second = append(
            "Pointwise",
            {{"op", std::string("less")}, {"constant", Tensor::filled({}, 0.0F)}, {"constant_first", true}},
            {waiting(lag, shape, like)}, like, "true while unpadded convolutions have no result yet");
    return entry->second;
}

bool Streamer::hold_padding(Node& node, Window& rule, std::int64_t lag) {
    const Tensor& history = rule.history.initial;
    const int time = last_axis(history.shape());
    const std::int64_t span = history.shape().back();
    const std::int64_t padding = span - rule.warm_up;
    const Tensor newest = tensor_slice(history, time, span - 1, 1);
    std::vector<RealTensor> columns;
    for (std::int64_t k = 0; k < span; ++k) {
        columns.emplace_back(newest);
        if (k < padding && !(tensor_slice(history, time, span - 1 - k, 1) == newest)) return false;
    }
    // What is padded goes in until the first result comes.
    rule.history.initial = to_tensor(concatenate(columns, time));
    const Shape& x = result_.graph.value(node.inputs.front()).type.shape;
    const ValueId mask = is_waiting(lag, x, node);
    node.inputs.front() = append("Where", {{"a", newest.reshaped(x)}}, {mask, node.inputs.front()}, node,
                                 "the convolution sees its padding until its operand has a result");
    return true;
}

bool Streamer::hold_gates(Node& node, Recurrent& rule, std::int64_t lag) {
    const auto gates = holding_gates(rule);
    if (!gates) return false;
    const Shape& x = result_.graph.value(node.inputs.front()).type.shape;
    const int features = last_axis(x);
    const ValueId count = waiting(lag, with_extent(x, features, 1), node);
    node.inputs.front() =
        append("Concat", {{"axis", std::int64_t{features}}}, {node.inputs.front(), count}, node,
               "while the count is not zero it holds the gates so that the states stay as they are");
    rule.attributes.set("weight_ih", with_column(rule.attributes.tensor("weight_ih"), *gates));
    return true;
}

void Streamer::hold_state(std::size_t index, std::int64_t lag, const Node& like) {
    const State state = result_.graph.states[index];
    if (!held_.insert(state.id).second) return;
    const ValueId mask = is_waiting(lag, state.initial.shape(), like);
    const ValueId kept = append("Where", {}, {mask, state.read, state.written}, like,
                                "the state stays as it is until its operands have a result");
    result_.graph.states[index].written = kept;
}

}  // namespace lockstep
