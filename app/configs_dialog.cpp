#include "app/configs_dialog.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "app/comparison_table.h"
#include "app/file_dialog.h"
#include "app/icon.h"
#include "app/latency_text.h"
#include "app/status_text.h"
#include "core/report/search_text.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/table_text.h"
#include "widgets/plots/export_menu.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

enum Column {
    rankColumn,
    nameColumn,
    endToEndColumn,
    targetColumn,
    cyclesColumn,
    computeColumn,
    contiguousColumn,
    intervalColumn,
    memoryColumn,  ///< the first of the memories
    remarkColumn = memoryColumn + 6
};

QList<ComparisonColumn> columns() {
    const QString tip = ConfigsDialog::tr("How full the fullest core is");
    return {{ConfigsDialog::tr("Rank"), true},
            {ConfigsDialog::tr("Accelerator")},
            {ConfigsDialog::tr("End to end"), true},
            {ConfigsDialog::tr("Target")},
            {ConfigsDialog::tr("Cycles, spaced"), true, ConfigsDialog::tr("Of an inference alone")},
            {ConfigsDialog::tr("Compute"), true, ConfigsDialog::tr("Of an inference alone, without IO")},
            {ConfigsDialog::tr("Contiguous"), true,
             ConfigsDialog::tr("Cycles from one inference to the next, back to back")},
            {ConfigsDialog::tr("Interval"), true,
             ConfigsDialog::tr("From one inference to the next, back to back")},
            {ConfigsDialog::tr("Weights"), true, tip},
            {ConfigsDialog::tr("Tensors"), true, tip},
            {ConfigsDialog::tr("Sums"), true, tip},
            {ConfigsDialog::tr("Cells"), true, tip},
            {ConfigsDialog::tr("Clamps"), true, tip},
            {ConfigsDialog::tr("Descriptors"), true, tip},
            {ConfigsDialog::tr("Remarks")}};
}

/// How full the fullest core is of each memory, in the order of the columns.
std::vector<ComparisonCell> memoryCells(const std::vector<MemoryUse>& memory) {
    std::vector<ComparisonCell> cells;
    for (const char* name :
         {"weight_store", "tensor_ram", "accumulator_store", "cell_store", "clamp_store", "descriptors"}) {
        ComparisonCell cell{.text = QStringLiteral("–")};
        for (const MemoryRow& row : memoryRows(memory)) {
            if (row.cores.front().name != name) continue;
            cell.text = percentText(row.share());
            cell.key = row.share();
            cell.tip = ConfigsDialog::tr("%1: %2 of %3 %4, %5")
                           .arg(row.name, countText(row.fullest.used), countText(row.fullest.depth), row.unit,
                                headroomText(row));
        }
        cells.push_back(cell);
    }
    return cells;
}

/// What a person must know beside the figures.
QString remarkText(const Report& report, bool close) {
    QStringList words;
    if (close) words << ConfigsDialog::tr("too close to the one above to call");
    return (words + remarksOf(report)).join(QStringLiteral("; "));
}

}  // namespace

ConfigsDialog::ConfigsDialog(QWidget* parent)
    : QDialog(parent),
      m_text(new QLabel(this)),
      m_table(
          makeComparisonTable("configsTable", tr("Compare accelerators"), columns(), remarkColumn, this)) {
    setObjectName(QStringLiteral("configsDialog"));
    setWindowTitle(tr("Compare accelerators"));
    m_text->setObjectName(QStringLiteral("configsText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(rankColumn, Qt::AscendingOrder);
    m_table->horizontalHeader()->setMinimumSectionSize(fontMetrics().averageCharWidth() * 4);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_csv = buttons->addButton(tr("Save as CSV…"), QDialogButtonBox::ActionRole);
    m_csv->setObjectName(QStringLiteral("configsCsv"));
    m_csv->setToolTip(tr("The table as it is sorted; Ctrl+C copies the chosen rows"));
    m_again = buttons->addButton(tr("Compare again"), QDialogButtonBox::ActionRole);
    m_again->setObjectName(QStringLiteral("configsAgain"));
    m_use = buttons->addButton(tr("Use this accelerator"), QDialogButtonBox::ActionRole);
    m_use->setObjectName(QStringLiteral("configsUse"));
    m_use->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_text);
    column->addWidget(m_table, 1);
    column->addWidget(buttons);
    resize(1240, 480);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_again, &QPushButton::clicked, this, [this] {
        showWaiting();
        Q_EMIT compareWanted();
    });
    connect(m_csv, &QPushButton::clicked, this, &ConfigsDialog::saveCsv);
    connect(m_use, &QPushButton::clicked, this, &ConfigsDialog::use);
    connect(m_table, &QTableWidget::itemActivated, this, &ConfigsDialog::use);
    connect(m_table, &QTableWidget::itemSelectionChanged, this,
            [this] { m_use->setEnabled(m_table->currentRow() >= 0 && !m_table->selectedItems().isEmpty()); });
    showWaiting();
}

