#include <QDockWidget>
#include <QSpinBox>
#include <QTabBar>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "app/tab_order.h"
#include "tests/app/window_driver.h"
#include "widgets/focus_ring.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/module_panel.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/plots/heat_map_view.h"
#include "widgets/plots/state_plot.h"
#include "widgets/theme.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

namespace {

QString nameOf(const QWidget* widget) {
    if (widget == nullptr) return QStringLiteral("none");
    const QString own = widget->objectName();
    return QStringLiteral("%1#%2").arg(QLatin1String(widget->metaObject()->className()),
                                       own.isEmpty() ? widget->accessibleName() : own);
}

/// Of sRGB colours, as the web's guidelines for accessibility define it.
double luminance(QRgb colour) {
    const auto linear = [](int part) {
        const double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour));
}
double contrast(QRgb a, QRgb b) {
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

}  // namespace

class TestKeyboardWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    GraphView* right() const { return m_window->graphs().streamingView(); }
    void openAndRun() {
        openWindow({1600, 1000});
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        runTo(20);
        QTRY_VERIFY_WITH_TIMEOUT(right()->drawing() && !right()->isLayingOut(), patience);
    }
    /// What is to be reached: by what widgets say of themselves, not by the order's own rules.
    QList<QWidget*> wanted() const {
        QList<QWidget*> found;
        for (QWidget* widget : m_window->findChildren<QWidget*>())
            if (widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) &&
                widget->focusProxy() == nullptr && widget->window() == m_window.get() &&
                !widget->visibleRegion().isEmpty())
                found << widget;
        return found;
    }
    /// What has the keyboard after each press, until it is back where it began.
    QList<QWidget*> walk(Qt::Key key) {
        auto* start = find<QComboBox>("documentChooser");
        start->setFocus();
        QList<QWidget*> passed{start};
        for (int i = 0; i < 400; ++i) {
            QTest::keyClick(QApplication::focusWidget(), key);
            if (QApplication::focusWidget() == start) break;
            if (passed.last() != QApplication::focusWidget()) passed << QApplication::focusWidget();
        }
        return passed;
    }

  private Q_SLOTS:
    void cleanup() {
        if (m_window) closeWindow();
    }

    void tabReachesEverything() {
        openAndRun();
        QStringList missing;
        const QList<QWidget*> passed = walk(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), find<QComboBox>("documentChooser"));
        for (QWidget* widget : wanted())
            if (!passed.contains(widget)) missing << nameOf(widget);
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char(0x0a))));
        for (const char* name : {"axisChooser0", "configChooser", "scrubber", "stateLines", "resetEvery"})
            QVERIFY2(passed.contains(find<QWidget>(name)), name);
        int tabs = 0;
        for (QTabBar* bar : m_window->findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
            if (!bar->isVisible()) continue;
            QVERIFY(passed.contains(bar));
            QVERIFY(!bar->accessibleName().isEmpty());
            ++tabs;
        }
        QVERIFY(tabs >= 3);
        // Those of the State panel stand in its title bar.
        int choosers = 0;
        for (QComboBox* box : m_window->findChildren<QComboBox*>())
            choosers += (box->accessibleName() == QStringLiteral("State") ||
                         box->accessibleName() == QStringLiteral("Values")) &&
                        passed.contains(box);
        QCOMPARE(choosers, 2);
        // The other way round it is the same way.
        QList<QWidget*> back = walk(Qt::Key_Backtab);
        std::reverse(back.begin() + 1, back.end());
        QCOMPARE(back, passed);
    }

    void orderIsThatOfReading() {
        openAndRun();
        const QList<QWidget*> order = tabOrder(*m_window);
        const auto place = [&](const char* name) { return order.indexOf(find<QWidget>(name)); };
        const std::vector<const char*> expected = {
            "documentChooser", "inputShape", "axisChooser0", "configChooser", "target",      "reportButton",
            "button_step",     "scrubber",   "runLength",    "resetEvery",    "inputSource", "modulePanel"};
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QVERIFY2(place(expected[i]) >= 0, expected[i]);
            if (i > 0) QVERIFY2(place(expected[i - 1]) < place(expected[i]), expected[i]);
        }
        const auto at = [&](QWidget* widget) { return order.indexOf(widget); };
        QWidget* left = m_window->graphs().canonicalView();
        TimelineCanvas* timeline = m_window->docks().timeline->canvas();
        QVERIFY(place("modulePanel") < at(left));
        QVERIFY(at(left) < at(right()));
        QVERIFY(at(right()) < place("inspectorPanel"));
        QVERIFY(place("inspectorPanel") < at(timeline));
        QVERIFY(at(timeline) < at(m_window->docks().state->heatMap()));
    }

    /// A group's tabs turn with the arrow keys, and the panel comes to the front.
    void tabsOfPanelsTurnByTheKeyboard() {
        openAndRun();
        QTabBar* bar = nullptr;
        for (QTabBar* each : m_window->findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly))
            if (each->isVisible() && each->tabText(each->currentIndex()) == QStringLiteral("Timeline"))
                bar = each;
        QVERIFY(bar != nullptr);
        bar->setFocus(Qt::TabFocusReason);
        QVERIFY(bar->hasFocus());
        QTest::keyClick(bar, Qt::Key_Right);
        QTRY_VERIFY(!m_window->docks().ops->visibleRegion().isEmpty());
    }

    void focusIsSeen_data() {
        QTest::addColumn<QString>("theme");
        QTest::newRow("light") << "themeLight";
        QTest::newRow("dark") << "themeDark";
    }
    void focusIsSeen() {
        QFETCH(QString, theme);
        openAndRun();
        find<QAction>(theme.toLatin1().constData())->trigger();
        QTRY_COMPARE(isDark(m_window->palette()), theme == QStringLiteral("themeDark"));
        auto* ring = m_window->findChild<FocusRing*>();
        QVERIFY(ring != nullptr);
        QStringList unseen;
        for (QWidget* widget : tabOrder(*m_window)) {
            // Sections of the inspector come and go with what is computed for them.
            if (!widget->isVisible()) continue;
            // Without the ring first: a click is no way of the keyboard.
            widget->setFocus(Qt::MouseFocusReason);
            QVERIFY2(ring->target() == nullptr, qPrintable(nameOf(widget)));
            const QRect around = QRect(widget->mapTo(m_window.get(), QPoint()), widget->size())
                                     .adjusted(-4, -4, 4, 4)
                                     .intersected(m_window->rect());
            const QImage before = m_window->grab(around).toImage();
            m_window->setFocus(Qt::OtherFocusReason);
            widget->setFocus(Qt::TabFocusReason);
            QCOMPARE(ring->target(), widget);
            const QImage after = m_window->grab(around).toImage();
            QCOMPARE(before.size(), after.size());
            int clear = 0;
            for (int y = 0; y < before.height(); ++y)
                for (int x = 0; x < before.width(); ++x)
                    clear += contrast(before.pixel(x, y), after.pixel(x, y)) >= 3;
            // Two sides of it, a pixel wide, at the least.
            if (clear < widget->width() + widget->height())
                unseen << QStringLiteral("%1: %2 pixels").arg(nameOf(widget)).arg(clear);
        }
        QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(QLatin1Char(0x0a))));
    }

    void ringGoesWithItsWidget() {
        openAndRun();
        auto* ring = m_window->findChild<FocusRing*>();
        auto* report = find<QToolButton>("reportButton");
        report->setFocusPolicy(Qt::StrongFocus);
        report->setFocus(Qt::TabFocusReason);
        QCOMPARE(ring->target(), report);
        const QRect before = ring->geometry();
        m_window->resize(1500, 1000);
        QTRY_VERIFY(ring->geometry() != before);
        QTRY_VERIFY(ring->geometry().contains(report->mapTo(m_window.get(), report->rect().center())));
        QTest::mouseClick(m_window->docks().modules, Qt::LeftButton);
        QVERIFY(ring->target() == nullptr);
    }
};

QTEST_MAIN(TestKeyboardWindow)
#include "tst_keyboard_window.moc"
