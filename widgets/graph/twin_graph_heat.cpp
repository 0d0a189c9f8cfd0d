#include <QActionGroup>
#include <QMenu>
#include <QToolButton>
#include <algorithm>

#include "core/nnir/node_pattern.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/plots/panel_header.h"

namespace lockstep {

namespace {

bool canBeChosen(const HeatSource& source) {
    return !source.values.empty() || !source.waiting.isEmpty();
}

}  // namespace

void TwinGraphView::makeHeatButton() {
    m_heatButton = new QToolButton;
    m_heatButton->setObjectName(QStringLiteral("graphHeat"));
    m_heatButton->setText(tr("Heat"));
    m_heatButton->setAutoRaise(true);
    m_heatButton->setPopupMode(QToolButton::InstantPopup);
    m_heatButton->setToolTip(tr("Fill the operators by what they cost"));
    m_heatButton->setEnabled(false);
    auto* menu = new QMenu(m_heatButton);
    menu->setObjectName(QStringLiteral("graphHeatMenu"));
    menu->setToolTipsVisible(true);
    m_heatButton->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillHeatMenu(*menu); });
    m_left.header->addControl(m_heatButton);
}

void TwinGraphView::fillHeatMenu(QMenu& menu) {
    menu.clear();
    auto* group = new QActionGroup(&menu);
    const auto add = [&](const QString& text, const QString& key, bool enabled) {
        QAction* action = menu.addAction(text);
        action->setCheckable(true);
        action->setChecked(key == m_heat);
        action->setEnabled(enabled);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, key] { chooseHeat(key, m_heatLogarithmic); });
        return action;
    };
    add(tr("Kind of operator"), {}, true);
    menu.addSeparator();
    for (const HeatSource& source : m_heatSources)
        add(source.name, source.key, canBeChosen(source))->setToolTip(source.title);
    menu.addSeparator();
    QAction* logarithmic = menu.addAction(tr("Logarithmic scale"));
    logarithmic->setCheckable(true);
    logarithmic->setChecked(m_heatLogarithmic);
    connect(logarithmic, &QAction::triggered, this, [this](bool on) { chooseHeat(m_heat, on); });
}

void TwinGraphView::setHeatSource(const HeatSource& source) {
    const auto known = std::find_if(m_heatSources.begin(), m_heatSources.end(),
                                    [&](const HeatSource& other) { return other.key == source.key; });
    if (known == m_heatSources.end()) {
        m_heatSources.push_back(source);
    } else if (*known == source) {
        return;
    } else {
        *known = source;
    }
    if (source.key == m_heat) showHeat();
    updateHeatButton();
}

void TwinGraphView::setHeat(const QString& key, bool logarithmic) {
    if (key == m_heat && logarithmic == m_heatLogarithmic) return;
    m_heat = key;
    m_heatLogarithmic = logarithmic;
    showHeat();
}

void TwinGraphView::chooseHeat(const QString& key, bool logarithmic) {
    setHeat(key, logarithmic);
    Q_EMIT heatChosen(m_heat, m_heatLogarithmic);
}

void TwinGraphView::chooseNextHeat() {
    if (m_pass) return;  // a pass is shown without heat
    const auto chosen = std::find_if(m_heatSources.begin(), m_heatSources.end(),
                                     [&](const HeatSource& source) { return source.key == m_heat; });
    const auto from = chosen == m_heatSources.end() ? m_heatSources.begin() : chosen + 1;
    const auto next = std::find_if(from, m_heatSources.end(), canBeChosen);
    chooseHeat(next == m_heatSources.end() ? QString() : next->key, m_heatLogarithmic);
}

void TwinGraphView::updateHeatButton() {
    const bool any = std::any_of(m_heatSources.begin(), m_heatSources.end(), canBeChosen);
    m_heatButton->setEnabled(any && !m_pass);
}

void TwinGraphView::showHeat() {
    updateHeatButton();
    const auto chosen = std::find_if(m_heatSources.begin(), m_heatSources.end(),
                                     [&](const HeatSource& source) { return source.key == m_heat; });
    const bool shown = m_graphs && !m_pass && chosen != m_heatSources.end() && canBeChosen(*chosen);
    m_heatButton->setText(shown ? tr("Heat: %1").arg(chosen->name) : tr("Heat"));
    NodeHeat compiled;
    if (shown) {
        const nnir::Graph& graph = *m_graphs->compiled_form();
        HeatSource drawn = *chosen;
        for (const nnir::Node& node : graph.nodes)
            if (!nnir::is_inside(node.provenance.module, m_folding.root)) drawn.values.erase(node.id);
        compiled = makeHeat(drawn, m_heatLogarithmic, folded_nodes(graph, m_folding));
        const bool all = std::all_of(graph.nodes.begin(), graph.nodes.end(), [&](const nnir::Node& node) {
            return drawn.values.contains(node.id) || !nnir::is_inside(node.provenance.module, m_folding.root);
        });
        if (all) compiled.plain.clear();
        if (chosen->values.empty()) compiled.title = chosen->waiting;
    }
    if (!hasRight()) {
        m_left.view->setHeat(compiled);
        return;
    }
    m_right.view->setHeat(compiled);
    // A node that became several is as hot as the hottest of them.
    NodeHeat mapped = compiled;
    mapped.values.clear();
    mapped.figures.clear();
    for (const auto& [node, figure] : compiled.figures) {
        for (const nnir::NodeId twin : counterparts(node, true)) {
            const auto [entry, fresh] = mapped.figures.emplace(twin, figure);
            const auto value = compiled.values.find(node);
            if (value == compiled.values.end()) continue;  // one figure everywhere: nothing is filled
            const double share = value->second;
            double& own = mapped.values.emplace(twin, share).first->second;
            if (fresh || !(share > own)) continue;
            own = share;
            entry->second = figure;
        }
    }
    m_left.view->setHeat(mapped);
}

}  // namespace lockstep
