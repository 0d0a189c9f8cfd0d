#include "core/layout/folding.h"

#include <QtTest>

#include "core/layout/graph_scene.h"
#include "core/layout/layered_layout.h"
#include "core/nnir/builder.h"
#include "core/nnir/op.h"

using namespace lockstep;
using nnir::GraphBuilder;
using nnir::ValueId;

namespace {

/// in -> stem -> blocks.0, blocks.1 (the same), blocks.2 (wider) -> head (with a state) -> out
nnir::Graph model() {
    GraphBuilder b("model");
    ValueId x = b.input("x", {16});
    b.module("stem");
    x = b.linear(x, nnir::sample_tensor({16, 16}, 1));
    for (int i = 0; i < 3; ++i) {
        const std::string block = "blocks." + std::to_string(i);
        b.module(block + ".linear");
        const auto wide = static_cast<std::uint64_t>(i);
        const std::int64_t inner = i == 2 ? 32 : 16;
        ValueId y = b.relu(b.linear(x, nnir::sample_tensor({inner, 16}, wide + 2)));
        b.module(block + ".back");
        y = b.linear(y, nnir::sample_tensor({16, inner}, wide + 5));
        b.module(block);
        x = b.pointwise("add", x, y);
    }
    b.module("head");
    const ValueId last = b.state("last", "history", Tensor::filled({16}, 0));
    const ValueId sum = b.pointwise("add", x, last);
    b.write(last, b.relu(sum));
    b.output(sum);
    return b.finish();
}

QStringList texts(const GraphScene& scene) {
    QStringList all;
    for (const SceneBox& box : scene.boxes) all << QString::fromStdString(box.title);
    return all;
}

QStringList edges(const GraphScene& scene) {
    QStringList all;
    for (const SceneEdge& edge : scene.edges) {
        all << QStringLiteral("%1-%2%3").arg(edge.from).arg(edge.to).arg(edge.back      ? QStringLiteral("b")
                                                                         : edge.against ? QStringLiteral("a")
                                                                                        : QString());
    }
    return all;
}

}  // namespace

