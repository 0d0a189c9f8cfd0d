#include "widgets/plots/plot_view.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/plots/export_menu.h"
#include "widgets/plots/panel_header.h"
#include "widgets/plots/plot_chart.h"
#include "widgets/plots/plot_statistics_window.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

PlotView::PlotView(const QString& title, QWidget* parent)
    : QWidget(parent), m_header(new PanelHeader(title, this)), m_chart(new PlotChart(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_chart, 1);
    setFocusProxy(m_chart);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    const auto button = [this](const QString& text, const char* name, const QString& tip) {
        auto* made = new QToolButton;
        made->setObjectName(QLatin1String(name));
        made->setText(text);
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setAutoRaise(true);
        m_header->addControl(made);
        return made;
    };
    connect(
        button(tr("A|B"), "plotCursors",
               tr("Cursors A and B with their difference: drag them, or press A and B where they are to be")),
        &QToolButton::clicked, this, &PlotView::toggleCursors);
    connect(button(tr("Σ"), "plotStatisticsButton",
                   tr("Statistics of the inferences that are seen, or between the cursors")),
            &QToolButton::clicked, this, &PlotView::showStatistics);
    m_chart->setRange(new AxisRange(this));
    connect(m_chart, &PlotChart::inferenceChosen, this, &PlotView::inferenceChosen);
    connect(m_chart, &PlotChart::inferenceChosen, this, &PlotView::describe);
    describe();
}

void PlotView::setRange(AxisRange* range) {
    m_chart->setRange(range);
    if (m_statistics) m_statistics->setRange(range);
}
AxisRange* PlotView::range() const {
    return m_chart->range();
}

void PlotView::setSeries(std::vector<PlotSeries> series) {
    m_chart->setSeries(std::move(series));
    if (m_statistics) m_statistics->setSeries(m_chart->series());
    updateLegend();
}

void PlotView::updateLegend() {
    std::vector<LegendEntry> legend;
    for (const PlotSeries& entry : m_chart->series()) {
        const QString text = entry.legend.value_or(entry.name);
        if (!text.isEmpty()) legend.push_back({text, entry.colour, entry.line});
    }
    m_header->setLegend(std::move(legend));
}

void PlotView::setLevels(std::vector<PlotLevel> levels) {
    m_chart->setLevels(std::move(levels));
}
void PlotView::setMarks(std::vector<PlotMark> marks) {
    m_chart->setMarks(std::move(marks));
}
void PlotView::setLogarithmic(bool logarithmic) {
    m_chart->setLogarithmic(logarithmic);
}
bool PlotView::isLogarithmic() const {
    return m_chart->isLogarithmic();
}

void PlotView::setFigure(const QStringList& parts) {
    m_header->setFigure(parts);
    describe();
}

QString PlotView::figure() const {
    return m_header->figure();
}
void PlotView::setEmptyText(const QString& text) {
    m_chart->setEmptyText(text);
}
void PlotView::setRightMargin(int pixels) {
    m_chart->setRightMargin(pixels);
}

void PlotView::setCurrentInference(std::optional<std::int64_t> inference) {
    m_chart->setCurrentInference(inference);
    describe();
}

std::optional<std::int64_t> PlotView::currentInference() const {
    return m_chart->currentInference();
}
void PlotView::setCursorA(std::optional<std::int64_t> inference) {
    range()->setCursor(0, inference);
}
void PlotView::setCursorB(std::optional<std::int64_t> inference) {
    range()->setCursor(1, inference);
}
std::optional<std::int64_t> PlotView::cursorA() const {
    return m_chart->cursor(0);
}
std::optional<std::int64_t> PlotView::cursorB() const {
    return m_chart->cursor(1);
}
QStringList PlotView::differenceLines() const {
    return m_chart->differenceLines();
}
void PlotView::showStatistics() {
    if (!m_statistics) {
        m_statistics = new PlotStatisticsWindow(m_header->title(), this);
        m_statistics->setAttribute(Qt::WA_DeleteOnClose);
        m_statistics->setSeries(m_chart->series());
        m_statistics->setRange(range());
    }
    m_statistics->QWidget::show();
    m_statistics->raise();
}

