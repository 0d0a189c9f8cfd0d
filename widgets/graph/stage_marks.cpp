#include <QStringList>

#include "core/layout/graph_scene.h"
#include "widgets/graph/twin_graph_view.h"

namespace lockstep {
namespace {

constexpr std::size_t shapesNamed = 2;

QString shapesOf(const nnir::Graph& graph, const std::vector<nnir::ValueId>& values) {
    QStringList shapes;
    for (const nnir::ValueId value : values) {
        if (static_cast<std::size_t>(shapes.size()) == shapesNamed) {
            shapes << QStringLiteral("…");
            break;
        }
        shapes << QString::fromStdString(shape_label(graph.value(value).type.shape));
    }
    return shapes.join(QStringLiteral(", "));
}

}  // namespace

StageMarks stageMarks(const ModelGraphs& graphs, std::size_t from, std::size_t to) {
    StageMarks marks;
    const nnir::Graph& before = *graphs.stages[from].graph;
    const nnir::Graph& after = *graphs.stages[to].graph;
    for (std::size_t stage = from + 1; stage <= to; ++stage) {
        for (const Change& change : graphs.stages[stage].record.changes) {
            const NodeMark mark{change.kind, QString::fromStdString(change.reason)};
            for (const nnir::NodeId node : change.before) {
                if (before.find_node(node) != nullptr) marks.before[node] = mark;
            }
            for (const nnir::NodeId node : change.after) {
                if (after.find_node(node) != nullptr) marks.after[node] = mark;
            }
        }
    }
    return marks;
}

QString graphFigure(const nnir::Graph& graph) {
    return shapesOf(graph, graph.inputs) + QStringLiteral(" → ") + shapesOf(graph, graph.outputs);
}

}  // namespace lockstep
