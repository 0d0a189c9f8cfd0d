#include "widgets/graph/minimap.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/spoken_parts.h"
#include "widgets/theme.h"

namespace lockstep {
namespace {

constexpr double inset = 6;
constexpr int widest = 168;
constexpr int highest = 168;
constexpr int narrowest = 36;

}  // namespace

GraphMinimap::GraphMinimap(QWidget* parent) : QWidget(parent) {
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Overview of the graph"));
    speakParts(this, {.role = QAccessible::Graphic, .count = [] { return 0; }, .name = {}});
}

void GraphMinimap::setDrawing(std::shared_ptr<const GraphGeometry> drawing, const QSize& view) {
    const QSizeF most(std::min(widest, view.width() / 3), std::min(highest, view.height() / 3));
    const QSizeF fits =
        drawing->bounds().size().scaled(most - QSizeF(2 * inset, 2 * inset), Qt::KeepAspectRatio);
    const QSize wanted(std::max(narrowest, static_cast<int>(fits.width() + 2 * inset)),
                       std::max(narrowest, static_cast<int>(fits.height() + 2 * inset)));
    if (drawing == m_drawing && wanted == size()) return;
    m_drawing = std::move(drawing);
    m_picture = QPixmap();
    resize(wanted);
    update();
}

void GraphMinimap::setShown(const QRectF& scene) {
    m_shown = scene;
    update();
}

double GraphMinimap::scale() const {
    const QRectF& bounds = m_drawing->bounds();
    return std::min((width() - 2 * inset) / std::max(bounds.width(), 1.0),
                    (height() - 2 * inset) / std::max(bounds.height(), 1.0));
}

void GraphMinimap::paintPicture() {
    const ThemeColors& colors = themeColors(palette());
    m_picture = QPixmap(size() * devicePixelRatioF());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(colors.ground);
    QPainter painter(&m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(inset, inset);
    const double factor = scale();
    const auto& boxes = m_drawing->scene().boxes;
    for (std::uint32_t b = 0; b < boxes.size(); ++b) {
        const QRectF& rect = m_drawing->rect(b);
        const QRectF small(rect.topLeft() * factor, rect.size() * factor);
        const QRectF visible(small.topLeft(),
                             QSizeF(std::max(small.width(), 1.5), std::max(small.height(), 1.5)));
        painter.fillRect(visible, boxes[b].kind == SceneKind::node     ? opMark(boxes[b].op, colors.dark)
                                  : boxes[b].kind == SceneKind::module ? colors.quietText
                                                                       : colors.edge);
    }
}

void GraphMinimap::paintEvent(QPaintEvent*) {
    if (!m_drawing) return;
    if (m_picture.isNull() || m_picture.devicePixelRatio() != devicePixelRatioF()) paintPicture();
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    const double factor = scale();
    const QRectF frame = QRectF(m_shown.topLeft() * factor + QPointF(inset, inset), m_shown.size() * factor)
                             .intersected(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5));
    QColor soft = colors.accent;
    soft.setAlphaF(0.12F);
    painter.setPen(QPen(colors.accent, 1));
    painter.setBrush(soft);
    painter.drawRect(frame);
    painter.setPen(colors.hairline);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

void GraphMinimap::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_picture = QPixmap();
        update();
    }
}

void GraphMinimap::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !m_drawing) return;
    Q_EMIT moved((event->position() - QPointF(inset, inset)) / scale());
}

void GraphMinimap::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton) || !m_drawing) return;
    Q_EMIT moved((event->position() - QPointF(inset, inset)) / scale());
}

}  // namespace lockstep
