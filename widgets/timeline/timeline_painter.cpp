#include "widgets/timeline/timeline_painter.h"

#include <QCoreApplication>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/plots/plot_axis.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("lockstep::TimelinePainter", text);
}

QString latin(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

int smallLine(const QFont& font) {
    return QFontMetrics(themeFont(font, TextSize::small)).height();
}

}  // namespace

int TimelinePainter::criticalRow(const QFont& font) {
    return smallLine(font) + 4;
}

int TimelinePainter::top(const QFont& font) {
    return 3 * smallLine(font) + 6 + criticalRow(font) + 6;
}

int TimelinePainter::rowLine(const QFont& font) {
    return 2 * smallLine(font) + 3;
}

int TimelinePainter::rowLineHeight(const QFont& font) {
    return smallLine(font);
}

int TimelinePainter::leastLane(const QFont& font) {
    return std::max(TimelineGeometry::leastRow, smallLine(font) + 4);
}

TimelinePainter::TimelinePainter(QPainter& painter, const TimelineGeometry& geometry,
                                 const TimelineMarks& marks, QSize size, int scrolled, const QFont& font,
                                 const QPalette& palette)
    : m_painter(painter),
      m_geometry(geometry),
      m_marks(marks),
      m_size(size),
      m_scrolled(scrolled),
      m_top(top(font)),
      m_line(smallLine(font)),
      m_base(font),
      m_font(themeFont(font, TextSize::small)),
      m_palette(palette),
      m_style(themeColors(palette)) {}

void TimelinePainter::paint() {
    m_painter.fillRect(QRect(QPoint(), m_size), m_style.surface);
    m_painter.setFont(m_font);
    paintRuler();
    paintCritical();
    m_painter.save();
    m_painter.setClipRect(QRect(0, m_top, m_size.width(), m_size.height() - m_top));
    paintLanes();
    paintAreas();
    m_painter.restore();
    paintLimits();
    paintPosition();
    m_painter.save();
    m_painter.setClipRect(QRect(gutter, m_top, m_size.width() - gutter, m_size.height() - m_top));
    paintArrows();
    m_painter.restore();
}

bool TimelinePainter::isDimmed(std::uint32_t event) const {
    return !m_marks.highlighted.empty() && !m_marks.highlighted[event];
}

void TimelinePainter::paintRuler() {
    const CycleAxis& axis = m_geometry.axis;
    const QFontMetrics metrics(m_font);
    const int most = std::max(1, static_cast<int>(axis.width / 90));
    const Program* program = m_geometry.program();
    const bool clocked = program && program->config.clock_mhz && program->config.clock_mhz->value > 0;
    const auto row = [&](const std::vector<AxisTick>& ticks, double cyclesPerUnit, int y, const QString& unit,
                         bool grid) {
        m_painter.setPen(m_style.quietText);
        m_painter.drawText(QRect(8, y, gutter - 16, m_line), Qt::AlignRight | Qt::AlignVCenter, unit);
        for (const AxisTick& tick : ticks) {
            const double x = xOf(tick.value * cyclesPerUnit);
            if (x < gutter - 0.5) continue;
            if (grid) {
                m_painter.setPen(m_style.hairline);
                m_painter.drawLine(QPointF(x, y + m_line - 3), QPointF(x, m_size.height()));
            }
            const int half = metrics.horizontalAdvance(tick.label) / 2 + 2;
            if (x - half < gutter || x + half > m_size.width()) continue;
            m_painter.setPen(m_style.quietText);
            m_painter.drawText(QRectF(x - half, y, 2 * half, m_line), Qt::AlignCenter, tick.label);
        }
    };
    const double from = std::max(axis.first, 0.0);
    row(wholeTicks(from, axis.last(), most), 1, 2, tr("cycles"), true);
    if (!clocked) return;
    const double clock = program->config.clock_mhz->value;
    row(linearTicks(from / clock, axis.last() / clock, most), clock, 2 + m_line, tr("µs"), false);
}

/// Towards the ground that it is painted on.
QColor TimelinePainter::paler(const QColor& color, double strength) const {
    const auto mix = [strength](int a, int b) {
        return static_cast<int>(std::lround(a * strength + b * (1 - strength)));
    };
    const QColor& ground = m_style.surface;
    return {mix(color.red(), ground.red()), mix(color.green(), ground.green()),
            mix(color.blue(), ground.blue())};
}

