#pragma once

#include <QAbstractTableModel>
#include <QTableView>
#include <functional>

namespace lockstep {

/// A table that asks for its cells as they are painted: any number of rows. The columns are fixed.
class PanelTableModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    struct Column {
        QString title;
        bool isNumber = false;  ///< right-aligned
    };
    using Cell = std::function<QVariant(int row, int column, int role)>;

    PanelTableModel(QList<Column> columns, QObject* parent);

    /// `cell` answers for what is not about looks: DisplayRole, ToolTipRole, ForegroundRole, FontRole,
    /// EditRole.
    void setRows(int rows, Cell cell);
    /// Columns that can be edited; what was typed goes to edited(), and the model shows what it is set to.
    void setEditable(int column, bool editable);

    /// What a row is when it is dragged away; without it none can be.
    void setMime(std::function<QMimeData*(int row)> mime) { m_mime = std::move(mime); }
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

  Q_SIGNALS:
    void edited(int row, int column, const QString& text);

  private:
    QList<Column> m_columns;
    QList<int> m_editable;
    int m_rows = 0;
    Cell m_cell;
    std::function<QMimeData*(int row)> m_mime;
};

/// A table in the look of the panels: whole rows, no grid, no frame.
QTableView* makePanelTable(PanelTableModel* model, const char* name, const QString& accessibleName,
                           QWidget* parent);

}  // namespace lockstep
