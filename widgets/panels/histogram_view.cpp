#include "widgets/panels/histogram_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "widgets/spoken_parts.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

constexpr int barsHeight = 44;

}  // namespace

HistogramView::HistogramView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setObjectName(QStringLiteral("histogram"));
    speakParts(this, {.role = QAccessible::Chart,
                      .count = [this] { return static_cast<int>(m_statistics.bins.size()); },
                      .name =
                          [this](int bin) {
                              const auto bins = static_cast<double>(m_statistics.bins.size());
                              const double wide = (m_statistics.maximum - m_statistics.minimum) / bins;
                              const double from = m_statistics.minimum + wide * bin;
                              return tr("%1 to %2: %3 values")
                                  .arg(figureText(from), figureText(from + wide),
                                       countText(m_statistics.bins[static_cast<std::size_t>(bin)]));
                          }});
}

void HistogramView::setStatistics(TensorStatistics statistics, const QString& name) {
    m_statistics = std::move(statistics);
    setAccessibleName(tr("Histogram of %1").arg(name));
    setAccessibleDescription(tr("%1 values from %2 to %3")
                                 .arg(countText(m_statistics.count), figureText(m_statistics.minimum),
                                      figureText(m_statistics.maximum)));
    update();
}

QSize HistogramView::sizeHint() const {
    return {200, barsHeight + fontMetrics().height() + 6};
}
QSize HistogramView::minimumSizeHint() const {
    return {80, sizeHint().height()};
}

int HistogramView::binAt(double x) const {
    const auto bins = static_cast<int>(m_statistics.bins.size());
    return std::clamp(static_cast<int>(x * bins / std::max(1, width())), 0, bins - 1);
}

void HistogramView::paintEvent(QPaintEvent*) {
    if (m_statistics.bins.empty()) return;
    QPainter painter(this);
    const ThemeColors& style = themeColors(palette());
    const std::int64_t highest = *std::max_element(m_statistics.bins.begin(), m_statistics.bins.end());
    const double step = static_cast<double>(width()) / static_cast<double>(m_statistics.bins.size());
    for (std::size_t i = 0; i < m_statistics.bins.size() && highest > 0; ++i) {
        if (m_statistics.bins[i] == 0) continue;
        // A bin that holds anything is at least one pixel high.
        const double share = static_cast<double>(m_statistics.bins[i]) / static_cast<double>(highest);
        const double height = std::max(1.0, share * barsHeight);
        painter.fillRect(
            QRectF(static_cast<double>(i) * step, barsHeight - height, std::max(1.0, step - 1), height),
            style.edge);
    }
    painter.fillRect(QRectF(0, barsHeight, width(), 1), style.hairline);
    if (m_statistics.minimum < 0 && m_statistics.maximum > 0) {
        const double zero = -m_statistics.minimum / (m_statistics.maximum - m_statistics.minimum) * width();
        painter.fillRect(QRectF(zero, 0, 1, barsHeight + 4), style.quietText);
    }
    painter.setPen(style.quietText);
    painter.setFont(themeFont(font(), TextSize::small));
    const QRect labels(0, barsHeight + 3, width(), height() - barsHeight - 3);
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignTop, figureText(m_statistics.minimum));
    painter.drawText(labels, Qt::AlignRight | Qt::AlignTop, figureText(m_statistics.maximum));
}

bool HistogramView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && !m_statistics.bins.empty()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int bin = binAt(help->pos().x());
        const double step =
            (m_statistics.maximum - m_statistics.minimum) / static_cast<double>(m_statistics.bins.size());
        QToolTip::showText(help->globalPos(),
                           tr("%1 to %2: %3 values")
                               .arg(figureText(m_statistics.minimum + bin * step),
                                    figureText(m_statistics.minimum + (bin + 1) * step),
                                    countText(m_statistics.bins[static_cast<std::size_t>(bin)])),
                           this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace lockstep
