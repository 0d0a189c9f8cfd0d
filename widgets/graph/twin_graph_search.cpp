#include "core/nnir/node_pattern.h"
#include "widgets/graph/graph_search.h"
#include "widgets/graph/twin_graph_view.h"

namespace lockstep {

void TwinGraphView::makeSearch() {
    m_search = new GraphSearch(this);
    connect(m_search, &GraphSearch::foundChanged, this, &TwinGraphView::showFound);
    connect(m_search, &GraphSearch::matchShown, this, &TwinGraphView::showMatch);
    connect(m_search, &GraphSearch::closed, this,
            [this] { (hasRight() ? m_right : m_left).view->setFocus(Qt::OtherFocusReason); });
}

void TwinGraphView::find() {
    // The line takes some height; what is looked at stays where it is.
    if (!m_search->isOpen())
        for (const Side& side : {m_left, m_right})
            if (side.view->drawing()) side.view->holdView();
    m_search->open();
}

void TwinGraphView::findNext(int step) {
    if (!m_search->isOpen()) find();
    m_search->walk(step);
}

void TwinGraphView::showFound() {
    for (const Side& side : {m_left, m_right}) side.view->setFound(m_search->nodes(), {});
}

/// Selects the first node of the match, as a click does.
void TwinGraphView::showMatch(const nnir::NodeMatch& match) {
    const std::set<nnir::NodeId> nodes(match.nodes.begin(), match.nodes.end());
    for (const Side& side : {m_left, m_right}) side.view->setFound(m_search->nodes(), nodes);
    // What lies outside the module that is shown alone could not be seen.
    const nnir::Node* first = m_graphs->stages[rightStage()].graph->find_node(match.nodes.front());
    if (first == nullptr) first = m_graphs->stages[leftStage()].graph->find_node(match.nodes.front());
    if (first != nullptr && !nnir::is_inside(first->provenance.module, m_folding.root)) enter({});
    setSelection(match.nodes.front());
    for (const Side& side : {m_left, m_right}) side.view->showNodes(nodes);
    Q_EMIT nodeSelected(m_selection);
}

}  // namespace lockstep
