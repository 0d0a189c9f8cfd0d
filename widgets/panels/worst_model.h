#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/run/recording.h"

namespace lockstep {

/// The worst inferences of a run, the one with the largest error first.
class WorstModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { rank, inference, maxAbs, rms, relative, verdict, columnTotal };
    static constexpr int inferenceRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    void setRecords(std::vector<InferenceRecord> records);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<InferenceRecord> m_records;
};

}  // namespace lockstep
