#include <QCoreApplication>
#include <algorithm>

#include "widgets/theme_numbers.h"
#include "widgets/timeline/timeline_painter.h"

/// What a TimelinePainter paints over the lanes: the ends of the period, the inferences of a row, areas.
namespace lockstep {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("lockstep::TimelinePainter", text);
}

}  // namespace

void TimelinePainter::paintLimits() {
    if (m_geometry.starts().size() > 1) {
        paintInferences();
        return;
    }
    struct Limit {
        std::int64_t cycle;
        QString text;
        Qt::PenStyle line;
    };
    const Timeline& timeline = m_geometry.timeline();
    Limit first{timeline.spaced, tr("spaced %1").arg(countText(timeline.spaced)), Qt::SolidLine};
    Limit second{timeline.contiguous, tr("contiguous %1").arg(countText(timeline.contiguous)), Qt::DashLine};
    if (second.cycle < first.cycle) std::swap(first, second);

    const QFontMetrics metrics(m_font);
    const int y = 2 * m_line + 3;
    const auto paintLine = [&](const Limit& limit) {
        const double x = xOf(static_cast<double>(limit.cycle));
        if (x < gutter || x > m_size.width()) return false;
        m_painter.setPen(QPen(m_style.text, 1, limit.line));
        m_painter.drawLine(QPointF(x, y), QPointF(x, m_size.height()));
        return true;
    };
    const auto paintText = [&](double right, const QString& text) {
        m_painter.setPen(m_style.text);
        const double width = metrics.horizontalAdvance(text);
        m_painter.drawText(QRectF(std::max(right - width, gutter + 2.0), y, width + 2, m_line), Qt::AlignLeft,
                           text);
    };
    const bool firstSeen = paintLine(first);
    const bool secondSeen = paintLine(second);
    const double x0 = xOf(static_cast<double>(first.cycle));
    const double x1 = xOf(static_cast<double>(second.cycle));
    const double width = metrics.horizontalAdvance(second.text);
    // Each stands left of its own line, the second one right of it where there is no room between them; only
    // where there is none there either, both stand left of the first in the order of their lines.
    const bool roomBetween = x1 - 4 - width > (firstSeen ? x0 + 4 : gutter);
    const bool roomAtRight = x1 + 4 + width < m_size.width();
    if (firstSeen && secondSeen && !roomBetween && !roomAtRight) {
        paintText(x0 - 4, first.text + QStringLiteral(" │ ") + second.text);
        return;
    }
    if (firstSeen) paintText(x0 - 4, first.text);
    if (secondSeen) paintText(roomBetween ? x1 - 4 : x1 + 4 + width, second.text);
}

/// Of several inferences: where each begins, and where its last output leaves; which one is shown everywhere,
/// and what of them the plots show.
void TimelinePainter::paintInferences() {
    const QFontMetrics metrics(m_font);
    const int y = rowLine(m_base);
    const TimelineMarks::Row& row = m_marks.row;
    double taken = gutter;
    for (std::size_t i = 0; i < m_geometry.starts().size(); ++i) {
        const std::int64_t start = m_geometry.starts()[i];
        const double x = xOf(static_cast<double>(start));
        const double out = xOf(static_cast<double>(start + m_geometry.timeline().spaced));
        const auto k = static_cast<std::int64_t>(i);
        const bool current = row.first && row.current == *row.first + k;
        const double next = i + 1 < m_geometry.starts().size()
                                ? xOf(static_cast<double>(m_geometry.starts()[i + 1]))
                                : std::max(out, x);
        if (current && next > gutter && x < m_size.width()) {
            QColor ground = m_style.accent;
            ground.setAlphaF(0.22F);
            const double left = std::max(x, static_cast<double>(gutter));
            m_painter.fillRect(QRectF(left, y, std::min(next, m_size.width() + 0.0) - left, m_line), ground);
        }
        if (x >= gutter && x <= m_size.width()) {
            m_painter.setPen(QPen(m_style.text, 1));
            m_painter.drawLine(QPointF(x, y), QPointF(x, m_size.height()));
        }
        if (out >= gutter && out <= m_size.width()) {
            m_painter.setPen(QPen(m_style.quietText, 1, Qt::DashLine));
            m_painter.drawLine(QPointF(out, y + m_line), QPointF(out, m_size.height()));
        }
        const QString number = row.first ? countText(*row.first + k) : QStringLiteral("+%1").arg(k);
        const QString text = i == 0 ? tr("inference %1").arg(number) : number;
        const double left = std::max(x + 4, gutter + 4.0);
        if (x > m_size.width() || next < gutter || left < taken) continue;
        m_painter.setPen(m_style.text);
        m_painter.drawText(QPointF(left, y + metrics.ascent()), text);
        taken = left + metrics.horizontalAdvance(text) + 8;
    }
    paintRange();
}

