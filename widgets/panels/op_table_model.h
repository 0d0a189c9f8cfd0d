#pragma once

#include <QAbstractTableModel>
#include <QPixmap>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "core/analysis/graph_size.h"
#include "core/report/report.h"

namespace lockstep {

/// A transparent square of `side` logical pixels, as sharp as the screen.
QPixmap emptySwatch(int side);
/// A small square in the colour of an operator.
QPixmap opSwatch(std::string_view op, bool dark, int side);

/// The operators of a report as a table, and below them a row with their sums. Qt::UserRole + 1 (`sortRole`)
/// gives plain values to sort by; the row of sums has no node.
class OpTableModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column {
        op,
        name,
        module,
        busy,
        share,
        first,
        last,
        weights,
        parameters,
        macs,
        bytes,
        support,
        fused,
        columnTotal
    };
    /// What the row of sums says: of all rows, or of those that a filter leaves.
    struct Sums {
        std::int64_t nodes = 0;
        std::int64_t busy = 0;
        std::int64_t weightBlocks = 0;
        Size size;
    };
    static constexpr int sortRole = Qt::UserRole + 1;
    static constexpr int nodeRole = Qt::UserRole + 2;

    using QAbstractTableModel::QAbstractTableModel;

    /// `costs`: the rows are of a program; otherwise nothing is compiled and there are sizes alone.
    void setRows(std::vector<OpRow> rows, bool costs = true);
    /// By node; what has none shows a dash.
    void setSizes(std::map<std::uint32_t, Size> sizes);
    /// What the graph calls an operator ("Multiply" instead of "Pointwise"), by node.
    void setWords(std::map<std::uint32_t, QString> words);
    void setSums(const Sums& sums);
    bool isSums(const QModelIndex& index) const { return index.row() == static_cast<int>(m_rows.size()); }
    std::optional<int> rowOf(std::uint32_t node) const;
    const std::vector<OpRow>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QString display(const OpRow& row, int column) const;
    QVariant sortKey(const OpRow& row, int column) const;
    QString tip(const OpRow& row) const;
    QVariant sumsData(int column, int role) const;
    const Size* sizeOf(const OpRow& row) const;
    QString wordOf(const OpRow& row) const;

    std::vector<OpRow> m_rows;
    std::map<std::uint32_t, Size> m_sizes;
    std::map<std::uint32_t, QString> m_words;
    Sums m_sums;
    bool m_costs = true;
};

}  // namespace lockstep
