#include "widgets/graph/twin_graph_view.h"

#include <QEvent>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/nnir/node_pattern.h"
#include "widgets/graph/graph_search.h"
#include "widgets/graph/pass_bar.h"
#include "widgets/plots/panel_header.h"

namespace lockstep {

TwinGraphView::TwinGraphView(QWidget* parent) : QWidget(parent) {
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_left = makeSide(tr("NNIR"), false);
    m_right = makeSide(tr("Streaming form"), true);
    m_inStepButton = new QToolButton;
    m_inStepButton->setText(tr("In step"));
    m_inStepButton->setToolTip(tr("Selection, hover, pan and zoom of the two graphs go together"));
    m_inStepButton->setCheckable(true);
    m_inStepButton->setChecked(true);
    m_inStepButton->setAutoRaise(true);
    m_right.header->addControl(m_inStepButton);
    m_streamButton = new QToolButton;
    m_streamButton->setObjectName(QStringLiteral("graphNoStreaming"));
    m_streamButton->setAutoRaise(true);
    m_left.header->addControl(m_streamButton);
    connect(m_streamButton, &QToolButton::clicked, this, &TwinGraphView::streamingFormWanted);
    m_fitButton = new QToolButton;
    m_fitButton->setText(tr("Fit"));
    m_fitButton->setToolTip(tr("Show the whole of both graphs"));
    m_fitButton->setAutoRaise(true);
    m_left.header->addControl(m_fitButton);
    connect(m_fitButton, &QToolButton::clicked, this, &TwinGraphView::fit);
    makeHeatButton();
    makeSearch();
    makeCrumbs();
    makePassBar();
    alignHeaders();
    connect(m_inStepButton, &QToolButton::toggled, this, &TwinGraphView::setInStep);
    connectSide(m_left, m_right, false);
    connectSide(m_right, m_left, true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_search);
    layout->addWidget(m_passBar);
    layout->addWidget(m_crumbs);
    layout->addWidget(m_splitter, 1);
    setGraphs(nullptr);
}

TwinGraphView::Side TwinGraphView::makeSide(const QString& title, bool streamingSide) {
    Side side;
    auto* pane = new QWidget;
    auto* column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    side.header = new PanelHeader(title);
    side.view = new GraphView;
    side.view->setAccessibleName(streamingSide ? tr("Graph of the streaming form") : tr("NNIR graph"));
    side.view->setFitLimit([this] { return commonZoom(); });
    column->addWidget(side.header);
    column->addWidget(side.view, 1);
    m_splitter->addWidget(pane);
    m_splitter->setStretchFactor(m_splitter->count() - 1, 1);
    return side;
}

void TwinGraphView::connectSide(const Side& own, const Side& other, bool streamingSide) {
    connect(own.view, &GraphView::nodeSelected, this,
            [this, streamingSide](std::optional<nnir::NodeId> node) {
                m_selection = twinOf(node, streamingSide);
                showSelection(!streamingSide, false);
                Q_EMIT nodeSelected(m_selection);
            });
    connect(own.view, &GraphView::nodeHovered, this,
            [this, streamingSide, other](std::optional<nnir::NodeId> node) {
                const TwinNode twin = twinOf(node, streamingSide);
                if (m_inStep) other.view->setHovered(streamingSide ? twin.canonical : twin.streaming);
                Q_EMIT nodeHovered(twin);
            });
    connect(own.view, &GraphView::nodeActivated, this,
            [this, streamingSide](nnir::NodeId node) { Q_EMIT nodeActivated(twinOf(node, streamingSide)); });
    connect(own.view, &GraphView::nodeMenuWanted, this,
            [this, streamingSide](nnir::NodeId node, const QPoint& at) {
                Q_EMIT nodeMenuWanted(twinOf(node, streamingSide), at);
            });
    connect(own.view, &GraphView::stateSelected, this, &TwinGraphView::stateSelected);
    connect(own.view, &GraphView::moduleSelected, this, [this, other](const QString& module) {
        const auto& drawing = other.view->drawing();
        if (m_inStep && drawing)
            other.view->setCurrentBox(module.isEmpty() ? std::nullopt
                                                       : drawing->boxOfModule(module.toStdString()));
        Q_EMIT moduleSelected(module);
    });
    connect(own.view, &GraphView::valueSelected, this, &TwinGraphView::valueSelected);
    connectFolding(own);
    connect(own.view, &GraphView::viewChanged, this,
            [this, other](const ViewTransform& before, const ViewTransform& after) {
                followView(other.view, before, after);
            });
    connect(own.view, &GraphView::fitted, this, [this, other] {
        if (m_inStep) other.view->fit();
    });
    // The zoom at which both fit changes with the drawing and the size of either.
    connect(own.view, &GraphView::framed, this, [this, other] {
        if (m_inStep) other.view->frameAgain();
    });
}

/// A control makes a header taller; the two graphs begin at one height.
void TwinGraphView::alignHeaders() {
    const int height = std::max(m_left.header->sizeHint().height(), m_right.header->sizeHint().height());
    m_left.header->setFixedHeight(height);
    m_right.header->setFixedHeight(height);
}

void TwinGraphView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) alignHeaders();
}

