#include <QSignalSpy>
#include <QtTest>

#include "tests/widgets/graph/sample_graphs.h"
#include "widgets/graph/twin_graph_view.h"

using namespace lockstep;
using Selection = std::optional<nnir::NodeId>;

class TwinGraphViewTest : public QObject {
    Q_OBJECT

  private:
    static void show(TwinGraphView& twin, std::shared_ptr<const ModelGraphs> graphs) {
        twin.resize(1000, 600);
        twin.show();
        twin.setGraphs(std::move(graphs));
        QTRY_VERIFY(twin.canonicalView()->drawing() && !twin.canonicalView()->isLayingOut());
        if (twin.streams())
            QTRY_VERIFY(twin.streamingView()->drawing() && !twin.streamingView()->isLayingOut());
    }
    static void click(GraphView* view, nnir::NodeId node) {
        const QPointF center = view->drawing()->rect(*view->drawing()->boxOf(node)).center();
        QTest::mouseClick(view, Qt::LeftButton, {}, view->view().toView(center).toPoint());
    }
    /// A graph whose passes split one node in two, drop one and add one.
    static std::shared_ptr<const ModelGraphs> splitGraphs() {
        nnir::GraphBuilder b;
        const nnir::ValueId x = b.input("x", {8});
        const nnir::ValueId split = b.relu(x);
        const nnir::ValueId dropped = b.clamp(split, -2, 2);
        b.output(dropped);
        nnir::Graph before = b.graph();
        nnir::Graph after = before;
        after.nodes.clear();
        const nnir::ValueId first = nnir::append_node(
            after, {.op = "Clamp", .attributes = {{"min", 0.0}, {"max", 9.0}}, .inputs = {x}});
        const nnir::ValueId second = nnir::append_node(
            after, {.op = "Clamp", .attributes = {{"min", 0.0}, {"max", 8.0}}, .inputs = {first}});
        const nnir::ValueId fresh = nnir::append_node(
            after, {.op = "Clamp", .attributes = {{"min", 0.0}, {"max", 7.0}}, .inputs = {second}});
        after.outputs = {fresh};
        PassRecord record{"split", {}};
        record.changes.push_back(
            {ChangeKind::changed, {before.nodes[0].id}, {after.nodes[0].id, after.nodes[1].id}, "in two"});
        record.changes.push_back({ChangeKind::removed, {before.nodes[1].id}, {}, "not needed"});
        record.changes.push_back({ChangeKind::added, {}, {after.nodes[2].id}, "new"});
        auto graphs = std::make_shared<ModelGraphs>();
        graphs->stages.push_back({std::make_shared<const nnir::Graph>(std::move(before)), {}});
        graphs->stages.push_back({std::make_shared<const nnir::Graph>(std::move(after)), record});
        graphs->streaming = 1;
        return graphs;
    }

  private Q_SLOTS:
    void initTestCase() {
        qRegisterMetaType<Selection>();
        qRegisterMetaType<TwinNode>();
    }

    void selectionIsMapped_data() {
        QTest::addColumn<bool>("fromStreaming");
        QTest::newRow("from the NNIR") << false;
        QTest::newRow("from the streaming form") << true;
    }
    void selectionIsMapped() {
        QFETCH(bool, fromStreaming);
        TwinGraphView twin;
        const auto graphs = graphsOf(lstmGraph(), 0);
        show(twin, graphs);
        const nnir::NodeId left = graphs->canonical_graph().nodes[1].id;  // Lstm, layer 1
        const nnir::NodeId right = graphs->compiled_form()->nodes[1].id;  // its cell
        QVERIFY(left != right);
        QSignalSpy spy(&twin, &TwinGraphView::nodeSelected);
        click(fromStreaming ? twin.streamingView() : twin.canonicalView(), fromStreaming ? right : left);
        QCOMPARE(twin.canonicalView()->selection(), Selection(left));
        QCOMPARE(twin.streamingView()->selection(), Selection(right));
        QCOMPARE(spy.size(), 1);
        const TwinNode told = spy[0][0].value<TwinNode>();
        QCOMPARE(told, (TwinNode{left, right}));
        QCOMPARE(told.compiled(true), Selection(right));
    }

    void selectionFromOutsideReachesBoth() {
        TwinGraphView twin;
        const auto graphs = graphsOf(lstmGraph(), 0);
        show(twin, graphs);
        QSignalSpy spy(&twin, &TwinGraphView::nodeSelected);
        twin.setSelection(graphs->compiled_form()->nodes[0].id);
        QCOMPARE(twin.canonicalView()->selection(), Selection(graphs->canonical_graph().nodes[0].id));
        QCOMPARE(twin.streamingView()->selection(), Selection(graphs->compiled_form()->nodes[0].id));
        twin.setSelection(std::nullopt);
        QCOMPARE(twin.canonicalView()->selection(), Selection());
        QCOMPARE(spy.size(), 0);
    }

    void oneNodeMayStandForTwo() {
        TwinGraphView twin;
        const auto graphs = splitGraphs();
        show(twin, graphs);
        const auto& after = graphs->compiled_form()->nodes;
        click(twin.canonicalView(), graphs->canonical_graph().nodes[0].id);
        QCOMPARE(twin.streamingView()->selection(), Selection(after[0].id));
        const std::set<nnir::NodeId> both = {after[0].id, after[1].id};
        QCOMPARE(twin.streamingView()->look().highlighted, both);
    }

