#include "app/drop_overlay.h"

#include <QPainter>

#include "app/icon.h"

namespace lockstep::app {

DropOverlay::DropOverlay(QWidget* window) : QWidget(window) {
    setObjectName(QStringLiteral("dropOverlay"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropOverlay::showFor(const QString& what) {
    m_what = what;
    setAccessibleName(what);
    setGeometry(parentWidget()->rect());
    raise();
    show();
    update();
}

void DropOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = palette().color(QPalette::Window);
    veil.setAlpha(225);
    painter.fillRect(rect(), veil);
    const QColor accent = palette().color(QPalette::Highlight);
    painter.setPen(QPen(accent, 2, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(16, 16, -16, -16), 12, 12);

    const QPoint centre = rect().center();
    icon(QStringLiteral("drop")).paint(&painter, QRect(centre.x() - 24, centre.y() - 60, 48, 48));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    painter.setFont(large);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect().adjusted(32, 24, -32, 0), Qt::AlignCenter | Qt::TextWordWrap, m_what);
}

}  // namespace lockstep::app
