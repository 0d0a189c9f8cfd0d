#include "widgets/panels/op_table_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "widgets/panels/op_table_model.h"
#include "widgets/panels/panel_setup.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

OpTablePanel::OpTablePanel(QWidget* parent)
    : QWidget(parent),
      m_model(new OpTableModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_table(new QTableView(this)),
      m_sum(new QLabel(this)),
      m_empty(new QLabel(tr("What each operator costs shows here once a model is compiled."), this)) {
    setObjectName(QStringLiteral("opTablePanel"));
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(OpTableModel::sortRole);
    m_table->setModel(m_sorted);
    m_table->setObjectName(QStringLiteral("opTable"));
    m_table->setAccessibleName(tr("Operators"));
    m_table->setSortingEnabled(true);
    setUpRowTable(*m_table);
    m_sorted->sort(OpTableModel::first);
    m_table->horizontalHeader()->setSortIndicator(OpTableModel::first, Qt::AscendingOrder);

    m_sum->setFont(themeFont(font(), TextSize::small));
    m_sum->setForegroundRole(QPalette::PlaceholderText);
    m_sum->setContentsMargins(8, 2, 8, 4);
    m_sum->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setContentsMargins(16, 8, 16, 8);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_sum);
    column->addWidget(m_empty, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    showTable(false);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &OpTablePanel::currentChanged);
}

void OpTablePanel::showTable(bool any) {
    m_table->setVisible(any);
    m_sum->setVisible(any);
    m_empty->setVisible(!any);
}

void OpTablePanel::setOps(std::vector<OpRow> rows, const Reconciliation& reconciliation) {
    const QScopedValueRollback<bool> following(m_following, true);
    const bool first = m_model->rowCount() == 0;
    m_model->setRows(std::move(rows));
    if (first) m_table->resizeColumnsToContents();
    m_sum->setText(tr("%1 cycles over all operators − %2 at the same time + %3 in flight = %4 cycles spaced")
                       .arg(countText(reconciliation.sum_of_ops), countText(reconciliation.overlap),
                            countText(reconciliation.idle), countText(reconciliation.spaced)));
    m_sum->setToolTip(
        tr("Operators run on several cores and units at once, so their cycles add up to more than the "
           "latency. “In flight” are cycles in which no unit takes new work."));
    showTable(true);
}

void OpTablePanel::clear() {
    m_model->setRows({});
    showTable(false);
}

void OpTablePanel::selectNode(std::optional<std::uint32_t> node) {
    const QScopedValueRollback<bool> following(m_following, true);
    const std::optional<int> row = node ? m_model->rowOf(*node) : std::nullopt;
    if (!row) {
        m_table->selectionModel()->clear();
        return;
    }
    const QModelIndex index = m_sorted->mapFromSource(m_model->index(*row, 0));
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
}

void OpTablePanel::currentChanged() {
    const QModelIndex index = m_table->currentIndex();
    if (m_following || !index.isValid()) return;
    Q_EMIT nodeActivated(index.data(OpTableModel::nodeRole).toUInt());
}

}  // namespace lockstep
