#include "widgets/panels/why_path_model.h"

#include "core/report/why_words.h"
#include "widgets/panels/op_table_model.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

void WhyPathModel::setWhy(std::shared_ptr<const Program> program, std::shared_ptr<const Timeline> timeline,
                          std::shared_ptr<const Why> why) {
    beginResetModel();
    const bool whole = program && timeline && why;
    m_program = whole ? std::move(program) : nullptr;
    m_timeline = whole ? std::move(timeline) : nullptr;
    m_why = whole ? std::move(why) : nullptr;
    endResetModel();
}

std::optional<int> WhyPathModel::rowOf(std::uint32_t event) const {
    if (!m_why) return std::nullopt;
    for (std::size_t i = 0; i < m_why->path.entries.size(); ++i)
        if (m_why->path.entries[i].event == event) return static_cast<int>(i);
    return std::nullopt;
}

int WhyPathModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_why ? 0 : static_cast<int>(m_why->path.entries.size());
}

int WhyPathModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnTotal;
}

QString WhyPathModel::display(const PathEntry& entry, int column) const {
    switch (column) {
        case from:
            return countText(entry.begin);
        case cycles:
            return countText(entry.cycles());
        case instruction:
            return entry.event == no_event ? tr("end")
                                           : text(event_label(*m_program, m_timeline->events[entry.event]));
        case node:
            return entry.event == no_event ? QString()
                                           : text(event_node(*m_program, m_timeline->events[entry.event]));
        case reason:
            return text(reason_text(*m_program, *m_timeline, entry));
        default:
            return {};
    }
}

QVariant WhyPathModel::data(const QModelIndex& index, int role) const {
    if (!m_why || index.row() < 0 || index.row() >= rowCount()) return {};
    const PathEntry& entry = m_why->path.entries[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return display(entry, index.column());
        case Qt::TextAlignmentRole:
            return index.column() <= cycles ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                            : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
        case Qt::ToolTipRole:
            return tr("Cycles %1 to %2: %3\n%4")
                .arg(countText(entry.begin), countText(entry.end), text(spent_text(entry.spent)),
                     display(entry, reason));
        case eventRole:
            return entry.event == no_event ? QVariant() : QVariant(entry.event);
        default:
            return {};
    }
}

QVariant WhyPathModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return section <= cycles ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                 : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case from:
            return tr("From");
        case cycles:
            return tr("Cycles");
        case instruction:
            return tr("Instruction");
        case node:
            return tr("Node");
        case reason:
            return tr("Why not earlier");
        default:
            return {};
    }
}

}  // namespace lockstep
