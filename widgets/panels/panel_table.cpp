#include "widgets/panels/panel_table.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QStyledItemDelegate>

#include "widgets/panels/panel_setup.h"

namespace lockstep {
namespace {

/// Figures that come while a cell is edited do not take away what was typed.
class CellDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setEditorData(QWidget* editor, const QModelIndex& index) const override {
        const auto* field = qobject_cast<const QLineEdit*>(editor);
        if (field == nullptr || !field->isModified()) QStyledItemDelegate::setEditorData(editor, index);
    }
};

}  // namespace

PanelTableModel::PanelTableModel(QList<Column> columns, QObject* parent)
    : QAbstractTableModel(parent), m_columns(std::move(columns)) {}

void PanelTableModel::setRows(int rows, Cell cell) {
    // The same table with other figures keeps its selection and its place.
    if (rows == m_rows) {
        m_cell = std::move(cell);
        if (rows > 0) Q_EMIT dataChanged(index(0, 0), index(rows - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    m_cell = std::move(cell);
    endResetModel();
}

void PanelTableModel::setEditable(int column, bool editable) {
    if (editable && !m_editable.contains(column)) m_editable << column;
    if (!editable) m_editable.removeAll(column);
}

int PanelTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows;
}

int PanelTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant PanelTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !m_cell) return {};
    if (role == Qt::TextAlignmentRole)
        return m_columns[index.column()].isNumber ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                  : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    return m_cell(index.row(), index.column(), role);
}

bool PanelTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || value == data(index, Qt::EditRole)) return false;
    Q_EMIT edited(index.row(), index.column(), value.toString());
    return true;
}

QVariant PanelTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    const Column& column = m_columns[section];
    if (role == Qt::DisplayRole) return column.title;
    if (role == Qt::TextAlignmentRole)
        return column.isNumber ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                               : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    return {};
}

QMimeData* PanelTableModel::mimeData(const QModelIndexList& indexes) const {
    return indexes.isEmpty() || !m_mime ? nullptr : m_mime(indexes.front().row());
}

Qt::ItemFlags PanelTableModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (m_mime) flags |= Qt::ItemIsDragEnabled;
    if (m_editable.contains(index.column())) flags |= Qt::ItemIsEditable;
    return flags;
}

QTableView* makePanelTable(PanelTableModel* model, const char* name, const QString& accessibleName,
                           QWidget* parent) {
    auto* table = new QTableView(parent);
    table->setObjectName(QLatin1String(name));
    table->setAccessibleName(accessibleName);
    table->setModel(model);
    table->setItemDelegate(new CellDelegate(table));
    setUpRowTable(*table);
    // A head and a row: panels stay low where space is short.
    table->setMinimumHeight(table->fontMetrics().height() * 3);
    table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                           QAbstractItemView::AnyKeyPressed);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    return table;
}

}  // namespace lockstep
