#include <QDockWidget>
#include <QListWidget>
#include <QTableView>
#include <QTreeWidgetItemIterator>
#include <algorithm>

#include "app/error_microscope.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/disassembly_model.h"
#include "widgets/panels/disassembly_panel.h"
#include "widgets/panels/error_panel.h"
#include "widgets/panels/error_terms_model.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/module_panel.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/op_table_model.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/panels/problems_panel.h"
#include "widgets/panels/source_view.h"
#include "widgets/panels/why_panel.h"
#include "widgets/panels/why_path_model.h"
#include "widgets/plots/state_plot.h"
#include "widgets/theme_numbers.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_lanes.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// One selection: chosen in any view, by what a person does there, it is lit up in all the others.
class TestSelectionWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    const Docks& docks() const { return m_window->docks(); }
    const Program& program() const { return *document().compiled->compiled.program; }
    const Timeline& timeline() const { return *document().compiled->compiled.timeline; }
    GraphView* left() const { return m_window->graphs().canonicalView(); }
    GraphView* right() const { return m_window->graphs().streamingView(); }

    /// With weights, state, a source line, and time on the critical path.
    const ProgramNode& lstm() const {
        const auto found = std::ranges::find_if(
            program().nodes, [](const ProgramNode& node) { return node.op.starts_with("Lstm"); });
        if (found == program().nodes.end()) qFatal("the example has no LSTM");
        return *found;
    }
    const ProgramNode& linear() const {
        const auto found = std::ranges::find(program().nodes, "Linear", &ProgramNode::op);
        if (found == program().nodes.end()) qFatal("the example has no Linear");
        return *found;
    }
    /// The first event of the timeline that works for a node, on the critical path where that has one.
    std::uint32_t eventOf(std::uint32_t node) const {
        for (const std::uint32_t event : pathEvents())
            if (nodeOfEvent(program(), timeline().events[event])->id == node) return event;
        for (std::uint32_t event = 0; event < timeline().events.size(); ++event) {
            const ProgramNode* own = nodeOfEvent(program(), timeline().events[event]);
            if (own != nullptr && own->id == node) return event;
        }
        qFatal("the operator has no event");
    }
    std::vector<std::uint32_t> pathEvents() const {
        std::vector<std::uint32_t> events;
        for (const auto& entry : document().compiled->report->why->path.entries)
            if (entry.event < timeline().events.size() &&
                nodeOfEvent(program(), timeline().events[entry.event]) != nullptr)
                events.push_back(entry.event);
        return events;
    }
    void raise(QWidget* panel) {
        docks().dockOf(panel)->raise();
        QTRY_VERIFY_WITH_TIMEOUT(!panel->visibleRegion().isEmpty(), patience);
    }
    static void clickRow(QAbstractItemView* table, const QModelIndex& index) {
        QVERIFY(index.isValid());
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(index).center());
    }
    static QModelIndex rowWith(const QAbstractItemModel& model, int role, std::uint32_t node) {
        for (int row = 0; row < model.rowCount(); ++row)
            if (const QVariant own = model.index(row, 0).data(role); own.isValid() && own.toUInt() == node)
                return model.index(row, 0);
        return {};
    }
    static void clickBox(GraphView* view, nnir::NodeId node) {
        const auto box = view->drawing()->boxOf(node);
        QVERIFY(box.has_value());
        view->fit();
        const QPointF middle = view->view().toView(view->drawing()->rect(*box)).center();
        QTest::mouseClick(view, Qt::LeftButton, {}, middle.toPoint());
    }
    /// In the graph before the streaming transform.
    nnir::NodeId canonicalOf(std::uint32_t node) const {
        m_window->links().selectNode(node);
        const auto found = left()->selection();
        m_window->links().clear();
        return found.value_or(nnir::NodeId());
    }
    /// Has the panel of problems a line about the node, as one that the compiler wrote.
    void giveProblem(const ProgramNode& node) {
        std::vector<Problem> problems = docks().problems->problems();
        problems.push_back({ProblemLevel::note, QStringLiteral("first of all"), {}, {}, {}, {}});
        problems.push_back({ProblemLevel::note, QStringLiteral("about it"), {}, {}, {}, node.id});
        docks().problems->setProblems(problems);
    }

    void chooseIn(const QString& view, const ProgramNode& node) {
        const nnir::NodeId id{node.id};
        if (view == QStringLiteral("left graph")) clickBox(left(), canonicalOf(node.id));
        if (view == QStringLiteral("right graph")) clickBox(right(), id);
        if (view == QStringLiteral("timeline")) docks().timeline->canvas()->chooseEvent(eventOf(node.id));
        if (view == QStringLiteral("operators")) {
            raise(docks().ops);
            auto* table = find<QTableView>("opTable");
            clickRow(table, rowWith(*table->model(), OpTableModel::nodeRole, node.id));
        }
        if (view == QStringLiteral("modules")) {
            auto* tree = docks().modules->findChild<QTreeWidget*>();
            if (tree == nullptr) tree = qobject_cast<QTreeWidget*>(static_cast<QWidget*>(docks().modules));
            QVERIFY(tree != nullptr);
            tree->expandAll();
            QTreeWidgetItem* found = nullptr;
            for (QTreeWidgetItemIterator each(tree); *each != nullptr; ++each)
                if ((*each)->data(0, Qt::UserRole).isValid() &&
                    (*each)->data(0, Qt::UserRole).toUInt() == node.id && found == nullptr)
                    found = *each;
            QVERIFY(found != nullptr);
            clickRow(tree, tree->indexFromItem(found));
        }
        if (view == QStringLiteral("source line")) {
            // Two steps: another operator shows the file, then the line of this one is chosen.
            m_window->links().selectNode(node.id == lstm().id ? linear().id : lstm().id);
            auto* source = docks().inspector->findChild<SourceView*>();
            QTRY_VERIFY(source->count() > 0);
            Q_EMIT source->lineChosen(QString::fromStdString(node.file), node.line);
        }
        if (view == QStringLiteral("state")) {
            raise(docks().state);
            const std::vector<StateTrace>& states = document().recording->states;
            const auto own = std::ranges::find(states, node.id, &StateTrace::node);
            QVERIFY(own != states.end());
            // It stands in the title bar of the panel's dock.
            QComboBox* chooser = nullptr;
            for (QComboBox* each : docks().dockOf(docks().state)->findChildren<QComboBox*>())
                if (each->accessibleName() == QStringLiteral("State")) chooser = each;
            QVERIFY(chooser != nullptr);
            const auto index = static_cast<int>(own - states.begin());
            if (chooser->currentIndex() == index) choose(chooser, index == 0 ? 1 : 0);
            m_window->links().clear();
            choose(chooser, index);
        }
        if (view == QStringLiteral("disassembly")) {
            raise(docks().disassembly);
            QTableView* table = docks().disassembly->table();
            const DisassemblyListing& listing = *docks().disassembly->model()->listing();
            const auto line = listing.lineOf(timeline().events[eventOf(node.id)]);
            QVERIFY(line.has_value());
            const std::optional<int> row = docks().disassembly->model()->rowOf(*line);
            QVERIFY(row.has_value());
            clickRow(table, table->model()->index(*row, 0));
        }
        if (view == QStringLiteral("why")) {
            raise(docks().why);
            auto* table = find<QTableView>("whyPath");
            QModelIndex found;
            for (int row = 0; row < table->model()->rowCount() && !found.isValid(); ++row) {
                const QModelIndex index = table->model()->index(row, 0);
                const QVariant event = index.data(WhyPathModel::eventRole);
                if (!event.isValid()) continue;
                const ProgramNode* own = nodeOfEvent(program(), timeline().events[event.toUInt()]);
                if (own != nullptr && own->id == node.id) found = index;
            }
            clickRow(table, found);
        }
        if (view == QStringLiteral("error microscope")) {
            raise(docks().microscope);
            auto* table = find<QTableView>("errorTerms");
            QTRY_VERIFY_WITH_TIMEOUT(!m_window->microscope().isBusy() && table->model()->rowCount() > 0,
                                     patience);
            clickRow(table, rowWith(*table->model(), ErrorTermsModel::nodeRole, node.id));
        }
        if (view == QStringLiteral("problems")) {
            raise(docks().problems);
            QTreeWidgetItem* item = docks().problems->topLevelItem(docks().problems->topLevelItemCount() - 1);
            clickRow(docks().problems,
                     docks().problems->model()->index(docks().problems->indexOfTopLevelItem(item), 0));
        }
    }

    /// The views that do not show this node; of what a person would look for in each.
    QStringList strangers(const ProgramNode& node) {
        QStringList all;
        const auto expect = [&](const char* view, bool follows) {
            if (!follows) all << QLatin1String(view);
        };
        const nnir::NodeId id{node.id};
        expect("store", m_window->store().state().selection.node.has_value());
        expect("right graph",
               right()->selection() == id && right()->currentBox() == right()->drawing()->boxOf(id));
        expect("left graph", left()->selection().has_value() && left()->currentBox().has_value());
        const std::vector<bool>& lit = docks().timeline->canvas()->marks().highlighted;
        expect("timeline", eventOf(node.id) < lit.size() && lit[eventOf(node.id)]);
        const auto* ops = find<QTableView>("opTable");
        expect("operators",
               ops->currentIndex().siblingAtColumn(0).data(OpTableModel::nodeRole).toUInt() == node.id);
        auto* tree = docks().modules->findChild<QTreeWidget*>();
        if (tree == nullptr) tree = qobject_cast<QTreeWidget*>(static_cast<QWidget*>(docks().modules));
        expect("modules", tree->currentItem() != nullptr &&
                              tree->currentItem()->data(0, Qt::UserRole).toUInt() == node.id);
        expect("inspector", docks().inspector->node().has_value());
        expect("source line", docks().inspector->findChild<SourceView*>()->line() == node.line);
        expect("memories", docks().memories->selectedText() ==
                               (node.weight_blocks > 0
                                    ? QStringLiteral("selected: %1 blocks").arg(countText(node.weight_blocks))
                                    : QString()));
        expect("disassembly", docks().disassembly->table()->currentIndex().isValid() &&
                                  !docks().disassembly->model()->highlighted().empty());
        if (std::ranges::any_of(pathEvents(), [&](std::uint32_t event) {
                return nodeOfEvent(program(), timeline().events[event])->id == node.id;
            })) {
            const QVariant event = find<QTableView>("whyPath")->currentIndex().data(WhyPathModel::eventRole);
            expect("why", event.isValid() &&
                              nodeOfEvent(program(), timeline().events[event.toUInt()])->id == node.id);
        }
        const auto* terms = find<QTableView>("errorTerms");
        if (rowWith(*terms->model(), ErrorTermsModel::nodeRole, node.id).isValid())
            expect(
                "error microscope",
                terms->currentIndex().siblingAtColumn(0).data(ErrorTermsModel::nodeRole).toUInt() == node.id);
        const std::vector<StateTrace>& states = document().recording->states;
        if (std::ranges::find(states, node.id, &StateTrace::node) != states.end())
            expect("state", states.at(static_cast<std::size_t>(docks().state->state())).node == node.id);
        const QList<QTreeWidgetItem*> problems = docks().problems->selectedItems();
        expect("problems", problems.size() == 1 && problems.front()->text(1) == QStringLiteral("about it"));
        return all;
    }

  private Q_SLOTS:
    void initTestCase() {
        openWindow({1600, 1000});
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        runTo(20);
        QTRY_VERIFY_WITH_TIMEOUT(
            right()->drawing() && !right()->isLayingOut() && left()->drawing() && !left()->isLayingOut(),
            patience);
        find<QAction>("unfoldAll")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(right()->drawing()->boxOf(nnir::NodeId{lstm().id}).has_value() &&
                                     !right()->isLayingOut() && !left()->isLayingOut(),
                                 patience);
        // The error's terms are there before anything is chosen.
        raise(docks().microscope);
        QTRY_VERIFY_WITH_TIMEOUT(
            !m_window->microscope().isBusy() && find<QTableView>("errorTerms")->model()->rowCount() > 0,
            patience);
    }
    void cleanupTestCase() { closeWindow(); }

    void everyViewFollowsEveryOther_data() {
        QTest::addColumn<QString>("view");
        QTest::addColumn<bool>("ofState");
        for (const char* view :
             {"left graph", "right graph", "timeline", "operators", "modules", "source line", "state",
              "disassembly", "why", "error microscope", "problems"}) {
            QTest::addRow("%s, LSTM", view) << QString::fromLatin1(view) << true;
            if (QLatin1String(view) != QLatin1String("state"))
                QTest::addRow("%s, Linear", view) << QString::fromLatin1(view) << false;
        }
    }
    void everyViewFollowsEveryOther() {
        QFETCH(QString, view);
        QFETCH(bool, ofState);
        const ProgramNode& node = ofState ? lstm() : linear();
        const ProgramNode& other = ofState ? linear() : lstm();
        if (view == QStringLiteral("why") && std::ranges::none_of(pathEvents(), [&](std::uint32_t event) {
                return nodeOfEvent(program(), timeline().events[event])->id == node.id;
            }))
            return;  // it is not on the path: there is nothing to click
        giveProblem(node);
        m_window->links().selectNode(other.id);
        QVERIFY(!strangers(node).isEmpty());
        chooseIn(view, node);
        if (QTest::currentTestFailed()) return;
        QTRY_VERIFY2_WITH_TIMEOUT(strangers(node).isEmpty(),
                                  qPrintable(strangers(node).join(QStringLiteral(", "))), 5000);
    }

    /// Nothing is selected anywhere when the selection is let go.
    void nothingIsSelectedTogether() {
        giveProblem(lstm());
        m_window->links().selectNode(lstm().id);
        m_window->links().clear();
        QVERIFY(!left()->selection() && !right()->selection());
        QVERIFY(!docks().inspector->node());
        QVERIFY(docks().memories->selectedText().isEmpty());
        QVERIFY(docks().problems->selectedItems().isEmpty());
        QVERIFY(!find<QTableView>("opTable")->currentIndex().isValid());
    }
};

QTEST_MAIN(TestSelectionWindow)
#include "tst_selection_window.moc"
