#include "core/passes/streaming_transform.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/nnir/op.h"
#include "core/support/error.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

using namespace nnir;

[[noreturn]] void refuse(std::string message, std::string advice = {}) {
    throw Error(FailureKind::cannot_stream, std::move(message), std::move(advice));
}

/// The checked axis of every input; all name the same number of positions.
std::vector<int> input_axes(const Graph& graph, const StreamingAxes& axes) {
    if (axes.size() != graph.inputs.size())
        refuse("the model has " + std::to_string(graph.inputs.size()) + " inputs but " +
               std::to_string(axes.size()) + " streaming axes were given");
    if (graph.has_state())
        refuse("the model keeps its own state already; it streams as it is, without a streaming axis");
    std::vector<int> result;
    std::int64_t positions = -1;
    for (std::size_t k = 0; k < axes.size(); ++k) {
        const Value& input = graph.value(graph.inputs[k]);
        if (!axes[k])
            refuse("input '" + input.name + "' has no streaming axis, but another input has one",
                   "give a streaming axis for every input");
        const int axis = normal_axis(*axes[k], rank(input.type.shape));
        if (axis < 0)
            refuse("input '" + input.name + "' (" + to_text(input.type.shape) + ") has no axis " +
                       std::to_string(*axes[k]),
                   "its axes are 0 to " + std::to_string(rank(input.type.shape) - 1));
        const std::int64_t extent = input.type.shape[at(axis)];
        if (extent == 0) refuse("axis " + std::to_string(axis) + " of input '" + input.name + "' is empty");
        if (positions >= 0 && extent != positions)
            refuse("the inputs stream together, but input '" + input.name + "' has " +
                   std::to_string(extent) + " positions where others have " + std::to_string(positions));
        positions = extent;
        result.push_back(axis);
    }
    return result;
}

class Streamer {
  public:
    explicit Streamer(const Graph& whole) : whole_(whole) {
        result_.graph = whole;
        result_.graph.nodes.clear();
        result_.record.pass = "streaming_transform";
    }

    StreamedGraph run(const std::vector<int>& axes) {
        result_.input_axes = axes;
        for (std::size_t k = 0; k < axes.size(); ++k) set_axis(whole_.inputs[k], axes[k]);
        for (const Node& node : whole_.nodes) stream(node);
        if (!refused_.empty()) {
            Failure failure{.kind = FailureKind::cannot_stream,
                            .message = "the model does not stream along axis " +
                                       std::to_string(axes.front()) + " of input '" +
                                       whole_.value(whole_.inputs.front()).name + "'",
                            .advice = advice_,
                            .details = {},
                            .nodes = std::move(refused_)};
            throw Error(std::move(failure));
        }
        for (const ValueId output : whole_.outputs) result_.output_axes.push_back(axes_.at(output));
        return std::move(result_);
    }

  private:
    /// The value keeps its id and loses the axis.
    void set_axis(ValueId id, int axis) {
        axes_[id] = axis;
        ValueType& type = result_.graph.value(id).type;
        type.shape = without_axis(type.shape, axis);
        type.data_dim = no_data_dim;
    }

    void stream(const Node& node) {
        std::vector<int> axes;
        for (const ValueId id : node.inputs) {
            // Behind a refused node there is nothing to say.
            if (!axes_.contains(id)) return;
            axes.push_back(axes_.at(id));
        }
        std::visit(
            Overloaded{
                [&](PassThrough rule) { pass_through(node, std::move(rule)); },
                [&](const Window& rule) {
                    keep_state(node, rule.op, rule.attributes, {rule.history}, rule.output_axis);
                },
                [&](const Recurrent& rule) {
                    keep_state(node, rule.op, rule.attributes, rule.states, rule.output_axis);
                },
                [&](const PickPosition& rule) {
                    refused_.push_back(failure_node(
                        node, "it picks position " + std::to_string(rule.position) + " out of the sequence"));
                },
                [&](const Refuse& rule) {
                    refused_.push_back(failure_node(node, rule.reason));
                    if (advice_.empty()) advice_ = rule.instead;
                }},
            node.op->stream(bind(whole_, node), axes));
    }

    void pass_through(const Node& node, PassThrough rule) {
        Node streamed = node;
        streamed.attributes = std::move(rule.attributes);
        if (!rule.op.empty()) {
            streamed.op = &op(rule.op);
            streamed.id = result_.graph.new_node_id();
            note(node, streamed, "one position needs no other: it is a " + rule.op);
        }
        for (std::size_t k = 0; k < node.outputs.size(); ++k) set_axis(node.outputs[k], rule.output_axes[k]);
        add(std::move(streamed));
    }

    void keep_state(const Node& node, const std::string& step_op, const Attributes& attributes,
                    const std::vector<StepState>& states, int output_axis) {
        Node streamed = node;
        streamed.id = result_.graph.new_node_id();
        streamed.op = &op(step_op);
        streamed.attributes = attributes;
        set_axis(node.outputs.front(), output_axis);
        std::string names;
        const std::string base = state_base(node, states);
        for (const StepState& step : states) {
            const std::string name = base + "." + step.suffix;
            State state{.id = result_.graph.new_state_id(),
                        .name = name,
                        .role = step.role,
                        .initial = step.initial,
                        .read = {},
                        .written = {},
                        .origins = node.origins,
                        .provenance = node.provenance};
            const ValueType type{.shape = step.initial.shape(),
                                 .format = whole_.value(node.inputs.front()).type.format};
            state.read = result_.graph.add_value(name, type);
            streamed.inputs.push_back(state.read);
            // The hidden state is the node's own result; other states are written as further outputs.
            if (step.role == "hidden") {
                state.written = node.outputs.front();
            } else {
                state.written = result_.graph.add_value(name + ".next", type);
                streamed.outputs.push_back(state.written);
            }
            result_.graph.states.push_back(std::move(state));
            names += (names.empty() ? "" : " and ") + name;
        }
        note(node, streamed, "takes one position per inference and keeps " + names);
        add(std::move(streamed));
    }

    /// Module path, or the result's name outside of any module; made unique among the states.
    std::string state_base(const Node& node, const std::vector<StepState>& states) const {
        const std::string wish =
            node.provenance.module.empty() ? whole_.value(node.outputs.front()).name : node.provenance.module;
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

    void note(const Node& before, const Node& after, const std::string& reason) {
        result_.record.changes.push_back(
            {.kind = ChangeKind::changed, .before = {before.id}, .after = {after.id}, .reason = reason});
    }

    /// Judges the rule: the streamed node's types must be those of the whole one without the axis.
    void add(Node node) {
        const BoundNode bound = bind(result_.graph, node);
        const std::vector<ValueType> types = node.op->infer(node.attributes, bound.inputs);
        for (std::size_t k = 0; k < types.size(); ++k)
            if (types[k].shape != bound.out(k))
                throw Error(FailureKind::internal, "streaming " + node.op->name() + " gives " +
                                                       to_text(types[k].shape) + ", not " +
                                                       to_text(bound.out(k)));
        result_.graph.nodes.push_back(std::move(node));
    }

    const Graph& whole_;
    StreamedGraph result_;
    std::map<ValueId, int> axes_;
    std::vector<FailureNode> refused_;
    std::string advice_;
};

}  // namespace

StreamedGraph streaming_transform(const nnir::Graph& graph, const StreamingAxes& axes) {
    const std::vector<int> checked = input_axes(graph, axes);
    return Streamer(graph).run(checked);
}

}  // namespace lockstep
