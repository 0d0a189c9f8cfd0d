#include <QAbstractScrollArea>
#include <QAccessible>
#include <QDockWidget>
#include <QScrollArea>
#include <QTabBar>
#include <QTableView>

#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/heat_map_view.h"
#include "widgets/plots/panel_header.h"
#include "widgets/plots/plot_chart.h"
#include "widgets/plots/state_plot.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

namespace {

QAccessibleInterface* face(QObject* object) {
    return QAccessible::queryAccessibleInterface(object);
}

/// "ClassName#objectName in ParentName": enough to find it.
QString placeOf(const QWidget* widget) {
    QStringList words;
    for (const QWidget* each = widget; each != nullptr && words.size() < 4; each = each->parentWidget())
        words << QStringLiteral("%1#%2").arg(QLatin1String(each->metaObject()->className()),
                                             each->objectName());
    return words.join(QStringLiteral(" in "));
}

}  // namespace

/// The window as assistive technology sees it: names, roles, parts, values.
class TestAccessibleWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void openAndRun() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        runTo(40);
        QTRY_VERIFY_WITH_TIMEOUT(right()->drawing() && !right()->isLayingOut(), patience);
    }
    GraphView* right() const { return m_window->graphs().streamingView(); }
    /// Widgets that the keyboard reaches and that are to be seen now.
    QList<QWidget*> reachable() const {
        QList<QWidget*> found;
        for (QWidget* widget : m_window->findChildren<QWidget*>())
            if (widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) &&
                widget->focusProxy() == nullptr && widget->window() == m_window.get())
                found << widget;
        return found;
    }
    /// Of all that is seen while `check` looks at the window with each panel in front once.
    void withEachPanel(const std::function<void()>& check) {
        for (QDockWidget* dock : m_window->docks().all) {
            dock->show();
            dock->raise();
            QCoreApplication::processEvents();
            check();
        }
    }

  private Q_SLOTS:
    void init() { openWindow({1600, 1000}); }
    void cleanup() { closeWindow(); }

    void whatTakesTheKeyboardHasANameAndARole() {
        QSet<QString> nameless;
        const auto check = [&] {
            for (QWidget* widget : reachable()) {
                // A bar without tabs is on its way out.
                if (const auto* bar = qobject_cast<QTabBar*>(widget);
                    bar != nullptr && bar->currentIndex() < 0)
                    continue;
                QAccessibleInterface* own = face(widget);
                if (own == nullptr || own->text(QAccessible::Name).isEmpty())
                    nameless << QStringLiteral("no name: ") + placeOf(widget);
                else if (own->role() == QAccessible::NoRole ||
                         // A scroll area's role is Qt's own.
                         (own->role() == QAccessible::Client &&
                          qobject_cast<QScrollArea*>(widget) == nullptr))
                    nameless << QStringLiteral("no role: ") + placeOf(widget);
            }
        };
        check();
        openAndRun();
        withEachPanel(check);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.values().join(QLatin1Char(0x0a))));
    }

    void everyPartIsSound() {
        openAndRun();
        // The whole tree: parents and children agree, no part is nameless.
        QStringList odd;
        std::function<void(QAccessibleInterface*, int)> walk = [&](QAccessibleInterface* each, int depth) {
            if (depth > 40) odd << QStringLiteral("too deep: ") + each->text(QAccessible::Name);
            if (depth > 40) return;
            const int children = std::min(each->childCount(), 400);
            for (int i = 0; i < children; ++i) {
                QAccessibleInterface* child = each->child(i);
                if (child == nullptr || !child->isValid()) {
                    odd << QStringLiteral("child %1 of %2 is none").arg(i).arg(each->text(QAccessible::Name));
                    continue;
                }
                if (each->indexOfChild(child) != i && child->role() != QAccessible::Cell &&
                    child->role() != QAccessible::ListItem && child->role() != QAccessible::TreeItem)
                    odd << QStringLiteral("%1 is not child %2 of %3")
                               .arg(child->text(QAccessible::Name))
                               .arg(i)
                               .arg(each->text(QAccessible::Name));
                const bool painted = child->object() == nullptr && child->role() == QAccessible::ListItem;
                if (painted && child->childCount() == 0 && child->text(QAccessible::Name).isEmpty() &&
                    qobject_cast<QAbstractItemView*>(each->object()) == nullptr)
                    odd << QStringLiteral("part %1 of %2 has no name")
                               .arg(i)
                               .arg(each->text(QAccessible::Name));
                walk(child, depth + 1);
            }
        };
        withEachPanel([&] { walk(face(m_window.get()), 0); });
        odd.removeDuplicates();
        QVERIFY2(odd.isEmpty(), qPrintable(odd.join(QLatin1Char(0x0a))));
    }

    void paintedWidgetsTellTheirParts_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("role");
        QTest::addColumn<QString>("words");
        QTest::newRow("graph") << "lockstep::GraphView" << int(QAccessible::List) << "cycles";
        QTest::newRow("timeline") << "lockstep::TimelineCanvas" << int(QAccessible::List) << "LstmCell";
        QTest::newRow("plot") << "lockstep::PlotChart" << int(QAccessible::Chart) << "max";
        QTest::newRow("heat map") << "lockstep::HeatMapView" << int(QAccessible::Chart) << "unit 0: ";
        QTest::newRow("error histogram") << "lockstep::ErrorHistogram" << int(QAccessible::Chart) << "e";
        QTest::newRow("bars of why") << "lockstep::WhyBars" << int(QAccessible::List) << ":";
    }
    void paintedWidgetsTellTheirParts() {
        QFETCH(QString, type);
        QFETCH(int, role);
        QFETCH(QString, words);
        openAndRun();
        int found = 0;
        bool told = false;
        for (QWidget* widget : m_window->findChildren<QWidget*>()) {
            if (QLatin1String(widget->metaObject()->className()) != type) continue;
            QAccessibleInterface* own = face(widget);
            QVERIFY(own != nullptr);
            QCOMPARE(int(own->role()), role);
            ++found;
            for (int i = 0; i < own->childCount(); ++i)
                told = told || own->child(i)->text(QAccessible::Name).contains(words);
        }
        QVERIFY2(found > 0, qPrintable(type));
        QVERIFY2(told, qPrintable(words));
    }

    void memoriesAreReadBarByBar() {
        openAndRun();
        QStringList names;
        std::function<void(QAccessibleInterface*)> walk = [&](QAccessibleInterface* each) {
            for (int i = 0; i < each->childCount(); ++i) {
                if (each->child(i)->object() == nullptr) names << each->child(i)->text(QAccessible::Name);
                walk(each->child(i));
            }
        };
        walk(face(find<QWidget>("memoryPanel")));
        QVERIFY2(names.join(QLatin1Char(0x0a)).contains(QStringLiteral("Weight store: 232 of")),
                 qPrintable(names.join(QLatin1Char(0x0a))));
        QVERIFY(names.first().contains(QStringLiteral("percent")));
    }

    /// "LstmCell, …, 84 cycles, 43 percent of the latency": as the graph is walked, and no sooner.
    void theGraphSpeaksAsItIsWalked() {
        openAndRun();
        right()->setFocus();
        QTest::keyClick(right(), Qt::Key_Home);
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(right(), Qt::Key_Down);
            const nnir::NodeId node = right()->selection().value_or(nnir::NodeId());
            if (!node.valid()) continue;
            const nnir::Node* drawn = right()->drawing()->graph()->find_node(node);
            QVERIFY(drawn != nullptr);
            QAccessibleInterface* current = face(right())->focusChild();
            QVERIFY(current != nullptr && current->state().focused);
            const QString words = current->text(QAccessible::Name);
            QVERIFY2(words.contains(QString::fromStdString(std::string(drawn->op->name()))),
                     qPrintable(words));
            QVERIFY2(words.contains(QStringLiteral(" cycles, ")), qPrintable(words));
            QVERIFY2(words.contains(QStringLiteral("percent of the latency")), qPrintable(words));
        }
    }

    void theTimelineSpeaksAsItIsWalked() {
        openAndRun();
        m_window->docks().dockOf(m_window->docks().timeline)->raise();
        TimelineCanvas* canvas = m_window->docks().timeline->canvas();
        canvas->setFocus();
        // The first event of a lane that has two more behind it.
        const std::vector<TimelineEvent>& events = document().compiled->compiled.timeline->events;
        const auto behind = [&](std::size_t index) {
            return std::count_if(events.begin(), events.end(), [&](const TimelineEvent& event) {
                return event.core == events[index].core && event.unit == events[index].unit &&
                       event.start > events[index].start;
            });
        };
        std::size_t first = 0;
        while (first < events.size() && behind(first) < 2) ++first;
        QVERIFY(first < events.size());
        canvas->chooseEvent(static_cast<std::uint32_t>(first));
        QSet<QString> names;
        for (int i = 0; i < 2; ++i) {
            const std::optional<std::uint32_t> before = canvas->marks().selected;
            QTest::keyClick(canvas, Qt::Key_Period);
            QVERIFY(canvas->marks().selected != before);
            QAccessibleInterface* current = face(canvas)->focusChild();
            QVERIFY(current != nullptr);
            QCOMPARE(face(canvas)->indexOfChild(current), static_cast<int>(*canvas->marks().selected));
            QVERIFY(current->state().focused && current->state().selected);
            names << current->text(QAccessible::Name);
            const QRect place = current->rect();
            QVERIFY(!place.isEmpty());
        }
        QCOMPARE(names.size(), 2);
        // What a reader chooses is chosen everywhere.
        face(canvas)->child(0)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(canvas->marks().selected, std::optional<std::uint32_t>(0));
        QCOMPARE(m_window->store().state().selection.event, std::optional<quint32>(0));
    }

    void plotsSpeakOfTheInference() {
        openAndRun();
        auto* chart = m_window->docks().error->findChild<PlotChart*>();
        QVERIFY(chart->isVisible());
        chart->setFocus();
        m_window->controller().goTo(15);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 15, patience);
        QCOMPARE(face(chart)->text(QAccessible::Value), QStringLiteral("inference 14"));
        QVERIFY(face(chart)->child(0)->text(QAccessible::Name).contains(QLatin1Char(':')));
        HeatMapView* map = m_window->docks().state->heatMap();
        face(map)->child(7)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(map->currentUnit(), std::optional<std::int64_t>(7));
        QCOMPARE(m_window->store().state().selection.unit, 7);
        QVERIFY(face(map)->child(7)->state().selected);
    }
};

QTEST_MAIN(TestAccessibleWindow)
#include "tst_accessible_window.moc"
