#include "widgets/panels/disassembly_model.h"

#include <QGuiApplication>
#include <QPalette>
#include <algorithm>

#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"

namespace lockstep {

using Kind = ListingLine::Kind;

void DisassemblyModel::setListing(std::shared_ptr<const DisassemblyListing> listing) {
    beginResetModel();
    m_listing = std::move(listing);
    m_highlighted.clear();
    if (!m_listing || (m_core && *m_core >= m_listing->cores())) m_core.reset();
    fill();
    endResetModel();
}

void DisassemblyModel::setCore(std::optional<std::size_t> core) {
    if (core == m_core) return;
    beginResetModel();
    m_core = core;
    fill();
    endResetModel();
}

void DisassemblyModel::fill() {
    m_rows.clear();
    if (!m_listing) return;
    const std::vector<ListingLine>& lines = m_listing->lines();
    // A core's part goes from its heading to the next one's; the texts in it have no core of their own.
    bool inside = !m_core;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (m_core && lines[i].kind == Kind::core) inside = lines[i].core == *m_core;
        if (inside) m_rows.push_back(static_cast<std::uint32_t>(i));
    }
}

void DisassemblyModel::setHighlighted(std::vector<std::size_t> lines) {
    if (lines == m_highlighted) return;
    m_highlighted = std::move(lines);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {Qt::BackgroundRole, Qt::ForegroundRole});
}

std::optional<int> DisassemblyModel::rowOf(std::size_t line) const {
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), line);
    if (found == m_rows.end() || *found != line) return std::nullopt;
    return static_cast<int>(found - m_rows.begin());
}

std::optional<int> DisassemblyModel::find(const QString& words, int from, bool back) const {
    const std::string wanted = words.toLower().toStdString();
    const int count = rowCount();
    if (wanted.empty() || count == 0) return std::nullopt;
    for (int i = 0; i < count; ++i) {
        const int row = ((from + (back ? -i : i)) % count + count) % count;
        if (m_listing->contains(m_rows[static_cast<std::size_t>(row)], wanted)) return row;
    }
    return std::nullopt;
}

int DisassemblyModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DisassemblyModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 1;
}

QVariant DisassemblyModel::data(const QModelIndex& index, int role) const {
    if (!m_listing || index.row() < 0 || index.row() >= rowCount()) return {};
    const std::size_t at = m_rows[static_cast<std::size_t>(index.row())];
    const ListingLine& line = m_listing->lines()[at];
    const auto lit = [&] { return std::binary_search(m_highlighted.begin(), m_highlighted.end(), at); };
    switch (role) {
        case Qt::DisplayRole:
            return text(line.text);
        case Qt::ForegroundRole: {
            const ThemeColors& colors = themeColors(QGuiApplication::palette());
            if (line.kind == Kind::text && line.text.starts_with(';')) return colors.quietText;
            return line.kind == Kind::node ? colors.quietText : colors.text;
        }
        case Qt::BackgroundRole: {
            if (!lit()) return {};
            QColor tint = themeColors(QGuiApplication::palette()).accent;
            tint.setAlpha(40);
            return tint;
        }
        case Qt::ToolTipRole:
            return line.text.size() > 80 ? text(line.text) : QVariant();
        case lineRole:
            return QVariant::fromValue(static_cast<qulonglong>(at));
        default:
            return {};
    }
}

QVariant DisassemblyModel::headerData(int, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole)
        return tr(
            "Number of the instruction in its core, cycle in which it begins, cycle in which its result "
            "can be read");
    if (role != Qt::DisplayRole) return {};
    // As wide as the columns of the listing.
    return QStringLiteral("%1 %2 %3  %4")
        .arg(tr("#"), 6)
        .arg(tr("begins"), 7)
        .arg(tr("result"), 7)
        .arg(tr("instruction"));
}

}  // namespace lockstep
