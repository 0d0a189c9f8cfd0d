#include <QAbstractItemView>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QToolButton>

#include "app/command_palette.h"
#include "app/detail_delegate.h"
#include "app/last_session.h"
#include "app/panel_actions.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/disassembly_panel.h"
#include "widgets/plots/panel_header.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// Panels, sessions and preferences by keys, menus and the palette.
class TestPanelsWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void openModel() {
        drop(*m_window, model("mlp_float64.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
    }
    QDockWidget* dock(const char* name) const { return find<QDockWidget>(name); }
    bool inFront(const QDockWidget* panel) const {
        return panel->isVisible() && m_window->rect().intersects(panel->geometry());
    }
    bool hasKeyboard(const QDockWidget* panel) const {
        const QWidget* focus = QApplication::focusWidget();
        return focus != nullptr && (focus == panel || panel->isAncestorOf(focus));
    }
    void key(Qt::Key which, Qt::KeyboardModifiers modifiers = {}) {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus != nullptr ? focus : m_window.get(), which, modifiers);
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void theFirstWindowFitsTheScreen() {
        // Not yet resized by anybody.
        const MainWindow fresh;
        const QSize room = fresh.screen()->availableGeometry().size();
        const QSize least = fresh.minimumSizeHint();
        const QByteArray said =
            QByteArray::number(fresh.width()) + " x " + QByteArray::number(fresh.height()) + ", least " +
            QByteArray::number(least.width()) + " x " + QByteArray::number(least.height());
        // The panels side by side need up to 1280: a narrower screen is filled beyond its edge.
        QVERIFY2(fresh.width() < std::max(std::min(1600, room.width()), 1280), said);
        QVERIFY2(fresh.height() + 30 <= std::max(room.height(), least.height() + 30), said);
    }

    void choosingAPanelBehindOthersShowsIt_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"dockDisassembly", "dockWhy", "dockBreakpoints", "dockRuns", "dockUnits",
                                 "dockStates", "dockDecisions", "dockProblems", "dockTimeline"})
            QTest::newRow(name) << name;
    }

    void choosingAPanelBehindOthersShowsIt() {
        QFETCH(QString, name);
        openModel();
        auto* panel = m_window->findChild<QDockWidget*>(name);
        QVERIFY(panel != nullptr);
        auto* action = m_window->findChild<QAction*>(QStringLiteral("show_") + name);
        QVERIFY(find<QMenu>("menuPanels")->actions().contains(action));
        // Twice: what is shown already stays.
        for (int i = 0; i < 2; ++i) {
            action->trigger();
            QTRY_VERIFY(inFront(panel));
            QVERIFY(hasKeyboard(panel));
        }
    }

    void aHeaderDoesNotRepeatItsTab() {
        openModel();
        const auto header = [this](const char* name) {
            return qobject_cast<PanelHeader*>(dock(name)->titleBarWidget());
        };
        // Nothing but its name: with a tab there is nothing to say, alone it says it.
        QTRY_VERIFY(header("dockInspector")->sizeHint().height() < 10);
        QVERIFY(header("dockModules")->sizeHint().height() > 10);
        for (const char* beside : {"dockStates", "dockWatch"}) dock(beside)->close();
        QTRY_VERIFY(header("dockInspector")->sizeHint().height() > 10);
        dock("dockStates")->show();
        QTRY_VERIFY(header("dockInspector")->sizeHint().height() < 10);
        QCOMPARE(header("dockInspector")->title(), QStringLiteral("Inspector"));
    }

    void acceleratorsAreToldApartInTheirList() {
        openModel();
        auto* chooser = find<QComboBox>("configChooser");
        const int row = chooser->findText(QStringLiteral("v80_c6b32"));
        QVERIFY(row >= 0);
        const QString detail = chooser->itemData(row, DetailDelegate::role).toString();
        QVERIFY2(detail.contains(QStringLiteral("6 cores")) && detail.contains(QStringLiteral("MHz")),
                 qPrintable(detail));
        // The list shows it, the chooser does not grow by it.
        QVERIFY(chooser->view()->sizeHintForColumn(0) >
                chooser->fontMetrics().horizontalAdvance(QStringLiteral("v80_c6b32 ") + detail) * 3 / 4);
        QVERIFY(chooser->view()->minimumWidth() > chooser->width());
    }

    void byThePalette() {
        openModel();
        QDockWidget* panel = dock("dockDisassembly");
        QVERIFY(!inFront(panel));
        key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClicks(find<QLineEdit>("paletteField"), QStringLiteral("disassembly"));
        QTest::keyClick(find<QLineEdit>("paletteField"), Qt::Key_Return);
        QTRY_VERIFY(inFront(panel));
        QVERIFY(hasKeyboard(panel));
    }

    void keysGoToPanelsAndCloseThem() {
        openModel();
        const Docks& docks = m_window->docks();
        key(Qt::Key_3, Qt::AltModifier);
        QVERIFY(hasKeyboard(docks.all[2]));
        key(Qt::Key_1, Qt::AltModifier | Qt::ShiftModifier);
        QTRY_VERIFY(inFront(docks.all[9]));
        QVERIFY(hasKeyboard(docks.all[9]));
        key(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!docks.all[9]->isVisible());
        QVERIFY(m_window->graphs().isAncestorOf(QApplication::focusWidget()));
        QVERIFY(!find<QAction>("closePanel")->isEnabled());
        key(Qt::Key_1, Qt::AltModifier | Qt::ShiftModifier);
        QTRY_VERIFY(inFront(docks.all[9]));
        key(Qt::Key_0, Qt::AltModifier);
        QVERIFY(m_window->graphs().isAncestorOf(QApplication::focusWidget()));
    }

    void f6GoesRoundAndBack() {
        openModel();
        key(Qt::Key_0, Qt::AltModifier);
        QList<QWidget*> way;
        do {
            way << QApplication::focusWidget();
            key(Qt::Key_F6);
            QVERIFY(QApplication::focusWidget() != nullptr);
        } while (!m_window->graphs().isAncestorOf(QApplication::focusWidget()) && way.size() < 40);
        QSet<const QDockWidget*> reached;
        for (const QDockWidget* panel : m_window->docks().all)
            for (const QWidget* widget : way)
                if (panel == widget || panel->isAncestorOf(widget)) reached << panel;
        for (const QDockWidget* panel : m_window->docks().all)
            QCOMPARE(reached.contains(panel), inFront(panel));
        QVERIFY(reached.size() >= 5);
        for (qsizetype i = way.size() - 1; i > 0; --i) {
            key(Qt::Key_F6, Qt::ShiftModifier);
            QCOMPARE(QApplication::focusWidget(), way[i]);
        }
    }

    void theLastSessionIsOfferedAndReopened() {
        QVERIFY(!find<QAction>("reopenSession")->isEnabled());
        QVERIFY(!find<QWidget>("welcomeReopen")->isVisible());
        openModel();
        find<QAction>("show_dockWhy")->trigger();
        reopenWindow();
        QCOMPARE(pageName(), QStringLiteral("welcomePage"));
        auto* offer = find<QAbstractButton>("welcomeReopen");
        QVERIFY(offer->isVisible());
        picture(*m_window, "welcome_reopen");
        QVERIFY(offer->toolTip().contains(QStringLiteral("mlp_float64.pt")));
        QTest::mouseClick(offer, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->controller().current() != nullptr && ready(), patience);
        QCOMPARE(document().title(), QStringLiteral("mlp_float64.pt"));
        QTRY_VERIFY(inFront(dock("dockWhy")));
    }

    void theStartFollowsThePreference() {
        openModel();
        settings::setStart(settings::Start::reopen);
        reopenWindow();
        m_window->begin({});
        QTRY_VERIFY_WITH_TIMEOUT(m_window->controller().current() != nullptr && ready(), patience);
        // Files that are named win.
        reopenWindow();
        m_window->begin({model("lstm_traced.pt")});
        QCOMPARE(m_window->controller().documents().size(), std::size_t(1));
        QCOMPARE(document().title(), QStringLiteral("lstm_traced.pt"));
        settings::setStart(settings::Start::nothing);
        reopenWindow();
        m_window->begin({});
        QCOMPARE(m_window->controller().documents().size(), std::size_t(0));
        QVERIFY(!find<QWidget>("welcomeReopen")->isVisible());
        QVERIFY(!QFile::exists(last_session::file()));
    }

    void everyPreferenceDoesSomething() {
        openModel();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->graphs().canonicalView()->drawing() != nullptr, patience);
        key(Qt::Key_Comma, Qt::ControlModifier);
        auto* dialog = find<QDialog>("preferencesDialog");
        QVERIFY(dialog != nullptr && dialog->isVisible());
        picture(*dialog, "preferences_light");
        choose(find<QComboBox>("preferTheme"), 2);
        picture(*dialog, "preferences_dark");
        QCOMPARE(m_window->store().state().theme, ThemeMode::dark);
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 128);
        choose(find<QComboBox>("preferWheel"), 1);
        QVERIFY(m_window->isAnimated());
        QTest::keyClick(find<QWidget>("preferMotion"), Qt::Key_Space);
        QVERIFY(!m_window->isAnimated());
        choose(find<QComboBox>("preferStart"), 1);
        QCOMPARE(settings::start(), settings::Start::reopen);
        GraphView* graph = m_window->graphs().canonicalView();
        const auto turn = [&] {
            const double before = graph->view().zoom;
            QWheelEvent wheel(graph->rect().center(), graph->mapToGlobal(graph->rect().center()), {},
                              {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(graph, &wheel);
            return graph->view().zoom != before;
        };
        QVERIFY(turn());
        auto* buttons = dialog->findChild<QDialogButtonBox*>();
        QTest::mouseClick(buttons->button(QDialogButtonBox::RestoreDefaults), Qt::LeftButton);
        QVERIFY(!turn());
        QVERIFY(m_window->isAnimated());
        QCOMPARE(m_window->store().state().theme, ThemeMode::system);
        QCOMPARE(settings::start(), settings::Start::offer);
        QCOMPARE(find<QComboBox>("preferStart")->currentIndex(), 0);
        QTest::keyClick(dialog, Qt::Key_Escape);
    }
};

QTEST_MAIN(TestPanelsWindow)
#include "tst_panels_window.moc"