void TimelinePainter::paintCritical() {
    if (m_marks.critical.empty()) return;
    const int y = m_top - 6 - (m_line + 4);
    m_painter.setPen(m_style.quietText);
    m_painter.drawText(QRect(8, y, gutter - 16, m_line + 4), Qt::AlignRight | Qt::AlignVCenter,
                       tr("critical path"));
    m_painter.save();
    m_painter.setClipRect(QRect(gutter, y, m_size.width() - gutter, m_line + 4));
    const std::vector<TimelineEvent>& events = m_geometry.timeline().events;
    // Together exactly the spaced latency.
    for (const CriticalPart& part : m_marks.critical) {
        const std::uint32_t index = part.event;
        const TimelineEvent& event = events[index];
        const double x0 = xOf(static_cast<double>(part.begin));
        const double x1 = xOf(static_cast<double>(part.end));
        if (x1 < gutter || x0 > m_size.width()) continue;
        const ProgramNode* node = m_geometry.program() ? nodeOfEvent(*m_geometry.program(), event) : nullptr;
        const QColor fill = opMark(node ? node->op : std::string(), m_style.dark);
        const double left = std::round(x0);
        const QRectF box(left, y + 1, std::max(std::round(x1) - left - 1, 1.0), m_line + 2);
        const QColor shown = isDimmed(index) ? paler(fill, 0.25) : fill;
        m_painter.fillRect(box, shown);
        const QString label = latin(name(event.unit));
        if (QFontMetrics(m_font).horizontalAdvance(label) + 6 < box.width()) {
            m_painter.setPen(textOn(shown));
            m_painter.drawText(box, Qt::AlignCenter, label);
        }
    }
    m_painter.restore();
}

void TimelinePainter::paintLaneNames() {
    const std::vector<TimelineLane>& lanes = m_geometry.lanes();
    const QFontMetrics metrics(m_font);
    int cores = 0;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const LaneRow& row = m_geometry.rows()[i];
        const int y = m_top + row.y - m_scrolled;
        if (row.firstOfCore) {
            ++cores;
            m_painter.setPen(m_style.text);
            m_painter.drawText(QRect(8, y, gutter / 2, std::max(row.height, metrics.height())),
                               Qt::AlignLeft | Qt::AlignVCenter, tr("core %1").arg(lanes[i].core));
            if (i > 0) {
                m_painter.setPen(m_style.hairline);
                m_painter.drawLine(QPointF(0, y - TimelineGeometry::coreGap / 2.0 + 0.5),
                                   QPointF(m_size.width(), y - TimelineGeometry::coreGap / 2.0 + 0.5));
            }
        }
        m_painter.setPen(m_style.quietText);
        m_painter.drawText(QRect(gutter / 2, y, gutter / 2 - 8, row.height),
                           Qt::AlignRight | Qt::AlignVCenter, latin(name(lanes[i].unit)));
    }
}

void TimelinePainter::paintLanes() {
    m_painter.fillRect(QRect(0, m_top, gutter, m_size.height() - m_top), m_style.surface);
    paintLaneNames();
    m_painter.save();
    m_painter.setClipRect(QRect(gutter, m_top, m_size.width() - gutter, m_size.height() - m_top));
    for (std::size_t lane = 0; lane < m_geometry.lanes().size(); ++lane) {
        const LaneRow& row = m_geometry.rows()[lane];
        const int y = m_top + row.y - m_scrolled;
        if (y + row.height < m_top || y > m_size.height()) continue;
        m_painter.setOpacity(1);
        QColor band = m_palette.color(QPalette::AlternateBase);
        band.setAlpha(160);
        m_painter.fillRect(QRect(gutter, y + 1, m_size.width() - gutter, row.height - 2), band);
        for (const TimelineSpan& span : m_geometry.spans(lane)) paintSpan(span, lane);
    }
    m_painter.setOpacity(1);
    const auto outline = [&](std::uint32_t event, double width) {
        m_painter.setPen(QPen(m_style.accent, width));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(boxOf(event).adjusted(-0.5, -0.5, 0.5, 0.5));
    };
    if (m_marks.hovered) outline(*m_marks.hovered, 1);
    if (m_marks.selected) outline(*m_marks.selected, 2);
    m_painter.restore();
}