    void missingCounterpartsAreTold() {
        TwinGraphView twin;
        const auto graphs = splitGraphs();
        show(twin, graphs);
        click(twin.canonicalView(), graphs->canonical_graph().nodes[1].id);
        QCOMPARE(twin.streamingView()->selection(), Selection());
        QVERIFY(twin.streamingView()->notice().contains(QStringLiteral("no counterpart")));
        click(twin.canonicalView(), graphs->canonical_graph().nodes[0].id);
        QVERIFY(twin.streamingView()->notice().isEmpty());
    }

    void changesAreMarked() {
        TwinGraphView twin;
        const auto graphs = splitGraphs();
        show(twin, graphs);
        const auto& left = twin.canonicalView()->look().marks;
        const auto& right = twin.streamingView()->look().marks;
        const auto& before = graphs->canonical_graph().nodes;
        const auto& after = graphs->compiled_form()->nodes;
        QCOMPARE(left.size(), std::size_t{2});
        QCOMPARE(right.size(), std::size_t{3});
        QCOMPARE(left.at(before[0].id).kind, ChangeKind::changed);
        QCOMPARE(left.at(before[1].id).kind, ChangeKind::removed);
        QCOMPARE(left.at(before[1].id).reason, QStringLiteral("not needed"));
        QCOMPARE(right.at(after[1].id).kind, ChangeKind::changed);
        QCOMPARE(right.at(after[2].id).kind, ChangeKind::added);
    }

    void panAndZoomGoInStep() {
        TwinGraphView twin;
        show(twin, graphsOf(lstmGraph(), 0));
        QCOMPARE(twin.canonicalView()->view().zoom, twin.streamingView()->view().zoom);
        const QPointF left = twin.canonicalView()->view().offset;
        const QPointF right = twin.streamingView()->view().offset;
        twin.canonicalView()->setFocus();
        QTest::keyClick(twin.canonicalView(), Qt::Key_Down, Qt::ShiftModifier);
        const QPointF moved = twin.canonicalView()->view().offset - left;
        QVERIFY(moved.y() < 0);
        QCOMPARE(twin.streamingView()->view().offset - right, moved);
        QTest::keyClick(twin.canonicalView(), Qt::Key_Plus);
        QCOMPARE(twin.streamingView()->view().zoom, twin.canonicalView()->view().zoom);
    }

    void hoverGoesInStep() {
        TwinGraphView twin;
        const auto graphs = graphsOf(lstmGraph(), 0);
        show(twin, graphs);
        GraphView* left = twin.canonicalView();
        const std::uint32_t box = *left->drawing()->boxOf(graphs->canonical_graph().nodes[0].id);
        QTest::mouseMove(left, left->view().toView(left->drawing()->rect(box).center()).toPoint());
        QCOMPARE(twin.streamingView()->look().hovered,
                 twin.streamingView()->drawing()->boxOf(graphs->compiled_form()->nodes[0].id));
    }

    void outOfStepTheSidesAreAlone() {
        TwinGraphView twin;
        const auto graphs = graphsOf(lstmGraph(), 0);
        show(twin, graphs);
        twin.setInStep(false);
        const ViewTransform right = twin.streamingView()->view();
        click(twin.canonicalView(), graphs->canonical_graph().nodes[1].id);
        QTest::keyClick(twin.canonicalView(), Qt::Key_Plus);
        QCOMPARE(twin.streamingView()->selection(), Selection());
        QCOMPARE(twin.streamingView()->view(), right);
        twin.setInStep(true);
        QCOMPARE(twin.streamingView()->selection(), Selection(graphs->compiled_form()->nodes[1].id));
    }

    void heatReachesBothSides() {
        TwinGraphView twin;
        const auto graphs = splitGraphs();
        show(twin, graphs);
        const auto& after = graphs->compiled_form()->nodes;
        NodeHeat heat;
        heat.values = {{after[0].id, 0.25}, {after[1].id, 0.75}, {after[2].id, 1.0}};
        twin.setHeat(heat);
        const std::map<nnir::NodeId, double> expected = {{graphs->canonical_graph().nodes[0].id, 0.75}};
        QCOMPARE(twin.canonicalView()->look().heat.values, expected);
        QCOMPARE(twin.streamingView()->look().heat.values, heat.values);
    }

    void withoutStreamingTheNnirStandsAlone() {
        TwinGraphView twin;
        const auto graphs = graphsOf(residualGraph(1), {});
        show(twin, graphs);
        QVERIFY(!twin.streamingView()->drawing());
        QSignalSpy spy(&twin, &TwinGraphView::nodeSelected);
        const nnir::NodeId node = graphs->canonical_graph().nodes[0].id;
        click(twin.canonicalView(), node);
        QCOMPARE(spy[0][0].value<TwinNode>().compiled(false), Selection(node));
        twin.setGraphs(nullptr);
        QVERIFY(!twin.canonicalView()->drawing());
        QVERIFY(!twin.selection().any());
    }

    void figuresSayTheShapes() {
        const auto graphs = graphsOf(lstmGraph(), 0);
        QCOMPARE(graphFigure(graphs->canonical_graph()), QStringLiteral("20 × 128 → 20 × 16"));
        QCOMPARE(graphFigure(*graphs->compiled_form()), QStringLiteral("128 → 16"));
    }
};

QTEST_MAIN(TwinGraphViewTest)
#include "tst_twin_graph_view.moc"
