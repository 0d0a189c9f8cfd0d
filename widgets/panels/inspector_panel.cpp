#include "widgets/panels/inspector_panel.h"

#include <QEvent>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

#include "core/nnir/op.h"
#include "widgets/layout_hold.h"
#include "widgets/panels/activation_view.h"
#include "widgets/panels/core_choice.h"
#include "widgets/panels/inspector_text.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/precision_choice.h"
#include "widgets/panels/rich_label.h"
#include "widgets/panels/source_view.h"
#include "widgets/panels/state_figures.h"
#include "widgets/panels/subject_text.h"
#include "widgets/panels/tensor_view.h"

namespace lockstep {
namespace {

QLabel* richLabel(QWidget* parent) {
    auto* label = new RichLabel(parent);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    return label;
}

}  // namespace

InspectorPanel::InspectorPanel(QWidget* parent) : QScrollArea(parent) {
    setObjectName(QStringLiteral("inspectorPanel"));
    setAccessibleName(tr("Inspector"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto* content = new QWidget(this);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 8, 12, 12);
    column->setSpacing(4);
    m_empty = richLabel(content);
    m_empty->setAlignment(Qt::AlignCenter);
    column->addWidget(m_empty);
    m_title = richLabel(content);
    column->addWidget(m_title);
    m_cost = addSection(column, tr("Cost"));
    const Section precision = addSection(column, tr("Precision"));
    precision.body->hide();
    m_precisionHeading = precision.heading;
    m_precision = new PrecisionChoice(content);
    column->addWidget(m_precision);
    const Section cores = addSection(column, tr("Cores"));
    cores.body->hide();
    m_coresHeading = cores.heading;
    m_cores = new CoreChoice(content);
    column->addWidget(m_cores);
    m_connections = addSection(column, tr("Connections"));
    m_states = addSection(column, tr("State"));
    const Section weights = addSection(column, tr("Weights"));
    weights.body->hide();
    m_weightsHeading = weights.heading;
    m_weights = new TensorView(QStringLiteral("weight"), tr("Weight tensor"), content);
    column->addWidget(m_weights);
    const Section activations = addSection(column, tr("Activations"));
    activations.body->hide();
    m_activationsHeading = activations.heading;
    m_activations = new ActivationView(content);
    column->addWidget(m_activations);
    m_activationsHeading->hide();
    m_attributes = addSection(column, tr("Attributes"));
    m_source = addSection(column, tr("Source"));
    m_sourceView = new SourceView(content);
    column->addWidget(m_sourceView);
    connect(m_sourceView, &SourceView::lineChosen, this, &InspectorPanel::sourceLineChosen);
    m_support = addSection(column, tr("Support"));
    m_history = addSection(column, tr("Where it comes from"));
    column->addStretch(1);
    setWidget(content);

    connect(m_precision, &PrecisionChoice::ruleChosen, this, &InspectorPanel::precisionChosen);
    connect(m_cores, &CoreChoice::pinChosen, this, &InspectorPanel::pinChosen);
    refresh();
}

InspectorPanel::Section InspectorPanel::addSection(QVBoxLayout* column, const QString& heading) {
    auto* content = column->parentWidget();
    auto* title = new QLabel(heading, content);
    title->setFont(themeFont(font(), TextSize::small));
    title->setForegroundRole(QPalette::PlaceholderText);
    title->setContentsMargins(0, 10, 0, 0);
    column->addWidget(title);
    auto* body = richLabel(content);
    column->addWidget(body);
    connect(body, &QLabel::linkActivated, this, &InspectorPanel::followLink);
    return {title, body};
}

void InspectorPanel::setSection(const Section& section, const QString& html) {
    section.heading->setVisible(!html.isEmpty());
    section.body->setVisible(!html.isEmpty());
    section.body->setText(html);
}

void InspectorPanel::followLink(const QString& link) {
    if (link.startsWith(QLatin1String("node:"))) Q_EMIT nodeActivated(link.mid(5).toUInt());
    if (link.startsWith(QLatin1String("state:"))) Q_EMIT stateActivated(link.mid(6));
}

void InspectorPanel::setModel(std::shared_ptr<const ModelGraphs> graphs,
                              std::shared_ptr<const ImportedGraph> imported) {
    m_graphs = std::move(graphs);
    m_imported = std::move(imported);
    m_sourceView->setModel(m_graphs, m_imported);
    m_sizes.clear();
    if (m_graphs)
        for (const NodeSize& each : graph_size(*m_graphs->compiled_form()).nodes)
            m_sizes[each.node.value] = each.size;
    refresh();
}

void InspectorPanel::setProgram(std::shared_ptr<const Program> program) {
    m_program = std::move(program);
    refresh();
}

void InspectorPanel::setRecording(std::shared_ptr<const Recording> recording) {
    m_recording = std::move(recording);
    if (!m_node && !m_value.isEmpty()) refresh();
    refreshStates();
}

void InspectorPanel::setCosts(std::map<std::uint32_t, QString> costs) {
    m_costs = std::move(costs);
    refresh();
}

void InspectorPanel::setReport(std::shared_ptr<const Report> report) {
    m_report = std::move(report);
    if (!m_node) refresh();
}

void InspectorPanel::setInputDescription(const QString& inputs) {
    if (inputs == m_inputs) return;
    m_inputs = inputs;
    if (!m_node) refresh();
}

void InspectorPanel::setPrecision(const std::vector<PrecisionRule>& rules, bool fp8Allowed) {
    m_precision->setFp8Allowed(fp8Allowed);
    m_precision->setRules(rules);
}

void InspectorPanel::setPins(const std::vector<CorePin>& pins, int cores) {
    m_cores->setCores(cores);
    m_cores->setPins(pins);
    m_coresHeading->setVisible(!m_cores->isHidden());
}

void InspectorPanel::showNode(std::optional<std::uint32_t> node) {
    if (node == m_node) return;
    m_node = node;
    verticalScrollBar()->setValue(0);
    refresh();
    Q_EMIT nodeShown(node);
}

void InspectorPanel::showSubject(const QString& module, const QString& value) {
    if (module == m_module && value == m_value) return;
    m_module = module;
    m_value = value;
    if (!m_node) refresh();
}

void InspectorPanel::showUnit(const QString& state, int unit) {
    m_state = state;
    m_unit = unit;
    refreshStates();
}

void InspectorPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) refresh();
    QScrollArea::changeEvent(event);
}