void PlotView::toggleCursors() {
    if (cursorA() && cursorB()) {
        range()->removeCursors();
        return;
    }
    const auto all = m_chart->inferences();
    if (!all) return;
    const double span = range()->high() - range()->low();
    const auto at = [&](double share) {
        return std::clamp(static_cast<std::int64_t>(std::llround(range()->low() + share * span)), all->first,
                          all->second);
    };
    if (!cursorA()) setCursorA(at(0.25));
    if (!cursorB()) setCursorB(at(0.75));
}

bool PlotView::isEmpty() const {
    return m_chart->isEmpty();
}
std::size_t PlotView::seriesCount() const {
    return m_chart->series().size();
}
void PlotView::flush() {
    m_chart->flush();
}
int PlotView::pointCount() const {
    return m_chart->pointCount();
}
QRectF PlotView::plotRect() const {
    return m_chart->plotRect().translated(m_chart->pos());
}

void PlotView::describe() {
    setAccessibleName(m_header->title());
    QString text = m_header->figure();
    if (const std::optional<std::int64_t> current = m_chart->currentInference()) {
        text += tr("; inference %1").arg(*current);
        for (const PlotSeries& series : m_chart->series()) {
            if (const std::optional<double> value = valueAt(series, *current)) {
                text += QStringLiteral(", %1 %2").arg(series.name, figureText(*value));
            }
        }
    }
    setAccessibleDescription(text);
    m_chart->setAccessibleName(m_header->title());
    m_chart->setAccessibleDescription(text);
}

QImage PlotView::image(double scale) const {
    m_chart->settle();
    return grabImage(*this, scale);
}

void PlotView::paintVector(QPainter& painter) const {
    m_chart->settle();
    m_header->render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
    m_chart->QGraphicsView::render(&painter, m_chart->geometry(), m_chart->viewport()->rect());
}

QByteArray PlotView::svg() const {
    return svgBytes(*this, m_header->title(), [this](QPainter& painter) { paintVector(painter); });
}

QByteArray PlotView::pdf() const {
    return pdfBytes(*this, m_header->title(), [this](QPainter& painter) { paintVector(painter); });
}

QByteArray PlotView::csv(bool visibleOnly) const {
    QByteArray text("inference");
    for (const PlotSeries& series : m_chart->series()) text += ',' + csvText(series.name);
    text += '\n';
    const auto all = m_chart->inferences();
    if (!all) return text;
    auto [first, last] = *all;
    if (visibleOnly) {
        first = std::max(first, static_cast<std::int64_t>(std::ceil(range()->low())));
        last = std::min(last, static_cast<std::int64_t>(std::floor(range()->high())));
    }
    for (std::int64_t i = first; i <= last; ++i) {
        text += QByteArray::number(static_cast<qlonglong>(i));
        for (const PlotSeries& series : m_chart->series()) {
            text += ',';
            if (const std::optional<double> value = valueAt(series, i)) text += csvNumber(*value);
        }
        text += '\n';
    }
    return text;
}

void PlotView::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const std::optional<std::int64_t> here =
        m_chart->hoveredInference() ? m_chart->hoveredInference() : currentInference();
    QAction* a = menu->addAction(tr("Set cursor &A here"), this, [this, here] { setCursorA(here); });
    QAction* b = menu->addAction(tr("Set cursor &B here"), this, [this, here] { setCursorB(here); });
    QAction* clear = menu->addAction(tr("&Remove cursors"), this, [this] {
        setCursorA(std::nullopt);
        setCursorB(std::nullopt);
    });
    a->setEnabled(here.has_value());
    b->setEnabled(here.has_value());
    clear->setEnabled(cursorA() || cursorB());
    QAction* figures = menu->addAction(tr("&Statistics…"), this, &PlotView::showStatistics);
    figures->setEnabled(!isEmpty());
    menu->addAction(tr("Show a&ll inferences"), this, [this] { range()->fit(); });
    menu->addSeparator();
    addExportActions(*menu, *this, m_header->title(), !isEmpty(),
                     {.image = [this] { return image(); },
                      .paint = [this](QPainter& painter) { paintVector(painter); },
                      .csv = [this](bool visibleOnly) { return csv(visibleOnly); }});
    menu->popup(event->globalPos());
}

void PlotView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) updateLegend();
    QWidget::changeEvent(event);
}

}  // namespace lockstep
