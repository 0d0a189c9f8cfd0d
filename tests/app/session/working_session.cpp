#include "tests/app/session/working_session.h"

#include <QDockWidget>
#include <QWheelEvent>

namespace lockstep::app::test {

void WorkingSession::initTestCase() {
    openWindow({1600, 1000});
}

void WorkingSession::init() {
    if (m_began) m_began(QLatin1String(QTest::currentTestFunction()));
}

void WorkingSession::cleanup() {
    QCOMPARE(warnings().join(QLatin1Char(0x0a)), QString());
    if (!m_window || QTest::currentTestFailed()) return;
    // What is left to paint is painted.
    QTest::qWait(60);
    // Of the picture no handler is judged: grab() paints outside of them.
    const QString folder = QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/session");
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(m_window->grab().save(
        QStringLiteral("%1/%2.png").arg(folder, QLatin1String(QTest::currentTestFunction()))));
}

void WorkingSession::cleanupTestCase() {
    closeWindow();
}

void WorkingSession::raise(const QWidget* panel) {
    QDockWidget* dock = m_window->docks().dockOf(panel);
    QVERIFY(dock != nullptr);
    for (QTabBar* bar : m_window->findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        for (int tab = 0; tab < bar->count(); ++tab) {
            if (bar->tabText(tab) != dock->windowTitle()) continue;
            // A tab that has no room is behind the bar's arrows.
            bar->setCurrentIndex(tab);
            QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(tab).center());
        }
    }
    dock->raise();
    QTRY_VERIFY2_WITH_TIMEOUT(!dock->visibleRegion().isEmpty(), qPrintable(dock->windowTitle()), patience);
}

QPoint WorkingSession::placeOf(const GraphView* view, nnir::NodeId node) const {
    const auto box = view->drawing()->boxOf(node);
    if (!box) qFatal("no box of this node");
    return view->view().toView(view->drawing()->rect(*box)).center().toPoint();
}

void WorkingSession::wheel(QWidget* target, QPoint at, int notches, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(QPointF(at), target->mapToGlobal(QPointF(at)), {}, QPoint(0, 120 * notches),
                      Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(target, &event);
    QCoreApplication::processEvents();
}

void WorkingSession::drag(QWidget* target, QPoint from, QPoint to) {
    QTest::mousePress(target, Qt::LeftButton, {}, from);
    constexpr int steps = 8;
    for (int i = 1; i <= steps; ++i) {
        const QPointF at = from + (QPointF(to) - from) * i / steps;
        QMouseEvent move(QEvent::MouseMove, at, target->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(target, &move);
        QCoreApplication::processEvents();
    }
    QTest::mouseRelease(target, Qt::LeftButton, {}, to);
}

}  // namespace lockstep::app::test
