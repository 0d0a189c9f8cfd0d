#include "app/graph_links.h"

#include <QFileInfo>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "app/background_export.h"
#include "app/change_text.h"
#include "app/graph_export_dialog.h"
#include "app/settings.h"
#include "core/analysis/node_figures.h"
#include "core/support/atomic_file.h"
#include "widgets/graph/graph_accessible.h"
#include "widgets/graph/graph_search.h"
#include "widgets/graph/graph_view.h"
#include "widgets/graph/pass_bar.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

/// More than these are folded at first: a drawing that can be read, and is laid out at once.
constexpr std::size_t mostBoxes = 400;

HeatSource sourceOf(NodeFigure figure) {
    HeatSource source;
    source.key = QString::fromLatin1(key(figure).data(), static_cast<qsizetype>(key(figure).size()));
    source.sums = is_sum(figure);
    source.lowIsHot = is_low_hot(figure);
    switch (figure) {
        case NodeFigure::cycles:
            source.name = GraphLinks::tr("cycles");
            source.title = GraphLinks::tr("busy cycles of an inference");
            source.unit = GraphLinks::tr("cycles");
            source.plain = GraphLinks::tr("not coloured: fused into another one, or without cycles");
            break;
        case NodeFigure::path_share:
            source.name = GraphLinks::tr("critical path");
            source.title = GraphLinks::tr("share of the critical path");
            source.unit = QStringLiteral("%");
            source.plain = GraphLinks::tr("not coloured: no instructions of its own");
            break;
        case NodeFigure::slack:
            source.name = GraphLinks::tr("slack");
            source.title = GraphLinks::tr("slack: how much later it could end without delaying the output");
            source.unit = GraphLinks::tr("cycles");
            source.plain = GraphLinks::tr("not coloured: the output never waits for it");
            break;
        case NodeFigure::utilisation:
            source.name = GraphLinks::tr("utilisation");
            source.title = GraphLinks::tr("work in the cycles its units are held");
            source.unit = QStringLiteral("%");
            source.plain = GraphLinks::tr("not coloured: no instructions of its own");
            break;
        case NodeFigure::weight_bytes:
            source.name = GraphLinks::tr("weights");
            source.title = GraphLinks::tr("weights in the weight stores");
            source.unit = GraphLinks::tr("bytes");
            source.plain = GraphLinks::tr("not coloured: no weights");
            break;
    }
    return source;
}

/// Errors of the operators: measured when they are chosen.
HeatSource errorSource(bool ulps, qint64 inference, const std::map<quint32, double>& errors) {
    HeatSource source;
    source.key = ulps ? QStringLiteral("ulp") : QStringLiteral("error");
    source.name = ulps ? GraphLinks::tr("error in bf16 steps") : GraphLinks::tr("error");
    source.title = ulps ? GraphLinks::tr("largest error in steps of bf16 (ULP)")
                        : GraphLinks::tr("largest error of the values");
    source.unit = ulps ? GraphLinks::tr("steps") : QString();
    source.plain = GraphLinks::tr("not coloured: the machine never has its result");
    source.sums = false;
    for (const auto& [node, error] : errors) source.values[nnir::NodeId{node}] = error;
    if (!errors.empty()) source.note = GraphLinks::tr("of inference %1").arg(countText(inference));
    source.waiting =
        GraphLinks::tr("%1: measured once an inference was run with a reference").arg(source.title);
    return source;
}

