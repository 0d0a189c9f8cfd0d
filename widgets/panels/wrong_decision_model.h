#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/run/run_watch.h"

namespace lockstep {

/// The inferences in which the VM decides otherwise than the reference, in their order.
class WrongDecisionModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { inference, margin, vm, reference, place, error, columnTotal };
    static constexpr int inferenceRole = Qt::UserRole + 1;
    static constexpr int sortRole = Qt::UserRole + 2;

    using QAbstractTableModel::QAbstractTableModel;

    void setDecisions(std::vector<WrongDecision> decisions);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<WrongDecision> m_decisions;
};

}  // namespace lockstep