void InspectorPanel::refreshEmpty() {
    const bool known = m_graphs || m_program;
    m_empty->setText(
        known ? tr("Choose an operator in a graph, the timeline or the table to see its shapes, weights, "
                   "source line and state.")
              : tr("What an operator is and where it comes from shows here once a model is open."));
    m_empty->setVisible(true);
    m_title->setVisible(false);
    m_sourceView->showLine({}, 0);
    for (const Section* section :
         {&m_cost, &m_connections, &m_attributes, &m_source, &m_support, &m_history, &m_states}) {
        setSection(*section, {});
    }
    refreshWeights();
}

/// A module, input, output or state in place of an operator; false if there is none.
bool InspectorPanel::refreshSubject() {
    if (m_node || !m_graphs || (m_module.isEmpty() && m_value.isEmpty())) return false;
    const ThemeColors& colors = themeColors(palette());
    const SubjectText texts =
        m_module.isEmpty()
            ? valueSubject(colors, *m_graphs, m_recording.get(), m_inputs, m_value)
            : moduleSubject(colors, *m_graphs, m_report ? m_report->ops : std::vector<OpRow>(), m_module);
    if (texts.title.isEmpty()) return false;
    m_empty->setVisible(false);
    m_title->setVisible(true);
    m_title->setText(texts.title);
    setSection(m_cost, texts.cost);
    setSection(m_connections, texts.connections);
    setSection(m_states, texts.values);
    return true;
}