void TwinGraphView::setGraphs(std::shared_ptr<const ModelGraphs> graphs) {
    m_graphs = std::move(graphs);
    m_pass.reset();
    m_passBar->hide();
    m_passBar->setGraphs(m_graphs);
    m_passButton->setEnabled(m_graphs && m_graphs->stages.size() > 1);
    m_heatSources.clear();
    // Another model may not have the module that was shown alone.
    if (m_graphs) {
        const auto& nodes = m_graphs->compiled_form()->nodes;
        const bool known = std::any_of(nodes.begin(), nodes.end(), [this](const nnir::Node& node) {
            return nnir::is_inside(node.provenance.module, m_folding.root);
        });
        if (!known) {
            Folding whole = m_folding;
            whole.root.clear();
            showFolding(whole, {});
        }
    }
    m_fitButton->setEnabled(m_graphs != nullptr);
    m_right.view->setEmptyText(tr("The streaming form appears here."));
    setStreamingText({});
    showGraphs();
}

std::vector<nnir::NodeId> TwinGraphView::counterparts(nnir::NodeId node, bool fromStreaming) const {
    if (!hasRight()) return {};
    const auto& table = fromStreaming ? m_mapping.backward : m_mapping.forward;
    const auto found = table.find(node);
    return found == table.end() ? std::vector<nnir::NodeId>() : found->second;
}

TwinNode TwinGraphView::twinOf(std::optional<nnir::NodeId> node, bool streamingSide) const {
    if (!node) return {};
    const std::vector<nnir::NodeId> others = counterparts(*node, streamingSide);
    const std::optional<nnir::NodeId> other = others.empty() ? std::nullopt : std::optional(others.front());
    return streamingSide ? TwinNode{other, node} : TwinNode{node, other};
}

void TwinGraphView::setSelection(std::optional<nnir::NodeId> node) {
    const std::optional<nnir::NodeId> shown = node && m_graphs ? shownAs(*node) : std::nullopt;
    const bool right =
        shown && hasRight() && m_graphs->stages[rightStage()].graph->find_node(*shown) != nullptr;
    const TwinNode wanted = twinOf(shown, right);
    if (wanted == m_selection) return;
    m_selection = wanted;
    showSelection(false, true);
    showSelection(true, true);
}

void TwinGraphView::setModule(const QString& module) {
    if (module.isEmpty()) return;
    for (const Side& side : {m_left, m_right}) {
        const auto& drawing = side.view->drawing();
        if (!drawing) continue;
        const std::optional<std::uint32_t> box = drawing->boxOfModule(module.toStdString());
        if (box && box != side.view->currentBox()) side.view->setCurrentBox(box);
    }
}

