#include "widgets/plots/reading_box.h"

#include <algorithm>

#include "widgets/theme.h"

namespace lockstep {

void paintReading(QPainter& painter, const std::vector<ReadingLine>& lines, QPointF corner,
                  const QRectF& bounds, const QPalette& palette) {
    const ThemeColors& style = themeColors(palette);
    const QFontMetricsF metrics(painter.font());
    constexpr double padding = 6;
    constexpr double swatch = 12;
    double width = 0;
    for (const ReadingLine& line : lines) {
        width = std::max(width, metrics.horizontalAdvance(line.text) + (line.swatch.isValid() ? swatch : 0));
    }
    QRectF box(corner, QSizeF(width + 2 * padding,
                              metrics.height() * static_cast<double>(lines.size()) + 2 * padding));
    if (box.right() > bounds.right()) box.moveRight(std::max(corner.x() - 20, bounds.left() + box.width()));
    box.moveRight(std::min(box.right(), bounds.right()));
    box.moveLeft(std::max(box.left(), bounds.left()));
    box.moveTop(std::max(bounds.top(), std::min(box.top(), bounds.bottom() - box.height())));

    QColor ground = palette.color(QPalette::ToolTipBase);
    ground.setAlphaF(0.94F);
    painter.setPen(QPen(style.hairline, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 4, 4);
    double y = box.top() + padding;
    for (const ReadingLine& line : lines) {
        double x = box.left() + padding;
        if (line.swatch.isValid()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(line.swatch);
            painter.drawRoundedRect(QRectF(x, y + (metrics.height() - 8) / 2, 8, 8), 2, 2);
            x += swatch;
        }
        painter.setPen(style.text);
        painter.drawText(QPointF(x, y + metrics.ascent()), line.text);
        y += metrics.height();
    }
}

void paintChip(QPainter& painter, QPointF top, const QString& text, const QColor& colour,
               const QRectF& bounds) {
    const QFontMetricsF metrics(painter.font());
    QRectF chip(0, top.y(), std::max(metrics.horizontalAdvance(text), metrics.height() - 6) + 8,
                metrics.height());
    chip.moveCenter(QPointF(top.x(), chip.center().y()));
    chip.moveLeft(std::clamp(chip.left(), bounds.left() - chip.width() / 2,
                             std::max(bounds.left() - chip.width() / 2, bounds.right() + 10 - chip.width())));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(chip, 3, 3);
    painter.setPen(textOn(colour));
    painter.drawText(chip, Qt::AlignCenter, text);
}

}  // namespace lockstep
