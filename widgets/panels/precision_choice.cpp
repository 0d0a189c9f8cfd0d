#include "widgets/panels/precision_choice.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

#include "core/nnir/node_pattern.h"
#include "core/nnir/op.h"
#include "core/support/error.h"
#include "widgets/panels/node_scope.h"
#include "widgets/panels/panel_text.h"

namespace lockstep {
namespace {

using nnir::Precision;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PrecisionChoice)
};

std::vector<const nnir::Node*> nodesOf(const nnir::Graph& graph, const QString& pattern) {
    std::vector<const nnir::Node*> nodes;
    for (const std::size_t index : nnir::NodePattern(pattern.toStdString()).choose(graph))
        nodes.push_back(&graph.nodes[index]);
    return nodes;
}

/// Why not all of the nodes, or none of them, can have the precision.
QString obstacleOf(const nnir::Graph& graph, const std::vector<const nnir::Node*>& nodes,
                   Precision precision) {
    QString first;
    int refused = 0;
    bool weights = false;
    for (const nnir::Node* node : nodes) {
        const nnir::Formats& formats = node->op->info().formats;
        const bool plain = precision == Precision::fp8 && !formats.fp8_weights && !formats.computed_weights;
        if (plain && nodes.size() > 1) continue;  // nodes without weights are left alone
        weights = true;
        const std::string reason = node->op->obstacle(nnir::bind(graph, *node), precision);
        if (reason.empty()) continue;
        if (refused++ == 0) first = QStringLiteral("%1: %2").arg(text(node->op->name()), text(reason));
    }
    if (!weights) return Words::tr("None of these operators has weights of its own.");
    if (refused == 0) return {};
    if (nodes.size() == 1) return first;
    return Words::tr("%1 of %2 operators cannot (%3). Choose them one by one.")
        .arg(refused)
        .arg(nodes.size())
        .arg(first);
}

}  // namespace

nnir::Precision chosenPrecision(const nnir::Graph& graph, const std::vector<PrecisionRule>& rules,
                                const nnir::Node& node) {
    Precision result = Precision::bf16;
    for (const PrecisionRule& rule : rules) {
        const auto nodes = nodesOf(graph, text(rule.pattern));
        if (std::ranges::find(nodes, &node) != nodes.end()) result = rule.precision;
    }
    return result;
}

std::vector<PrecisionOffer> precisionOffers(const nnir::Graph& graph, const QString& pattern, bool fp8) {
    const auto nodes = nodesOf(graph, pattern);
    std::vector<PrecisionOffer> offers{
        {Precision::bf16, Words::tr("bf16"), {}},
        {Precision::fp32, Words::tr("fp32 activations"), obstacleOf(graph, nodes, Precision::fp32)},
        {Precision::fp8, Words::tr("fp8 weights"), obstacleOf(graph, nodes, Precision::fp8)}};
    if (!fp8 && offers[2].obstacle.isEmpty())
        offers[2].obstacle = Words::tr("The chosen accelerator does not convert fp8 weights.");
    return offers;
}

std::vector<PrecisionRule> withRule(std::vector<PrecisionRule> rules, const PrecisionRule& rule) {
    std::erase_if(rules, [&rule](const PrecisionRule& other) { return other.pattern == rule.pattern; });
    if (rule.precision != Precision::bf16 || !rules.empty()) rules.push_back(rule);
    return rules;
}

PrecisionChoice::PrecisionChoice(QWidget* parent)
    : QWidget(parent),
      m_scope(new QComboBox(this)),
      m_precision(new QComboBox(this)),
      m_hint(new QLabel(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_scope->setAccessibleName(tr("Operators that the precision is for"));
    m_precision->setAccessibleName(tr("Precision"));
    for (QComboBox* box : {m_scope, m_precision}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        column->addWidget(box);
    }
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_hint);
    connect(m_scope, &QComboBox::currentIndexChanged, this, [this] { refreshOffers(); });
    connect(m_precision, &QComboBox::activated, this, &PrecisionChoice::choose);
    setVisible(false);
}

void PrecisionChoice::setNode(std::shared_ptr<const nnir::Graph> graph, std::optional<std::uint32_t> node) {
    m_graph = std::move(graph);
    m_node = node;
    refreshScopes();
}

void PrecisionChoice::setRules(const std::vector<PrecisionRule>& rules) {
    m_rules = rules;
    refreshOffers();
}

void PrecisionChoice::setFp8Allowed(bool allowed) {
    m_fp8Allowed = allowed;
    refreshOffers();
}

QString PrecisionChoice::pattern() const {
    return m_scope->currentData().toString();
}

void PrecisionChoice::refreshScopes() {
    const nnir::Node* node = nodeIn(m_graph, m_node);
    setVisible(node != nullptr);
    fillScopes(*m_scope, node);
    refreshOffers();
}

void PrecisionChoice::refreshOffers() {
    const QSignalBlocker blocker(m_precision);
    m_precision->clear();
    m_hint->hide();
    const nnir::Node* node = nodeIn(m_graph, m_node);
    if (node == nullptr) return;
    const Precision now = chosenPrecision(*m_graph, m_rules, *node);
    auto* model = qobject_cast<QStandardItemModel*>(m_precision->model());
    QStringList reasons;
    for (const PrecisionOffer& offer : precisionOffers(*m_graph, pattern(), m_fp8Allowed)) {
        const int row = m_precision->count();
        m_precision->addItem(offer.name, static_cast<int>(offer.precision));
        if (offer.precision == now) m_precision->setCurrentIndex(row);
        if (offer.obstacle.isEmpty()) continue;
        model->item(row)->setEnabled(false);
        m_precision->setItemData(row, offer.obstacle, Qt::ToolTipRole);
        reasons << tr("No %1. %2").arg(offer.name, offer.obstacle);
    }
    m_precision->setToolTip(reasons.join(u'\n'));
    const bool refused = now != Precision::bf16 && !model->item(m_precision->currentIndex())->isEnabled();
    m_hint->setVisible(refused);
    if (refused) m_hint->setText(m_precision->currentData(Qt::ToolTipRole).toString());
}

void PrecisionChoice::choose(int index) {
    Q_EMIT ruleChosen(
        {pattern().toStdString(), static_cast<Precision>(m_precision->itemData(index).toInt())});
}

}  // namespace lockstep
