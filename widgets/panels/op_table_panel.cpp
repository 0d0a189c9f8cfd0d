#include "widgets/panels/op_table_panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "core/nnir/node_words.h"
#include "widgets/panels/op_table_model.h"
#include "widgets/panels/panel_setup.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/table_text.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

/// Sorted by plain values, the row of sums always last; rows that hold every word of the filter in operator,
/// name, module or support.
class OpTablePanel::Sorted : public QSortFilterProxyModel {
  public:
    Sorted(OpTableModel& model, QObject* parent) : QSortFilterProxyModel(parent), m_model(model) {
        setSourceModel(&model);
        setSortRole(OpTableModel::sortRole);
    }

    void setWords(const QString& words) {
        m_words = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        invalidateFilter();
    }

  protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override {
        if (m_model.isSums(left)) return sortOrder() == Qt::DescendingOrder;
        if (m_model.isSums(right)) return sortOrder() == Qt::AscendingOrder;
        return QSortFilterProxyModel::lessThan(left, right);
    }

    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        if (m_words.isEmpty() || m_model.isSums(m_model.index(row, 0, parent))) return true;
        QString told;
        for (const int column :
             {OpTableModel::op, OpTableModel::name, OpTableModel::module, OpTableModel::support})
            told += m_model.index(row, column).data().toString() + QLatin1Char(' ');
        return std::all_of(m_words.begin(), m_words.end(),
                           [&](const QString& word) { return told.contains(word, Qt::CaseInsensitive); });
    }

  private:
    const OpTableModel& m_model;
    QStringList m_words;
};

OpTablePanel::OpTablePanel(QWidget* parent)
    : QWidget(parent),
      m_model(new OpTableModel(this)),
      m_sorted(new Sorted(*m_model, this)),
      m_table(new QTableView(this)),
      m_filter(new QLineEdit(this)),
      m_foot(new QWidget(this)),
      m_sum(new QLabel(this)),
      m_empty(new QLabel(tr("What each operator costs and holds shows here once a model is open."), this)) {
    setObjectName(QStringLiteral("opTablePanel"));
    m_table->setModel(m_sorted);
    m_table->setObjectName(QStringLiteral("opTable"));
    m_table->setAccessibleName(tr("Operators"));
    m_table->setSortingEnabled(true);
    setUpRowTable(*m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    makeCopyable(*m_table);
    m_sorted->sort(OpTableModel::first);
    m_table->horizontalHeader()->setSortIndicator(OpTableModel::first, Qt::AscendingOrder);

    m_filter->setObjectName(QStringLiteral("opFilter"));
    m_filter->setAccessibleName(tr("Filter operators"));
    m_filter->setPlaceholderText(tr("Filter operators"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * 28);
    m_sum->setFont(themeFont(font(), TextSize::small));
    m_sum->setForegroundRole(QPalette::PlaceholderText);
    m_sum->setWordWrap(true);
    auto* foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(8, 2, 8, 4);
    foot->setSpacing(12);
    foot->addWidget(m_filter);
    foot->addWidget(m_sum, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setContentsMargins(16, 8, 16, 8);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_foot);
    column->addWidget(m_empty, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    showTable(false);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &OpTablePanel::currentChanged);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        const QScopedValueRollback<bool> following(m_following, true);
        m_sorted->setWords(words);
        sumUp();
    });
}

void OpTablePanel::showTable(bool any) {
    m_table->setVisible(any);
    m_foot->setVisible(any);
    m_empty->setVisible(!any);
}

void OpTablePanel::setGraph(std::shared_ptr<const nnir::Graph> graph) {
    if (graph == m_graph) return;
    m_graph = std::move(graph);
    std::map<std::uint32_t, Size> sizes;
    if (m_graph)
        for (const NodeSize& each : graph_size(*m_graph).nodes) sizes[each.node.value] = each.size;
    m_model->setSizes(std::move(sizes));
    std::map<std::uint32_t, QString> words;
    if (m_graph)
        for (const nnir::Node& node : m_graph->nodes) words[node.id.value] = text(nnir::operator_word(node));
    m_model->setWords(std::move(words));
    sumUp();
}

