#include "widgets/panels/error_histogram.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "core/report/palette.h"
#include "widgets/spoken_parts.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

constexpr int left = 44;
constexpr int right = 12;

}  // namespace

ErrorHistogram::ErrorHistogram(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("errorHistogram"));
    setAccessibleName(tr("Histogram of the error"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    speakParts(this,
               {.role = QAccessible::Chart,
                .count = [this] { return static_cast<int>(m_bins.size()); },
                .name = [this](int bin) { return describe(m_bins[static_cast<std::size_t>(bin)]); },
                .place = [this](int bin) { return barRect(static_cast<std::size_t>(bin)).toAlignedRect(); },
                .current = [this]() -> std::optional<int> {
                    if (!m_current) return std::nullopt;
                    return static_cast<int>(*m_current);
                },
                .choose = [this](int bin) { Q_EMIT binChosen(m_bins[static_cast<std::size_t>(bin)]); }});
}

void ErrorHistogram::setBins(std::vector<ErrorBin> bins, std::vector<std::pair<double, double>> quantiles) {
    m_bins = std::move(bins);
    m_quantiles = std::move(quantiles);
    m_zero = m_infinite = false;
    m_most = m_total = 0;
    double lowest = 0;
    double highest = 0;
    for (const ErrorBin& bin : m_bins) {
        m_most = std::max(m_most, bin.count);
        m_total += bin.count;
        if (bin.to == 0) {
            m_zero = true;
        } else if (std::isinf(bin.to)) {
            m_infinite = true;
        } else {
            lowest = lowest == 0 ? bin.from : std::min(lowest, bin.from);
            highest = std::max(highest, bin.to);
        }
    }
    m_lowest = lowest > 0 ? std::log2(lowest) : 0;
    m_octaves = std::max(1.0, highest > 0 ? std::log2(highest) - m_lowest : 1);
    if (m_current && *m_current >= m_bins.size()) m_current.reset();
    QStringList words;
    for (const auto& [share, error] : m_quantiles)
        words << tr("%1 % at most %2").arg(share * 100).arg(figureText(error));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

QRectF ErrorHistogram::plotRect() const {
    const double line = QFontMetricsF(themeFont(font(), TextSize::small)).height();
    return {static_cast<double>(left), line + 6, std::max(1.0, static_cast<double>(width() - left - right)),
            std::max(1.0, height() - 2 * line - 14)};
}

double ErrorHistogram::placeOf(double error) const {
    const double zero = m_zero ? 1.5 : 0;
    if (error == 0) return 0.5;
    if (std::isinf(error)) return zero + m_octaves + 1;
    return zero + std::log2(error) - m_lowest;
}

double ErrorHistogram::heightOf(std::int64_t count) const {
    // Even a single inference among millions stands out.
    return count <= 0 ? 0
                      : (std::log10(static_cast<double>(count)) + 0.3) /
                            (std::log10(static_cast<double>(std::max<std::int64_t>(m_most, 2))) + 0.3);
}

QRectF ErrorHistogram::barRect(std::size_t bin) const {
    const ErrorBin& entry = m_bins.at(bin);
    const QRectF plot = plotRect();
    const double places = (m_zero ? 1.5 : 0) + m_octaves + (m_infinite ? 1.5 : 0);
    const double step = plot.width() / places;
    double from = 0;
    double to = 1;
    if (std::isinf(entry.to)) {
        from = places - 1;
        to = places;
    } else if (entry.to > 0) {
        from = placeOf(entry.from);
        to = placeOf(entry.to);
    }
    const double height = heightOf(entry.count) * plot.height();
    return {plot.left() + from * step + 0.5, plot.bottom() - height, std::max(1.0, (to - from) * step - 1),
            height};
}

std::optional<std::size_t> ErrorHistogram::binAt(QPointF point) const {
    const QRectF plot = plotRect();
    if (point.y() < plot.top() || point.y() > plot.bottom()) return std::nullopt;
    for (std::size_t k = 0; k < m_bins.size(); ++k) {
        const QRectF bar = barRect(k);
        if (point.x() >= bar.left() && point.x() <= bar.right()) return k;
    }
    return std::nullopt;
}

QString ErrorHistogram::describe(const ErrorBin& bin) const {
    const QString inferences = countText(bin.count);
    if (bin.to == 0) return tr("exact: %1 of %2 inferences").arg(inferences, countText(m_total));
    if (std::isinf(bin.to)) return tr("not finite: %1 of %2 inferences").arg(inferences, countText(m_total));
    return tr("max |Δ| from %1 to %2: %3 of %4 inferences")
        .arg(figureText(bin.from), figureText(bin.to), inferences, countText(m_total));
}

void ErrorHistogram::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeColors& style = themeColors(palette());
    painter.fillRect(rect(), style.surface);
    if (m_bins.empty()) return;
    painter.setFont(themeFont(font(), TextSize::small));
    const Rgb& rgb = style.dark ? palette::sky_blue.dark_mark : palette::blue.light_mark;
    const Rgb& odd = style.dark ? palette::vermillion.dark_mark : palette::vermillion.light_mark;
    for (std::size_t k = 0; k < m_bins.size(); ++k) {
        const bool finite = std::isfinite(m_bins[k].to);
        painter.fillRect(barRect(k), finite ? QColor(rgb.r, rgb.g, rgb.b) : QColor(odd.r, odd.g, odd.b));
        if (m_current == k && hasFocus()) {
            painter.setPen(QPen(style.accent, 2));
            painter.drawRect(barRect(k));
        }
    }
    paintAxes(painter);
    paintQuantiles(painter);
}

void ErrorHistogram::paintAxes(QPainter& painter) const {
    const ThemeColors& style = themeColors(palette());
    const QRectF plot = plotRect();
    const QFontMetricsF metrics(painter.font());
    painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), style.hairline);
    painter.setPen(style.quietText);
    double last = plot.bottom() + metrics.height();
    for (std::int64_t count = 1; count <= std::max<std::int64_t>(m_most, 1); count *= 10) {
        const double y = plot.bottom() - heightOf(count) * plot.height();
        if (last - y < metrics.height()) continue;
        last = y;
        painter.drawText(QRectF(0, y - metrics.height() / 2, left - 6, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, countText(count));
        painter.drawLine(QPointF(plot.left() - 4, y), QPointF(plot.left() - 1, y));
    }
    const double places = (m_zero ? 1.5 : 0) + m_octaves + (m_infinite ? 1.5 : 0);
    const double step = plot.width() / places;
    const auto label = [&](double x, const QString& words) {
        const double width = metrics.horizontalAdvance(words) + 4;
        const double at = std::clamp(x - width / 2, 0.0, std::max(0.0, this->width() - width));
        painter.drawText(QRectF(at, plot.bottom() + 3, width, metrics.height()), Qt::AlignCenter, words);
    };
    if (m_zero) label(plot.left() + 0.5 * step, QStringLiteral("0"));
    if (m_infinite) label(plot.left() + (places - 0.5) * step, QString(QChar(0x221E)));
    const double wide = metrics.horizontalAdvance(figureText(1e-10)) + 12;
    double free = plot.left() + (m_zero ? 1.5 * step : 0);
    const auto first = static_cast<int>(std::ceil(m_lowest * std::log10(2.0) - 1e-9));
    for (int decade = first; placeOf(std::pow(10.0, decade)) <= (m_zero ? 1.5 : 0) + m_octaves; ++decade) {
        const double x = plot.left() + placeOf(std::pow(10.0, decade)) * step;
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3));
        if (x - wide / 2 < free) continue;
        free = x + wide / 2;
        label(x, figureText(std::pow(10.0, decade)));
    }
}

