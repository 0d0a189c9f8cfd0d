#include <QToolButton>

#include "widgets/graph/graph_search.h"
#include "widgets/graph/pass_bar.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/plots/panel_header.h"

namespace lockstep {

void TwinGraphView::makePassBar() {
    m_passBar = new PassBar(this);
    m_passButton = new QToolButton;
    m_passButton->setObjectName(QStringLiteral("graphPasses"));
    m_passButton->setText(tr("Passes"));
    m_passButton->setToolTip(tr("Step through what the passes made of the model, and why"));
    m_passButton->setCheckable(true);
    m_passButton->setAutoRaise(true);
    m_passButton->setEnabled(false);
    m_left.header->addControl(m_passButton);
    connect(m_passButton, &QToolButton::clicked, this,
            [this](bool on) { showPass(on ? std::optional(m_passBar->stage()) : std::nullopt); });
    connect(m_passBar, &PassBar::stageChosen, this, &TwinGraphView::showPass);
    connect(m_passBar, &PassBar::closed, this, [this] { showPass(std::nullopt); });
    connect(m_passBar, &PassBar::changeChosen, this, &TwinGraphView::showChange);
}

void TwinGraphView::showPass(std::optional<std::size_t> stage) {
    if (stage && (!m_graphs || *stage == 0 || *stage >= m_graphs->stages.size())) return;
    if (stage == m_pass) return;
    const bool had = m_passBar->isOpen();
    const TwinNode selected = m_selection;
    m_pass = stage;
    if (stage) m_passBar->setStage(*stage);
    m_passBar->setVisible(stage.has_value());
    showGraphs();
    // The node that was chosen stays so as long as a graph has it or what became of it.
    setSelection(selected.streaming ? selected.streaming : selected.canonical);
    if (stage && !had) m_passBar->findChild<QWidget*>(QStringLiteral("passSlider"))->setFocus();
}

/// What both sides show: the two forms, or the graphs around a pass.
void TwinGraphView::showGraphs() {
    m_selection = {};
    m_mapping = {};
    m_highlighted.clear();
    for (const Side& side : {m_left, m_right}) {
        side.view->setSelection(std::nullopt);
        side.view->setHovered(std::nullopt);
        side.view->setHighlighted({});
        side.view->setFound({}, {});
        side.view->setNotice({});
        side.view->setMarks({});
        side.header->setFigure({});
    }
    m_passButton->setChecked(m_pass.has_value());
    m_inStepButton->setEnabled(m_graphs && hasRight());
    // Without a streaming form the NNIR has the whole width, and a button says how to get one.
    const bool alone = m_graphs && !hasRight();
    m_right.header->parentWidget()->setVisible(!alone);
    m_streamButton->setVisible(alone);
    if (!m_graphs) {
        showHeat();
        m_left.view->setGraph(nullptr);
        m_right.view->setGraph(nullptr);
        m_search->setGraphs(nullptr, nullptr);
        return;
    }
    const GraphStage& left = m_graphs->stages[leftStage()];
    const GraphStage& right = m_graphs->stages[rightStage()];
    const QString pass = QString::fromStdString(right.record.pass);
    m_left.header->setTitle(m_pass ? tr("Before %1").arg(pass) : tr("NNIR"));
    m_right.header->setTitle(m_pass ? tr("After %1").arg(pass) : tr("Streaming form"));
    m_left.header->setFigure({graphFigure(*left.graph)});
    if (hasRight()) {
        m_mapping = map_nodes(*m_graphs, leftStage(), rightStage());
        const StageMarks marks = stageMarks(*m_graphs, leftStage(), rightStage());
        m_left.view->setMarks(marks.before);
        m_right.view->setMarks(marks.after);
        m_right.header->setFigure({graphFigure(*right.graph)});
    }
    showHeat();
    m_left.view->setGraph(left.graph);
    m_right.view->setGraph(hasRight() ? right.graph : nullptr);
    m_search->setGraphs(right.graph, hasRight() ? left.graph : nullptr);
}

/// The first node that the change left, else the first that it took.
void TwinGraphView::showChange(std::size_t index) {
    const std::vector<Change>& changes = m_graphs->stages[rightStage()].record.changes;
    if (!m_pass || index >= changes.size()) return;
    const Change& change = changes[index];
    for (const auto* nodes : {&change.after, &change.before}) {
        for (const nnir::NodeId node : *nodes) {
            if (shownAs(node) != node) continue;
            setSelection(node);
            Q_EMIT nodeSelected(m_selection);
            return;
        }
    }
}

/// The node itself if a side shows it; else what stands for it there.
std::optional<nnir::NodeId> TwinGraphView::shownAs(nnir::NodeId node) const {
    for (const std::size_t stage : {rightStage(), leftStage()}) {
        if (m_graphs->stages[stage].graph->find_node(node) != nullptr) return node;
    }
    for (std::size_t stage = m_graphs->stages.size(); stage-- > 0;) {
        if (m_graphs->stages[stage].graph->find_node(node) == nullptr) continue;
        const bool later = stage > rightStage();
        const NodeMapping mapping =
            later ? map_nodes(*m_graphs, rightStage(), stage) : map_nodes(*m_graphs, stage, leftStage());
        const auto& table = later ? mapping.backward : mapping.forward;
        const auto found = table.find(node);
        if (found != table.end() && !found->second.empty()) return found->second.front();
        return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace lockstep
