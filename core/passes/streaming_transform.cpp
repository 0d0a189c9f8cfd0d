#include "core/passes/streaming_transform.h"

#include <algorithm>
#include <utility>

#include "core/nnir/axes.h"
#include "core/passes/streamer.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using namespace nnir;

[[noreturn]] void refuse(std::string message, std::string advice = {}) {
    throw Error(FailureKind::cannot_stream, std::move(message), std::move(advice));
}

/// The checked axis of every input; all that have one name the same number of positions.
std::vector<int> input_axes(const Graph& graph, const StreamingAxes& axes) {
    if (axes.size() != graph.inputs.size())
        refuse("the model has " + std::to_string(graph.inputs.size()) + " inputs but " +
               std::to_string(axes.size()) + " streaming axes were given");
    if (graph.has_state())
        refuse("the model keeps its own state ('" + graph.states.front().name +
                   "'): each call is one step already",
               "leave the streaming axis out; it streams as it is");
    std::vector<int> result;
    std::int64_t positions = -1;
    for (std::size_t k = 0; k < axes.size(); ++k) {
        const Value& input = graph.value(graph.inputs[k]);
        if (!axes[k]) {
            result.push_back(no_axis);
            continue;
        }
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
    if (positions < 0) refuse("no input has a streaming axis", "give a streaming axis to one input at least");
    return result;
}

}  // namespace

StreamedGraph streaming_transform(const Graph& graph, const StreamOptions& options) {
    return Streamer(graph, input_axes(graph, options.axes), options.readout).run();
}

StreamedGraph streaming_transform(const Graph& graph, const StreamingAxes& axes) {
    return streaming_transform(graph, StreamOptions{.axes = axes});
}

std::optional<StreamingAxes> readout_axes(const Graph& graph, const StreamingAxes& axes) {
    if (graph.has_state() || graph.inputs.empty()) return std::nullopt;
    std::vector<StreamingAxes> wishes;
    if (std::any_of(axes.begin(), axes.end(), [](const auto& axis) { return axis.has_value(); })) {
        wishes.push_back(axes);
    } else {
        const int axes_of_first = rank(graph.value(graph.inputs.front()).type.shape);
        for (int axis = 0; axis < axes_of_first; ++axis)
            wishes.emplace_back(graph.inputs.size(), std::optional(axis));
    }
    for (const StreamingAxes& wish : wishes) {
        try {
            if (Streamer(graph, input_axes(graph, wish), Readout::every_step).is_readout()) return wish;
        } catch (const Error& error) {
            // Axes that the inputs do not have; what the model makes of wrong ones is said when it streams.
            if (error.failure().kind != FailureKind::cannot_stream) throw;
        }
    }
    return std::nullopt;
}

}  // namespace lockstep