/// Cycles and share of the latency are said behind the names of the nodes.
void speakFigures(const Document* document, const TwinGraphView& graphs) {
    std::map<nnir::NodeId, QString> compiled;
    std::map<nnir::NodeId, QString> canonical;
    if (document != nullptr && document->compiled && document->model) {
        const CompileResult& result = *document->compiled;
        const auto figure = [&](NodeFigure wanted) {
            std::map<nnir::NodeId, double> values;
            for (const auto& [node, value] : node_figure(wanted, *result.compiled.program,
                                                         *result.compiled.timeline, result.report->why.get()))
                values[nnir::NodeId{node}] = value;
            return values;
        };
        const std::map<nnir::NodeId, double> cycles = figure(NodeFigure::cycles);
        const std::map<nnir::NodeId, double> shares = figure(NodeFigure::path_share);
        /// Of these nodes together; empty where none has a figure.
        const auto sum = [](const std::map<nnir::NodeId, double>& values,
                            const std::vector<nnir::NodeId>& nodes) {
            std::optional<double> all;
            for (const nnir::NodeId node : nodes)
                if (const auto found = values.find(node); found != values.end())
                    all = all.value_or(0) + found->second;
            return all;
        };
        const auto words = [&](const std::vector<nnir::NodeId>& nodes) {
            QStringList parts;
            if (const std::optional<double> all = sum(cycles, nodes))
                parts << GraphLinks::tr("%1 cycles").arg(countText(std::llround(*all)));
            if (const std::optional<double> all = sum(shares, nodes))
                parts << GraphLinks::tr("%1 percent of the latency").arg(std::llround(*all));
            return parts.join(QStringLiteral(", "));
        };
        const ModelGraphs& stages = *document->model->graphs;
        const NodeMapping mapping =
            map_nodes(stages, stages.canonical, stages.streaming.value_or(stages.canonical));
        for (const auto& [node, from] : mapping.backward) compiled.emplace(node, words({node}));
        for (const auto& [node, parts] : mapping.forward) canonical.emplace(node, words(parts));
    }
    setSpokenFigures(*graphs.canonicalView(), std::move(canonical));
    setSpokenFigures(*graphs.streamingView(), std::move(compiled));
}

}  // namespace

GraphLinks::GraphLinks(ViewStore& store, const DocumentController& controller, TwinGraphView& graphs,
                       const Actions& actions, BackgroundExport& exports, QObject* parent)
    : QObject(parent), m_store(store), m_controller(controller), m_graphs(graphs), m_exports(exports) {
    connect(actions[Command::find], &QAction::triggered, &graphs, &TwinGraphView::find);
    connect(actions[Command::findNext], &QAction::triggered, &graphs, [&graphs] { graphs.findNext(1); });
    connect(actions[Command::findPrevious], &QAction::triggered, &graphs, [&graphs] { graphs.findNext(-1); });
    connect(actions[Command::nextHeat], &QAction::triggered, &graphs, &TwinGraphView::chooseNextHeat);
    connect(actions[Command::passes], &QAction::triggered, &graphs, [&graphs] {
        graphs.showPass(graphs.pass() ? std::nullopt : std::optional(graphs.passBar()->stage()));
    });
    connect(actions[Command::exportGraph], &QAction::triggered, this,
            [this, &graphs] { askForExport(graphs.window()); });
    connect(&graphs, &TwinGraphView::heatChosen, this, [this](const QString& heat, bool logarithmic) {
        m_store.change(tr("heat"), ViewStore::Group::single, [&](ViewState& state) {
            state.heat = heat;
            state.heatLogarithmic = logarithmic;
        });
    });
    connect(actions[Command::graphDirection], &QAction::toggled, this, [&graphs](bool right) {
        for (GraphView* view : {graphs.canonicalView(), graphs.streamingView()})
            view->setDirection(right ? LayoutDirection::right : LayoutDirection::down);
        settings::setGraphsRunRight(right);
    });
    actions[Command::graphDirection]->setChecked(settings::graphsRunRight());
    connect(actions[Command::foldAll], &QAction::triggered, &graphs, &TwinGraphView::foldAll);
    connect(actions[Command::unfoldAll], &QAction::triggered, &graphs, &TwinGraphView::unfoldAll);
    connect(&graphs, &TwinGraphView::foldedChanged, this, [this](const QStringList& folded) {
        m_store.change(foldingText(m_store.state().folded, folded), ViewStore::Group::single,
                       [&](ViewState& state) { state.folded = folded; });
    });
    connect(&store, &ViewStore::changed, this,
            [this](const ViewState&, const ViewState& after) { showView(after); });
    for (const auto& [text, command] : {std::pair(TwinGraphView::tr("Fit"), Command::fit),
                                        std::pair(TwinGraphView::tr("Passes"), Command::passes),
                                        std::pair(TwinGraphView::tr("Heat"), Command::nextHeat)}) {
        const QString key = actions[command]->shortcut().toString(QKeySequence::NativeText);
        for (QToolButton* button : graphs.findChildren<QToolButton*>())
            if (button->text() == text)
                button->setToolTip(QStringLiteral("%1 (%2): %3").arg(text, key, button->toolTip()));
    }
    graphs.search()->setRemark([this](const nnir::NodeMatch& match) { return remark(match); });
}

