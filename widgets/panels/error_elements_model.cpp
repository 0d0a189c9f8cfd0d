#include "widgets/panels/error_elements_model.h"

#include <algorithm>
#include <cmath>

#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

void ErrorElementsModel::setNode(std::shared_ptr<const ErrorAccount> account,
                                 std::optional<std::uint32_t> node) {
    beginResetModel();
    m_account = std::move(account);
    m_node = m_account && node ? m_account->find(*node) : nullptr;
    m_outputs.clear();
    if (m_node != nullptr && m_account->graph) {
        for (const nnir::Node& each : m_account->graph->nodes) {
            if (each.id != m_node->node) continue;
            std::size_t first = 0;
            for (const nnir::ValueId id : each.outputs) {
                const nnir::Value& output = m_account->graph->value(id);
                m_outputs.push_back({first, text(output.name), output.type.shape});
                first += static_cast<std::size_t>(element_count(output.type.shape));
            }
        }
    }
    endResetModel();
}

QString ErrorElementsModel::title() const {
    return m_node == nullptr ? QString() : QStringLiteral("%1 %2").arg(text(m_node->op), text(m_node->name));
}

int ErrorElementsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || m_node == nullptr ? 0 : static_cast<int>(m_node->vm_values.size());
}

int ErrorElementsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnTotal;
}

double ErrorElementsModel::value(int row, int column) const {
    const auto at = static_cast<std::size_t>(row);
    const double ours = m_node->vm_values[at];
    const double theirs = m_node->reference_values[at];
    switch (column) {
        case vm:
            return ours;
        case reference:
            return theirs;
        case difference:
            return ours - theirs;
        case steps:
            // Beside a reference of 0 any step is small: the value's own tells how far it is off.
            return ours == theirs
                       ? 0
                       : std::abs(ours - theirs) / bf16_step(theirs == 0 ? std::abs(ours) : std::abs(theirs));
        default:
            return row;
    }
}

QString ErrorElementsModel::elementName(int row) const {
    const auto at = static_cast<std::size_t>(row);
    const Output* output = nullptr;
    for (const Output& each : m_outputs)
        if (each.first <= at) output = &each;
    if (output == nullptr) return QString::number(row);
    QStringList places;
    auto rest = static_cast<std::int64_t>(at - output->first);
    for (auto size = output->shape.rbegin(); size != output->shape.rend(); ++size) {
        places.prepend(QString::number(rest % *size));
        rest /= *size;
    }
    return QStringLiteral("%1[%2]").arg(output->name, places.join(QStringLiteral(", ")));
}

QVariant ErrorElementsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    switch (role) {
        case Qt::DisplayRole:
            if (index.column() == element) return elementName(index.row());
            if (index.column() == steps) return figureText(value(index.row(), steps));
            return index.column() == difference ? signedText(value(index.row(), difference))
                                                : longText(value(index.row(), index.column()));
        case sortRole:
            return index.column() == difference ? std::abs(value(index.row(), difference))
                                                : value(index.row(), index.column());
        case Qt::TextAlignmentRole:
            return index.column() == element ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
        default:
            return {};
    }
}

QVariant ErrorElementsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section == element ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case element:
            return tr("Element");
        case vm:
            return tr("VM");
        case reference:
            return tr("Reference");
        case difference:
            return tr("Difference");
        default:
            return tr("ULP");
    }
}

}  // namespace lockstep