class TestFolding : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void modulesBecomeBoxes() {
        const nnir::Graph graph = model();
        const GraphScene scene =
            make_scene(graph, {.folded = {"blocks.0", "blocks.1", "blocks.2"}, .root = {}});
        QCOMPARE(
            texts(scene).mid(0, 8),
            (QStringLiteral("x last Linear blocks.0 blocks.1 blocks.2 Add ReLU").split(QLatin1Char(' '))));
        QCOMPARE(edges(scene),
                 (QStringLiteral("0-2 2-3 3-4 4-5 5-6 1-6 6-7 6-8 7-1b").split(QLatin1Char(' '))));
        const SceneBox& first = scene.boxes[3];
        QCOMPARE(first.kind, SceneKind::module);
        QCOMPARE(first.module, std::string("blocks.0"));
        QCOMPARE(first.members.size(), std::size_t{4});
        QCOMPARE(first.alike, std::size_t{1});
        QCOMPARE(scene.boxes[5].alike, std::size_t{0});  // the wider one
        QCOMPARE(QString::fromStdString(first.subtitle), QStringLiteral("4 operators · ×2 identical"));
        QCOMPARE(QString::fromStdString(first.detail), QStringLiteral("16"));
        // Every node is in one box.
        std::size_t shown = 0;
        for (const SceneBox& box : scene.boxes) shown += box.kind == SceneKind::node ? 1 : box.members.size();
        QCOMPARE(shown, graph.nodes.size());
    }

    void theOutermostFoldCounts() {
        const GraphScene scene = make_scene(model(), {.folded = {"blocks", "blocks.1"}, .root = {}});
        QCOMPARE(std::count_if(scene.boxes.begin(), scene.boxes.end(),
                               [](const SceneBox& box) { return box.kind == SceneKind::module; }),
                 1);
        QCOMPARE(edges(scene), (QStringLiteral("0-2 2-3 3-4 1-4 4-5 4-6 5-1b").split(QLatin1Char(' '))));
    }

    void aStateOfAFoldedModuleIsInsideIt() {
        const GraphScene scene = make_scene(model(), {.folded = {"head"}, .root = {}});
        for (const SceneBox& box : scene.boxes) QVERIFY(box.kind != SceneKind::state);
        for (const SceneEdge& edge : scene.edges) QVERIFY(!edge.back);
    }

    void aModuleAloneHasItsOwnEnds() {
        const GraphScene scene =
            make_scene(model(), {.folded = {"blocks", "blocks.1.linear"}, .root = "blocks.1"});
        std::vector<SceneKind> kinds;
        for (const SceneBox& box : scene.boxes) kinds.push_back(box.kind);
        const std::vector<SceneKind> expected = {SceneKind::input, SceneKind::module, SceneKind::node,
                                                 SceneKind::node, SceneKind::output};
        QCOMPARE(kinds, expected);
        QCOMPARE(edges(scene), (QStringLiteral("0-1 1-2 0-3 2-3 3-4").split(QLatin1Char(' '))));
        // A root with a state keeps it.
        const GraphScene head = make_scene(model(), {.folded = {}, .root = "head"});
        QVERIFY(std::any_of(head.boxes.begin(), head.boxes.end(),
                            [](const SceneBox& box) { return box.kind == SceneKind::state; }));
    }

    /// a -> b -> a: the module a feeds itself through b. All is drawn, and the layout has no circle.
    void aModuleAroundAnotherMakesNoCircle() {
        GraphBuilder b("around");
        ValueId x = b.input("x", {8});
        b.module("a");
        x = b.relu(x);
        b.module("b");
        x = b.relu(x);
        b.module("a");
        b.output(b.relu(x));
        const nnir::Graph graph = b.finish();
        const GraphScene scene = make_scene(graph, {.folded = {"a"}, .root = {}});
        QCOMPARE(edges(scene), (QStringLiteral("0-1 1-2 2-1a 1-3").split(QLatin1Char(' '))));
        const LayoutRequest request = layout_request(scene);
        QVERIFY(!request.edges[2].ranks);
        const GraphLayout layout = layered_layout(request);
        check_layout(request, layout);
        QVERIFY(layout.boxes[1].y < layout.boxes[2].y);
    }

    void nothingFoldedIsTheSceneAsItWas() {
        const GraphScene plain = make_scene(model());
        const GraphScene unknown = make_scene(model(), {.folded = {"nowhere", "block"}, .root = {}});
        QCOMPARE(texts(unknown), texts(plain));
        QCOMPARE(edges(unknown), edges(plain));
    }

    void identityIsOfOperatorsShapesAndConnections() {
        const nnir::Graph graph = model();
        const auto alike = identical_modules(
            graph, folded_nodes(
                       graph, {.folded = {"blocks.0", "blocks.1", "blocks.2", "stem", "head"}, .root = {}}));
        QCOMPARE(alike.size(), std::size_t{2});
        QVERIFY(alike.at("blocks.0") == std::set<std::string>{"blocks.1"});
        QVERIFY(alike.at("blocks.1") == std::set<std::string>{"blocks.0"});
    }

    void largeGraphsAreFoldedByLevels() {
        const nnir::Graph graph = model();  // 1 + 3 * 4 + 2 nodes
        QVERIFY(folds_for(graph, 100).empty());
        QVERIFY(folds_for(graph, 14) ==
                (std::set<std::string>{"blocks.0.linear", "blocks.1.linear", "blocks.2.linear", "head"}));
        QVERIFY(folds_for(graph, 5) == (std::set<std::string>{"blocks.0", "blocks.1", "blocks.2", "head"}));
        QVERIFY(folds_for(graph, 3) == (std::set<std::string>{"blocks", "head"}));
        QVERIFY(folds_for(graph, 1) == (std::set<std::string>{"blocks", "head"}));
    }
};

QTEST_APPLESS_MAIN(TestFolding)
#include "tst_folding.moc"
