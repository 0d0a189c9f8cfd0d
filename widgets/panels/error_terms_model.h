#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <optional>
#include <vector>

#include "widgets/panels/error_account.h"

namespace lockstep {

/// What an error comes from, translated, in words that begin a line: "Weight rounding".
QString sourceLabel(ErrorSource source);
/// The head of the column of a node's part: "Weights".
QString partLabel(ErrorSource source);

/// The error of one inference as an account: a row per term, in the order in which they add up to it. Nodes
/// have their parts and the error of their values beside it.
class ErrorTermsModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum class Kind { order, op, term, module, adds, part, maxAbs, relative, steps, without, alone, remark };
    static constexpr int sortRole = Qt::UserRole + 1;
    static constexpr int nodeRole = Qt::UserRole + 2;  ///< invalid for a row that is no node
    /// In [-1, 1]: a term, of the largest one.
    static constexpr int barRole = Qt::UserRole + 3;

    using QAbstractTableModel::QAbstractTableModel;

    /// Null: nothing to show.
    void setAccount(std::shared_ptr<const ErrorAccount> account);
    Kind kindOf(int column) const { return m_columns[static_cast<std::size_t>(column)].kind; }
    std::optional<int> columnOf(Kind kind) const;
    std::optional<int> rowOf(std::uint32_t node) const;
    /// Of all rows' terms.
    double sum() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Column {
        Kind kind = Kind::order;
        std::size_t part = 0;  ///< index into parts_of()
        ErrorSource source = ErrorSource::reference;
    };
    struct Row {
        std::optional<std::size_t> node;  ///< index into Attribution::nodes
        std::size_t source = 0;           ///< otherwise: index into Attribution::sources
    };

    const NodeError* nodeOf(const Row& row) const;
    std::optional<double> figure(const Row& row, const Column& column) const;
    QString words(int row, const Column& column) const;
    QString remark(const Row& row) const;
    QString tip(const Row& row) const;

    std::shared_ptr<const ErrorAccount> m_account;
    std::vector<Column> m_columns;
    std::vector<Row> m_rows;
    double m_largest = 0;
};

}  // namespace lockstep
