#include "widgets/panels/error_terms_model.h"

#include <QFont>
#include <QGuiApplication>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/report/attribution_report.h"
#include "widgets/panels/op_table_model.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

using Kind = ErrorTermsModel::Kind;

bool isTerm(Kind kind) {
    return kind == Kind::adds || kind == Kind::part;
}

bool isFigure(Kind kind) {
    return kind != Kind::op && kind != Kind::term && kind != Kind::module && kind != Kind::remark;
}

QString sourceTip(ErrorSource source) {
    switch (source) {
        case ErrorSource::reference:
            return ErrorTermsModel::tr("The reference's own fp32, against float64");
        case ErrorSource::carried:
            return ErrorTermsModel::tr(
                "The state that the VM had before the stretch, instead of the reference's");
        case ErrorSource::input:
            return ErrorTermsModel::tr("Inputs become bf16");
        case ErrorSource::fusion:
            return ErrorTermsModel::tr(
                "The whole program against its nodes one by one: fused nodes keep what lies between them in "
                "fp32, and sums are split over cores");
        default:
            return {};
    }
}

}  // namespace

QString sourceLabel(ErrorSource source) {
    switch (source) {
        case ErrorSource::reference:
            return ErrorTermsModel::tr("Reference");
        case ErrorSource::carried:
            return ErrorTermsModel::tr("Carried state");
        case ErrorSource::input:
            return ErrorTermsModel::tr("Input rounding");
        case ErrorSource::weights:
            return ErrorTermsModel::tr("Weight rounding");
        case ErrorSource::activation:
            return ErrorTermsModel::tr("Activation rounding");
        case ErrorSource::accumulation:
            return ErrorTermsModel::tr("Accumulation");
        case ErrorSource::functions:
            return ErrorTermsModel::tr("Functions");
        case ErrorSource::fusion:
            return ErrorTermsModel::tr("Fusion and order");
    }
    return {};
}

QString partLabel(ErrorSource source) {
    if (source == ErrorSource::weights) return ErrorTermsModel::tr("Weights");
    if (source == ErrorSource::activation) return ErrorTermsModel::tr("Activations");
    return sourceLabel(source);
}

void ErrorTermsModel::setAccount(std::shared_ptr<const ErrorAccount> account) {
    beginResetModel();
    m_account = std::move(account);
    m_columns.clear();
    m_rows.clear();
    m_largest = 0;
    if (m_account) {
        const Attribution& a = m_account->attribution();
        std::vector<ErrorSource> parts;
        if (!a.nodes.empty())
            for (const auto& [source, share] : parts_of(a.nodes.front())) parts.push_back(source);
        for (const Kind kind : {Kind::order, Kind::op, Kind::term, Kind::adds})
            m_columns.push_back({.kind = kind});
        for (std::size_t k = 0; k < parts.size(); ++k)
            m_columns.push_back({.kind = Kind::part, .part = k, .source = parts[k]});
        for (const Kind kind : {Kind::maxAbs, Kind::relative, Kind::steps, Kind::without, Kind::alone,
                                Kind::module, Kind::remark})
            m_columns.push_back({.kind = kind});
        // Nodes stand where their parts do among the sources.
        bool nodesAdded = false;
        const auto addNodes = [&] {
            for (std::size_t k = 0; k < a.nodes.size() && !nodesAdded; ++k) m_rows.push_back({.node = k});
            nodesAdded = true;
        };
        for (std::size_t s = 0; s < a.sources.size(); ++s) {
            if (std::ranges::find(parts, a.sources[s].first) != parts.end()) {
                addNodes();
            } else {
                m_rows.push_back({.node = std::nullopt, .source = s});
            }
        }
        addNodes();
        for (const Row& row : m_rows)
            for (const Column& column : m_columns)
                if (isTerm(column.kind))
                    m_largest = std::max(m_largest, std::abs(figure(row, column).value_or(0)));
    }
    endResetModel();
}

std::optional<int> ErrorTermsModel::columnOf(Kind kind) const {
    for (std::size_t k = 0; k < m_columns.size(); ++k)
        if (m_columns[k].kind == kind) return static_cast<int>(k);
    return std::nullopt;
}

std::optional<int> ErrorTermsModel::rowOf(std::uint32_t node) const {
    for (std::size_t k = 0; k < m_rows.size(); ++k)
        if (const NodeError* found = nodeOf(m_rows[k]); found != nullptr && found->node.value == node)
            return static_cast<int>(k);
    return std::nullopt;
}

double ErrorTermsModel::sum() const {
    double sum = 0;
    for (const Row& row : m_rows) sum += figure(row, {.kind = Kind::adds}).value_or(0);
    return sum;
}

const NodeError* ErrorTermsModel::nodeOf(const Row& row) const {
    return row.node ? &m_account->attribution().nodes[*row.node] : nullptr;
}

std::optional<double> ErrorTermsModel::figure(const Row& row, const Column& column) const {
    const NodeError* node = nodeOf(row);
    if (node == nullptr) {
        if (column.kind != Kind::adds) return std::nullopt;
        return m_account->attribution().sources[row.source].second.at_focus;
    }
    // What is fused has its values and its effect where the result is made.
    const bool ofValues =
        column.kind == Kind::maxAbs || column.kind == Kind::relative || column.kind == Kind::steps;
    const bool ofGroup = column.kind == Kind::without || column.kind == Kind::alone;
    if ((ofValues && !node->has_values) || (ofGroup && !node->computed_with.empty())) return std::nullopt;
    switch (column.kind) {
        case Kind::adds:
            return node->total.at_focus;
        case Kind::part:
            return parts_of(*node)[column.part].second->at_focus;
        case Kind::maxAbs:
            return node->max_abs;
        case Kind::relative:
            return node->relative;
        case Kind::steps:
            return node->ulps;
        case Kind::without:
            return node->all_but;
        case Kind::alone:
            return node->alone;
        default:
            return std::nullopt;
    }
}

