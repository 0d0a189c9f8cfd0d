#include "core/passes/canonicalize.h"
#include "core/passes/rewrite.h"

namespace lockstep {
namespace {

using namespace nnir;

/// The axis of extent 1 that `wide` has and `narrow` has not, other than the time and feature axes; -1 if
/// there is no such.
int added_axis(const Shape& narrow, const Shape& wide, int time) {
    for (int axis = 0; axis < last_axis(wide); ++axis)
        if (axis != time && wide[at(axis)] == 1 && without_axis(wide, axis) == narrow) return axis;
    return -1;
}

bool step(Rewrite& rewrite, NodeId id) {
    const Node lstm = rewrite.node(id);
    const std::string& op = lstm.op->name();
    if ((op != "Lstm" && op != "Gru" && op != "Rnn") || lstm.outputs.size() != 1) return false;
    const Node* found = rewrite.made_by(lstm.inputs.front(), "Reshape");
    if (found == nullptr) return false;
    const Node reshape = *found;
    const auto time = static_cast<int>(lstm.attributes.integer("time_axis"));
    const int axis =
        added_axis(rewrite.type(reshape.inputs.front()).shape, rewrite.type(lstm.inputs.front()).shape, time);
    if (axis < 0) return false;

    Attributes attributes = lstm.attributes;
    attributes.set("time_axis", std::int64_t{axis_after_removal(time, axis)});
    for (const char* key : {"initial_h", "initial_c"}) {
        if (!attributes.has(key)) continue;
        const Tensor& initial = lstm.attributes.tensor(key);
        attributes.set(key, initial.reshaped(without_axis(initial.shape(), axis_after_removal(axis, time))));
    }
    const std::string reason = "the " + op + " works without the axis of extent 1 that was added for it";
    const bool alone = rewrite.read_once(lstm.inputs.front());
    const Shape wide = rewrite.type(lstm.outputs.front()).shape;
    const ValueId narrow = rewrite.insert(id, op, attributes, {reshape.inputs.front()}, {id}, reason);
    rewrite.replace(id, "Reshape", {{"shape", wide}}, {narrow}, {reshape.id}, reason);
    if (alone) rewrite.erase(reshape.id, reason);
    return true;
}

}  // namespace

PassResult unwrap_lstm(const Graph& graph) {
    Rewrite rewrite(graph, "unwrap_lstm");
    rewrite_all(rewrite, step);
    return rewrite.finish();
}

}  // namespace lockstep
