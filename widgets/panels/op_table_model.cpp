#include "widgets/panels/op_table_model.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <limits>

#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

constexpr QChar dash(0x2013);

QString cycleText(const std::optional<std::int64_t>& cycle) {
    return cycle ? countText(*cycle) : QString(dash);
}

QVariant cycleKey(const std::optional<std::int64_t>& cycle) {
    return QVariant::fromValue<qlonglong>(cycle.value_or(std::numeric_limits<qlonglong>::max()));
}

QString sizeText(std::int64_t size) {
    return size > 0 ? countText(size) : QString(dash);
}

QString sizeTip(const Size& size) {
    return OpTableModel::tr("%1 bytes of parameters, %2 of values that it makes")
        .arg(countText(size.parameter_bytes), countText(size.value_bytes));
}

bool isNumber(int column) {
    return column >= OpTableModel::busy && column <= OpTableModel::bytes;
}

QString supportText(nnir::SupportLevel level) {
    switch (level) {
        case nnir::SupportLevel::published:
            return OpTableModel::tr("as it is");
        case nnir::SupportLevel::composed:
            return OpTableModel::tr("composed");
        case nnir::SupportLevel::lockstep_only:
            break;
    }
    return OpTableModel::tr("Lockstep only");
}

}  // namespace

QPixmap emptySwatch(int side) {
    const qreal ratio = qGuiApp->devicePixelRatio();
    QPixmap pixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    return pixmap;
}

QPixmap opSwatch(std::string_view op, bool dark, int side) {
    QPixmap pixmap = emptySwatch(side);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(opMark(op, dark));
    painter.drawRoundedRect(QRectF(1, 1, side - 2, side - 2), 2.5, 2.5);
    return pixmap;
}

void OpTableModel::setRows(std::vector<OpRow> rows, bool costs) {
    beginResetModel();
    m_rows = std::move(rows);
    m_costs = costs;
    endResetModel();
}

void OpTableModel::setSizes(std::map<std::uint32_t, Size> sizes) {
    m_sizes = std::move(sizes);
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnTotal - 1));
}

void OpTableModel::setWords(std::map<std::uint32_t, QString> words) {
    m_words = std::move(words);
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, op), index(rowCount() - 1, op));
}

QString OpTableModel::wordOf(const OpRow& row) const {
    const auto found = m_words.find(row.node);
    return found == m_words.end() ? text(row.op) : found->second;
}

void OpTableModel::setSums(const Sums& sums) {
    m_sums = sums;
    const int row = static_cast<int>(m_rows.size());
    if (row > 0) Q_EMIT dataChanged(index(row, 0), index(row, columnTotal - 1));
}

const Size* OpTableModel::sizeOf(const OpRow& row) const {
    const auto found = m_sizes.find(row.node);
    return found == m_sizes.end() ? nullptr : &found->second;
}

std::optional<int> OpTableModel::rowOf(std::uint32_t node) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [node](const OpRow& row) { return row.node == node; });
    if (found == m_rows.end()) return std::nullopt;
    return static_cast<int>(found - m_rows.begin());
}

int OpTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || m_rows.empty() ? 0 : static_cast<int>(m_rows.size()) + 1;
}

int OpTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columnTotal;
}

QString OpTableModel::display(const OpRow& row, int column) const {
    const Size* size = sizeOf(row);
    if (!m_costs && (column == busy || column == share)) return QString(dash);
    switch (column) {
        case op:
            return wordOf(row);
        case name:
            return text(row.name);
        case module:
            return text(row.module);
        case busy:
            return countText(row.busy);
        case share:
            return tr("%1 %").arg(row.share * 100, 0, 'f', 1);
        case first:
            return cycleText(row.first_start);
        case last:
            return cycleText(row.last_end);
        case weights:
            return row.weight_blocks > 0 ? countText(row.weight_blocks) : QString(dash);
        case parameters:
            return size ? sizeText(size->parameters) : QString(dash);
        case macs:
            return size ? sizeText(size->macs) : QString(dash);
        case bytes:
            return size ? sizeText(size->bytes()) : QString(dash);
        case support:
            return supportText(row.support.level);
        case fused:
            return row.fused_into.empty() ? QString() : text(row.fused_into);
        default:
            return {};
    }
}