/// Selects on that side; `both`: the selection came from outside, so that side is not the follower only.
void TwinGraphView::showSelection(bool streamingSide, bool both) {
    const Side& side = streamingSide ? m_right : m_left;
    const Side& other = streamingSide ? m_left : m_right;
    if (!both) other.view->setNotice({});
    side.view->setNotice({});
    if (!m_inStep && !both) return;
    const std::optional<nnir::NodeId> own = streamingSide ? m_selection.streaming : m_selection.canonical;
    const std::optional<nnir::NodeId> from = streamingSide ? m_selection.canonical : m_selection.streaming;
    side.view->setSelection(own);
    if (!hasRight()) return;
    // One node may stand for several: the first is selected, the rest are highlighted with it.
    std::set<nnir::NodeId> highlighted;
    for (const nnir::NodeId node : m_highlighted) {
        if (streamingSide) {
            highlighted.insert(node);
        } else {
            for (const nnir::NodeId twin : counterparts(node, true)) highlighted.insert(twin);
        }
    }
    if (from) {
        const std::vector<nnir::NodeId> all = counterparts(*from, !streamingSide);
        if (all.size() > 1) highlighted.insert(all.begin(), all.end());
    }
    side.view->setHighlighted(std::move(highlighted));
    if (from && !own) {
        side.view->setNotice(m_pass ? tr("The selected node has no counterpart here")
                             : streamingSide
                                 ? tr("The selected node has no counterpart in the streaming form")
                                 : tr("The selected node has no counterpart in the NNIR"));
    }
}

void TwinGraphView::setHighlighted(const std::set<nnir::NodeId>& compiled) {
    m_highlighted = compiled;
    if (!hasRight()) {
        m_left.view->setHighlighted(compiled);
        return;
    }
    showSelection(false, true);
    showSelection(true, true);
}

void TwinGraphView::setToCome(const std::set<nnir::NodeId>& compiled) {
    if (!hasRight()) {
        m_left.view->setToCome(compiled);
        return;
    }
    std::set<nnir::NodeId> canonical;
    for (const nnir::NodeId node : compiled) {
        for (const nnir::NodeId twin : counterparts(node, true)) canonical.insert(twin);
    }
    m_left.view->setToCome(std::move(canonical));
    m_right.view->setToCome(compiled);
}

void TwinGraphView::followView(GraphView* other, const ViewTransform& before, const ViewTransform& after) {
    if (!m_inStep || !other->drawing()) return;
    const double factor = after.zoom / before.zoom;
    const ViewTransform own = other->view();
    const double zoom = std::clamp(own.zoom * factor, ViewTransform::smallest, ViewTransform::largest);
    const ViewTransform wanted{zoom, after.offset + (own.offset - before.offset) * factor};
    other->setView(wanted.keptInSight(other->drawing()->bounds(), other->size()));
}

double TwinGraphView::commonZoom() const {
    double zoom = ViewTransform::largest;
    for (const Side& side : {m_left, m_right}) {
        if (m_inStep && side.view && side.view->drawing()) zoom = std::min(zoom, side.view->fittingZoom());
    }
    return zoom;
}

void TwinGraphView::setInStep(bool inStep) {
    if (inStep == m_inStep) return;
    m_inStep = inStep;
    m_inStepButton->setChecked(inStep);
    if (inStep && m_selection.any()) {
        showSelection(false, true);
        showSelection(true, true);
    }
    Q_EMIT inStepChanged(inStep);
}

void TwinGraphView::setWheelMode(GraphView::WheelMode mode) {
    m_left.view->setWheelMode(mode);
    m_right.view->setWheelMode(mode);
}

void TwinGraphView::setEmptyText(const QString& text) {
    m_left.view->setEmptyText(text);
}

void TwinGraphView::setStreamingText(const QString& text) {
    m_streamButton->setText(text.isEmpty() ? tr("Streaming form…") : tr("No streaming form"));
    m_streamButton->setToolTip(
        text.isEmpty() ? tr("Choose a streaming axis to see the form that takes one position per inference")
                       : text);
    m_streamButton->setEnabled(text.isEmpty());
}

QString TwinGraphView::leftTitle() const {
    return m_left.header->title();
}

QString TwinGraphView::rightTitle() const {
    return m_right.header->title();
}

void TwinGraphView::fit() {
    m_left.view->fit();
    m_right.view->fit();
}

void TwinGraphView::zoomBy(double factor) {
    (m_right.view->hasFocus() ? m_right : m_left).view->zoomBy(factor);
}

void TwinGraphView::actualSize() {
    (m_right.view->hasFocus() ? m_right : m_left).view->actualSize();
}

}  // namespace lockstep
