#pragma once

#include <QDialog>
#include <memory>

#include "core/passes/pipeline.h"

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace lockstep {

class PanelTableModel;

/// Everything that the passes did and why, as a list to read, filter and copy (Ctrl+C).
class PassList : public QDialog {
    Q_OBJECT

  public:
    explicit PassList(QWidget* parent = nullptr);

    void setGraphs(std::shared_ptr<const ModelGraphs> graphs);

  Q_SIGNALS:
    /// The user went to a change of a pass that the slider has.
    void changeChosen(std::size_t stage, std::size_t change);

  private:
    struct Row {
        std::size_t stage = 0;
        std::size_t change = 0;
    };
    QVariant cell(int row, int column, int role) const;
    QString nodesText(const std::vector<nnir::NodeId>& nodes, std::size_t stage) const;
    void showCount();

    std::shared_ptr<const ModelGraphs> m_graphs;
    std::vector<Row> m_rows;
    PanelTableModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QTableView* m_table;
    QLineEdit* m_filter;
    QLabel* m_count;
};

}  // namespace lockstep
