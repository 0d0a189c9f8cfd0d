#include "app/band_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/report/band_report.h"
#include "core/report/number_text.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

enum Column { rowColumn, distanceColumn, spacedColumn, contiguousColumn, columnCount };

QString percent(double share) {
    return QStringLiteral("%1%2 %").arg(share < 0 ? QStringLiteral("−") : QStringLiteral("+"),
                                        QString::number(std::abs(100 * share), 'f', 1));
}

QString figures(const LatencyFigures& latency) {
    const auto& band = latency.band.value;
    const auto& end = latency.end_to_end.value;
    QStringList lines;
    if (latency.spaced_us && band) {
        lines << BandDialog::tr("Compute, spaced: <b>%1 %2</b>")
                     .arg(text(us_text(latency.spaced_us)),
                          text(plus_minus_us(band->spaced * *latency.spaced_us, *latency.spaced_us)));
    } else if (band) {
        lines << BandDialog::tr("Compute, spaced: <b>%1 cycles %2</b>; the clock is not published")
                     .arg(countText(latency.spaced_cycles),
                          text(plus_minus_cycles(band->spaced, latency.spaced_cycles)));
    }
    if (end && latency.end_to_end_band.value) {
        lines << BandDialog::tr("End to end: <b>%1 %2</b>")
                     .arg(text(us_text(end->mean)),
                          text(plus_minus_us(latency.end_to_end_band.value->mean, end->mean)));
    } else if (!end) {
        lines << BandDialog::tr("End to end: %1").arg(text(latency.end_to_end.reason).toHtmlEscaped());
    }
    if (latency.target)
        lines << BandDialog::tr("Target: %1")
                     .arg(text(verdict_text(*latency.target, latency.end_to_end_band)).toHtmlEscaped());
    return lines.join(QStringLiteral("<br>"));
}

QLabel* paragraph(const char* name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

}  // namespace

BandDialog::BandDialog(QWidget* parent)
    : QDialog(parent),
      m_figures(paragraph("bandFigures", this)),
      m_range(paragraph("bandRange", this)),
      m_text(paragraph("bandText", this)),
      m_table(new QTableWidget(this)) {
    setObjectName(QStringLiteral("bandDialog"));
    m_figures->setTextFormat(Qt::RichText);
    m_range->setTextFormat(Qt::PlainText);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    m_table->setObjectName(QStringLiteral("bandRows"));
    m_table->setAccessibleName(tr("Nearest published rows"));
    m_table->setColumnCount(columnCount);
    m_table->setHorizontalHeaderLabels({tr("Nearest published rows"), tr("Distance"),
                                        tr("Published − predicted, spaced"), tr("Contiguous")});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->horizontalHeaderItem(rowColumn)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(rowColumn, QHeaderView::Stretch);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_figures);
    column->addWidget(m_text);
    column->addWidget(m_range);
    column->addWidget(m_table, 1);
    column->addWidget(buttons);
    resize(760, 470);
}

void BandDialog::setLatency(const LatencyFigures& latency, const QString& config) {
    setWindowTitle(tr("How sure the latency is: %1").arg(config));
    m_figures->setText(figures(latency));
    const auto& band = latency.band.value;
    const bool outside = band && !band->outside.empty();
    m_range->setVisible(band.has_value());
    if (band) m_range->setText(tr("The program lies %1.").arg(text(range_text(*band))));
    QPalette colours = palette();
    if (outside) colours.setColor(QPalette::WindowText, themeColors(palette()).warning);
    m_range->setPalette(colours);
    QString made = text(band_text(latency.band)) + QLatin1Char('.');
    if (band)
        made +=
            QLatin1Char(' ') +
            tr("Each row: published minus predicted cycles, in per cent of the predicted. The distance tells "
               "how unlike the two programs are; 0 is alike.");
    if (latency.end_to_end_band.value)
        made += QLatin1Char('\n') + tr("End to end: %1.").arg(text(latency.end_to_end_band.value->basis));
    m_text->setText(made);
    m_table->setVisible(band.has_value());
    m_table->setRowCount(band ? static_cast<int>(band->nearest.size()) : 0);
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const NearestRow& near = band->nearest[static_cast<std::size_t>(row)];
        const QString cells[] = {text(near.name), QString::number(near.distance, 'f', 2),
                                 percent(near.spaced), percent(near.contiguous)};
        for (int column = 0; column < columnCount; ++column) {
            auto* item = new QTableWidgetItem(cells[column]);
            item->setTextAlignment((column == rowColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
            if (column == rowColumn) item->setToolTip(cells[column]);
            m_table->setItem(row, column, item);
        }
    }
}

}  // namespace lockstep::app