void ConfigsDialog::showWaiting() {
    m_comparison.reset();
    m_table->setRowCount(0);
    m_use->setEnabled(false);
    m_again->setEnabled(false);
    m_csv->setEnabled(false);
    m_text->setText(tr("Compiling the model for every accelerator…"));
}

void ConfigsDialog::showFailure(const Failure& failure) {
    showWaiting();
    m_again->setEnabled(true);
    m_text->setText(failure.kind == FailureKind::cancelled ? tr("The comparison was stopped.")
                                                           : text(to_text(failure)));
}

void ConfigsDialog::showComparison(std::shared_ptr<const ConfigComparison> comparison,
                                   const QString& chosen) {
    m_comparison = std::move(comparison);
    m_chosen = chosen;
    m_again->setEnabled(true);
    m_csv->setEnabled(true);
    QString words =
        tr("Ranked by end-to-end latency: the mean of one inference alone, IO included. ± holds nine "
           "in ten published figures of programs like this one.");
    bool target = false;
    for (const SweptConfig& swept : m_comparison->configs) {
        if (!swept.report) continue;
        target = target || swept.report->latency.target.has_value();
        if (swept.report->program->departures().empty()) continue;
        words += QLatin1Char('\n') +
                 tr("Compiled with %1: not comparable with published figures, so there is no ±.")
                     .arg(text(swept.report->program->departures()));
        break;
    }
    m_text->setText(words);
    m_table->setColumnHidden(targetColumn, !target);
    fill();
}

void ConfigsDialog::setChosen(const QString& chosen) {
    if (chosen == m_chosen || !m_comparison) return;
    m_chosen = chosen;
    fill();
}

void ConfigsDialog::setOutdated() {
    if (m_comparison)
        m_text->setText(tr("The model is compiled in another way now: these figures are those of before."));
}

void ConfigsDialog::fill() {
    m_table->setSortingEnabled(false);
    m_table->setRowCount(0);
    for (const RankedCard& card : m_comparison->order) addRow(card);
    m_table->setSortingEnabled(true);
    m_table->clearSelection();
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (m_table->item(row, nameColumn)->data(Qt::UserRole).toString() == m_chosen)
            m_table->selectRow(row);
}

void ConfigsDialog::addRow(const RankedCard& card) {
    const SweptConfig& swept = m_comparison->configs[card.index];
    const QString choice = m_comparison->choices[static_cast<qsizetype>(card.index)];
    const QString dash = QStringLiteral("–");
    std::vector<ComparisonCell> cells(remarkColumn + 1, ComparisonCell{.text = dash});
    cells[nameColumn] = {.text = text(swept.config) + (choice == m_chosen ? tr(" (in use)") : QString()),
                         .key = text(swept.config),
                         .tip = choice,
                         .data = choice};
    cells[targetColumn].text.clear();
    if (swept.report) {
        const LatencyFigures& latency = swept.report->latency;
        if (card.rank)
            cells[rankColumn] = {.text = QString::number(*card.rank),
                                 .key = static_cast<qlonglong>(*card.rank)};
        cells[endToEndColumn].text = endToEndText(latency);
        if (latency.end_to_end.value) cells[endToEndColumn].key = latency.end_to_end.value->mean;
        if (latency.target) {
            const TargetVerdictText verdict = verdictText(*latency.target, latency.end_to_end_band);
            cells[targetColumn] = {.text = verdict.word, .icon = icon(verdict.icon)};
        }
        cells[cyclesColumn] = {.text = cyclesText(latency),
                               .key = static_cast<qlonglong>(latency.spaced_cycles)};
        cells[computeColumn].text = computeText(latency);
        if (latency.spaced_us) cells[computeColumn].key = *latency.spaced_us;
        cells[contiguousColumn] = {.text = countText(latency.contiguous_cycles),
                                   .key = static_cast<qlonglong>(latency.contiguous_cycles)};
        if (latency.contiguous_us)
            cells[intervalColumn] = {.text = figureText(*latency.contiguous_us, QStringLiteral("µs")),
                                     .key = *latency.contiguous_us};
        std::ranges::move(memoryCells(swept.report->program->memory), cells.begin() + memoryColumn);
        cells[remarkColumn].text = remarkText(*swept.report, card.close_to_previous);
    } else {
        cells[remarkColumn].text =
            refusalText(swept.failure->kind == FailureKind::does_not_fit, text(swept.failure->message));
    }
    addComparisonRow(*m_table, cells);
}

void ConfigsDialog::saveCsv() {
    QFileDialog* dialog = newFileDialog(this, QStringLiteral("configsCsvDialog"), tr("Save the comparison"));
    dialog->setNameFilter(tr("Tables (*.csv)"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("accelerators.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        const QString problem = writeFile(file, tableCsv(*m_table));
        m_text->setText(problem.isEmpty() ? tr("Wrote %1.").arg(file) : problem);
    });
    dialog->open();
}

void ConfigsDialog::use() {
    const int row = m_table->currentRow();
    if (row < 0 || !m_comparison) return;
    Q_EMIT configChosen(m_table->item(row, nameColumn)->data(Qt::UserRole).toString());
}

}  // namespace lockstep::app
