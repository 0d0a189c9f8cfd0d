#include "app/configs_dialog.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "app/icon.h"
#include "app/latency_text.h"
#include "app/status_text.h"
#include "core/report/search_text.h"
#include "widgets/panels/panel_text.h"

namespace lockstep::app {
namespace {

enum Column {
    rankColumn,
    nameColumn,
    endToEndColumn,
    targetColumn,
    cyclesColumn,
    computeColumn,
    weightsColumn,
    remarkColumn,
    columnCount
};

bool isFigure(int column) {
    return column == rankColumn || column == endToEndColumn || column == cyclesColumn ||
           column == computeColumn || column == weightsColumn;
}

/// What a person must know beside the figures.
QString remarkText(const Report& report, bool close) {
    QStringList words;
    if (close) words << ConfigsDialog::tr("too close to the one above to call");
    return (words + remarksOf(report)).join(QStringLiteral("; "));
}

}  // namespace

ConfigsDialog::ConfigsDialog(QWidget* parent)
    : QDialog(parent), m_text(new QLabel(this)), m_table(new QTableWidget(this)) {
    setObjectName(QStringLiteral("configsDialog"));
    setWindowTitle(tr("The model on all accelerators"));
    m_text->setObjectName(QStringLiteral("configsText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_table->setObjectName(QStringLiteral("configsTable"));
    m_table->setAccessibleName(windowTitle());
    m_table->setColumnCount(columnCount);
    m_table->setHorizontalHeaderLabels({tr("Rank"), tr("Accelerator"), tr("End to end"), tr("Target"),
                                        tr("Cycles, spaced"), tr("Compute"), tr("Weight blocks"),
                                        tr("Remarks")});
    for (int column = 0; column < columnCount; ++column) {
        m_table->horizontalHeaderItem(column)->setTextAlignment(
            (isFigure(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setWordWrap(true);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->verticalHeader()->setMinimumSectionSize(fontMetrics().height() + 10);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(remarkColumn, QHeaderView::Stretch);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
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
    resize(1080, 480);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_again, &QPushButton::clicked, this, [this] {
        showWaiting();
        Q_EMIT compareWanted();
    });
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
    m_table->setRowCount(0);
    for (const RankedCard& card : m_comparison->order) addRow(card);
    m_table->clearSelection();
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (m_table->item(row, nameColumn)->data(Qt::UserRole).toString() == m_chosen)
            m_table->selectRow(row);
}

void ConfigsDialog::addRow(const RankedCard& card) {
    const SweptConfig& swept = m_comparison->configs[card.index];
    const QString choice = m_comparison->choices[static_cast<qsizetype>(card.index)];
    QStringList cells(columnCount);
    cells[nameColumn] = text(swept.config) + (choice == m_chosen ? tr(" (in use)") : QString());
    QIcon verdictIcon;
    if (swept.report) {
        const LatencyFigures& latency = swept.report->latency;
        cells[rankColumn] = card.rank ? QString::number(*card.rank) : QStringLiteral("–");
        cells[endToEndColumn] = endToEndText(latency);
        if (latency.target) {
            const TargetVerdictText verdict = verdictText(*latency.target, latency.end_to_end_band);
            cells[targetColumn] = verdict.word;
            verdictIcon = icon(verdict.icon);
        }
        cells[cyclesColumn] = cyclesText(latency);
        cells[computeColumn] = computeText(latency);
        cells[weightsColumn] = weightsText(*swept.report->program);
        cells[remarkColumn] = remarkText(*swept.report, card.close_to_previous);
    } else {
        cells[rankColumn] = cells[endToEndColumn] = cells[cyclesColumn] = QStringLiteral("–");
        cells[computeColumn] = cells[weightsColumn] = QStringLiteral("–");
        cells[remarkColumn] =
            (swept.failure->kind == FailureKind::does_not_fit ? tr("does not fit: %1") : tr("not taken: %1"))
                .arg(text(swept.failure->message));
    }
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    for (int column = 0; column < columnCount; ++column) {
        auto* item = new QTableWidgetItem(cells[column]);
        item->setTextAlignment((isFigure(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        item->setToolTip(cells[column]);
        if (column == nameColumn) item->setData(Qt::UserRole, choice);
        if (column == targetColumn) item->setIcon(verdictIcon);
        m_table->setItem(row, column, item);
    }
}

void ConfigsDialog::use() {
    const int row = m_table->currentRow();
    if (row < 0 || !m_comparison) return;
    Q_EMIT configChosen(m_table->item(row, nameColumn)->data(Qt::UserRole).toString());
}

}  // namespace lockstep::app
