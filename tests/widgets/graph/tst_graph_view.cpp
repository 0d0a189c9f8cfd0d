#include <QAccessible>
#include <QImage>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest>

#include "core/layout/layout_client.h"
#include "tests/widgets/graph/sample_graphs.h"
#include "widgets/graph/graph_painter.h"
#include "widgets/graph/graph_view.h"
#include "widgets/graph/minimap.h"
#include "widgets/theme.h"

using namespace lockstep;
using Selection = std::optional<nnir::NodeId>;

class GraphViewTest : public QObject {
    Q_OBJECT

  private:
    static void show(GraphView& view, std::shared_ptr<const nnir::Graph> graph) {
        view.resize(500, 600);
        view.show();
        view.setGraph(std::move(graph));
        QTRY_VERIFY(view.drawing() && !view.isLayingOut());
    }
    static std::shared_ptr<const nnir::Graph> residual(int blocks) {
        return std::make_shared<const nnir::Graph>(residualGraph(blocks));
    }
    static QPoint at(const GraphView& view, nnir::NodeId node) {
        return view.view().toView(view.drawing()->rect(*view.drawing()->boxOf(node)).center()).toPoint();
    }
    static void wheel(GraphView& view, const QPointF& position, const QPoint& angle,
                      Qt::KeyboardModifiers modifiers) {
        QWheelEvent event(position, view.mapToGlobal(position), QPoint(), angle, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view, &event);
    }
    static Selection selected(const QSignalSpy& spy) { return spy.back().at(0).value<Selection>(); }

  private Q_SLOTS:
    void initTestCase() {
        qRegisterMetaType<Selection>();
        qRegisterMetaType<nnir::NodeId>();
        qRegisterMetaType<ViewTransform>();
    }

