#include "app/selection_links.h"

#include <QScopedValueRollback>

#include "app/change_text.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/panels/disassembly_panel.h"
#include "widgets/panels/error_panel.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/module_panel.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/problems_panel.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/subject_text.h"
#include "widgets/panels/unit_panel.h"
#include "widgets/panels/why_panel.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/state_plot.h"
#include "widgets/timeline/timeline_lanes.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app {

SelectionLinks::SelectionLinks(ViewStore& store, const DocumentController& controller, TwinGraphView& graphs,
                               const Docks& docks, QObject* parent)
    : QObject(parent), m_store(store), m_controller(controller), m_graphs(graphs), m_docks(docks) {
    connect(&graphs, &TwinGraphView::nodeSelected, this, [this](const TwinNode& node) {
        const std::optional<nnir::NodeId> compiled = node.compiled(m_graphs.streams());
        const std::optional<nnir::NodeId> id = compiled ? compiled : node.canonical;
        if (id) {
            selectNode(id->value);
        } else {
            clear();
        }
    });
    connect(&graphs, &TwinGraphView::stateSelected, this, [this](nnir::StateId id) {
        const Document* document = m_controller.current();
        if (document == nullptr || !document->model) return;
        for (const nnir::State& state : document->model->graphs->compiled_form()->states) {
            if (state.id == id) selectState(text(state.name));
        }
    });
    connect(&graphs, &TwinGraphView::moduleSelected, this, &SelectionLinks::selectModule);
    connect(&graphs, &TwinGraphView::valueSelected, this, &SelectionLinks::selectValue);
    connect(docks.modules, &ModulePanel::moduleActivated, this, &SelectionLinks::selectModule);
    connect(docks.timeline, &TimelineView::eventSelected, this, &SelectionLinks::selectEvent);
    connect(docks.modules, &ModulePanel::nodeActivated, this, &SelectionLinks::selectNode);
    connect(docks.modules, &ModulePanel::stateActivated, this,
            [this](const QString& state) { selectState(state); });
    connect(docks.ops, &OpTablePanel::nodeActivated, this, &SelectionLinks::selectNode);
    connect(docks.memories, &MemoryPanel::nodeActivated, this, &SelectionLinks::selectNode);
    connect(docks.disassembly, &DisassemblyPanel::eventActivated, this, &SelectionLinks::selectEvent);
    connect(docks.disassembly, &DisassemblyPanel::nodeActivated, this, &SelectionLinks::selectNode);
    connect(docks.why, &WhyPanel::eventActivated, this, &SelectionLinks::selectEvent);
    connect(docks.microscope, &ErrorPanel::nodeActivated, this, &SelectionLinks::selectNode);
    connect(docks.problems, &ProblemsPanel::nodeActivated, this, &SelectionLinks::selectNode);
    connect(docks.inspector, &InspectorPanel::nodeActivated, this, &SelectionLinks::selectNode);
    connect(docks.inspector, &InspectorPanel::sourceLineChosen, this, &SelectionLinks::selectLine);
    connect(docks.inspector, &InspectorPanel::stateActivated, this,
            [this](const QString& state) { selectState(state); });
    connect(docks.state, &StatePlot::nodeSelected, this, &SelectionLinks::selectNode);
    connect(docks.state, &StatePlot::unitChosen, this, [this](qint64 unit) {
        const Document* document = m_controller.current();
        const int index = m_docks.state->state();
        if (document == nullptr || !document->recording || index < 0 ||
            index >= std::ssize(document->recording->states))
            return;
        selectState(text(document->recording->states[static_cast<std::size_t>(index)].name),
                    static_cast<int>(unit));
    });
    connect(docks.units, &UnitPanel::nodeChosen, this, &SelectionLinks::selectNode);
    connect(docks.units, &UnitPanel::unitChosen, this, [this](const QString& state, int unit) {
        selectState(state, unit);
        m_docks.state->addUnit(unit);
    });
    connect(docks.state, &StatePlot::inferenceChosen, this, &SelectionLinks::lookAt);
    connect(docks.error, &ErrorPlot::inferenceChosen, this, &SelectionLinks::lookAt);
}

void SelectionLinks::selectNode(quint32 node) {
    Selection selection;
    selection.node = node;
    select(selection);
}

void SelectionLinks::selectLine(const QString& file, int line) {
    const Document* document = m_controller.current();
    if (document == nullptr || !document->model) return;
    const ModelGraphs& graphs = *document->model->graphs;
    std::set<nnir::NodeId> compiled;
    std::optional<nnir::NodeId> first;
    for (const std::size_t stage : {graphs.streaming.value_or(graphs.canonical), graphs.canonical}) {
        for (const nnir::Node& node : graphs.stages[stage].graph->nodes) {
            if (node.provenance.line != line || text(node.provenance.file) != file) continue;
            if (!first) first = node.id;
            compiled.insert(node.id);
        }
        if (first) break;
    }
    if (!first) return;
    selectNode(first->value);
    m_ofLine = compiled.size() > 1 ? std::move(compiled) : std::set<nnir::NodeId>();
    m_graphs.setHighlighted(m_ofLine);
}

void SelectionLinks::selectState(const QString& state, int unit) {
    Selection selection;
    selection.node = nodeOfState(state);
    selection.state = state;
    selection.unit = unit;
    select(selection);
}

