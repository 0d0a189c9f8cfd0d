#include "widgets/focus_ring.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QFocusEvent>
#include <QPainter>

#include "widgets/theme.h"

namespace lockstep {

FocusRing::FocusRing(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    hide();
    qApp->installEventFilter(this);
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    if (!watched->isWidgetType() || watched == this) return false;
    auto* widget = static_cast<QWidget*>(watched);
    switch (event->type()) {
        case QEvent::FocusIn: {
            // Windows that come and go, menus and calls of the program leave it as it was.
            const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
            const bool keyboard = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                                  reason == Qt::ShortcutFocusReason;
            const bool shown = keyboard || (reason != Qt::MouseFocusReason && !isHidden());
            follow(shown && widget->window() == parentWidget() ? widget : nullptr);
            break;
        }
        case QEvent::MouseButtonPress:
            if (!isHidden()) follow(nullptr);
            break;
        case QEvent::Move:
        case QEvent::Resize:
        case QEvent::LayoutRequest:
        case QEvent::Show:
        case QEvent::Hide:
            if (m_target && (widget == m_target || widget->isAncestorOf(m_target))) place();
            break;
        default:
            break;
    }
    return false;
}

void FocusRing::follow(QWidget* target) {
    if (m_target) disconnect(m_target, &QObject::destroyed, this, nullptr);
    m_target = target;
    if (target != nullptr) connect(target, &QObject::destroyed, this, &QWidget::hide);
    place();
}

void FocusRing::place() {
    if (!m_target || !m_target->isVisible()) {
        hide();
        return;
    }
    // Around the widget, but not beyond what is to be seen of it.
    const QRect whole(m_target->mapTo(parentWidget(), QPoint()), m_target->size());
    const QRect ring = whole.adjusted(-1, -1, 1, 1).intersected(parentWidget()->rect());
    if (!isHidden() && ring == geometry()) return;
    setGeometry(ring);
    const QRegion edge(rect());
    setMask(edge.subtracted(rect().adjusted(thickness, thickness, -thickness, -thickness)));
    raise();
    show();
}

void FocusRing::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), themeColors(palette()).accent);
}

}  // namespace lockstep
