#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "core/run/unit_activity.h"

namespace lockstep {

/// The units of states and gates that are dead, or saturated in at least a share of the inferences that were
/// looked at: the most saturated first.
class UnitModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { place, unit, what, low, high, least, most, columnTotal };
    static constexpr int sortRole = Qt::UserRole + 1;
    static constexpr int traceRole = Qt::UserRole + 2;  ///< index into ActivityReport::traces
    static constexpr int unitRole = Qt::UserRole + 3;

    using QAbstractTableModel::QAbstractTableModel;

    /// `share` in (0, 1]: from which on a unit counts as saturated.
    void setReport(std::shared_ptr<const ActivityReport> report, double share);
    std::int64_t dead() const { return m_dead; }
    std::int64_t saturated() const { return m_saturated; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Row {
        std::size_t trace = 0;
        std::size_t unit = 0;
        bool dead = false;
        double share = 0;  ///< of the inferences, in which it is saturated
    };

    std::shared_ptr<const ActivityReport> m_report;
    std::vector<Row> m_rows;
    std::int64_t m_dead = 0;
    std::int64_t m_saturated = 0;
};

}  // namespace lockstep