QString ErrorTermsModel::remark(const Row& row) const {
    const NodeError* node = nodeOf(row);
    if (node == nullptr) return {};
    QStringList remarks;
    if (m_account->attribution().first_diverged == row.node) remarks << tr("first to diverge");
    const std::vector<std::string> fused = fused_into(*m_account->program, node->node);
    if (!fused.empty()) remarks << tr("fused into %1").arg(text(fused.front()));
    if (!node->computed_with.empty()) remarks << tr("rounded with %1").arg(text(node->computed_with));
    if (node->emulated) remarks << tr("emulated");
    return remarks.join(QStringLiteral(", "));
}

QString ErrorTermsModel::words(int row, const Column& column) const {
    const Row& entry = m_rows[static_cast<std::size_t>(row)];
    const NodeError* node = nodeOf(entry);
    switch (column.kind) {
        case Kind::order:
            return QString::number(row + 1);
        case Kind::op:
            return node != nullptr ? text(node->op) : QString();
        case Kind::term:
            return node != nullptr ? text(node->name)
                                   : sourceLabel(m_account->attribution().sources[entry.source].first);
        case Kind::module:
            return node != nullptr ? text(node->module) : QString();
        case Kind::remark:
            return remark(entry);
        default:
            break;
    }
    const std::optional<double> value = figure(entry, column);
    if (!value) return {};
    return isTerm(column.kind) ? signedText(*value) : figureText(*value);
}

QString ErrorTermsModel::tip(const Row& row) const {
    const NodeError* node = nodeOf(row);
    if (node == nullptr) return sourceTip(m_account->attribution().sources[row.source].first);
    QStringList lines{QStringLiteral("%1 %2").arg(text(node->op), text(node->name))};
    lines << tr("Over all output elements: at most %1, rms %2")
                 .arg(figureText(node->total.max_abs), figureText(node->total.rms));
    if (node->emulated)
        lines << tr("It cannot be compiled alone: its weights and results are rounded, its sums are float64");
    return lines.join(u'\n');
}

int ErrorTermsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ErrorTermsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant ErrorTermsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const Column& column = m_columns[static_cast<std::size_t>(index.column())];
    const NodeError* node = nodeOf(row);
    switch (role) {
        case Qt::DisplayRole:
            return words(index.row(), column);
        case sortRole: {
            if (column.kind == Kind::order) return index.row();
            if (!isFigure(column.kind)) return words(index.row(), column);
            // A term sorts by its size: what adds and what takes away stand together.
            const std::optional<double> value = figure(row, column);
            return value ? std::abs(*value) : -1.0;
        }
        case nodeRole:
            return node != nullptr ? QVariant(node->node.value) : QVariant();
        case barRole:
            if (isTerm(column.kind) && m_largest > 0) {
                const std::optional<double> value = figure(row, column);
                return value ? QVariant(*value / m_largest) : QVariant();
            }
            return {};
        case Qt::ToolTipRole:
            return tip(row);
        case Qt::DecorationRole:
            if (column.kind == Kind::op && node != nullptr)
                return opSwatch(node->op, isDark(QGuiApplication::palette()), 12);
            return {};
        case Qt::FontRole:
            if (column.kind == Kind::term && row.node &&
                m_account->attribution().first_diverged == row.node) {
                QFont font;
                font.setBold(true);
                return font;
            }
            return {};
        case Qt::TextAlignmentRole:
            return isFigure(column.kind) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
        default:
            return {};
    }
}

QVariant ErrorTermsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section >= columnCount()) return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::TextAlignmentRole)
        return QVariant((isFigure(column.kind) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    const bool tip = role == Qt::ToolTipRole;
    switch (column.kind) {
        case Kind::order:
            return tip ? tr("The order in which the terms are taken") : tr("#");
        case Kind::op:
            return tip ? QString() : tr("Operator");
        case Kind::term:
            return tip ? tr("What adds to the error; the first node that diverged is set bold") : tr("Term");
        case Kind::module:
            return tip ? QString() : tr("Module");
        case Kind::adds:
            return tip ? tr("The output with it done as the VM does it minus the output without it, at the "
                            "output element of the largest error: the column adds up to the error")
                       : tr("Adds");
        case Kind::part:
            return tip ? tr("%1: its part of what the node adds").arg(sourceLabel(column.source))
                       : partLabel(column.source);
        case Kind::maxAbs:
            return tip ? tr("Largest difference between the node's values in the VM and in the reference")
                       : tr("Values |Δ|");
        case Kind::relative:
            return tip ? tr("The difference, of the largest reference value") : tr("Relative");
        case Kind::steps:
            return tip ? tr("The difference in steps of bf16 at the largest reference value") : tr("ULP");
        case Kind::without:
            return tip ? tr("The output's error with this node exact and all others as in the VM")
                       : tr("With it exact");
        case Kind::alone:
            return tip ? tr("The output's error with this node alone as in the VM") : tr("It alone");
        case Kind::remark:
            return tip ? QString() : tr("Remarks");
    }
    return {};
}

}  // namespace lockstep