QVariant OpTableModel::sortKey(const OpRow& row, int column) const {
    const Size none;
    const Size& size = sizeOf(row) ? *sizeOf(row) : none;
    switch (column) {
        case busy:
            return QVariant::fromValue<qlonglong>(row.busy);
        case share:
            return row.share;
        case first:
            return cycleKey(row.first_start);
        case last:
            return cycleKey(row.last_end);
        case weights:
            return QVariant::fromValue<qlonglong>(row.weight_blocks);
        case parameters:
            return QVariant::fromValue<qlonglong>(size.parameters);
        case macs:
            return QVariant::fromValue<qlonglong>(size.macs);
        case bytes:
            return QVariant::fromValue<qlonglong>(size.bytes());
        default:
            return display(row, column);
    }
}

QString OpTableModel::tip(const OpRow& row) const {
    QStringList lines;
    if (m_costs) {
        lines << tr("%1 %2: %3 instructions").arg(wordOf(row), text(row.name), countText(row.instructions));
    } else {
        lines << tr("%1 %2").arg(wordOf(row), text(row.name));
    }
    if (const Size* size = sizeOf(row)) lines << sizeTip(*size);
    if (row.state_update > 0)
        lines << tr("%1 busy cycles only for the next inference").arg(countText(row.state_update));
    if (!row.support.note.empty()) lines << text(row.support.note);
    if (!row.source.empty()) lines << text(row.source);
    return lines.join(QLatin1Char('\n'));
}

QVariant OpTableModel::sumsData(int column, int role) const {
    if (role == Qt::FontRole) {
        QFont bold = QGuiApplication::font();
        bold.setBold(true);
        return bold;
    }
    if (role == Qt::ToolTipRole)
        return tr("Of what is listed; a weight that several operators share counts once");
    if (role != Qt::DisplayRole) return {};
    switch (column) {
        case op:
            return tr("Sum of %1").arg(countText(m_sums.nodes));
        case busy:
            return m_costs ? countText(m_sums.busy) : QString(dash);
        case weights:
            return sizeText(m_sums.weightBlocks);
        case parameters:
            return sizeText(m_sums.size.parameters);
        case macs:
            return sizeText(m_sums.size.macs);
        case bytes:
            return sizeText(m_sums.size.bytes());
        default:
            return {};
    }
}

QVariant OpTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    if (role == Qt::TextAlignmentRole)
        return isNumber(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    if (isSums(index)) return sumsData(index.column(), role);
    const OpRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return display(row, index.column());
        case sortRole:
            return sortKey(row, index.column());
        case nodeRole:
            return row.node;
        case Qt::ToolTipRole:
            return tip(row);
        case Qt::DecorationRole:
            if (index.column() == op) return opSwatch(row.op, isDark(QGuiApplication::palette()), 12);
            return {};
        default:
            return {};
    }
}

QVariant OpTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        return isNumber(section) ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                 : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole) {
        switch (section) {
            case busy:
                return tr("Cycles in which a unit worked for it, over all cores and units");
            case share:
                return tr(
                    "Of the busy cycles of all operators; they overlap, so they do not add up to the "
                    "latency");
            case first:
                return tr("First cycle of its first instruction");
            case last:
                return tr("Cycle in which its last unit is free again");
            case weights:
                return tr("Weight blocks over all cores");
            case parameters:
                return tr("Values of its weights, biases and constants");
            case macs:
                return tr(
                    "Multiply-accumulates of its products of matrices in one inference; a recurrent cell of "
                    "the streaming form counts its one position");
            case bytes:
                return tr(
                    "Parameters as they are stored (bf16: 2 bytes, fp8: 1, biases: 4) and the values that it "
                    "makes in one inference, without padding to blocks");
            case support:
                return tr(
                    "Whether the published accelerators run it as it is, run what it is built from, or are "
                    "not known to run it");
            default:
                return {};
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case op:
            return tr("Operator");
        case name:
            return tr("Name");
        case module:
            return tr("Module");
        case busy:
            return tr("Busy cycles");
        case share:
            return tr("Share");
        case first:
            return tr("First cycle");
        case last:
            return tr("Last cycle");
        case weights:
            return tr("Weight blocks");
        case parameters:
            return tr("Parameters");
        case macs:
            return tr("MACs");
        case bytes:
            return tr("Bytes");
        case support:
            return tr("Published");
        case fused:
            return tr("Fused into");
        default:
            return {};
    }
}

}  // namespace lockstep
