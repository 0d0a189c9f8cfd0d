#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/plots/heat_map_view.h"
#include "widgets/plots/plot_axis.h"
#include "widgets/plots/plot_series.h"
#include "widgets/plots/reading_box.h"
#include "widgets/theme.h"
#include "widgets/theme_maps.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

void HeatMapView::paintEvent(QPaintEvent*) {
    const ThemeColors& style = themeColors(palette());
    QPainter painter(this);
    painter.fillRect(rect(), style.surface);
    if (m_data.empty()) {
        painter.setPen(style.quietText);
        painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setFont(themeFont(font(), TextSize::small));
    const QRectF plot = plotRect();
    painter.save();
    painter.setClipRect(plot);
    painter.fillRect(plot, palette().color(QPalette::AlternateBase));
    painter.drawImage(QRectF(QPointF(xOf(m_imageLow), plot.top()), QPointF(xOf(m_imageHigh), plot.bottom())),
                      m_image);
    painter.restore();
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter);
    paintColourBar(painter);
    paintCursors(painter);
    paintHover(painter);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setPen(QPen(style.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(0.5, 0.5, width() - 1.0, height() - 1.0));
    }
}

void HeatMapView::paintAxes(QPainter& painter) const {
    const ThemeColors& style = themeColors(palette());
    const QRectF plot = plotRect();
    const QFontMetricsF metrics(painter.font());
    painter.setPen(style.quietText);
    const int mostDown = std::max(1, static_cast<int>(plot.height() / (metrics.height() * 1.7)));
    for (const AxisTick& tick : wholeTicks(0, static_cast<double>(m_data.units - 1), mostDown)) {
        const double y = yOf(tick.value + 0.5);
        const QString label = m_names.isEmpty()
                                  ? tick.label
                                  : metrics.elidedText(unitText(static_cast<std::int64_t>(tick.value)),
                                                       Qt::ElideMiddle, m_left - 14);
        painter.drawText(QRectF(0, y - metrics.height() / 2, m_left - 8, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, label);
        painter.drawLine(QPointF(plot.left() - 4, y), QPointF(plot.left(), y));
    }
    painter.save();
    painter.translate(metrics.height() * 0.5 + 2, plot.center().y());
    painter.rotate(-90);
    if (m_names.isEmpty())
        painter.drawText(QRectF(-60, -metrics.height() / 2, 120, metrics.height()), Qt::AlignCenter,
                         tr("unit"));
    painter.restore();

    const double labelWidth = metrics.horizontalAdvance(QStringLiteral("000 000")) + 16;
    const double nameLeft = plot.right() - metrics.horizontalAdvance(tr("inference")) - 8;
    double free = 0;
    for (const AxisTick& tick : wholeTicks(range()->low(), range()->high(),
                                           std::max(1, static_cast<int>(plot.width() / labelWidth)))) {
        const double x = xOf(tick.value);
        const double half = metrics.horizontalAdvance(tick.label) / 2;
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3));
        if (x + half >= nameLeft) continue;
        painter.drawText(QRectF(x - labelWidth / 2, plot.bottom() + 4, labelWidth, metrics.height()),
                         Qt::AlignHCenter | Qt::AlignTop, tick.label);
        free = x + half + 6;
    }
    // The chip of the current inference takes the place of the axis' name.
    const double chipRight = m_current ? xOf(static_cast<double>(*m_current)) + labelWidth / 2 : 0;
    if (std::max(free, chipRight) < nameLeft) {
        painter.drawText(QRectF(nameLeft, plot.bottom() + 4, plot.right() - nameLeft, metrics.height()),
                         Qt::AlignRight | Qt::AlignTop, tr("inference"));
    }
}

