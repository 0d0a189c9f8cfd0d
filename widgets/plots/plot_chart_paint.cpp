#include <QPainter>
#include <QPainterPath>
#include <QStaticText>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/plots/plot_chart.h"
#include "widgets/plots/reading_box.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

QString oddText(OddValue kind) {
    switch (kind) {
        case OddValue::notANumber:
            return PlotChart::tr("NaN");
        case OddValue::plusInfinity:
            return PlotChart::tr("+∞");
        case OddValue::minusInfinity:
            return PlotChart::tr("−∞");
        case OddValue::negative:
            return PlotChart::tr("negative");
    }
    return {};
}

/// Words of which only the letters have a rim: curves that run behind them stay visible between them. On the
/// screen the rim is made of the letters themselves, a pixel to each side: stroking their outlines would take
/// longer than all other words of a plot together.
void paintRimmed(QPainter& painter, QPointF at, const QString& words, const QColor& colour,
                 const QColor& ground) {
    const QPointF baseline = at + QPointF(0, QFontMetricsF(painter.font()).ascent());
    if (dynamic_cast<const QWidget*>(painter.device()) == nullptr) {
        QPainterPath path;
        path.addText(baseline, painter.font(), words);
        painter.strokePath(path, QPen(ground, 2.5));
        painter.fillPath(path, colour);
        return;
    }
    QStaticText letters(words);
    letters.setTextFormat(Qt::PlainText);
    letters.prepare(painter.transform(), painter.font());
    painter.setPen(ground);
    for (const int x : {-1, 0, 1}) {
        for (const int y : {-1, 0, 1}) {
            if (x != 0 || y != 0) painter.drawStaticText(at + QPointF(x, y), letters);
        }
    }
    painter.setPen(colour);
    painter.drawStaticText(at, letters);
}

}  // namespace

void PlotChart::drawBackground(QPainter* painter, const QRectF&) {
    const ThemeColors& style = themeColors(palette());
    const QRectF plot = plotRect();
    painter->fillRect(QRectF(0, 0, width(), height()), style.surface);
    painter->setFont(themeFont(font(), TextSize::small));
    const QFontMetricsF metrics(painter->font());
    if (isEmpty() || !range()) return;

    if (m_scale.hasZeroBand()) {
        const double top = yOf(std::pow(10.0, m_scale.bandTop()));
        painter->fillRect(QRectF(QPointF(plot.left(), top), plot.bottomRight()),
                          palette().color(QPalette::AlternateBase));
    }
    const int mostTicks = std::max(2, static_cast<int>(plot.height() / (metrics.height() * 1.7)));
    for (const AxisTick& tick : m_scale.ticks(mostTicks)) {
        const double y = yOf(tick.value);
        painter->setPen(QPen(style.hairline, 1));
        painter->drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter->setPen(style.quietText);
        painter->drawText(QRectF(0, y - metrics.height() / 2, leftMargin - 6, metrics.height()),
                          Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    const double labelWidth = metrics.horizontalAdvance(QStringLiteral("000 000")) + 16;
    const int mostAcross = std::max(1, static_cast<int>(plot.width() / labelWidth));
    const double nameWidth = metrics.horizontalAdvance(tr("inference")) + 8;
    double free = 0;
    for (const AxisTick& tick : wholeTicks(range()->low(), range()->high(), mostAcross)) {
        const double x = xOf(tick.value);
        painter->setPen(QPen(style.hairline, 1));
        painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom() + 3));
        painter->setPen(style.quietText);
        const QRectF box(x - labelWidth / 2, plot.bottom() + 4, labelWidth, metrics.height());
        if (x + metrics.horizontalAdvance(tick.label) / 2 < plot.right() - nameWidth) {
            painter->drawText(box, Qt::AlignHCenter | Qt::AlignTop, tick.label);
            free = x + metrics.horizontalAdvance(tick.label) / 2 + 6;
        }
    }
    // The chip of the current inference takes the place of the axis' name.
    const double chipRight = m_current ? xOf(static_cast<double>(*m_current)) + labelWidth / 2 : 0;
    if (std::max(free, chipRight) < plot.right() - nameWidth) {
        painter->drawText(QRectF(plot.right() - nameWidth, plot.bottom() + 4, nameWidth, metrics.height()),
                          Qt::AlignRight | Qt::AlignTop, tr("inference"));
    }
}