void InspectorPanel::refresh() {
    if (m_title == nullptr || m_activations == nullptr) return;  // a palette change while it is built
    const LayoutHold hold(widget()->layout());
    m_precision->setNode(m_graphs ? m_graphs->compiled_form() : nullptr, m_node);
    m_precisionHeading->setVisible(!m_precision->isHidden());
    m_cores->setNode(m_graphs ? m_graphs->compiled_form() : nullptr, m_node);
    m_coresHeading->setVisible(!m_cores->isHidden());
    const std::optional<FoundNode> found = m_graphs && m_node ? findNode(*m_graphs, *m_node) : std::nullopt;
    const ThemeColors& colors = themeColors(palette());
    QString cost = m_node && m_program ? programText(colors, *m_program, *m_node) : QString();
    QString figures = m_node && m_program && m_costs.contains(*m_node) ? m_costs[*m_node] : QString();
    if (m_node && m_sizes.contains(*m_node)) figures += sizeRows(colors, m_sizes[*m_node]);
    if (!figures.isEmpty())
        cost.prepend(QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(figures));
    if (!found) {
        refreshEmpty();
        if (!cost.isEmpty()) {
            m_empty->setVisible(false);
            m_title->setVisible(true);
            m_title->setText(programTitle(colors, *m_program, *m_node));
            setSection(m_cost, cost);
        }
        if (!refreshSubject()) refreshStates();
        return;
    }
    const InspectorText texts(colors, *m_graphs, *found);
    m_empty->setVisible(false);
    m_title->setVisible(true);
    m_title->setText(texts.title());
    setSection(m_cost, cost);
    setSection(m_connections, texts.connections());
    setSection(m_attributes, texts.attributes());
    setSection(m_source, texts.source());
    m_sourceView->showLine(found->node->provenance.file, found->node->provenance.line);
    setSection(m_support, texts.support());
    std::vector<std::string> imported;
    for (const nnir::ImportedId origin : found->node->origins) {
        if (m_imported && origin < m_imported->nodes.size()) imported.push_back(m_imported->nodes[origin].op);
    }
    setSection(m_history, texts.history(imported));
    refreshWeights();
    refreshStates();
}

void InspectorPanel::refreshWeights() {
    std::vector<ViewedTensor> tensors;
    const std::optional<FoundNode> found = m_graphs && m_node ? findNode(*m_graphs, *m_node) : std::nullopt;
    if (found) {
        const std::string& module = found->node->provenance.module;
        for (const auto& [key, attribute] : found->node->attributes.entries()) {
            const auto* tensor = std::get_if<Tensor>(&attribute);
            if (tensor == nullptr || tensor->size() == 0) continue;
            tensors.push_back({.key = text(key),
                               .fileName = text(module.empty() ? key : module + "." + key),
                               .tensor = *tensor});
        }
    }
    m_weightsHeading->setVisible(!tensors.empty());
    m_weights->setTensors(std::move(tensors));
}

void InspectorPanel::setFormat(ValueFormat format) {
    m_weights->setFormat(format);
    m_activations->setFormat(format);
}

void InspectorPanel::setActivationsFirst(bool first) {
    auto* column = qobject_cast<QVBoxLayout*>(widget()->layout());
    for (QWidget* part : std::initializer_list<QWidget*>{m_activationsHeading, m_activations})
        column->removeWidget(part);
    const int place = first ? column->indexOf(m_title) + 1 : column->indexOf(m_attributes.heading);
    column->insertWidget(place, m_activationsHeading);
    column->insertWidget(place + 1, m_activations);
}

void InspectorPanel::setActivationsBusy() {
    m_activations->setBusy(true);
    m_activationsHeading->show();
}

void InspectorPanel::setActivations(std::shared_ptr<const Activations> activations, const QString& reason) {
    if (activations) {
        m_activations->setActivations(std::move(activations));
    } else {
        m_activations->setReason(reason);
    }
    m_activationsHeading->setVisible(!m_activations->isHidden());
}

void InspectorPanel::refreshStates() {
    const LayoutHold hold(widget()->layout());
    if (!m_node && !m_value.isEmpty()) return;
    if (!m_node || (!m_recording && m_state.isEmpty())) {
        setSection(m_states, {});
        return;
    }
    const ThemeColors& colors = themeColors(palette());
    QString html = m_recording ? stateText(colors, *m_recording, *m_node, m_state, m_unit) : QString();
    if (!m_state.isEmpty() && m_graphs) {
        const SubjectText state = valueSubject(colors, *m_graphs, m_recording.get(), {}, m_state);
        if (!state.title.isEmpty())
            html +=
                QStringLiteral("<p>%1</p>").arg(state.title) + state.cost + state.connections + state.values;
    }
    setSection(m_states, html);
}

}  // namespace lockstep
