#pragma once

#include <QAbstractTableModel>
#include <QPixmap>
#include <optional>
#include <string_view>
#include <vector>

#include "core/report/report.h"

namespace lockstep {

/// A transparent square of `side` logical pixels, as sharp as the screen.
QPixmap emptySwatch(int side);
/// A small square in the colour of an operator.
QPixmap opSwatch(std::string_view op, bool dark, int side);

/// The operators of a report as a table. Qt::UserRole + 1 (`sortRole`) gives plain values to sort by.
class OpTableModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { op, name, module, busy, share, first, last, weights, support, fused, columnTotal };
    static constexpr int sortRole = Qt::UserRole + 1;
    static constexpr int nodeRole = Qt::UserRole + 2;

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<OpRow> rows);
    std::optional<int> rowOf(std::uint32_t node) const;
    const std::vector<OpRow>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    static QString display(const OpRow& row, int column);
    static QVariant sortKey(const OpRow& row, int column);
    static QString tip(const OpRow& row);

    std::vector<OpRow> m_rows;
};

}  // namespace lockstep
