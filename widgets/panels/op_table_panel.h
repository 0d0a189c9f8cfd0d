#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/report/report.h"

class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace lockstep {

class OpTableModel;

/// What each operator costs, sortable, with the line that makes the sum agree with the latency.
class OpTablePanel : public QWidget {
    Q_OBJECT

  public:
    explicit OpTablePanel(QWidget* parent = nullptr);

    void setOps(std::vector<OpRow> rows, const Reconciliation& reconciliation);
    void clear();
    void selectNode(std::optional<std::uint32_t> node);

  Q_SIGNALS:
    void nodeActivated(quint32 node);

  private:
    void currentChanged();
    void showTable(bool any);

    OpTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    QLabel* m_sum;
    QLabel* m_empty;
    bool m_following = false;  ///< the selection is set from outside
};

}  // namespace lockstep