void TimelinePainter::paintSpan(const TimelineSpan& span, std::size_t lane) {
    const TimelineEvent& event = m_geometry.timeline().events[span.event];
    const ProgramNode* node = m_geometry.program() ? nodeOfEvent(*m_geometry.program(), event) : nullptr;
    const std::string op = node ? node->op : std::string();
    const LaneRow place = m_geometry.levelRow(lane, span.level);
    // Edges on whole pixels, and a pixel between neighbours where there is room for it.
    const double left = std::round(gutter + span.x0);
    const double whole = std::max(1.0, std::round(gutter + span.x1) - left);
    const double width = whole > 4 ? whole - 1 : whole;
    const QRectF box(left, m_top + place.y - m_scrolled, width, place.height);
    // Columns of many short events are the paler the less of their time is taken. Opaque: a label on it keeps
    // its contrast.
    const double strength = (isDimmed(span.event) ? 0.22 : 1) * (0.3 + 0.7 * span.coverage);
    const QColor mark = paler(opMark(op, m_style.dark), strength);
    QColor fill = mark;
    const double reached = m_marks.position ? xOf(static_cast<double>(*m_marks.position)) : box.right() + 1;
    if (reached <= box.left()) {
        paintToCome(box, mark);
        fill = m_style.surface;
    } else if (event.state_update) {
        fill = paler(opFill(op, m_style.dark), strength);
        m_painter.fillRect(box, fill);
        m_painter.fillRect(box, QBrush(mark, Qt::BDiagPattern));
        if (width > 4) {
            m_painter.setPen(mark);
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
        }
    } else {
        m_painter.fillRect(box, fill);
    }
    if (reached > box.left() && reached < box.right())
        paintToCome(QRectF(QPointF(reached, box.top()), box.bottomRight()), mark);
    const QFontMetrics metrics(m_font);
    if (!node || width < 26 || place.height < metrics.height()) return;
    QRectF visible = box.intersected(QRectF(gutter, 0, m_size.width() - gutter, m_size.height()));
    // A label stands on what is done, or on what is to come, not on both.
    if (reached > box.left() && reached < visible.right()) visible.setRight(reached);
    // A number says less than the operator.
    const bool numbered = node->name.find_first_not_of("0123456789") == std::string::npos;
    const QString name = QString::fromStdString(numbered ? node->op : node->name);
    const QString label = metrics.elidedText(name, Qt::ElideRight, static_cast<int>(visible.width()) - 6);
    if (label.size() < std::min<qsizetype>(5, name.size())) return;
    if (event.state_update) {
        const QRectF under(visible.left() + 2, visible.top() + 1, metrics.horizontalAdvance(label) + 3,
                           visible.height() - 2);
        m_painter.fillRect(under, fill);
    }
    m_painter.setPen(textOn(fill));
    m_painter.drawText(visible.adjusted(3, 0, -3, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                       label);
}

/// An outline alone: not computed yet.
void TimelinePainter::paintToCome(const QRectF& box, const QColor& mark) {
    m_painter.fillRect(box, m_style.surface);
    if (box.width() < 3) {
        m_painter.fillRect(QRectF(box.left(), box.top(), 1, box.height()), paler(mark, 0.4));
        return;
    }
    m_painter.setPen(QPen(mark, 1, Qt::DotLine));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
}

void TimelinePainter::paintPosition() {
    if (!m_marks.position) return;
    const double x = xOf(static_cast<double>(*m_marks.position));
    if (x < gutter || x > m_size.width()) return;
    const int y = m_top - 8;
    m_painter.setPen(QPen(m_style.accent, 2));
    m_painter.drawLine(QPointF(x, y), QPointF(x, m_size.height()));
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_style.accent);
    m_painter.drawPolygon(QPolygonF{QPointF(x - 5, y), QPointF(x + 5, y), QPointF(x, y + 7)});
    m_painter.restore();
    const double width = QFontMetrics(m_font).horizontalAdvance(m_marks.positionWords) + 10;
    const bool right = x + 3 + width < m_size.width();
    const QRectF label(right ? x + 3 : std::max(x - 3 - width, gutter + 2.0), m_size.height() - m_line - 6,
                       width, m_line + 4);
    m_painter.fillRect(label, m_style.surface);
    m_painter.setPen(m_style.accent);
    m_painter.drawText(label, Qt::AlignCenter, m_marks.positionWords);
}