void PlotChart::drawForeground(QPainter* painter, const QRectF&) {
    const ThemeColors& style = themeColors(palette());
    painter->setFont(font());
    painter->setRenderHint(QPainter::Antialiasing);
    if (isEmpty() || !range()) {
        painter->setPen(style.quietText);
        painter->drawText(QRectF(0, 0, width(), height()).adjusted(16, 8, -16, -8),
                          Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const QRectF plot = plotRect();
    painter->setFont(themeFont(font(), TextSize::small));
    const QFontMetricsF metrics(painter->font());
    double labelsEnd = plot.left();
    for (const PlotMark& mark : m_marks) {
        const double x = xOf(mark.inference);
        if (x < plot.left() || x > plot.right()) continue;
        painter->setPen(QPen(style.quietText, 1, Qt::DotLine));
        painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const double width = metrics.horizontalAdvance(mark.label) + 8;
        const double left = x + width > plot.right() ? x - width : x;
        if (left < labelsEnd) continue;
        labelsEnd = left + width;
        painter->setPen(style.quietText);
        painter->drawText(QRectF(left + 4, plot.bottom() - metrics.height() - 2, width, metrics.height()),
                          Qt::AlignLeft, mark.label);
    }
    paintLevels(*painter);
    paintOdd(*painter);
    paintCursors(*painter);
    paintHover(*painter);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter->setPen(QPen(style.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(0.5, 0.5, width() - 1.0, height() - 1.0));
    }
}

/// Above or below the line, left, in the middle or right: where the fewest values are under the words.
QRectF PlotChart::levelLabelPlace(double y, const QSizeF& size) const {
    constexpr int samples = 48;
    const QRectF plot = plotRect();
    const double room = plot.width() - 8 - size.width();
    QRectF best;
    int fewest = std::numeric_limits<int>::max();
    for (const double share : {0.0, 1.0, 0.5}) {
        for (const double top : {y - size.height() - 1, y + 2}) {
            const QRectF place(QPointF(plot.left() + 4 + share * room, top), size);
            if (top < plot.top() || place.bottom() > plot.bottom()) continue;
            int hits = 0;
            for (int k = 0; k <= samples; ++k) {
                const double x = place.left() + place.width() * k / samples;
                const std::optional<std::int64_t> inference = inferenceAt(x);
                for (const PlotSeries& series : m_series)
                    if (const std::optional<double> value =
                            inference ? valueAt(series, *inference) : std::nullopt)
                        hits += place.adjusted(0, -2, 0, 2).contains(QPointF(x, yOf(*value))) ? 1 : 0;
            }
            if (hits >= fewest) continue;
            fewest = hits;
            best = place;
        }
    }
    return best.isNull() ? QRectF(QPointF(plot.left() + 4, std::max(plot.top(), y - size.height() - 1)), size)
                         : best;
}

void PlotChart::paintLevels(QPainter& painter) const {
    const QRectF plot = plotRect();
    const QFontMetricsF metrics(painter.font());
    for (const PlotLevel& level : m_levels) {
        const double y = yOf(level.value);
        painter.setPen(QPen(level.colour, 1, Qt::DashLine));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        const QRectF place = levelLabelPlace(
            y, QSizeF(std::min(metrics.horizontalAdvance(level.label), plot.width() - 8), metrics.height()));
        paintRimmed(painter, place.topLeft(),
                    metrics.elidedText(level.label, Qt::ElideRight, place.width() + 1), level.colour,
                    palette().color(QPalette::Base));
    }
}

void PlotChart::paintOdd(QPainter& painter) const {
    if (m_oddCount == 0) return;
    const ThemeColors& style = themeColors(palette());
    const QRectF plot = plotRect();
    painter.setPen(QPen(style.surface, 1));
    painter.setBrush(style.error);
    QStringList kinds;
    for (const OddPoint& point : m_odd) {
        const double x = xOf(point.x);
        const bool top = point.kind == OddValue::plusInfinity;
        const double y = top ? plot.top() + 5 : plot.bottom() - 5;
        QPolygonF shape;
        if (point.kind == OddValue::notANumber) {
            shape << QPointF(x, y - 5) << QPointF(x + 5, y) << QPointF(x, y + 5) << QPointF(x - 5, y);
        } else {
            const double tip = top ? y - 5 : y + 5;
            const double base = top ? y + 4 : y - 4;
            shape << QPointF(x, tip) << QPointF(x + 5, base) << QPointF(x - 5, base);
        }
        painter.drawPolygon(shape);
        if (!kinds.contains(oddText(point.kind))) kinds += oddText(point.kind);
    }
    const QString text =
        (m_oddCount == 1 ? tr("%1 value is not on the axis: %2") : tr("%1 values are not on the axis: %2"))
            .arg(countText(m_oddCount), kinds.join(QStringLiteral(", ")));
    const QFontMetricsF metrics(painter.font());
    const QRectF box(plot.left() + 4, plot.bottom() - metrics.height() - 16,
                     metrics.horizontalAdvance(text) + 4, metrics.height());
    painter.fillRect(box, style.surface);
    painter.setPen(style.error);
    painter.drawText(box.adjusted(2, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
}

void PlotChart::paintCursors(QPainter& painter) const {
    const ThemeColors& style = themeColors(palette());
    const QRectF plot = plotRect();
    const auto visible = [&](std::int64_t inference) {
        const double x = xOf(static_cast<double>(inference));
        return x >= plot.left() - 0.5 && x <= plot.right() + 0.5;
    };
    if (m_current && visible(*m_current)) {
        const double x = xOf(static_cast<double>(*m_current));
        painter.setPen(QPen(style.accent, 1.5));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        paintChip(painter, QPointF(x, plot.bottom() + 3), QString::number(*m_current), style.accent, plot);
    }
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        if (!cursor(i) || !visible(*cursor(i))) continue;
        const double x = xOf(static_cast<double>(*cursor(i)));
        painter.setPen(QPen(style.text, 1, Qt::DashDotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        paintChip(painter, QPointF(x, 1), i == 0 ? tr("A") : tr("B"), style.text, plot);
    }
    std::vector<ReadingLine> lines;
    for (const QString& line : differenceLines()) lines.push_back({line, QColor()});
    // Under the pointer there is one box for both.
    if (!lines.empty() && !m_hovered)
        paintReading(painter, lines, QPointF(plot.right(), plot.top()), plot, palette());
}

void PlotChart::paintHover(QPainter& painter) const {
    if (!m_hovered || m_gestures.isPanning()) return;
    const ThemeColors& style = themeColors(palette());
    const QRectF plot = plotRect();
    const double x = xOf(static_cast<double>(*m_hovered));
    if (x < plot.left() || x > plot.right()) return;
    painter.setPen(QPen(style.quietText, 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    std::vector<ReadingLine> lines{{tr("inference %1").arg(*m_hovered), QColor()}};
    for (const PlotSeries& series : m_series) {
        const std::optional<double> value = valueAt(series, *m_hovered);
        if (!value) continue;
        lines.push_back({series.name + QStringLiteral("  ") + figureText(*value), series.colour});
        if (!std::isfinite(*value) || (m_logarithmic && *value < 0)) continue;
        painter.setPen(QPen(style.surface, 1));
        painter.setBrush(series.colour);
        painter.drawEllipse(QPointF(x, yOf(*value)), 4, 4);
    }
    for (const QString& line : differenceLines()) lines.push_back({line, QColor()});
    paintReading(painter, lines, QPointF(x + 10, plot.top() + 4), plot, palette());
}

}  // namespace lockstep
