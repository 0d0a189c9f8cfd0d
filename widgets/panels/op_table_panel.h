#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/report/report.h"

class QLabel;
class QLineEdit;
class QTableView;

namespace lockstep {

class OpTableModel;

/// What each operator costs and holds, sortable, filtered by words, with a row of sums and the line that
/// makes the sum agree with the latency. Ctrl+C copies the chosen rows.
class OpTablePanel : public QWidget {
    Q_OBJECT

  public:
    explicit OpTablePanel(QWidget* parent = nullptr);

    /// The graph that parameters, multiply-accumulates and bytes are counted on; null: of a program alone.
    void setGraph(std::shared_ptr<const nnir::Graph> graph);
    void setOps(std::vector<OpRow> rows, const Reconciliation& reconciliation);
    /// Of a model that is not compiled: rows without costs.
    void setUncompiled(std::vector<OpRow> rows);
    void clear();
    void selectNode(std::optional<std::uint32_t> node);
    /// Several at once, such as those of a module.
    void selectNodes(const std::vector<std::uint32_t>& nodes);

  Q_SIGNALS:
    void nodeActivated(quint32 node);

  private:
    class Sorted;
    void currentChanged();
    void showTable(bool any);
    void setRows(std::vector<OpRow> rows, bool costs);
    void sumUp();

    OpTableModel* m_model;
    Sorted* m_sorted;
    QTableView* m_table;
    QLineEdit* m_filter;
    QWidget* m_foot;
    QLabel* m_sum;
    QLabel* m_empty;
    std::shared_ptr<const nnir::Graph> m_graph;
    bool m_following = false;  ///< the selection is set from outside
};

}  // namespace lockstep