    void clicksSelect() {
        GraphView view;
        const auto graph = residual(2);
        show(view, graph);
        QSignalSpy spy(&view, &GraphView::nodeSelected);
        for (const nnir::Node& node : graph->nodes) {
            QTest::mouseClick(&view, Qt::LeftButton, {}, at(view, node.id));
            QCOMPARE(selected(spy), Selection(node.id));
            QCOMPARE(view.selection(), Selection(node.id));
        }
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(2, 2));
        QCOMPARE(selected(spy), Selection());
        QCOMPARE(spy.size(), static_cast<qsizetype>(graph->nodes.size()) + 1);
    }

    void aClickOnAStateSelectsItsWriter() {
        GraphView view;
        const auto graph = graphsOf(lstmGraph(), 0)->compiled_form();
        show(view, graph);
        QSignalSpy nodes(&view, &GraphView::nodeSelected);
        QSignalSpy states(&view, &GraphView::stateSelected);
        const std::uint32_t state = 3;  // lstm.h1: after the input and the states of layer 0
        QCOMPARE(view.drawing()->scene().boxes[state].kind, SceneKind::state);
        QTest::mouseClick(&view, Qt::LeftButton, {},
                          view.view().toView(view.drawing()->rect(state).center()).toPoint());
        QCOMPARE(selected(nodes), Selection(graph->producer(graph->states[2].written)->id));
        QCOMPARE(states.size(), 1);
        QCOMPARE(states[0][0].value<nnir::StateId>(), graph->states[2].id);
    }

    void selectionFromOutsideIsSilent() {
        GraphView view;
        const auto graph = residual(20);
        show(view, graph);
        view.actualSize();
        QSignalSpy spy(&view, &GraphView::nodeSelected);
        view.setSelection(graph->nodes.back().id);
        QCOMPARE(spy.size(), 0);
        QVERIFY(view.rect().contains(at(view, graph->nodes.back().id)));
        view.setSelection(nnir::NodeId{12345});
        QVERIFY(!view.currentBox());
    }

    void dragsPanAndSelectNothing() {
        GraphView view;
        const auto graph = residual(20);
        show(view, graph);
        QSignalSpy spy(&view, &GraphView::nodeSelected);
        const QPointF before = view.view().offset;
        const QPoint from = at(view, graph->nodes[0].id);
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QTest::mouseMove(&view, from + QPoint(30, -40));
        QTest::mouseMove(&view, from + QPoint(50, -60));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, from + QPoint(50, -60));
        QCOMPARE(view.view().offset - before, QPointF(50, -60));
        QCOMPARE(spy.size(), 0);
    }

    void wheelZoomKeepsThePointUnderTheCursor() {
        GraphView view;
        show(view, residual(3));
        const QPointF cursor(310, 222);
        const QPointF held = view.view().toScene(cursor);
        const double before = view.view().zoom;
        wheel(view, cursor, QPoint(0, 120), Qt::ControlModifier);
        QVERIFY(view.view().zoom > before);
        QVERIFY((view.view().toView(held) - cursor).manhattanLength() < 1e-6);
        wheel(view, cursor, QPoint(0, -120), Qt::ControlModifier);
        QVERIFY(std::abs(view.view().zoom - before) < 1e-9);
    }

    void wheelModes() {
        GraphView view;
        show(view, residual(20));
        const ViewTransform start = view.view();
        wheel(view, {100, 100}, QPoint(0, -120), Qt::NoModifier);
        QCOMPARE(view.view().zoom, start.zoom);
        QVERIFY(view.view().offset.y() < start.offset.y());
        const ViewTransform down = view.view();
        wheel(view, {100, 100}, QPoint(0, -120), Qt::ShiftModifier);
        QVERIFY(view.view().offset.x() < down.offset.x());
        QCOMPARE(view.view().offset.y(), down.offset.y());
        view.setWheelMode(GraphView::WheelMode::zoom);
        wheel(view, {100, 100}, QPoint(0, -120), Qt::NoModifier);
        QVERIFY(view.view().zoom < start.zoom);
    }

    /// An unfolded module has a frame with a tab; a click there folds it.
    void theTabOfAModuleFoldsIt() {
        GraphView view;
        const auto graph = std::make_shared<const nnir::Graph>(moduleChain(3, 4));
        show(view, graph);
        const auto& frames = view.drawing()->frames();
        // The one around all of them would lie on the input's box.
        QCOMPARE(frames.size(), std::size_t{3});
        for (const ModuleFrame& frame : frames) {
            std::size_t inside = 0;
            for (std::uint32_t box = 0; box < view.drawing()->boxCount(); ++box)
                if (frame.rect.contains(view.drawing()->rect(box))) ++inside;
            QCOMPARE(inside, std::size_t{4});
        }
        view.setView({1, QPointF(40, 40) - frames[1].tab.topLeft()});
        QSignalSpy folds(&view, &GraphView::foldWanted);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.view().toView(frames[1].tab.center()).toPoint());
        QCOMPARE(folds.count(), 1);
        QCOMPARE(folds[0][0].toString().toStdString(), frames[1].module);
        QCOMPARE(folds[0][1].toBool(), true);
    }

    void keysWalkAlongTheEdges() {
        GraphView view;
        const auto graph = graphsOf(lstmGraph(), {})->compiled_form();
        show(view, graph);
        QSignalSpy spy(&view, &GraphView::nodeSelected);
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_Down);  // nothing was selected: the first box, which is the input
        QVERIFY(view.currentBox() == view.drawing()->readingOrder().front());
        for (const nnir::Node& node : graph->nodes) {
            QTest::keyClick(&view, Qt::Key_Down);
            QCOMPARE(selected(spy), Selection(node.id));
        }
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(selected(spy), Selection());  // the output
        QTest::keyClick(&view, Qt::Key_Up);
        QCOMPARE(selected(spy), Selection(graph->nodes.back().id));
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(!view.currentBox());
    }

    void tabGoesFromBoxToBoxAndOut() {
        QWidget window;
        GraphView view(&window);
        QWidget other(&window);
        other.setFocusPolicy(Qt::StrongFocus);
        other.setGeometry(500, 0, 50, 50);
        window.resize(600, 620);
        window.show();
        show(view, residual(1));
        QVERIFY(QTest::qWaitForWindowActive(&window));
        view.setFocus();
        QTest::keyClick(&view, Qt::Key_Home);
        for (std::size_t i = 1; i < view.drawing()->boxCount(); ++i) {
            QTest::keyClick(&view, Qt::Key_Tab);
            QVERIFY(view.currentBox() == view.drawing()->readingOrder()[i]);
        }
        QTest::keyClick(&view, Qt::Key_Tab);
        QVERIFY(other.hasFocus());
    }

    void keysZoomAndFit() {
        GraphView view;
        show(view, residual(20));
        const double start = view.view().zoom;
        QTest::keyClick(&view, Qt::Key_Plus);
        QVERIFY(view.view().zoom > start);
        QTest::keyClick(&view, Qt::Key_Minus);
        QVERIFY(std::abs(view.view().zoom - start) < 1e-9);
        QSignalSpy fitted(&view, &GraphView::fitted);
        QTest::keyClick(&view, Qt::Key_F);
        QCOMPARE(fitted.size(), 1);
        QVERIFY(QRectF(view.rect()).contains(view.view().toView(view.drawing()->bounds())));
        view.resize(300, 300);
        QVERIFY(QRectF(view.rect()).contains(view.view().toView(view.drawing()->bounds())));
        QTest::keyClick(&view, Qt::Key_0);
        QVERIFY(view.view().zoom > 0.5);
    }

    void longGraphsStartReadable() {
        GraphView view;
        show(view, residual(40));
        QVERIFY(detailLevel(view.view().zoom) >= DetailLevel::titles);
        QVERIFY(view.rect().contains(view.view().toView(view.drawing()->rect(0).center()).toPoint()));
    }

    void hoverIsToldOnce() {
        GraphView view;
        const auto graph = residual(2);
        show(view, graph);
        QSignalSpy spy(&view, &GraphView::nodeHovered);
        const QPoint node = at(view, graph->nodes[1].id);
        QTest::mouseMove(&view, node);
        QTest::mouseMove(&view, node + QPoint(3, 1));
        QCOMPARE(spy.size(), 1);
        QCOMPARE(selected(spy), Selection(graph->nodes[1].id));
        QTest::mouseMove(&view, QPoint(2, 2));
        QCOMPARE(selected(spy), Selection());
    }

    void doubleClickAndEnterActivate() {
        GraphView view;
        const auto graph = residual(2);
        show(view, graph);
        QSignalSpy spy(&view, &GraphView::nodeActivated);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, at(view, graph->nodes[2].id));
        QCOMPARE(spy.size(), 1);
        view.setSelection(graph->nodes[1].id);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(spy.back().at(0).value<nnir::NodeId>(), graph->nodes[1].id);
    }

    void minimapHidesWhenTheGraphFits() {
        GraphView view;
        show(view, residual(40));
        auto* minimap = view.findChild<GraphMinimap*>();
        QVERIFY(minimap->isVisible());
        view.fit();
        QVERIFY(!minimap->isVisible());
        view.actualSize();
        QVERIFY(minimap->isVisible());
        // Its bottom is the end of the graph.
        QTest::mouseClick(minimap, Qt::LeftButton, {}, QPoint(minimap->width() / 2, minimap->height() - 8));
        const QPointF middle = view.view().toScene(QPointF(view.width() / 2.0, view.height() / 2.0));
        QVERIFY(middle.y() > view.drawing()->bounds().height() * 0.9);
    }

    void relayoutKeepsTheSelectedNodeInPlace() {
        GraphView view;
        const auto graphs = graphsOf(convGraph(), 2);
        show(view, graphs->stages[0].graph);
        const nnir::NodeId kept = graphs->stages[0].graph->nodes[1].id;
        QVERIFY(graphs->compiled_form()->find_node(kept) != nullptr);
        view.actualSize();
        view.setView(view.view().movedBy({-20, -30}));
        view.setSelection(kept);
        const QPoint before = at(view, kept);
        view.setGraph(graphs->compiled_form());
        QTRY_VERIFY(!view.isLayingOut());
        QVERIFY((at(view, kept) - before).manhattanLength() <= 1);
        QCOMPARE(view.selection(), Selection(kept));
    }

    void theNewestGraphIsShown() {
        GraphView view;
        view.setGraph(residual(60));
        const auto last = residual(1);
        show(view, last);
        QCOMPARE(view.drawing()->graph(), last);
        view.setGraph(nullptr);
        QVERIFY(!view.drawing());
        QVERIFY(!view.isLayingOut());
    }

    void destructionStopsTheLayout() {
        for (int i = 0; i < 20; ++i) {
            GraphView view;
            view.setGraph(residual(150));
            if (i % 2 == 1) QTest::qWait(i);
        }
    }

    void slowGraphsAreShownSimplyFirst() {
        GraphView view;
        QSignalSpy spy(&view, &GraphView::laidOut);
        show(view, residual(100));
        QCOMPARE(spy.size(), 2);
        QCOMPARE(spy[0][0].toBool(), false);
        QCOMPARE(spy[1][0].toBool(), true);
        QCOMPARE(view.drawing()->layout().engine, LayoutEngine::graphviz);
    }

    void paletteChangeRepaints() {
        ThemeSwitch theme(*qApp);
        theme.setMode(ThemeMode::light);
        GraphView view;
        show(view, residual(1));
        QTRY_COMPARE(QColor(view.grab().toImage().pixel(3, 3)), themeColors(false).surface);
        theme.setMode(ThemeMode::dark);
        QTRY_COMPARE(QColor(view.grab().toImage().pixel(3, 3)), themeColors(true).surface);
        theme.setMode(ThemeMode::light);
    }

    void heatFillsTheBoxes() {
        GraphView view;
        const auto graph = residual(1);
        show(view, graph);
        NodeHeat heat;
        heat.values[graph->nodes[0].id] = 1.0;
        view.setHeat(heat);
        const QRectF box =
            view.view().toView(view.drawing()->rect(*view.drawing()->boxOf(graph->nodes[0].id)));
        const QPoint inside = box.bottomRight().toPoint() - QPoint(10, 4);
        QCOMPARE(QColor(view.grab().toImage().pixel(inside)), magnitudeColor(MagnitudeMap::cividis, 1));
    }

    void marksAreShownAndExplained() {
        GraphView view;
        const auto graph = residual(1);
        show(view, graph);
        const QImage plain = view.grab().toImage();
        const nnir::NodeId node = graph->nodes[0].id;
        view.setMarks({{node, {ChangeKind::added, QStringLiteral("keeps the history")}}});
        QVERIFY(view.grab().toImage() != plain);
        const QString said = view.spokenDescription(*view.drawing()->boxOf(node));
        QVERIFY2(said.contains(QStringLiteral("keeps the history")), qPrintable(said));
    }

    void screenReadersFindTheBoxes() {
        GraphView view;
        const auto graph = residual(1);
        show(view, graph);
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(list != nullptr);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), static_cast<int>(view.drawing()->boxCount()));
        const std::uint32_t box = *view.drawing()->boxOf(graph->nodes[0].id);
        QAccessibleInterface* child = list->child(static_cast<int>(box));
        QCOMPARE(child->text(QAccessible::Name), QStringLiteral("Linear, blocks.0.linear, 64"));
        QCOMPARE(list->indexOfChild(child), static_cast<int>(box));
        QVERIFY(!child->state().selected);
        view.setSelection(graph->nodes[0].id);
        QVERIFY(child->state().selected);
        QCOMPARE(view.accessibleDescription(), QStringLiteral("Linear, blocks.0.linear, 64"));
        const QPoint where = child->rect().center();
        QCOMPARE(list->childAt(where.x(), where.y()), child);
    }

    /// How long one picture takes is printed (16 ms is the aim), not judged.
    void theMinimapLeavesTheSelectionFree() {
        GraphView view;
        const auto graph = residual(20);
        show(view, graph);
        auto* minimap = view.findChild<GraphMinimap*>();
        QVERIFY(minimap->isVisible());
        const QRect corner = minimap->geometry();
        QVERIFY(corner.left() > view.width() / 2);
        const nnir::NodeId node = graph->nodes[20].id;
        const QRectF box = view.drawing()->rect(*view.drawing()->boxOf(node));
        view.setView({view.view().zoom, QPointF(corner.center()) - box.center() * view.view().zoom});
        view.setSelection(node);
        QVERIFY(!view.view().toView(box).intersects(QRectF(minimap->geometry())));
        // It stays where it lies on nothing.
        const QRect now = minimap->geometry();
        view.setSelection(std::nullopt);
        QCOMPARE(minimap->geometry(), now);
    }

    void tenThousandNodesArePainted() {
        GraphView view;
        show(view, std::make_shared<const nnir::Graph>(longChain(10'000)));
        QVERIFY(view.drawing()->boxCount() > 10'000);
        view.fit();
        QImage picture;
        QBENCHMARK_ONCE {
            picture = view.grab().toImage();
        }
        const QRgb ground = picture.pixel(0, 0);
        bool painted = false;
        for (int y = 0; y < picture.height() && !painted; ++y)
            for (int x = 0; x < picture.width(); ++x) painted = painted || picture.pixel(x, y) != ground;
        QVERIFY(painted);
    }
};

QTEST_MAIN(GraphViewTest)
#include "tst_graph_view.moc"