double TimelinePainter::xOfInference(double number) const {
    const std::vector<std::int64_t>& starts = m_geometry.starts();
    const double period = static_cast<double>(starts[1] - starts[0]);
    return xOf((number - static_cast<double>(*m_marks.row.first)) * period);
}

/// What the plots show of these inferences, and their cursors.
void TimelinePainter::paintRange() {
    const TimelineMarks::Row& row = m_marks.row;
    if (!row.first) return;
    const int y = rowLine(m_base);
    m_painter.save();
    m_painter.setClipRect(QRect(gutter, 0, m_size.width() - gutter, m_size.height()));
    if (row.low < row.high) {
        // An inference is half a step to either side in the plots, and from its start on here.
        const double x0 = xOfInference(row.low + 0.5);
        const double x1 = xOfInference(row.high + 0.5);
        m_painter.setPen(QPen(m_style.edge, 2));
        m_painter.drawLine(QPointF(x0, y + m_line), QPointF(x1, y + m_line));
        for (const double x : {x0, x1})
            m_painter.drawLine(QPointF(x, y + m_line - 4), QPointF(x, y + m_line + 3));
    }
    const QFontMetrics metrics(m_font);
    for (std::size_t i = 0; i < row.cursors.size(); ++i) {
        if (!row.cursors[i]) continue;
        const double x = xOfInference(static_cast<double>(*row.cursors[i]));
        const QString letter = i == 0 ? QStringLiteral("A") : QStringLiteral("B");
        m_painter.setPen(QPen(m_style.accent, 1, i == 0 ? Qt::SolidLine : Qt::DashLine));
        m_painter.drawLine(QPointF(x, y), QPointF(x, m_size.height()));
        const QRectF flag(x - metrics.horizontalAdvance(letter) - 7, y + 1,
                          metrics.horizontalAdvance(letter) + 6, m_line - 2);
        m_painter.fillRect(flag, m_style.accent);
        m_painter.setPen(textOn(m_style.accent));
        m_painter.drawText(flag, Qt::AlignCenter, letter);
    }
    m_painter.restore();
}

void TimelinePainter::paintAreas() {
    for (const TimelineArea& area : m_marks.kept) paintArea(area, false);
    if (m_marks.area) paintArea(*m_marks.area, true);
}

void TimelinePainter::paintArea(const TimelineArea& area, bool chosen) {
    const std::vector<LaneRow>& rows = m_geometry.rows();
    if (rows.empty()) return;
    const LaneRow& first = rows[std::min(area.firstLane, rows.size() - 1)];
    const LaneRow& last = rows[std::min(area.lastLane, rows.size() - 1)];
    const double x0 = xOf(static_cast<double>(area.from));
    const double x1 = xOf(static_cast<double>(area.to));
    const QRectF box(x0, m_top + first.y - m_scrolled, x1 - x0, last.y + last.height - first.y);
    QColor fill = m_style.accent;
    fill.setAlphaF(0.14F);
    m_painter.save();
    m_painter.setClipRect(QRect(gutter, m_top, m_size.width() - gutter, m_size.height() - m_top));
    if (chosen) m_painter.fillRect(box, fill);
    m_painter.setPen(QPen(m_style.accent, 1, chosen ? Qt::SolidLine : Qt::DashLine));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRect(box);
    // The length stands in the area, or beside it where it is narrow.
    const QString text = QStringLiteral("Δ ") + measureText(m_geometry, area.to - area.from);
    const double width = QFontMetrics(m_font).horizontalAdvance(text) + 8;
    double left = box.center().x() - width / 2;
    if (width > box.width()) left = box.right() + 4;
    if (left + width > m_size.width()) left = box.left() - width - 4;
    const QRectF label(std::max(left, gutter + 2.0), box.top() + 2, width, m_line + 2);
    QColor ground = m_style.surface;
    ground.setAlphaF(0.9F);
    m_painter.fillRect(label, ground);
    m_painter.setPen(m_style.accent);
    m_painter.drawText(label, Qt::AlignCenter, text);
    m_painter.restore();
}

}  // namespace lockstep