void SelectionLinks::selectModule(const QString& module) {
    if (module.isEmpty() && m_store.state().selection.module.isEmpty()) return;
    Selection selection;
    selection.module = module;
    select(selection);
}

void SelectionLinks::selectValue(const QString& name) {
    if (name.isEmpty() && m_store.state().selection.value.isEmpty()) return;
    Selection selection;
    selection.value = name;
    select(selection);
}

void SelectionLinks::selectEvent(quint32 event) {
    const Document* document = m_controller.current();
    if (document == nullptr || !document->compiled) return;
    const CompiledProgram& compiled = document->compiled->compiled;
    if (event >= compiled.timeline->events.size()) return;
    Selection selection;
    selection.event = event;
    if (const ProgramNode* node = nodeOfEvent(*compiled.program, compiled.timeline->events[event]))
        selection.node = node->id;
    select(selection);
}

void SelectionLinks::clear() {
    select({});
}

void SelectionLinks::select(const Selection& selection) {
    if (m_showing) return;
    if (!m_ofLine.empty()) {
        m_ofLine.clear();
        m_graphs.setHighlighted({});
    }
    remember(selection);
    m_store.change(selectionText(selection, m_controller.current()), ViewStore::Group::single,
                   [&](ViewState& state) { state.selection = selection; });
}

void SelectionLinks::remember(const Selection& selection) {
    if (selection.isEmpty() || (m_place >= 0 && m_history[m_place] == selection)) return;
    m_history.resize(m_place + 1);
    m_history << selection;
    while (m_history.size() > 200) m_history.removeFirst();
    m_place = m_history.size() - 1;
    Q_EMIT historyChanged();
}

void SelectionLinks::go(qsizetype place) {
    if (place < 0 || place >= m_history.size()) return;
    m_place = place;
    const Selection selection = m_history[place];
    m_store.change(selectionText(selection, m_controller.current()), ViewStore::Group::single,
                   [&](ViewState& state) { state.selection = selection; });
    Q_EMIT historyChanged();
}

void SelectionLinks::back() {
    go(m_place - 1);
}
void SelectionLinks::forward() {
    go(m_place + 1);
}

std::optional<quint32> SelectionLinks::nodeOfState(const QString& state) const {
    const Document* document = m_controller.current();
    if (document == nullptr) return std::nullopt;
    if (document->compiled) {
        const Program& program = *document->compiled->compiled.program;
        for (const StateEntry& entry : program.states) {
            if (text(entry.name) == state && entry.node < program.nodes.size())
                return program.nodes[entry.node].id;
        }
    }
    return std::nullopt;
}

std::vector<std::uint32_t> SelectionLinks::membersOf(const QString& module) const {
    const Document* document = m_controller.current();
    if (module.isEmpty() || document == nullptr || !document->model) return {};
    return nodesOfModule(*document->model->graphs, module);
}

void SelectionLinks::show() {
    const QScopedValueRollback<bool> showing(m_showing, true);
    const Selection& selection = m_store.state().selection;
    const Document* document = m_controller.current();
    std::optional<quint32> compiled = selection.node;
    if (selection.node && document != nullptr && document->model) {
        const std::vector<std::uint32_t> parts =
            compiledCounterparts(*document->model->graphs, *selection.node);
        compiled = parts.empty() ? std::nullopt : std::optional<quint32>(parts.front());
    }
    m_graphs.setSelection(selection.node ? std::optional(nnir::NodeId{*selection.node}) : std::nullopt);
    const std::vector<std::uint32_t> members = membersOf(selection.module);
    if (m_ofLine.empty()) {
        std::set<nnir::NodeId> lit;
        for (const std::uint32_t node : members) lit.insert(nnir::NodeId{node});
        m_graphs.setHighlighted(lit);
        m_graphs.setModule(selection.module);
    }
    if (members.empty()) {
        m_docks.timeline->setSelectedNode(compiled);
        m_docks.ops->selectNode(compiled);
    } else {
        m_docks.timeline->setSelectedNodes(members);
        m_docks.ops->selectNodes(members);
    }
    if (selection.event) m_docks.timeline->setSelectedEvent(*selection.event);
    m_docks.disassembly->select(selection.event, compiled);
    m_docks.why->select(selection.event, compiled);
    m_docks.microscope->selectNode(compiled);
    if (members.empty()) {
        m_docks.modules->selectNode(compiled);
    } else {
        m_docks.modules->selectModule(selection.module);
    }
    m_docks.memories->selectNode(compiled);
    m_docks.problems->selectNode(selection.node);
    m_docks.inspector->showSubject(selection.module,
                                   selection.value.isEmpty() ? selection.state : selection.value);
    m_docks.inspector->showNode(selection.node);
    m_docks.inspector->showUnit(selection.state, selection.unit);
    if (compiled) m_docks.state->setSelectedNode(compiled);
    if (document == nullptr || !document->recording || selection.state.isEmpty()) return;
    const std::vector<StateTrace>& states = document->recording->states;
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (text(states[i].name) == selection.state) m_docks.state->setState(static_cast<int>(i));
    }
}

void SelectionLinks::lookAt(std::optional<qint64> inference) {
    m_docks.state->setCurrentInference(inference);
    m_docks.error->setCurrentInference(inference);
    m_docks.timeline->setCurrentInference(inference);
    m_docks.runs->setCurrentInference(inference);
    Q_EMIT lookedAt(inference);
}

}  // namespace lockstep::app