void GraphLinks::showView(const ViewState& state) {
    m_graphs.setHeat(state.heat, state.heatLogarithmic);
    // A module that was folded or unfolded alone stays in its place.
    QStringList changed;
    const QStringList before = m_graphs.folded();
    for (const QString& path : state.folded)
        if (!before.contains(path)) changed << path;
    for (const QString& path : before)
        if (!state.folded.contains(path)) changed << path;
    if (!changed.isEmpty()) m_graphs.setFolded(state.folded, changed.size() == 1 ? changed[0] : QString());
}

void GraphLinks::foldLarge() {
    const Document* document = m_controller.current();
    if (document == nullptr || !document->model || !m_store.state().folded.isEmpty()) return;
    QStringList folded;
    for (const std::string& path : folds_for(*document->model->graphs->compiled_form(), mostBoxes))
        folded << text(path);
    if (folded.isEmpty()) return;
    ViewState state = m_store.state();
    state.folded = folded;
    m_store.set(state);
}

void GraphLinks::show() {
    const Document* document = m_controller.current();
    const bool compiled = document != nullptr && document->compiled && document->model;
    for (const NodeFigure figure : node_figures()) {
        HeatSource source = sourceOf(figure);
        if (compiled) {
            const CompileResult& result = *document->compiled;
            for (const auto& [node, value] : node_figure(figure, *result.compiled.program,
                                                         *result.compiled.timeline, result.report->why.get()))
                source.values[nnir::NodeId{node}] = value;
        }
        m_graphs.setHeatSource(source);
    }
    showErrors();
    speakFigures(m_controller.current(), m_graphs);
    showView(m_store.state());
}

void GraphLinks::setErrors(qint64 inference, const std::map<quint32, double>& errors,
                           const std::map<quint32, double>& ulps) {
    m_inference = inference;
    m_errors = errors;
    m_ulps = ulps;
    showErrors();
}

void GraphLinks::showErrors() {
    const Document* document = m_controller.current();
    if (document == nullptr || !document->model) return;
    m_graphs.setHeatSource(errorSource(false, m_inference, m_errors));
    m_graphs.setHeatSource(errorSource(true, m_inference, m_ulps));
}

bool GraphLinks::isErrorHeat(const QString& heat) {
    return heat == QLatin1String("error") || heat == QLatin1String("ulp");
}

void GraphLinks::askForExport(QWidget* window) {
    const Document* document = m_controller.current();
    if (document == nullptr || !m_graphs.canonicalView()->drawing()) return;
    auto* dialog = new GraphExportDialog(m_graphs, QFileInfo(document->file).completeBaseName(), window);
    connect(dialog, &GraphExportDialog::chosenFor, this,
            [this](const QString& file, const GraphPicture& picture, const GraphExport& what) {
                m_exports.start(file, [file, picture, what](const JobControl& control) {
                    const QByteArray bytes = paintPicture(picture, what, control);
                    control.check();
                    write_file_atomically(
                        file.toStdString(),
                        std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
                });
            });
    connect(dialog, &GraphExportDialog::failed, this,
            [this](const QString& problem) { Q_EMIT told(problem, true); });
    dialog->open();
}

/// Where a chain's nodes run: those that the compiler fused, and into what.
QString GraphLinks::remark(const nnir::NodeMatch& match) const {
    const Document* document = m_controller.current();
    if (document == nullptr || !document->compiled || match.nodes.size() < 2) return {};
    const std::vector<ProgramNode>& nodes = document->compiled->compiled.program->nodes;
    QStringList fused;
    for (const nnir::NodeId id : match.nodes) {
        const auto node = std::ranges::find(nodes, id.value, &ProgramNode::id);
        if (node == nodes.end()) continue;
        for (const std::uint32_t into : node->fused_into) {
            if (into < nodes.size()) fused << tr("%1 runs in %2").arg(text(node->op), text(nodes[into].op));
        }
    }
    fused.removeDuplicates();
    return fused.isEmpty() ? tr("none of them is fused") : fused.join(QStringLiteral(", "));
}

}  // namespace lockstep::app
