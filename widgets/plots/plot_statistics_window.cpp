#include "widgets/plots/plot_statistics_window.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/theme_numbers.h"

namespace lockstep {

PlotStatisticsWindow::PlotStatisticsWindow(const QString& title, QWidget* parent)
    : QDialog(parent), m_caption(new QLabel(this)), m_table(new QTableWidget(this)), m_limiter(this) {
    setObjectName(QStringLiteral("plotStatistics"));
    setWindowTitle(tr("Statistics: %1").arg(title));
    resize(620, 220);
    m_caption->setObjectName(QStringLiteral("plotStatisticsCaption"));
    m_table->setObjectName(QStringLiteral("plotStatisticsTable"));
    m_table->setAccessibleName(windowTitle());
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    const QStringList columns{tr("Curve"), tr("Count"), tr("Least"),     tr("Mean"),
                              tr("Most"),  tr("Rms"),   tr("Not finite")};
    m_table->setColumnCount(static_cast<int>(columns.size()));
    m_table->setHorizontalHeaderLabels(columns);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    auto* copy = new QPushButton(tr("&Copy"), this);
    copy->setToolTip(tr("Copy the table as text"));
    copy->setAutoDefault(false);
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(plainText()); });
    auto* row = new QHBoxLayout;
    row->addWidget(m_caption, 1);
    row->addWidget(copy);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_table, 1);
    column->addLayout(row);
    connect(&m_limiter, &UpdateLimiter::due, this, &PlotStatisticsWindow::request);
}

void PlotStatisticsWindow::setSeries(std::vector<PlotSeries> series) {
    m_series = std::move(series);
    // The rows are those of the curves before.
    m_job.cancel();
    m_table->setRowCount(0);
    m_limiter.request();
}

void PlotStatisticsWindow::setRange(AxisRange* range) {
    if (m_range) m_range->disconnect(&m_limiter);
    m_range = range;
    connect(range, &AxisRange::changed, &m_limiter, &UpdateLimiter::request);
    connect(range, &AxisRange::cursorsChanged, &m_limiter, &UpdateLimiter::request);
    m_limiter.request();
}

void PlotStatisticsWindow::request() {
    if (!m_range) return;
    double from = m_range->low();
    double to = m_range->high();
    const auto a = m_range->cursor(0);
    const auto b = m_range->cursor(1);
    if (a && b) {
        from = static_cast<double>(std::min(*a, *b));
        to = static_cast<double>(std::max(*a, *b));
    }
    const QString first = countText(static_cast<qint64>(std::ceil(std::max(from, m_range->limitLow()))));
    const QString last = countText(static_cast<qint64>(std::floor(std::min(to, m_range->limitHigh()))));
    m_caption->setText(a && b ? tr("Inferences %1 to %2, between the cursors").arg(first, last)
                              : tr("Inferences %1 to %2, those that are seen").arg(first, last));
    m_job.request(
        [series = m_series, from, to](const std::stop_token& stop) {
            std::vector<CurveStatistics> figures;
            for (const PlotSeries& each : series)
                figures.push_back(curveStatistics(each.curve, from, to, stop));
            return figures;
        },
        [this](const std::vector<CurveStatistics>& figures) { show(figures); });
}

void PlotStatisticsWindow::show(const std::vector<CurveStatistics>& figures) {
    m_table->setRowCount(static_cast<int>(figures.size()));
    for (std::size_t k = 0; k < figures.size() && k < m_series.size(); ++k) {
        const CurveStatistics& each = figures[k];
        const bool any = each.count > 0;
        const auto figure = [any](double value) { return any ? figureText(value) : QStringLiteral("–"); };
        const QStringList cells{m_series[k].name,         countText(each.count), figure(each.least),
                                figure(each.mean),        figure(each.most),     figure(each.rms),
                                countText(each.nonFinite)};
        for (int column = 0; column < cells.size(); ++column) {
            auto* item = new QTableWidgetItem(cells[column]);
            if (column > 0) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(static_cast<int>(k), column, item);
        }
    }
}

QString PlotStatisticsWindow::plainText() const {
    QStringList lines{m_caption->text()};
    QStringList cells;
    for (int column = 0; column < m_table->columnCount(); ++column)
        cells << m_table->horizontalHeaderItem(column)->text();
    lines << cells.join(QLatin1Char('\t'));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        cells.clear();
        for (int column = 0; column < m_table->columnCount(); ++column)
            cells << m_table->item(row, column)->text();
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace lockstep
