#include "widgets/panels/wrong_decision_model.h"

#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

void WrongDecisionModel::setDecisions(std::vector<WrongDecision> decisions) {
    if (decisions == m_decisions) return;
    // The list of a run that goes on grows at its end: what is chosen stays chosen.
    const std::size_t before = m_decisions.size();
    const bool grows = decisions.size() > before && before > 0 &&
                       std::equal(m_decisions.begin(), m_decisions.end(), decisions.begin());
    if (grows) {
        beginInsertRows({}, static_cast<int>(before), static_cast<int>(decisions.size()) - 1);
        m_decisions = std::move(decisions);
        endInsertRows();
        return;
    }
    beginResetModel();
    m_decisions = std::move(decisions);
    endResetModel();
}

int WrongDecisionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_decisions.size());
}

int WrongDecisionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnTotal;
}

QVariant WrongDecisionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const WrongDecision& decision = m_decisions[static_cast<std::size_t>(index.row())];
    if (role == inferenceRole) return QVariant::fromValue<qlonglong>(decision.index);
    if (role == Qt::TextAlignmentRole)
        return index.column() == vm || index.column() == reference
                   ? QVariant()
                   : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != sortRole) return {};
    const bool sorts = role == sortRole;
    switch (index.column()) {
        case inference:
            return sorts ? QVariant::fromValue<qlonglong>(decision.index) : countText(decision.index);
        case margin:
            return sorts ? QVariant(decision.margin) : figureText(decision.margin);
        case vm:
            return text(decision.vm);
        case reference:
            return text(decision.reference);
        case place:
            return sorts ? QVariant::fromValue<qlonglong>(decision.place) : countText(decision.place);
        case error:
            return sorts ? QVariant(decision.max_abs_error) : figureText(decision.max_abs_error);
        default:
            return {};
    }
}

QVariant WrongDecisionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == vm || section == reference ? Qt::AlignLeft : Qt::AlignRight) |
                        Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (section == margin) return tr("How far the reference was from deciding otherwise");
        if (section == place) return tr("The row of the last axis, or the value, that is decided on");
        return {};
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case inference:
            return tr("Inference");
        case margin:
            return tr("Margin");
        case vm:
            return tr("VM");
        case reference:
            return tr("Reference");
        case place:
            return tr("Place");
        default:
            return tr("max |Δ|");
    }
}

}  // namespace lockstep
