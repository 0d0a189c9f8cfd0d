#include <QComboBox>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QSlider>
#include <QToolButton>
#include <QtTest>

#include "tests/widgets/graph/sample_graphs.h"
#include "widgets/graph/graph_search.h"
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
    static bool isFolded(GraphView* view, const char* module) {
        if (!view->drawing() || view->isLayingOut()) return false;
        const auto box = view->drawing()->boxOfModule(module);
        return box && view->drawing()->scene().boxes[*box].module == module;
    }
    /// Where the box of the module is, or that of the first one in it.
    static QPointF center(GraphView* view, const char* module) {
        return view->view().toView(view->drawing()->rect(*view->drawing()->boxOfModule(module)).center());
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

    static HeatSource source(const char* key, std::map<nnir::NodeId, double> values) {
        HeatSource made;
        made.key = made.name = QString::fromLatin1(key);
        made.title = QStringLiteral("%1 of an inference").arg(made.key);
        made.unit = QStringLiteral("cycles");
        made.values = std::move(values);
        return made;
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
        const nnir::NodeId before = graphs->canonical_graph().nodes[0].id;
        auto* button = twin.findChild<QToolButton*>(QStringLiteral("graphHeat"));
        QVERIFY(!button->isEnabled());
        twin.setHeatSource(source("cycles", {{after[0].id, 25}, {after[1].id, 75}, {after[2].id, 100}}));
        QVERIFY(button->isEnabled());
        QVERIFY(twin.streamingView()->look().heat.values.empty());
        twin.setHeat(QStringLiteral("cycles"), false);
        const std::map<nnir::NodeId, double> expected = {{before, 0.75}};
        QCOMPARE(twin.canonicalView()->look().heat.values, expected);
        const std::map<nnir::NodeId, double> shares = {
            {after[0].id, 0.25}, {after[1].id, 0.75}, {after[2].id, 1.0}};
        QCOMPARE(twin.streamingView()->look().heat.values, shares);
        // The figure is said with the box that it is of; on the left it is that of the hotter one.
        GraphView* left = twin.canonicalView();
        QVERIFY(left->spokenDescription(*left->drawing()->boxOf(before)).contains(QStringLiteral("75")));
        QVERIFY(twin.streamingView()->look().heat.high.contains(QStringLiteral("100")));
    }

    void heatIsChosenFromItsMenu() {
        TwinGraphView twin;
        const auto graphs = splitGraphs();
        show(twin, graphs);
        const auto& after = graphs->compiled_form()->nodes;
        twin.setHeatSource(source("cycles", {{after[0].id, 1}, {after[1].id, 10}, {after[2].id, 100}}));
        twin.setHeatSource(source("error", {}));
        HeatSource slack = source("slack", {{after[0].id, 0}, {after[1].id, 40}});
        slack.lowIsHot = true;
        twin.setHeatSource(slack);
        QSignalSpy spy(&twin, &TwinGraphView::heatChosen);
        auto* menu = twin.findChild<QMenu*>(QStringLiteral("graphHeatMenu"));
        const auto choose = [&](int index) {
            menu->popup(twin.mapToGlobal(QPoint(0, 0)));
            QTRY_VERIFY(menu->isVisible());
            QList<QAction*> entries;
            for (QAction* action : menu->actions())
                if (!action->isSeparator()) entries << action;
            QCOMPARE(entries.size(), 5);
            QVERIFY(!entries[2]->isEnabled());  // no error was measured
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(entries[index]).center());
        };
        choose(1);
        QCOMPARE(twin.heat(), QStringLiteral("cycles"));
        QCOMPARE(twin.streamingView()->look().heat.values.at(after[1].id), 0.1);
        choose(4);
        QVERIFY(twin.isHeatLogarithmic());
        QCOMPARE(twin.streamingView()->look().heat.values.at(after[0].id), 0.0);
        QVERIFY(qAbs(twin.streamingView()->look().heat.values.at(after[1].id) - 0.5) < 1e-12);
        QVERIFY(twin.streamingView()->look().heat.title.contains(QStringLiteral("log")));
        choose(3);
        QCOMPARE(twin.streamingView()->look().heat.values.at(after[0].id), 1.0);
        QCOMPARE(twin.streamingView()->look().heat.values.at(after[1].id), 0.0);
        choose(0);
        QVERIFY(twin.streamingView()->look().heat.values.empty());
        QCOMPARE(spy.size(), 4);
        // The key goes round, past what has no values.
        QStringList keys;
        for (int i = 0; i < 3; ++i) {
            twin.chooseNextHeat();
            keys << twin.heat();
        }
        QCOMPARE(keys, (QStringList{QStringLiteral("cycles"), QStringLiteral("slack"), QString()}));
    }

    void theSearchWalksBothGraphs() {
        TwinGraphView twin;
        const auto graphs = graphsOf(lstmGraph(), 0);
        show(twin, graphs);
        twin.find();
        auto* field = twin.findChild<QLineEdit*>(QStringLiteral("graphSearchField"));
        auto* count = twin.findChild<QLabel*>(QStringLiteral("graphSearchCount"));
        QVERIFY(field->isVisible());
        QSignalSpy spy(&twin, &TwinGraphView::nodeSelected);
        QTest::keyClicks(field, QStringLiteral("module:lstm"));
        QTest::keyClick(field, Qt::Key_Return);  // before the pause behind the last letter is over
        QTRY_COMPARE(spy.size(), 1);
        const nnir::Graph& streamed = *twin.streamingView()->drawing()->graph();
        std::vector<nnir::NodeId> expected;
        for (const nnir::Node& node : streamed.nodes)
            if (node.provenance.module == "lstm") expected.push_back(node.id);
        QVERIFY(expected.size() >= 2);
        QCOMPARE(twin.search()->matches().size(), expected.size());
        QCOMPARE(twin.streamingView()->selection(), Selection(expected[0]));
        QCOMPARE(twin.canonicalView()->selection(), Selection(graphs->canonical_graph().nodes[0].id));
        QCOMPARE(count->text(), QStringLiteral("1 of %1").arg(expected.size()));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(twin.streamingView()->selection(), Selection(expected[1]));
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(twin.streamingView()->selection(), Selection(expected.back()));
        const auto& found = twin.streamingView()->look().found;
        for (const nnir::NodeId node : expected) QVERIFY(found.contains(node));
        for (const nnir::Node& node : graphs->canonical_graph().nodes)
            QCOMPARE(twin.canonicalView()->look().found.contains(node.id), node.provenance.module == "lstm");
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());
        QVERIFY(twin.streamingView()->look().found.empty());
        QVERIFY(twin.streamingView()->hasFocus() || !twin.isActiveWindow());
    }

    void theSearchSaysWhatItCannotRead() {
        TwinGraphView twin;
        show(twin, graphsOf(lstmGraph(), 0));
        twin.find();
        auto* field = twin.findChild<QLineEdit*>(QStringLiteral("graphSearchField"));
        auto* regular = twin.findChild<QToolButton*>(QStringLiteral("graphSearchRegular"));
        QTest::keyClicks(field, QStringLiteral("^Lin(ear|"));
        QTRY_COMPARE(twin.search()->countText(), QStringLiteral("Nothing found"));
        QTest::mouseClick(regular, Qt::LeftButton);
        QTRY_VERIFY(twin.search()->countText().contains(QStringLiteral("no regular expression")));
        QVERIFY(twin.search()->matches().empty());
        QTest::keyClicks(field, QStringLiteral("x)$"));
        QTRY_COMPARE(twin.search()->countText(), QStringLiteral("1 found"));
        field->clear();
        QTRY_VERIFY(twin.search()->countText().isEmpty());
    }

    void foldingGoesInStepAndStaysInPlace() {
        TwinGraphView twin;
        const auto graphs = graphsOf(convGraph(), 2);
        show(twin, graphs);
        QSignalSpy spy(&twin, &TwinGraphView::foldedChanged);
        GraphView* left = twin.canonicalView();
        GraphView* right = twin.streamingView();
        click(left, graphs->canonical_graph().nodes[0].id);
        QCOMPARE(graphs->canonical_graph().nodes[0].provenance.module, std::string("blocks.0.conv"));
        const QPointF before = center(left, "blocks.0");
        // Backspace folds the module around the current box; again: the one around that.
        left->setFocus();
        QTest::keyClick(left, Qt::Key_Backspace);
        QCOMPARE(twin.folded(), QStringList{QStringLiteral("blocks.0.conv")});
        QTRY_VERIFY(isFolded(left, "blocks.0.conv") && isFolded(right, "blocks.0.conv"));
        QTest::keyClick(left, Qt::Key_Backspace);
        QTRY_VERIFY(isFolded(left, "blocks.0") && isFolded(right, "blocks.0"));
        QCOMPARE(spy.size(), 2);
        QVERIFY(QLineF(center(left, "blocks.0"), before).length() < 80);
        // The selection is inside; its module says so.
        QCOMPARE(left->selection(), Selection(graphs->canonical_graph().nodes[0].id));
        QCOMPARE(left->currentBox(), left->drawing()->boxOfModule("blocks.0"));
        QVERIFY(left->spokenName(*left->currentBox()).contains(QStringLiteral("Module blocks.0")));
        // A double click unfolds it.
        const QPoint at = center(right, "blocks.0").toPoint();
        QTest::mouseDClick(right, Qt::LeftButton, {}, at);
        QTRY_VERIFY(!isFolded(left, "blocks.0") && isFolded(left, "blocks.0.conv"));
        QTRY_VERIFY(QLineF(center(right, "blocks.0"), at).length() < 80);
        twin.unfoldAll();
        QTRY_VERIFY(left->drawing()->boxOf(graphs->canonical_graph().nodes[0].id) &&
                    !isFolded(left, "blocks.0.conv"));
        twin.foldAll();
        QCOMPARE(twin.folded(), QStringList{QStringLiteral("blocks")});
    }

    void aModuleIsGoneIntoAndLeft() {
        TwinGraphView twin;
        const auto graphs = graphsOf(residualGraph(3), {});
        show(twin, graphs);
        GraphView* view = twin.canonicalView();
        twin.setFolded({QStringLiteral("blocks.0"), QStringLiteral("blocks.1"), QStringLiteral("blocks.2")});
        QTRY_VERIFY(isFolded(view, "blocks.1"));
        const auto box = view->drawing()->boxOfModule("blocks.1");
        QCOMPARE(view->drawing()->scene().boxes[*box].alike, std::size_t{2});
        QTest::mouseClick(view, Qt::LeftButton, {}, center(view, "blocks.1").toPoint());
        QCOMPARE(view->currentBox(), box);
        auto* crumbs = twin.findChild<QLabel*>(QStringLiteral("graphCrumbs"));
        QVERIFY(!crumbs->isVisible());
        QTest::keyClick(view, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(twin.root(), QStringLiteral("blocks.1"));
        QVERIFY(crumbs->isVisible());
        QTRY_COMPARE(view->drawing()->boxCount(), std::size_t{5});  // input, three nodes, output
        // What the search goes to outside it is shown.
        twin.find();
        auto* field = twin.findChild<QLineEdit*>(QStringLiteral("graphSearchField"));
        QTest::keyClicks(field, QStringLiteral("module:blocks.2"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(twin.root().isEmpty());
        twin.enter(QStringLiteral("blocks.1"));
        QTRY_COMPARE(view->drawing()->boxCount(), std::size_t{5});
        view->setCurrentBox(std::nullopt);
        QTest::keyClick(view, Qt::Key_Backspace);
        QCOMPARE(twin.root(), QStringLiteral("blocks"));
        Q_EMIT crumbs->linkActivated(QStringLiteral("module:"));
        QVERIFY(twin.root().isEmpty());
        QVERIFY(!crumbs->isVisible());
        // The menu unfolds all that are alike at once.
        QTRY_VERIFY(isFolded(view, "blocks.1"));
        QContextMenuEvent wanted(QContextMenuEvent::Mouse, center(view, "blocks.1").toPoint(),
                                 view->mapToGlobal(center(view, "blocks.1").toPoint()));
        QCoreApplication::sendEvent(view, &wanted);
        auto* menu = twin.findChild<QMenu*>(QStringLiteral("moduleMenu"));
        QVERIFY(menu != nullptr);
        QTRY_VERIFY(menu->isVisible());
        QAction* all = menu->actions().last();
        QVERIFY(all->text().contains(QStringLiteral("3 identical")));
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(all).center());
        QVERIFY(twin.folded().isEmpty());
    }

    void aFoldedModuleSumsItsHeat() {
        TwinGraphView twin;
        const auto graphs = graphsOf(residualGraph(2), {});
        show(twin, graphs);
        HeatSource cycles = source("cycles", {});
        for (const nnir::Node& node : graphs->canonical_graph().nodes) cycles.values[node.id] = 10;
        twin.setHeatSource(cycles);
        twin.setHeat(cycles.key, false);
        twin.setFolded({QStringLiteral("blocks.0")});
        GraphView* view = twin.canonicalView();
        QTRY_VERIFY(isFolded(view, "blocks.0"));
        QCOMPARE(view->look().heat.moduleFigures.at("blocks.0"), 30.0);
        QCOMPARE(view->look().heat.modules.at("blocks.0"), 1.0);
        QVERIFY(qAbs(view->look().heat.values.at(graphs->canonical_graph().nodes.back().id) - 1.0 / 3) <
                1e-12);
        const auto box = view->drawing()->boxOfModule("blocks.0");
        QVERIFY(view->spokenDescription(*box).contains(QStringLiteral("30")));
        const QRectF place = view->view().toView(view->drawing()->rect(*box));
        QCOMPARE(QColor(view->grab().toImage().pixel(place.bottomRight().toPoint() - QPoint(10, 4))),
                 magnitudeColor(MagnitudeMap::cividis, 1));
    }

    void thePassesAreWalked() {
        TwinGraphView twin;
        const auto graphs = splitGraphs();
        show(twin, graphs);
        auto* button = twin.findChild<QToolButton*>(QStringLiteral("graphPasses"));
        auto* slider = twin.findChild<QSlider*>(QStringLiteral("passSlider"));
        auto* changes = twin.findChild<QComboBox*>(QStringLiteral("passChanges"));
        QVERIFY(!slider->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(slider->isVisible());
        QCOMPARE(twin.pass(), std::optional<std::size_t>(1));
        QCOMPARE(changes->count(), 3);
        QCOMPARE(changes->itemText(1), QStringLiteral("Removed: not needed"));
        const auto& before = graphs->stages[0].graph->nodes;
        const auto& after = graphs->stages[1].graph->nodes;
        QCOMPARE(twin.canonicalView()->look().marks.at(before[1].id).kind, ChangeKind::removed);
        QCOMPARE(twin.streamingView()->look().marks.at(after[2].id).kind, ChangeKind::added);
        // A change that is chosen selects what it is about.
        QSignalSpy spy(&twin, &TwinGraphView::nodeSelected);
        changes->setFocus();
        QTest::keyClick(changes, Qt::Key_Down);
        QTest::keyClick(changes, Qt::Key_Down);
        QCOMPARE(twin.canonicalView()->selection(), Selection(before[1].id));
        QTest::keyClick(changes, Qt::Key_Down);
        QCOMPARE(twin.streamingView()->selection(), Selection(after[2].id));
        QCOMPARE(spy.size(), 3);
        QTest::keyClick(slider, Qt::Key_Escape);
        QVERIFY(!twin.pass());
        QVERIFY(!button->isChecked());
    }

    void everyPassOfAModelIsShown() {
        TwinGraphView twin;
        auto graphs = std::make_shared<ModelGraphs>(*graphsOf(lstmGraph(), 0));
        // A pass behind the streaming form, that changes nothing.
        graphs->stages.insert(graphs->stages.begin() + 1,
                              {graphs->stages[0].graph, PassRecord{"canonicalize", {}}});
        graphs->canonical = 1;
        graphs->streaming = 2;
        show(twin, graphs);
        twin.setSelection(graphs->compiled_form()->nodes[1].id);
        twin.showPass(1);
        auto* name = twin.findChild<QLabel*>(QStringLiteral("passName"));
        QCOMPARE(name->text(), QStringLiteral("1 of 2 · canonicalize"));
        // What was selected in the streaming form is so where it came from.
        QCOMPARE(twin.streamingView()->selection(), Selection(graphs->canonical_graph().nodes[1].id));
        QTest::keyClick(twin.findChild<QSlider*>(QStringLiteral("passSlider")), Qt::Key_Right);
        QCOMPARE(name->text().left(6), QStringLiteral("2 of 2"));
        QCOMPARE(twin.streamingView()->selection(), Selection(graphs->compiled_form()->nodes[1].id));
        QTRY_COMPARE(twin.streamingView()->drawing()->graph(), graphs->compiled_form());
        twin.showPass(7);  // there is none
        QCOMPARE(twin.pass(), std::optional<std::size_t>(2));
        twin.setGraphs(graphsOf(convGraph(), 2));
        QVERIFY(!twin.pass());
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