void OpTablePanel::setRows(std::vector<OpRow> rows, bool costs) {
    const QScopedValueRollback<bool> following(m_following, true);
    const bool first = m_model->rowCount() == 0;
    m_model->setRows(std::move(rows), costs);
    sumUp();
    if (first) m_table->resizeColumnsToContents();
    showTable(true);
}

void OpTablePanel::setOps(std::vector<OpRow> rows, const Reconciliation& reconciliation) {
    setRows(std::move(rows), true);
    m_sum->setText(tr("%1 cycles over all operators − %2 at the same time + %3 in flight = %4 cycles spaced")
                       .arg(countText(reconciliation.sum_of_ops), countText(reconciliation.overlap),
                            countText(reconciliation.idle), countText(reconciliation.spaced)));
    m_sum->setToolTip(
        tr("Operators run on several cores and units at once, so their cycles add up to more than the "
           "latency. “In flight” are cycles in which no unit takes new work."));
}

void OpTablePanel::setUncompiled(std::vector<OpRow> rows) {
    setRows(std::move(rows), false);
    m_sum->setText(tr("Not compiled: what the operators hold and compute, without cycles."));
    m_sum->setToolTip({});
}

/// Of the rows that the filter leaves.
void OpTablePanel::sumUp() {
    OpTableModel::Sums sums;
    std::vector<nnir::NodeId> nodes;
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        const QModelIndex at = m_sorted->mapToSource(m_sorted->index(row, 0));
        if (m_model->isSums(at)) continue;
        const OpRow& op = m_model->rows()[static_cast<std::size_t>(at.row())];
        ++sums.nodes;
        sums.busy += op.busy;
        sums.weightBlocks += op.weight_blocks;
        nodes.push_back(nnir::NodeId{op.node});
    }
    if (m_graph) sums.size = size_of(*m_graph, nodes);
    m_model->setSums(sums);
}

void OpTablePanel::clear() {
    m_model->setRows({});
    setGraph(nullptr);
    showTable(false);
}

void OpTablePanel::selectNode(std::optional<std::uint32_t> node) {
    selectNodes(node ? std::vector{*node} : std::vector<std::uint32_t>());
}

void OpTablePanel::selectNodes(const std::vector<std::uint32_t>& nodes) {
    // Rows that Shift and Ctrl chose beside the operator in question stay chosen.
    if (nodes.size() == 1 && m_table->selectionModel()->selectedRows().size() > 1 &&
        m_table->currentIndex().data(OpTableModel::nodeRole) == QVariant(nodes[0]))
        return;
    const QScopedValueRollback<bool> following(m_following, true);
    QItemSelection chosen;
    QModelIndex first;
    for (const std::uint32_t node : nodes) {
        const std::optional<int> row = m_model->rowOf(node);
        const QModelIndex index = row ? m_sorted->mapFromSource(m_model->index(*row, 0)) : QModelIndex();
        if (!index.isValid()) continue;
        chosen.select(index, index);
        if (!first.isValid() || index.row() < first.row()) first = index;
    }
    if (!first.isValid()) {
        m_table->selectionModel()->clear();
        return;
    }
    m_table->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    m_table->selectionModel()->select(chosen,
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->scrollTo(first);
}

void OpTablePanel::currentChanged() {
    const QModelIndex index = m_table->currentIndex();
    if (m_following || !index.isValid()) return;
    // Shift and Ctrl choose rows to be copied, together with the one that is selected.
    const QVariant node = index.data(OpTableModel::nodeRole);
    if (node.isValid()) Q_EMIT nodeActivated(node.toUInt());
}

}  // namespace lockstep
