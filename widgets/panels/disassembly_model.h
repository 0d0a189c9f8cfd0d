#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <optional>
#include <vector>

#include "widgets/panels/disassembly_listing.h"

namespace lockstep {

/// The lines of a listing, or of one core's part of it, in one column.
class DisassemblyModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Role { lineRole = Qt::UserRole };  ///< index into DisassemblyListing::lines

    using QAbstractTableModel::QAbstractTableModel;

    /// Null: nothing to show.
    void setListing(std::shared_ptr<const DisassemblyListing> listing);
    const std::shared_ptr<const DisassemblyListing>& listing() const { return m_listing; }
    /// nullopt: all cores, and what stands before them.
    void setCore(std::optional<std::size_t> core);
    std::optional<std::size_t> core() const { return m_core; }
    /// Lines that are lit up, ascending.
    void setHighlighted(std::vector<std::size_t> lines);
    const std::vector<std::size_t>& highlighted() const { return m_highlighted; }

    std::optional<int> rowOf(std::size_t line) const;
    /// The next row from `from` on, or back, that holds the words; round the end.
    std::optional<int> find(const QString& words, int from, bool back) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    /// Heads over the columns of the lines.
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    const ListingLine& lineAt(int row) const {
        return m_listing->lines()[m_rows[static_cast<std::size_t>(row)]];
    }

  private:
    void fill();

    std::shared_ptr<const DisassemblyListing> m_listing;
    std::optional<std::size_t> m_core;
    std::vector<std::uint32_t> m_rows;  ///< index of the line, by row
    std::vector<std::size_t> m_highlighted;
};

}  // namespace lockstep
