#include "widgets/plots/plot_chart.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QResizeEvent>
#include <algorithm>
#include <cmath>

#include "widgets/spoken_parts.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

/// Runs of one curve beyond this many share the last line: gaps that dense are marked, not drawn.
constexpr std::size_t mostSegments = 24;

}  // namespace

PlotChart::PlotChart(QWidget* parent)
    : QChartView(new QChart, parent), m_xAxis(new QValueAxis), m_yAxis(new QValueAxis), m_limiter(this) {
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setBackgroundVisible(false);
    chart()->setMargins(QMargins());
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    for (QValueAxis* axis : {m_xAxis, m_yAxis}) {
        axis->setLabelsVisible(false);
        axis->setGridLineVisible(false);
        axis->setLineVisible(false);
    }
    chart()->addAxis(m_xAxis, Qt::AlignBottom);
    chart()->addAxis(m_yAxis, Qt::AlignLeft);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    // A graphics view takes drops into its scene: what is dropped here is the panel's.
    setAcceptDrops(false);
    viewport()->setAcceptDrops(false);
    setMinimumSize(120, 60);
    connect(&m_limiter, &UpdateLimiter::due, this, &PlotChart::refresh);
    speakParts(this,
               {.role = QAccessible::Chart,
                .count = [this] { return static_cast<int>(m_series.size()); },
                .name =
                    [this](int part) {
                        const PlotSeries& series = m_series[static_cast<std::size_t>(part)];
                        const auto value = m_current ? valueAt(series, *m_current) : std::nullopt;
                        return value ? tr("%1: %2").arg(series.name, figureText(*value)) : series.name;
                    },
                .place = [this](int) { return plotRect().toRect(); },
                .value = [this] { return m_current ? tr("inference %1").arg(*m_current) : QString(); }});
}

void PlotChart::setRange(AxisRange* range) {
    if (this->range()) {
        this->range()->disconnect(&m_limiter);
        this->range()->disconnect(viewport());
    }
    m_gestures.setRange(range);
    connect(range, &AxisRange::changed, &m_limiter, &UpdateLimiter::request);
    connect(range, &AxisRange::cursorsChanged, viewport(), qOverload<>(&QWidget::update));
    refresh();
}

void PlotChart::setSeries(std::vector<PlotSeries> series) {
    m_series = std::move(series);
    m_limiter.request();
}

void PlotChart::setLevels(std::vector<PlotLevel> levels) {
    m_levels = std::move(levels);
    m_limiter.request();
}

void PlotChart::setMarks(std::vector<PlotMark> marks) {
    m_marks = std::move(marks);
    viewport()->update();
}

void PlotChart::setLogarithmic(bool logarithmic) {
    m_logarithmic = logarithmic;
    refresh();
}

void PlotChart::setRightMargin(int pixels) {
    m_rightMargin = pixels;
    refresh();
}

void PlotChart::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

void PlotChart::setCurrentInference(std::optional<std::int64_t> inference) {
    if (inference == m_current) return;
    m_current = inference;
    viewport()->update();
    tellCurrentPart(this);
}

QRectF PlotChart::plotRect() const {
    const double bottom = fontMetrics().height() + 6;
    return {static_cast<double>(leftMargin), topMargin,
            std::max(1.0, static_cast<double>(width() - leftMargin - m_rightMargin)),
            std::max(1.0, height() - topMargin - bottom)};
}

std::optional<std::pair<std::int64_t, std::int64_t>> PlotChart::inferences() const {
    std::optional<std::pair<std::int64_t, std::int64_t>> all;
    for (const PlotSeries& series : m_series) {
        if (series.curve.count <= 0) continue;
        const std::int64_t last = series.curve.first + series.curve.count - 1;
        if (!all) {
            all = {series.curve.first, last};
        } else {
            all = {std::min(all->first, series.curve.first), std::max(all->second, last)};
        }
    }
    return all;
}

int PlotChart::pointCount() const {
    int count = 0;
    for (const QLineSeries* line : m_pool) count += line->count();
    return count;
}

