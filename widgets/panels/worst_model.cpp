#include "widgets/panels/worst_model.h"

#include "widgets/theme_numbers.h"

namespace lockstep {

void WorstModel::setRecords(std::vector<InferenceRecord> records) {
    if (records.size() == m_records.size()) {
        m_records = std::move(records);
        if (!m_records.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnTotal - 1));
        return;
    }
    beginResetModel();
    m_records = std::move(records);
    endResetModel();
}

int WorstModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int WorstModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnTotal;
}

QVariant WorstModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const InferenceRecord& record = m_records[static_cast<std::size_t>(index.row())];
    if (role == inferenceRole) return QVariant::fromValue<qlonglong>(record.index);
    if (role == Qt::TextAlignmentRole)
        return index.column() == verdict ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
        case rank:
            return QString::number(index.row() + 1);
        case inference:
            return countText(record.index);
        case maxAbs:
            return figureText(record.max_abs_error);
        case rms:
            return figureText(record.rms_error);
        case relative:
            return record.reference_max_abs > 0 ? figureText(record.max_abs_error / record.reference_max_abs)
                                                : QString(QChar(0x2013));
        case verdict:
            return record.allclose ? tr("✓ within") : tr("✗ outside");
        default:
            return {};
    }
}

QVariant WorstModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == verdict ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        if (section == relative) return tr("The largest error, of the inference's largest reference output");
        if (section == verdict) return tr("Whether every output is within the tolerance");
        return {};
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case rank:
            return tr("#");
        case inference:
            return tr("Inference");
        case maxAbs:
            return tr("max |Δ|");
        case rms:
            return tr("rms Δ");
        case relative:
            return tr("Relative");
        default:
            return tr("Tolerance");
    }
}

}  // namespace lockstep
