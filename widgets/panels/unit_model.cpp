#include "widgets/panels/unit_model.h"

#include <algorithm>

#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

void UnitModel::setReport(std::shared_ptr<const ActivityReport> report, double share) {
    beginResetModel();
    m_report = std::move(report);
    m_rows.clear();
    m_dead = m_saturated = 0;
    for (std::size_t t = 0; m_report && t < m_report->traces.size(); ++t) {
        const ActivityTrace& trace = m_report->traces[t];
        for (std::size_t u = 0; u < trace.units.size(); ++u) {
            const double saturated = trace.range ? trace.saturated_share(u, m_report->inferences) : 0;
            const bool dead = trace.units[u].never_moved;
            const bool full = saturated >= share;
            if (!dead && !full) continue;
            m_dead += dead ? 1 : 0;
            m_saturated += full ? 1 : 0;
            m_rows.push_back({.trace = t, .unit = u, .dead = dead, .share = saturated});
        }
    }
    std::ranges::stable_sort(
        m_rows, [](const Row& a, const Row& b) { return a.dead != b.dead ? a.dead : a.share > b.share; });
    endResetModel();
}

int UnitModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int UnitModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnTotal;
}

QVariant UnitModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const ActivityTrace& trace = m_report->traces[row.trace];
    const UnitActivity& activity = trace.units[row.unit];
    if (role == traceRole) return QVariant::fromValue<qulonglong>(row.trace);
    if (role == unitRole) return QVariant::fromValue<qulonglong>(row.unit);
    if (role == Qt::TextAlignmentRole)
        return index.column() == place || index.column() == what
                   ? QVariant()
                   : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != sortRole) return {};
    const bool sorts = role == sortRole;
    const auto share = [&](std::int64_t inferences) -> QVariant {
        const double part = static_cast<double>(inferences) /
                            static_cast<double>(std::max<std::int64_t>(m_report->inferences, 1));
        if (sorts) return part;
        return trace.range ? tr("%1 %").arg(figureText(part * 100)) : QString();
    };
    switch (index.column()) {
        case place:
            return tr("%1 · %2").arg(text(trace.name), text(trace.kind));
        case unit:
            return sorts ? QVariant::fromValue<qulonglong>(row.unit)
                         : QVariant(countText(static_cast<std::int64_t>(row.unit)));
        case what:
            if (sorts) return row.dead ? 2.0 : row.share;
            return row.dead ? tr("dead: it never moves")
                            : tr("saturated in %1 %").arg(figureText(row.share * 100));
        case low:
            return share(activity.saturated_low);
        case high:
            return share(activity.saturated_high);
        case least:
            return sorts ? QVariant(static_cast<double>(activity.min))
                         : QVariant(figureText(static_cast<double>(activity.min)));
        case most:
            return sorts ? QVariant(static_cast<double>(activity.max))
                         : QVariant(figureText(static_cast<double>(activity.max)));
        default:
            return {};
    }
}

QVariant UnitModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == place || section == what ? Qt::AlignLeft : Qt::AlignRight) |
                        Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (section == low) return tr("Inferences at the lower end of what the unit can give");
        if (section == high) return tr("Inferences at the upper end of what the unit can give");
        return {};
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case place:
            return tr("State or gate");
        case unit:
            return tr("Unit");
        case what:
            return tr("What");
        case low:
            return tr("At the low end");
        case high:
            return tr("At the high end");
        case least:
            return tr("Least");
        default:
            return tr("Most");
    }
}

}  // namespace lockstep
