#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <optional>

#include "core/analysis/why.h"

namespace lockstep {

/// The critical path of the spaced figure as a table, an entry a row, from the first input beat on.
class WhyPathModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { from, cycles, node, instruction, reason, columnTotal };
    /// Index into Timeline::events; invalid for a row without an event.
    static constexpr int eventRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    /// Null for all: nothing to show.
    void setWhy(std::shared_ptr<const Program> program, std::shared_ptr<const Timeline> timeline,
                std::shared_ptr<const Why> why);
    std::optional<int> rowOf(std::uint32_t event) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QString display(const PathEntry& entry, int column) const;

    std::shared_ptr<const Program> m_program;
    std::shared_ptr<const Timeline> m_timeline;
    std::shared_ptr<const Why> m_why;
};

}  // namespace lockstep