void HeatMapView::paintColourBar(QPainter& painter) const {
    const ThemeColors& style = themeColors(palette());
    const QRectF plot = plotRect();
    const QFontMetricsF metrics(painter.font());
    const double nonFiniteRoom = m_nonFinite > 0 ? metrics.height() + 4 : 0;
    const QRectF bar(plot.right() + 10, plot.top(), 10, plot.height() - nonFiniteRoom);
    constexpr int steps = 64;
    QImage image(1, steps, QImage::Format_RGB32);
    for (int i = 0; i < steps; ++i)
        image.setPixelColor(0, i, divergingColor(1 - 2.0 * i / (steps - 1), style.dark));
    painter.drawImage(bar, image);
    painter.setPen(QPen(style.hairline, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar);
    painter.setPen(style.quietText);
    const auto label = [&](double share, const QString& text) {
        const double y = bar.top() + share * bar.height();
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 3, y));
        const double top =
            std::clamp(y - metrics.height() / 2, bar.top() - 4, bar.bottom() + 4 - metrics.height());
        painter.drawText(QRectF(bar.right() + 5, top, width() - bar.right() - 5, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    label(0, m_fullScale > 0 ? figureText(m_fullScale) : tr("all 0"));
    if (m_fullScale > 0) {
        if (bar.height() > 4 * metrics.height()) label(0.5, QStringLiteral("0"));
        label(1, figureText(-m_fullScale));
    }
    if (m_nonFinite > 0) {
        const double y = bar.bottom() + 4;
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(oddColor));
        painter.drawRect(QRectF(bar.left(), y + 3, 10, metrics.height() - 6));
        painter.setPen(style.error);
        painter.drawText(QRectF(bar.right() + 5, y, width() - bar.right() - 5, metrics.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, tr("%1 NaN").arg(m_nonFinite));
    }
}

void HeatMapView::paintCursors(QPainter& painter) const {
    const ThemeColors& style = themeColors(palette());
    const QRectF plot = plotRect();
    painter.save();
    painter.setClipRect(plot.adjusted(-8, -1, 1, 1));
    for (const auto& [unit, colour] : m_marked) {
        if (unit < 0 || unit >= m_data.units) continue;
        const double y = yOf(static_cast<double>(unit) + 0.5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPolygon(QPolygonF{QPointF(plot.left() - 8, y - 4), QPointF(plot.left() - 1, y),
                                      QPointF(plot.left() - 8, y + 4)});
    }
    if (m_unit && *m_unit < m_data.units) {
        const double top = yOf(static_cast<double>(*m_unit));
        const double height = std::max(1.0, yOf(static_cast<double>(*m_unit) + 1) - top);
        painter.setPen(QPen(style.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(plot.left(), top, plot.width(), height));
    }
    painter.restore();
    for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
        const auto cursor = range()->cursor(which);
        const double x = cursor ? xOf(static_cast<double>(*cursor)) : -1;
        if (!cursor || x < plot.left() - 0.5 || x > plot.right() + 0.5) continue;
        painter.setPen(QPen(style.text, 1, Qt::DashDotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        paintChip(painter, QPointF(x, plot.top() + 1), which == 0 ? tr("A") : tr("B"), style.text, plot);
    }
    std::vector<ReadingLine> lines;
    for (const QString& line : differenceLines()) lines.push_back({line, QColor()});
    if (!lines.empty()) paintReading(painter, lines, QPointF(plot.right(), plot.top()), plot, palette());
    if (!m_current) return;
    const double left = xOf(static_cast<double>(*m_current) - 0.5);
    const double right = xOf(static_cast<double>(*m_current) + 0.5);
    if (right < plot.left() || left > plot.right()) return;
    painter.save();
    painter.setClipRect(plot.adjusted(-1, -1, 1, 1));
    painter.setPen(QPen(style.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(left, plot.top(), std::max(1.0, right - left), plot.height()));
    painter.restore();
    paintChip(painter, QPointF((left + right) / 2, plot.bottom() + 3), QString::number(*m_current),
              style.accent, plot);
}

void HeatMapView::paintHover(QPainter& painter) const {
    if (!m_pointer || m_gestures.isPanning()) return;
    const auto cell = cellAt(*m_pointer);
    if (!cell) return;
    const auto [unit, inference] = *cell;
    const auto value = static_cast<double>(m_data.at(inference - m_data.first, unit));
    const ThemeColors& style = themeColors(palette());
    const QColor colour = std::isfinite(value)
                              ? divergingColor(m_fullScale > 0 ? value / m_fullScale : 0, style.dark)
                              : QColor(oddColor);
    paintReading(painter,
                 {{tr("%1, inference %2").arg(unitText(unit)).arg(inference), QColor()},
                  {m_quantity + QStringLiteral("  ") + figureText(value), colour}},
                 *m_pointer + QPointF(14, 10), plotRect(), palette());
}

}  // namespace lockstep