void ErrorHistogram::paintQuantiles(QPainter& painter) const {
    const ThemeColors& style = themeColors(palette());
    const QRectF plot = plotRect();
    const QFontMetricsF metrics(painter.font());
    const double places = (m_zero ? 1.5 : 0) + m_octaves + (m_infinite ? 1.5 : 0);
    double free = 0;
    for (const auto& [share, error] : m_quantiles) {
        const double place = std::clamp(placeOf(error), 0.0, places);
        const double x = plot.left() + place * plot.width() / places;
        painter.setPen(QPen(style.quietText, 1, Qt::DashLine));
        painter.drawLine(QPointF(x, plot.top() - 2), QPointF(x, plot.bottom()));
        const QString words = tr("%1 %").arg(share * 100);
        const double width = metrics.horizontalAdvance(words);
        const double at = std::clamp(x - width / 2, 0.0, std::max(0.0, this->width() - width));
        if (at < free) continue;
        free = at + width + 6;
        painter.drawText(QRectF(at, 0, width + 2, metrics.height() + 2), Qt::AlignLeft | Qt::AlignVCenter,
                         words);
    }
}

bool ErrorHistogram::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto bin = binAt(help->pos())) {
        QToolTip::showText(help->globalPos(), describe(m_bins[*bin]), this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

void ErrorHistogram::mouseReleaseEvent(QMouseEvent* event) {
    const auto bin = binAt(event->position());
    if (event->button() != Qt::LeftButton || !bin) return;
    m_current = bin;
    update();
    Q_EMIT binChosen(m_bins[*bin]);
}

void ErrorHistogram::keyPressEvent(QKeyEvent* event) {
    const bool moves = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    const bool takes = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (m_bins.empty() || (!moves && !takes)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto last = static_cast<std::int64_t>(m_bins.size()) - 1;
    if (moves) {
        const std::int64_t step = event->key() == Qt::Key_Left ? -1 : 1;
        const std::int64_t now = m_current ? static_cast<std::int64_t>(*m_current) + step : 0;
        m_current = static_cast<std::size_t>(std::clamp<std::int64_t>(now, 0, last));
        setAccessibleDescription(describe(m_bins[*m_current]));
        update();
        tellCurrentPart(this);
    } else if (m_current) {
        Q_EMIT binChosen(m_bins[*m_current]);
    }
}

}  // namespace lockstep