void PlotChart::refresh() {
    if (!range()) return;
    std::vector<DecimatedCurve> curves;
    const int columns = std::max(1, static_cast<int>(plotRect().width()));
    for (const PlotSeries& series : m_series) {
        curves.push_back(decimate(series.curve, range()->low(), range()->high(), columns, m_logarithmic));
    }

    bool any = false;
    double minimum = 0;
    double maximum = 0;
    double leastPositive = 0;
    bool zero = false;
    const auto include = [&](double low, double high, double positive) {
        minimum = any ? std::min(minimum, low) : low;
        maximum = any ? std::max(maximum, high) : high;
        any = true;
        if (positive > 0 && (leastPositive == 0 || positive < leastPositive)) leastPositive = positive;
    };
    m_odd.clear();
    m_oddCount = 0;
    for (const DecimatedCurve& curve : curves) {
        if (curve.hasValues) include(curve.minimum, curve.maximum, curve.leastPositive);
        zero = zero || curve.hasZero;
        m_odd.insert(m_odd.end(), curve.odd.begin(), curve.odd.end());
        m_oddCount += curve.oddCount;
    }
    for (const PlotLevel& level : m_levels) {
        if (std::isfinite(level.value)) include(level.value, level.value, level.value);
    }
    m_scale = m_logarithmic ? ValueScale::logarithmic(leastPositive, std::max(maximum, leastPositive), zero)
                            : ValueScale::linear(minimum, any ? maximum : 1);
    takeOver(curves);
    viewport()->update();
}

QLineSeries* PlotChart::pooled(std::size_t index) {
    while (m_pool.size() <= index) {
        auto* line = new QLineSeries;
        chart()->addSeries(line);
        line->attachAxis(m_xAxis);
        line->attachAxis(m_yAxis);
        m_pool.push_back(line);
    }
    return m_pool[index];
}

void PlotChart::takeOver(const std::vector<DecimatedCurve>& curves) {
    // Each of these arranges every curve that has points again: none has while they change.
    if (chart()->plotArea() != plotRect() || m_xAxis->min() != range()->low() ||
        m_xAxis->max() != range()->high() || m_yAxis->min() != m_scale.low() ||
        m_yAxis->max() != m_scale.high()) {
        for (QLineSeries* line : m_pool) line->replace(QList<QPointF>());
    }
    if (chart()->plotArea() != plotRect()) chart()->setPlotArea(plotRect());
    m_xAxis->setRange(range()->low(), range()->high());
    m_yAxis->setRange(m_scale.low(), m_scale.high());
    std::size_t used = 0;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        QList<QPointF> points;
        const std::vector<std::vector<CurvePoint>>& segments = curves[i].segments;
        for (std::size_t s = 0; s < segments.size(); ++s) {
            for (const CurvePoint& point : segments[s])
                points.emplaceBack(point.x, m_scale.position(point.y));
            if (s + 1 >= mostSegments && s + 1 < segments.size()) continue;
            QLineSeries* line = pooled(used++);
            // Dashes say nothing where every pixel column has points.
            const bool dense = range()->high() - range()->low() > plotRect().width() / 2;
            // A pen of one pixel is drawn without being stroked, which takes a dense curve many times as
            // long.
            QPen pen(m_series[i].colour, dense ? std::min(1.0, m_series[i].width) : m_series[i].width,
                     dense ? Qt::SolidLine : m_series[i].line);
            pen.setCosmetic(true);
            pen.setJoinStyle(Qt::RoundJoin);
            line->setPen(pen);
            line->setColor(m_series[i].colour);
            // Single inferences stay visible as dots while there is room for them.
            line->setMarkerSize(2.5);
            line->setPointsVisible(range()->high() - range()->low() < plotRect().width() / 8);
            line->replace(points);
            points.clear();
        }
    }
    for (std::size_t i = used; i < m_pool.size(); ++i) m_pool[i]->replace(QList<QPointF>());
}

double PlotChart::yOf(double value) const {
    const QRectF plot = plotRect();
    const double share = (m_scale.position(value) - m_scale.low()) / (m_scale.high() - m_scale.low());
    return plot.bottom() - share * plot.height();
}

QStringList PlotChart::differenceLines() const {
    if (!cursor(0) || !cursor(1)) return {};
    const std::int64_t a = *cursor(0);
    const std::int64_t b = *cursor(1);
    const std::int64_t distance = b - a;
    const QString step = countText(distance);
    QStringList lines{std::abs(distance) == 1 ? tr("B − A: %1 inference").arg(step)
                                              : tr("B − A: %1 inferences").arg(step)};
    for (const PlotSeries& series : m_series) {
        const std::optional<double> from = valueAt(series, a);
        const std::optional<double> to = valueAt(series, b);
        if (from && to) {
            lines += tr("%1: %2 → %3, Δ %4")
                         .arg(series.name, figureText(*from), figureText(*to), figureText(*to - *from));
            if (distance != 0)
                lines.back() +=
                    tr(", %1 per inference").arg(figureText((*to - *from) / static_cast<double>(distance)));
        }
    }
    return lines;
}

void PlotChart::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    refresh();
}

void PlotChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::FontChange) refresh();
}

}  // namespace lockstep
