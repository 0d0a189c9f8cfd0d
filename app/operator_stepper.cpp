#include "app/operator_stepper.h"

#include <algorithm>

#include "app/selection_links.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app {

OperatorStepper::OperatorStepper(DocumentController& controller, SelectionLinks& links, TwinGraphView& graphs,
                                 TimelineView& timeline, QObject* parent)
    : QObject(parent), m_controller(controller), m_links(links), m_graphs(graphs), m_timeline(timeline) {}

void OperatorStepper::takeProgram() {
    const Document* document = m_controller.current();
    std::shared_ptr<const Program> program =
        document != nullptr && document->compiled ? document->compiled->compiled.program : nullptr;
    if (program == m_program) return;
    m_program = std::move(program);
    m_steps = m_program ? operator_steps(*document->compiled->compiled.timeline, *m_program)
                        : std::vector<OperatorStep>();
    m_index.reset();
    m_entering.reset();
}

void OperatorStepper::step(int direction) {
    const Document* document = m_controller.current();
    if (document == nullptr || !document->run || !document->compiled) return;
    if (m_controller.motion() != Motion::still || (m_entering && m_controller.isBusy())) return;
    m_entering.reset();
    takeProgram();
    if (m_steps.empty()) return;
    const qint64 position = document->position();
    if (!m_index) {
        // The whole inference is there: its last operator was the last to be done.
        if (position == 0 && direction < 0) return;
        enter(std::max<qint64>(position, 1), direction > 0 ? End::first : End::last);
    } else if (direction > 0 && *m_index + 1 < m_steps.size()) {
        ++*m_index;
        show();
    } else if (direction < 0 && *m_index > 0) {
        --*m_index;
        show();
    } else if (direction > 0) {
        if (position < document->inputCount.value_or(mostInferences)) enter(position + 1, End::first);
    } else if (position > 1) {
        enter(position - 1, End::last);
    }
}

void OperatorStepper::enter(qint64 position, End end) {
    m_index.reset();
    m_position = position;
    m_entering = end;
    const Document* document = m_controller.current();
    m_run = document->runNumber;
    if (document->position() == position) {
        update();
    } else {
        m_controller.goTo(position);
    }
}

void OperatorStepper::leave() {
    m_entering.reset();
    if (!m_index) return;
    m_index.reset();
    show();
}

void OperatorStepper::update() {
    const bool stood = m_index.has_value();
    takeProgram();
    const Document* document = m_controller.current();
    const bool there = document != nullptr && document->compiled && document->run &&
                       document->runNumber == m_run && document->position() == m_position &&
                       document->ran == m_program;
    if (there && m_entering && !m_steps.empty()) {
        m_index = *m_entering == End::first ? 0 : m_steps.size() - 1;
        m_entering.reset();
        show();
        return;
    }
    // A run that goes elsewhere has left the inference.
    if (!there) m_index.reset();
    if (document == nullptr || document->runNumber != m_run) m_entering.reset();
    if (stood && !m_index) show();
}

void OperatorStepper::show() {
    if (m_index) {
        const OperatorStep& step = m_steps[*m_index];
        m_links.selectEvent(step.event);
        m_timeline.setPosition(step.end,
                               tr("operator %1 of %2 · cycle %3")
                                   .arg(countText(static_cast<qint64>(*m_index) + 1),
                                        countText(static_cast<qint64>(m_steps.size())), countText(step.end)));
        std::set<nnir::NodeId> later;
        for (const std::uint32_t node : nodes_to_come(m_steps, *m_index + 1, *m_program))
            later.insert(nnir::NodeId{node});
        m_graphs.setToCome(later);
    } else {
        m_timeline.setPosition(std::nullopt, {});
        m_graphs.setToCome({});
    }
    Q_EMIT changed();
}

QString OperatorStepper::name() const {
    const auto node = std::ranges::find(m_program->nodes, m_steps[*m_index].node, &ProgramNode::id);
    return node == m_program->nodes.end() ? QString() : text(node->name);
}

QString OperatorStepper::words() const {
    if (!m_index) return {};
    const OperatorStep& step = m_steps[*m_index];
    return tr("operator %1 of %2: %3, cycle %4 – %5")
        .arg(countText(static_cast<qint64>(*m_index) + 1), countText(static_cast<qint64>(m_steps.size())),
             name(), countText(step.start), countText(step.end));
}

QString OperatorStepper::shortWords() const {
    if (!m_index) return {};
    return tr("%1 of %2: %3")
        .arg(countText(static_cast<qint64>(*m_index) + 1), countText(static_cast<qint64>(m_steps.size())),
             name());
}

}  // namespace lockstep::app
