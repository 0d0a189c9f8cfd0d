#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QTableView>
#include <bit>

#include "app/node_menu.h"
#include "app/selection_links.h"
#include "app/session_file.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/states_panel.h"
#include "widgets/panels/watch_panel.h"
#include "widgets/plots/state_plot.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// Values that are pinned from everywhere, and the formats that they are written in.
class TestWatchList : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    WatchPanel& panel() { return *m_window->docks().watch; }
    const QStringList& watches() { return m_window->store().state().watches; }
    const StateTrace& trace(const char* role) {
        for (const StateTrace& each : document().recording->states)
            if (each.role == role) return each;
        qFatal("no such state");
    }
    /// The value of the newest row, or one before it.
    static float valueOf(const StateTrace& trace, std::int64_t element, std::int64_t before = 0) {
        return trace.vm[static_cast<std::size_t>(std::ssize(trace.vm) - (before + 1) * trace.size + element)];
    }
    void watchSelection() { QTest::keyClick(m_window.get(), Qt::Key_F9, Qt::ShiftModifier); }
    QString shown(int row, int column) {
        return find<QTableView>("watchValues")->model()->index(row, column).data().toString();
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void pinnedFromEverywhere() {
        openStreamed();
        runTo(20);
        const QString state = QString::fromStdString(trace("cell").name);
        m_window->links().selectState(state, 17);
        watchSelection();
        QCOMPARE(watches(), QStringList{state + QStringLiteral("[17]")});
        QTRY_VERIFY_WITH_TIMEOUT(panel().isVisible() && panel().values().size() == 1, patience);
        // Of the list of states, of the map, of a node, of the panel itself; the same value stands there
        // once.
        auto* table = find<QTableView>("stateValues");
        find<QComboBox>("stateChooser")->setCurrentIndex(0);
        table->setCurrentIndex(table->model()->index(3, 1));
        table->findChild<QAction*>(QStringLiteral("watchUnit"))->trigger();
        Q_EMIT m_window->docks().state->watchWanted(state, 17);
        Q_EMIT m_window->docks().state->watchWanted(state, 5);
        const quint32 readout = document().compiled->compiled.program->nodes.back().id;
        m_window->links().selectNode(readout);
        watchSelection();
        auto* name = find<QLineEdit>("watchName");
        name->setFocus();
        QTest::keyClicks(name, QStringLiteral("nobody[2]"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(watches().size(), 5);
        QTRY_VERIFY_WITH_TIMEOUT(panel().values().size() == 5, patience);
        QVERIFY(panel().values()[0].vm.has_value());
        QVERIFY(!panel().values()[4].vm.has_value());
        QVERIFY(panel().values()[4].problem.contains(QStringLiteral("nobody")));
        // Del takes the last one off; undo brings it back.
        auto* list = find<QTableView>("watchValues");
        list->setFocus();
        list->setCurrentIndex(list->model()->index(4, 0));
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(watches().size(), 4);
        find<QAction>("undo")->trigger();
        QCOMPARE(watches().size(), 5);
        // A row selects what it is about.
        m_window->links().clear();
        Q_EMIT panel().chosen(0);
        QCOMPARE(m_window->store().state().selection.state, state);
        QCOMPARE(m_window->store().state().selection.unit, 17);
    }

    /// Every figure is the recording's, and follows the inference that is shown.
    void valuesOfTheShownInference() {
        openStreamed();
        runTo(20);
        const StateTrace cell = trace("cell");
        const QString name = QString::fromStdString(cell.name);
        m_window->links().selectState(name, 17);
        watchSelection();
        QTRY_VERIFY_WITH_TIMEOUT(panel().values().size() == 1 && panel().values()[0].vm, patience);
        QCOMPARE(*panel().values()[0].vm, valueOf(cell, 17));
        QCOMPARE(*panel().values()[0].before, valueOf(cell, 17, 1));
        QCOMPARE(*panel().values()[0].reference,
                 cell.reference[static_cast<std::size_t>(std::ssize(cell.reference) - cell.size + 17)]);
        // It changed, and an arrow says so.
        QVERIFY(shown(0, 1).contains(valueOf(cell, 17) > valueOf(cell, 17, 1) ? u'▲' : u'▼'));
        goTo(7);
        const StateTrace early = trace("cell");
        QTRY_VERIFY_WITH_TIMEOUT(panel().values()[0].vm == valueOf(early, 17), patience);
        QVERIFY(valueOf(early, 17) != valueOf(cell, 17));
        // Before the first inference there is nothing to show.
        goTo(0);
        QTRY_VERIFY_WITH_TIMEOUT(!panel().values()[0].vm, patience);
        QVERIFY(!panel().values()[0].problem.isEmpty());
    }

    /// What an operator gives in between is what the program hands on: the hidden state of the next layer's
    /// input is the same value.
    void valuesOfAnOperator() {
        openStreamed();
        runTo(20);
        const Program& program = *document().compiled->compiled.program;
        QVERIFY(program.nodes.size() >= 3);
        const StateTrace hidden = trace("hidden");
        m_window->links().selectNode(hidden.node);
        watchSelection();
        QTRY_VERIFY_WITH_TIMEOUT(
            panel().values().size() == 1 && panel().values()[0].vm && panel().values()[0].before, patience);
        QCOMPARE(*panel().values()[0].vm, valueOf(hidden, 0));
        QCOMPARE(*panel().values()[0].before, valueOf(hidden, 0, 1));
        QVERIFY(panel().values()[0].reference.has_value());
    }

    void formats() {
        openStreamed();
        runTo(20);
        const StateTrace hidden = trace("hidden");
        const QString name = QString::fromStdString(hidden.name);
        m_window->links().selectState(name, 4);
        watchSelection();
        QTRY_VERIFY_WITH_TIMEOUT(panel().values().size() == 1 && panel().values()[0].vm, patience);
        auto* table = find<QTableView>("stateValues");
        auto* list = find<QTableView>("watchValues");
        find<QComboBox>("stateChooser")
            ->setCurrentIndex(find<QComboBox>("stateChooser")->findText(name, Qt::MatchStartsWith));
        auto* chooser = panel().findChild<QComboBox*>(QStringLiteral("valueFormat"));
        for (const ValueFormat format : valueFormats) {
            choose(chooser, chooser->findData(formatWord(format)));
            Q_EMIT chooser->activated(chooser->currentIndex());
            QCOMPARE(m_window->store().state().valueFormat, formatWord(format));
            const QString expected = valueText(valueOf(hidden, 4), format);
            QVERIFY2(shown(0, 1).endsWith(expected), qPrintable(shown(0, 1)));
            QVERIFY(table->model()->index(4, 1).data().toString().endsWith(expected));
            // No number is cut.
            for (QTableView* view : {table, list}) {
                for (int column = 1; column < view->model()->columnCount(); ++column) {
                    const QFontMetrics metrics(view->font());
                    for (int row = 0; row < std::min(view->model()->rowCount(), 40); ++row)
                        QVERIFY(
                            metrics.horizontalAdvance(view->model()->index(row, column).data().toString()) <
                            view->columnWidth(column));
                }
            }
        }
        // Typed as bits.
        choose(chooser, chooser->findData(QStringLiteral("hex")));
        Q_EMIT chooser->activated(chooser->currentIndex());
        m_window->docks().dockOf(m_window->docks().states)->raise();
        table->setFocus();
        table->setCurrentIndex(table->model()->index(4, 1));
        table->edit(table->model()->index(4, 1));
        auto* editor = table->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        QCOMPARE(editor->text(), valueText(valueOf(hidden, 4), ValueFormat::hex));
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("0x3F40"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->store().state().edits,
                                  QStringList{QStringLiteral("20:%1[4]=0.75").arg(name)}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    }

    /// In the session, and in pictures of both themes.
    void keptAndSeen() {
        openStreamed();
        runTo(20);
        for (const int unit : {0, 17, 200}) {
            m_window->links().selectState(QString::fromStdString(trace("cell").name), unit);
            watchSelection();
        }
        m_window->links().selectNode(document().compiled->compiled.program->nodes.back().id);
        watchSelection();
        QTRY_VERIFY_WITH_TIMEOUT(panel().values().size() == 4 && panel().values()[3].vm, patience);
        ViewState view = m_window->store().state();
        view.valueFormat = QStringLiteral("bf16");
        const ViewState read = viewStateFromJson(toJson(view));
        QCOMPARE(read.watches, view.watches);
        QCOMPARE(read.valueFormat, view.valueFormat);
        QJsonObject broken = toJson(view);
        broken[QStringLiteral("value_format")] = QStringLiteral("octal");
        QVERIFY_EXCEPTION_THROWN(viewStateFromJson(broken), Error);
        for (const ThemeMode theme : {ThemeMode::light, ThemeMode::dark}) {
            m_window->resize(theme == ThemeMode::light ? QSize(1600, 1000) : QSize(1280, 800));
            m_window->store().change(QStringLiteral("theme"), ViewStore::Group::single,
                                     [&](ViewState& state) { state.theme = theme; });
            for (QWidget* each : std::initializer_list<QWidget*>{&panel(), m_window->docks().states}) {
                m_window->docks().dockOf(each)->raise();
                QTest::qWait(80);
                QVERIFY(m_window->grab().save(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/%1_%2.png")
                                                  .arg(each->objectName(), theme == ThemeMode::light
                                                                               ? QStringLiteral("light")
                                                                               : QStringLiteral("dark"))));
            }
        }
    }
};

QTEST_MAIN(TestWatchList)
#include "tst_watch_list.moc"