QRectF TimelinePainter::boxOf(std::uint32_t index) const {
    const TimelineEvent& event = m_geometry.timeline().events[index];
    const LaneRow place = m_geometry.levelRow(m_geometry.laneOf(index), m_geometry.levelOf(index));
    const double x0 = xOf(static_cast<double>(event.start));
    const double x1 = xOf(static_cast<double>(event.end));
    return {x0, static_cast<double>(m_top + place.y - m_scrolled), std::max(x1 - x0, 1.0),
            static_cast<double>(place.height)};
}

/// How long the unit of the selected event stood still before it, and what for.
void TimelinePainter::paintWait() {
    const TimelineEvent& event = m_geometry.timeline().events[*m_marks.selected];
    const QString reason = shortWaitText(event);
    if (reason.isEmpty()) return;
    const std::optional<std::uint32_t> before = m_geometry.step(*m_marks.selected, -1);
    const std::int64_t from = before ? m_geometry.timeline().events[*before].end : 0;
    const QRectF box = boxOf(*m_marks.selected);
    const double x0 = xOf(static_cast<double>(from));
    if (box.left() - x0 < 6) return;
    m_painter.setPen(QPen(m_style.accent, 1, Qt::DotLine));
    m_painter.drawLine(QPointF(x0, box.center().y()), QPointF(box.left(), box.center().y()));
    const double width = QFontMetrics(m_font).horizontalAdvance(reason) + 8;
    if (box.left() - x0 < width) return;
    const QRectF label(box.left() - width - 2, box.center().y() - m_line / 2.0, width, m_line);
    QColor ground = m_style.surface;
    ground.setAlphaF(0.9F);
    m_painter.fillRect(label, ground);
    m_painter.drawText(label, Qt::AlignCenter, reason);
}

void TimelinePainter::paintArrow(std::uint32_t from, std::uint32_t to) {
    const QRectF a = boxOf(from);
    const QRectF b = boxOf(to);
    const QPointF start(std::min(a.right(), std::max(b.left(), a.left())), a.center().y());
    const QPointF end(b.left(), b.center().y());
    m_painter.setPen(QPen(m_style.accent, 1.25));
    if (end.x() - start.x() < 12) {
        // One above the other, as in a pipeline: straight down or up to the edge.
        const bool down = b.center().y() > a.center().y();
        const QPointF tip(end.x() + 1, down ? b.top() : b.bottom());
        const double back = down ? -6 : 6;
        m_painter.drawLine(QPointF(tip.x(), start.y()), tip);
        m_painter.setBrush(m_style.accent);
        m_painter.drawPolygon(QPolygonF{tip, tip + QPointF(-3, back), tip + QPointF(3, back)});
        return;
    }
    const double bow = std::min((end.x() - start.x()) / 2, 48.0);
    QPainterPath path(start);
    path.cubicTo(start + QPointF(bow, 0), end - QPointF(bow, 0), end);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPath(path);
    m_painter.setBrush(m_style.accent);
    m_painter.drawPolygon(QPolygonF{end, end + QPointF(-6, -3), end + QPointF(-6, 3)});
}

void TimelinePainter::paintArrows() {
    if (!m_marks.selected) return;
    paintWait();
    m_painter.setRenderHint(QPainter::Antialiasing);
    const std::vector<TimelineEvent>& events = m_geometry.timeline().events;
    std::size_t count = 0;
    std::uint32_t event = *m_marks.selected;
    while (events[event].released_by < events.size() && count < mostArrows) {
        paintArrow(events[event].released_by, event);
        event = events[event].released_by;
        ++count;
        if (!m_marks.wholeChain) break;
    }
    for (const std::uint32_t next : m_marks.released) {
        if (count++ >= mostArrows) break;
        paintArrow(*m_marks.selected, next);
    }
    const std::size_t hidden =
        m_marks.released.size() > mostArrows ? m_marks.released.size() - mostArrows : 0;
    if (hidden > 0) {
        const QRectF box = boxOf(*m_marks.selected);
        m_painter.setPen(m_style.accent);
        m_painter.drawText(box.topRight() + QPointF(8, -3), tr("%1 more").arg(hidden));
    }
}

}  // namespace lockstep
