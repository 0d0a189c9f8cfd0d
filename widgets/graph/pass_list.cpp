#include "widgets/graph/pass_list.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "widgets/graph/pass_bar.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/panel_table.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/table_text.h"

namespace lockstep {
namespace {

enum Column { passColumn, whatColumn, nodesColumn, reasonColumn };

}  // namespace

PassList::PassList(QWidget* parent)
    : QDialog(parent),
      m_model(new PanelTableModel({{tr("Pass")}, {tr("What")}, {tr("Operators")}, {tr("Why")}}, this)),
      m_filtered(new QSortFilterProxyModel(this)),
      m_filter(new QLineEdit(this)),
      m_count(new QLabel(this)) {
    setObjectName(QStringLiteral("passList"));
    setWindowTitle(tr("What the passes did, and why"));
    m_table = makePanelTable(m_model, "passListTable", windowTitle(), this);
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filtered->setFilterKeyColumn(-1);
    m_table->setModel(m_filtered);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    makeCopyable(*m_table);
    m_filter->setObjectName(QStringLiteral("passListFilter"));
    m_filter->setPlaceholderText(tr("Filter: linear, padding, lstm…"));
    m_filter->setAccessibleName(tr("Filter the changes"));
    m_filter->setClearButtonEnabled(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* go = buttons->addButton(tr("Show in the graphs"), QDialogButtonBox::ActionRole);
    go->setObjectName(QStringLiteral("passListGo"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(m_filter);
    column->addWidget(m_table, 1);
    column->addWidget(m_count);
    column->addWidget(buttons);
    resize(900, 480);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_filtered->setFilterFixedString(words);
        showCount();
    });
    const auto choose = [this] {
        const QModelIndex at = m_filtered->mapToSource(m_table->currentIndex());
        if (!at.isValid()) return;
        const Row& row = m_rows[static_cast<std::size_t>(at.row())];
        if (row.stage > 0) Q_EMIT changeChosen(row.stage, row.change);
    };
    connect(go, &QPushButton::clicked, this, choose);
    connect(m_table, &QTableView::activated, this, choose);
}

void PassList::setGraphs(std::shared_ptr<const ModelGraphs> graphs) {
    m_graphs = std::move(graphs);
    m_rows.clear();
    for (std::size_t stage = 0; m_graphs && stage < m_graphs->stages.size(); ++stage)
        for (std::size_t change = 0; change < m_graphs->stages[stage].record.changes.size(); ++change)
            m_rows.push_back({stage, change});
    m_model->setRows(static_cast<int>(m_rows.size()),
                     [this](int row, int column, int role) { return cell(row, column, role); });
    for (const int column : {passColumn, whatColumn}) m_table->resizeColumnToContents(column);
    m_table->setColumnWidth(nodesColumn, fontMetrics().averageCharWidth() * 32);
    showCount();
}

/// The first few as the graph of that stage calls them.
QString PassList::nodesText(const std::vector<nnir::NodeId>& nodes, std::size_t stage) const {
    constexpr std::size_t most = 3;
    const nnir::Graph& graph = *m_graphs->stages[stage].graph;
    QStringList words;
    for (const nnir::NodeId id : nodes) {
        if (words.size() == most) break;
        if (const nnir::Node* node = graph.find_node(id)) words << text(nodeTitle(graph, *node));
    }
    if (nodes.size() > most) words << tr("%n more", nullptr, static_cast<int>(nodes.size() - most));
    return words.join(QStringLiteral(", "));
}

QVariant PassList::cell(int row, int column, int role) const {
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const Row& at = m_rows[static_cast<std::size_t>(row)];
    const PassRecord& record = m_graphs->stages[at.stage].record;
    const Change& change = record.changes[at.change];
    switch (column) {
        case passColumn:
            return text(record.pass);
        case whatColumn:
            return changeWord(change.kind);
        case nodesColumn:
            return change.after.empty() && at.stage > 0 ? nodesText(change.before, at.stage - 1)
                                                        : nodesText(change.after, at.stage);
        default:
            return text(change.reason);
    }
}

void PassList::showCount() {
    const int all = m_model->rowCount();
    const int shown = m_filtered->rowCount();
    m_count->setText(shown == all ? tr("%n changes", nullptr, all)
                                  : tr("%1 of %n changes", nullptr, all).arg(shown));
}

}  // namespace lockstep
