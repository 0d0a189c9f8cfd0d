#include <QTest>

#include <set>

#include "core/nnir/builder.h"
#include "core/nnir/graph_difference.h"

using namespace lockstep;
using namespace lockstep::nnir;
using Kind = NodeDifference::Kind;

namespace {

/// linear -> relu -> [clamp] -> linear, in modules.
struct Recipe {
    std::int64_t hidden = 16;
    std::uint64_t seed = 1;
    bool clamp = false;
    bool relu = true;
    bool skip = false;
    const char* first = "body.first";
};

Graph make(const Recipe& recipe) {
    GraphBuilder b("model");
    const ValueId x = b.input("x", {1, 16});
    b.module(recipe.first);
    ValueId h = b.linear(x, sample_tensor({recipe.hidden, 16}, recipe.seed));
    if (recipe.relu) h = b.relu(h);
    if (recipe.clamp) {
        b.module("body.limit");
        h = b.clamp(h, -1, 1);
    }
    b.module("head");
    b.output(b.linear(recipe.skip ? x : h, sample_tensor({4, recipe.skip ? 16 : recipe.hidden}, 2)));
    return b.finish();
}

const NodeDifference& only(const GraphDifference& difference, Kind kind) {
    for (const NodeDifference& node : difference.nodes)
        if (node.kind == kind) return node;
    qFatal("no node of this kind");
}

}  // namespace

/// Two graphs laid over each other, by what was done to one of them.
class TestGraphDifference : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theSameGraph() {
        const GraphDifference difference = graph_difference(make({}), make({}));
        QVERIFY(difference.same());
        QCOMPARE(difference.nodes.size(), std::size_t{3});
        QVERIFY(difference.summary().starts_with("the same"));
        for (const NodeDifference& node : difference.nodes)
            QVERIFY(node.kind == Kind::same && node.before && node.after && node.what.empty());
    }

    void otherWeights() {
        const GraphDifference difference = graph_difference(make({}), make({.hidden = 16,
                                                                            .seed = 7,
                                                                            .clamp = false,
                                                                            .relu = true,
                                                                            .skip = false,
                                                                            .first = "body.first"}));
        QCOMPARE(difference.changed, 1);
        QCOMPARE(difference.added + difference.removed, 0);
        const NodeDifference& node = only(difference, Kind::changed);
        QCOMPARE(node.module, std::string("body.first"));
        QCOMPARE(node.what, std::vector<std::string>{"weight: other values"});
    }

    void anotherSize() {
        const GraphDifference difference = graph_difference(make({}), make({.hidden = 32,
                                                                            .seed = 1,
                                                                            .clamp = false,
                                                                            .relu = true,
                                                                            .skip = false,
                                                                            .first = "body.first"}));
        QCOMPARE(difference.changed, 3);  // both linears and what lies between them
        QCOMPARE(difference.summary(), std::string("3 changed"));
        QVERIFY(only(difference, Kind::changed).what.size() >= 2);
    }

    /// One node in between: it is added, and who reads it is changed.
    void inserted() {
        const GraphDifference difference = graph_difference(make({}), make({.hidden = 16,
                                                                            .seed = 1,
                                                                            .clamp = true,
                                                                            .relu = true,
                                                                            .skip = false,
                                                                            .first = "body.first"}));
        QCOMPARE(difference.added, 1);
        QCOMPARE(difference.changed, 1);
        QCOMPARE(difference.removed, 0);
        QCOMPARE(only(difference, Kind::added).module, std::string("body.limit"));
        QVERIFY(only(difference, Kind::changed).what.front().starts_with("reads "));
        // Taken out again: the mirror of it, and the removed one stands where it was.
        const GraphDifference back = graph_difference(
            make(
                {.hidden = 16, .seed = 1, .clamp = true, .relu = true, .skip = false, .first = "body.first"}),
            make({}));
        QCOMPARE(back.removed, 1);
        QCOMPARE(back.changed, 1);
        QCOMPARE(back.nodes[2].kind, Kind::removed);
        QVERIFY(back.nodes[2].before && !back.nodes[2].after);
    }

    /// Modules that were renamed: the nodes are known by what they read.
    void renamed() {
        const GraphDifference difference = graph_difference(make({}), make({.hidden = 16,
                                                                            .seed = 1,
                                                                            .clamp = false,
                                                                            .relu = true,
                                                                            .skip = false,
                                                                            .first = "trunk.one"}));
        QVERIFY2(difference.same(), difference.summary().c_str());
    }

    void removedAndRewired() {
        const GraphDifference difference = graph_difference(make({}), make({.hidden = 16,
                                                                            .seed = 1,
                                                                            .clamp = false,
                                                                            .relu = false,
                                                                            .skip = false,
                                                                            .first = "body.first"}));
        QCOMPARE(difference.removed, 1);
        QCOMPARE(difference.changed, 1);
        const GraphDifference skip = graph_difference(make({}), make({.hidden = 16,
                                                                      .seed = 1,
                                                                      .clamp = false,
                                                                      .relu = true,
                                                                      .skip = true,
                                                                      .first = "body.first"}));
        QCOMPARE(skip.added + skip.removed, 0);
        QCOMPARE(skip.changed, 1);
        QCOMPARE(only(skip, Kind::changed).module, std::string("head"));
    }

    /// Every node of both graphs is told once, whatever the two have to do with each other.
    void nothingIsLost_data() {
        QTest::addColumn<int>("which");
        for (int i = 0; i < 4; ++i) QTest::addRow("%d", i) << i;
    }
    void nothingIsLost() {
        QFETCH(int, which);
        const Graph before = make({});
        Graph after = make({24, 3, true, true, false, "other"});
        if (which == 1) after = Graph{};
        if (which == 2) {
            GraphBuilder b("lstm");
            b.output(b.lstm(b.input("x", {5, 12}), sample_lstm(12, 8, 1), 0));
            after = b.finish();
        }
        const auto& [old_graph, new_graph] = which == 3 ? std::pair(after, before) : std::pair(before, after);
        const GraphDifference difference = graph_difference(old_graph, new_graph);
        std::set<NodeId> old_ids;
        std::set<NodeId> new_ids;
        for (const NodeDifference& node : difference.nodes) {
            if (node.before) QVERIFY(old_ids.insert(*node.before).second);
            if (node.after) QVERIFY(new_ids.insert(*node.after).second);
        }
        QCOMPARE(old_ids.size(), old_graph.nodes.size());
        QCOMPARE(new_ids.size(), new_graph.nodes.size());
    }
};

QTEST_APPLESS_MAIN(TestGraphDifference)
#include "tst_graph_difference.moc"
