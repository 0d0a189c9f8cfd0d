#include "widgets/panels/why_bars.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "widgets/spoken_parts.h"
#include "widgets/theme.h"

namespace lockstep {
namespace {

constexpr int margin = 8;
constexpr int swatch = 10;

}  // namespace

WhyBars::WhyBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    speakParts(this, {.count = [this] { return static_cast<int>(m_rows.size()); },
                      .name =
                          [this](int part) {
                              const WhyBarRow& row = m_rows[static_cast<std::size_t>(part)];
                              QStringList words{tr("%1: %2").arg(row.label, row.figure)};
                              for (const WhyBarPart& each : row.parts)
                                  if (!each.tip.isEmpty()) words << each.tip;
                              return words.join(QStringLiteral(", "));
                          },
                      .place = [this](int part) { return trackOf(static_cast<std::size_t>(part)); }});
}

void WhyBars::setRows(std::vector<WhyBarRow> rows, std::vector<std::pair<QString, QColor>> legend) {
    m_rows = std::move(rows);
    m_legend = std::move(legend);
    QStringList described;
    for (const WhyBarRow& row : m_rows) described << tr("%1: %2").arg(row.label, row.figure);
    setAccessibleDescription(described.join(QStringLiteral("; ")));
    measure();
    updateGeometry();
    update();
}

int WhyBars::rowHeight() const {
    return fontMetrics().height() + 4;
}

void WhyBars::measure() {
    m_labelWidth = 0;
    m_figureWidth = 0;
    for (const WhyBarRow& each : m_rows) {
        m_labelWidth = std::max(m_labelWidth, fontMetrics().horizontalAdvance(each.label));
        m_figureWidth = std::max(m_figureWidth, fontMetrics().horizontalAdvance(each.figure));
    }
}

QRect WhyBars::trackOf(std::size_t row) const {
    const int left = margin + m_labelWidth + 8;
    const int right = width() - margin - m_figureWidth - 8;
    const int y = 2 + static_cast<int>(row) * rowHeight();
    return {left, y + 4, std::max(right - left, 8), rowHeight() - 8};
}

QRectF WhyBars::partRect(std::size_t row, std::size_t part) const {
    const QRect track = trackOf(row);
    double share = 0;
    for (std::size_t i = 0; i < part; ++i) share += m_rows.at(row).parts.at(i).share;
    return {track.left() + share * track.width(), static_cast<double>(track.top()),
            m_rows.at(row).parts.at(part).share * track.width(), static_cast<double>(track.height())};
}

QSize WhyBars::sizeHint() const {
    const int legend = m_legend.empty() ? 0 : rowHeight() + 4;
    return {320, 4 + static_cast<int>(m_rows.size()) * rowHeight() + legend};
}

QSize WhyBars::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

void WhyBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeColors& style = themeColors(palette());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const WhyBarRow& row = m_rows[i];
        const QRect track = trackOf(i);
        const QRect line(0, track.top() - 4, width(), rowHeight());
        QFont font = this->font();
        font.setBold(row.strong);
        painter.setFont(font);
        painter.setPen(style.text);
        painter.drawText(QRect(margin, line.top(), track.left() - margin - 8, line.height()),
                         Qt::AlignRight | Qt::AlignVCenter, row.label);
        painter.setPen(row.strong ? style.text : style.quietText);
        painter.drawText(line.adjusted(0, 0, -margin, 0), Qt::AlignRight | Qt::AlignVCenter, row.figure);
        painter.fillRect(track, style.hairline);
        for (std::size_t part = 0; part < row.parts.size(); ++part)
            painter.fillRect(partRect(i, part), row.parts[part].colour);
    }
    painter.setFont(themeFont(font(), TextSize::small));
    const QFontMetrics metrics(painter.font());
    int x = margin;
    const int y = 6 + static_cast<int>(m_rows.size()) * rowHeight();
    for (const auto& [label, colour] : m_legend) {
        painter.fillRect(QRect(x, y + (metrics.height() - swatch) / 2, swatch, swatch), colour);
        painter.setPen(style.quietText);
        painter.drawText(x + swatch + 4, y + metrics.ascent(), label);
        x += swatch + 4 + metrics.horizontalAdvance(label) + 12;
    }
}

bool WhyBars::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const QRect track = trackOf(i);
        if (help->pos().y() < track.top() - 4 || help->pos().y() >= track.top() - 4 + rowHeight()) continue;
        QString tip = m_rows[i].tip;
        for (std::size_t part = 0; part < m_rows[i].parts.size(); ++part)
            if (partRect(i, part).contains(help->pos())) tip = m_rows[i].parts[part].tip;
        QToolTip::showText(help->globalPos(), tip, this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

void WhyBars::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) {
        measure();
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

}  // namespace lockstep
