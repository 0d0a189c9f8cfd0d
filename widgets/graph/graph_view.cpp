#include "widgets/graph/graph_view.h"

#include <QAccessible>
#include <QEvent>
#include <QFontInfo>
#include <QPaintEvent>
#include <QPainter>
#include <QTimer>
#include <QToolButton>
#include <algorithm>
#include <array>

#include "widgets/graph/graph_accessible.h"
#include "widgets/graph/graph_painter.h"
#include "widgets/graph/layout_worker.h"
#include "widgets/graph/minimap.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

/// Shares of the zoom at which the title has the size of the user's type.
constexpr double smallestReadable = 0.7;
constexpr double startZoom = 0.8;
constexpr int stopDelay = 300;  ///< milliseconds

}  // namespace

GraphView::GraphView(QWidget* parent) : QWidget(parent) {
    installGraphAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Graph"));
    m_emptyText = tr("Drop a TorchScript file here, or open one with File, Open.");
    m_look.font = font();
    m_minimap = new GraphMinimap(this);
    m_minimap->hide();
    connect(m_minimap, &GraphMinimap::moved, this, [this](const QPointF& center) {
        const QPointF middle(width() / 2.0, room().height() / 2);
        changeView({view().zoom, middle - center * view().zoom});
    });
    m_worker = new GraphLayoutWorker(this);
    connect(m_worker, &GraphLayoutWorker::ready, this, &GraphView::setDrawing);
    m_stopButton = new QToolButton(this);
    m_stopButton->setObjectName(QStringLiteral("graphStopLayout"));
    m_stopButton->setText(tr("Stop"));
    m_stopButton->setToolTip(tr("Keep the drawing as it is, without a better layout (Escape)"));
    m_stopButton->setFocusPolicy(Qt::NoFocus);  // it goes by itself; the keyboard has Escape
    m_stopButton->hide();
    connect(m_stopButton, &QToolButton::clicked, this, &GraphView::stopLayout);
    connect(m_worker, &GraphLayoutWorker::failed, this, [this](const QString& message) {
        m_layingOut = false;
        placeStopButton();
        m_failure = message;
        update();
    });
}

GraphView::~GraphView() = default;

void GraphView::setGraph(std::shared_ptr<const nnir::Graph> graph) {
    if (graph == m_graph) return;
    m_graph = std::move(graph);
    requestLayout();
}

void GraphView::setDirection(LayoutDirection direction) {
    if (direction == m_direction) return;
    m_direction = direction;
    requestLayout();
}

void GraphView::setFolding(const Folding& folding, const std::string& held) {
    if (folding == m_folding) return;
    m_heldModule = held;
    m_heldAt.reset();
    if (m_drawing && !held.empty() && folding.root == m_folding.root) {
        if (const auto box = m_drawing->boxOfModule(held))
            m_heldAt = view().toView(m_drawing->rect(*box).center());
    }
    if (folding.root != m_folding.root) m_framing = Framing::start;
    m_folding = folding;
    if (m_graph) requestLayout();
}

void GraphView::setLayoutOptions(const LayoutOptions& options) {
    m_worker->setOptions(options);
}

void GraphView::requestLayout() {
    clearHover();
    m_failure.clear();
    m_layingOut = m_graph != nullptr;
    placeStopButton();
    if (m_graph) {
        m_worker->request(m_graph, m_direction, m_folding);
    } else {
        m_worker->cancel();
        m_drawing.reset();
        m_selection.reset();
        m_look.current.reset();
        m_framing = Framing::start;
        placeMinimap();
    }
    update();
}

void GraphView::setDrawing(std::shared_ptr<const GraphGeometry> drawing, bool last) {
    std::optional<QPointF> held;
    if (m_drawing && !m_heldAt && m_selection && m_framing == Framing::free) {
        if (const auto box = m_drawing->boxOf(*m_selection))
            held = view().toView(m_drawing->rect(*box).center());
    }
    const bool sameGraph = m_drawing && m_drawing->graph() == drawing->graph();
    m_drawing = std::move(drawing);
    m_layingOut = !last;
    m_look.hovered.reset();
    m_look.hoveredEdge.reset();
    m_look.current = m_selection ? m_drawing->boxOf(*m_selection) : std::nullopt;
    const std::optional<std::uint32_t> kept =
        m_heldAt ? m_drawing->boxOfModule(m_heldModule) : std::optional<std::uint32_t>();
    if (kept) {
        if (!m_selection) m_look.current = kept;
        const QPointF center = m_drawing->rect(*kept).center();
        setView(ViewTransform{view().zoom, *m_heldAt - center * view().zoom}.keptInSight(m_drawing->bounds(),
                                                                                         room()));
        if (last) m_heldAt.reset();
    } else if (held && m_look.current) {
        const QPointF center = m_drawing->rect(*m_look.current).center();
        setView({view().zoom, *held - center * view().zoom});
    } else if (m_framing == Framing::free && sameGraph) {
        setView(view().keptInSight(m_drawing->bounds(), room()));
    } else {
        if (!sameGraph) m_framing = Framing::start;
        frameAgain();
        Q_EMIT framed();
    }
    placeStopButton();
    update();
    Q_EMIT laidOut(last);
}

void GraphView::setSelection(std::optional<nnir::NodeId> node) {
    if (node == m_selection) return;
    m_selection = node;
    m_look.current = node && m_drawing ? m_drawing->boxOf(*node) : std::nullopt;
    if (m_look.current) showBox(*m_look.current);
    placeMinimap();
    announceSelection();
    update();
}

void GraphView::setCurrentBox(std::optional<std::uint32_t> box) {
    m_look.current = box;
    if (box) showBox(*box);
    placeMinimap();
    announceSelection();
    update();
}

void GraphView::select(std::optional<std::uint32_t> box) {
    if (!m_drawing) return;
    const bool moved = box != m_look.current;
    const auto isModule = [this](std::optional<std::uint32_t> at) {
        return at && m_drawing->scene().boxes[*at].kind == SceneKind::module;
    };
    const auto isValue = [this](std::optional<std::uint32_t> at) {
        if (!at) return false;
        const SceneKind kind = m_drawing->scene().boxes[*at].kind;
        return kind == SceneKind::input || kind == SceneKind::output;
    };
    const bool wasModule = isModule(m_look.current);
    const bool wasValue = isValue(m_look.current);
    setCurrentBox(box);
    std::optional<nnir::NodeId> node;
    if (box && m_drawing->scene().boxes[*box].node.valid()) node = m_drawing->scene().boxes[*box].node;
    const bool other = node != m_selection;
    m_selection = node;
    if (other) Q_EMIT nodeSelected(node);
    if (wasModule && !node && !isModule(box)) Q_EMIT moduleSelected({});
    if (moved && box && m_drawing->scene().boxes[*box].kind == SceneKind::module)
        Q_EMIT moduleSelected(QString::fromStdString(m_drawing->scene().boxes[*box].module));
    if (moved && box && m_drawing->scene().boxes[*box].kind == SceneKind::state) {
        Q_EMIT stateSelected(m_drawing->scene().boxes[*box].state);
    }
    if (wasValue && !box) Q_EMIT valueSelected({});
    if (moved && isValue(box) && m_drawing->scene().boxes[*box].value.valid())
        Q_EMIT valueSelected(
            QString::fromStdString(m_drawing->graph()->value(m_drawing->scene().boxes[*box].value).name));
}

void GraphView::setHovered(std::optional<nnir::NodeId> node) {
    m_hoveredNode = node;
    m_look.hovered = node && m_drawing ? m_drawing->boxOf(*node) : std::nullopt;
    m_look.hoveredEdge.reset();
    update();
}

void GraphView::setHighlighted(std::set<nnir::NodeId> nodes) {
    m_look.highlighted = std::move(nodes);
    update();
}

void GraphView::setToCome(std::set<nnir::NodeId> nodes) {
    m_look.toCome = std::move(nodes);
    update();
}

void GraphView::setFound(std::set<nnir::NodeId> found, std::set<nnir::NodeId> shown) {
    m_look.found = std::move(found);
    m_look.shown = std::move(shown);
    update();
}

void GraphView::setMarks(std::map<nnir::NodeId, NodeMark> marks) {
    m_look.marks = std::move(marks);
    update();
}

void GraphView::setHeat(NodeHeat heat) {
    const QSizeF before = room();
    m_look.heat = std::move(heat);
    if (room() != before) {
        if (m_drawing && m_framing == Framing::all) fit();
        placeMinimap();
    }
    update();
}

void GraphView::setNotice(const QString& notice) {
    if (notice == m_notice) return;
    m_notice = notice;
    update();
}

void GraphView::setEmptyText(const QString& text) {
    m_emptyText = text;
    update();
}

void GraphView::setView(const ViewTransform& view) {
    m_framing = Framing::free;
    m_look.view = view;
    placeMinimap();
    update();
}

void GraphView::changeView(const ViewTransform& wanted) {
    if (!m_drawing) return;
    const ViewTransform before = view();
    const ViewTransform after = wanted.keptInSight(m_drawing->bounds(), room());
    if (after == before) return;
    setView(after);
    Q_EMIT viewChanged(before, after);
}

void GraphView::stopLayout() {
    m_worker->cancel();
    m_layingOut = false;
    m_heldAt.reset();
    // The drawing of another graph says nothing about this one.
    if (m_drawing && m_drawing->graph() != m_graph) {
        clearHover();
        m_drawing.reset();
        m_look.current.reset();
        placeMinimap();
    }
    if (!m_drawing) m_failure = tr("The layout was stopped. Fold modules, or choose the graph again.");
    placeStopButton();
    update();
}

/// Only where there is something to stop for: what is laid out at once shows no button.
void GraphView::placeStopButton() {
    if (!m_layingOut) {
        m_stopButton->hide();
        return;
    }
    m_stopButton->setFont(themeFont(font(), TextSize::small));
    m_stopButton->adjustSize();
    m_stopButton->move(width() - m_stopButton->width() - 8, 8);
    QTimer::singleShot(stopDelay, m_stopButton, [this] { m_stopButton->setVisible(m_layingOut); });
}

/// A zoom of 1 sets the title in 13 pixels; in the user's own size of type it is this.
double GraphView::unit() const {
    return std::max(QFontInfo(font()).pixelSize(), 6) / scene_metrics::title_size;
}

/// The legend of the heat has a strip of its own at the bottom: it lies on no node.
QSizeF GraphView::room() const {
    return m_drawing ? QSizeF(width(), std::max(height() - heatLegendHeight(m_look), 1.0)) : QSizeF(size());
}

double GraphView::fittingZoom() const {
    return m_drawing ? ViewTransform::fittingZoom(m_drawing->bounds(), room(), unit()) : unit();
}

void GraphView::fit() {
    if (!m_drawing) return;
    const double zoom = m_fitLimit ? std::min(fittingZoom(), m_fitLimit()) : fittingZoom();
    setView(ViewTransform::placed(m_drawing->bounds(), room(), zoom));
    m_framing = Framing::all;
}

/// All of it if it can be read then; else its start.
void GraphView::showStart() {
    fit();
    if (view().zoom < smallestReadable * unit() && m_drawing->boxCount() > 0) {
        ViewTransform start = ViewTransform::placed(m_drawing->bounds(), room(), startZoom * unit());
        if (m_drawing->bounds().width() * start.zoom > width()) {
            const QPointF first = m_drawing->rect(m_drawing->readingOrder().front()).center();
            start.offset.setX(width() / 2.0 - first.x() * start.zoom);
        }
        setView(start.keptInSight(m_drawing->bounds(), room()));
    }
    m_framing = Framing::start;
}

void GraphView::frameAgain() {
    if (!m_drawing || m_framing == Framing::free) return;
    if (m_framing == Framing::all) {
        fit();
    } else {
        showStart();
    }
}

void GraphView::actualSize() {
    zoomBy(unit() / view().zoom);
}

void GraphView::zoomBy(double factor) {
    QPointF center(width() / 2.0, room().height() / 2);
    if (m_drawing && m_look.current) {
        const QPointF box = view().toView(m_drawing->rect(*m_look.current).center());
        if (rect().contains(box.toPoint())) center = box;
    }
    changeView(view().zoomedAt(center, factor));
}

void GraphView::showBox(std::uint32_t box) {
    const ViewTransform shown = view().showing(m_drawing->rect(box), room());
    if (shown != view()) setView(shown);
}

void GraphView::showNodes(const std::set<nnir::NodeId>& nodes) {
    if (!m_drawing) return;
    QRectF all;
    for (const nnir::NodeId node : nodes)
        if (const std::optional<std::uint32_t> box = m_drawing->boxOf(node))
            all = all.isNull() ? m_drawing->rect(*box) : all.united(m_drawing->rect(*box));
    if (all.isNull()) return;
    constexpr double around = 24;
    const QSizeF inside = room() - QSizeF(2 * around, 2 * around);
    const double fits = std::min(inside.width() / all.width(), inside.height() / all.height());
    constexpr double leastZoom = 0.3;  // below it boxes have no texts
    const double zoom = std::clamp(fits, std::min(leastZoom * unit(), view().zoom), view().zoom);
    const QRectF seen = view().toView(all);
    if (zoom == view().zoom && QRectF(QPointF(), room()).contains(seen)) return;
    const QPointF middle(room().width() / 2, room().height() / 2);
    setView(ViewTransform{zoom, middle - all.center() * zoom}.keptInSight(m_drawing->bounds(), room()));
}

void GraphView::placeMinimap() {
    const bool whole = !m_drawing || QRectF(QPointF(), room()).contains(view().toView(m_drawing->bounds()));
    if (whole) {
        m_minimap->hide();
        return;
    }
    m_minimap->setDrawing(m_drawing, room().toSize());
    m_minimap->setShown(view().toScene(QRectF(QPointF(), room())));
    // In the corner where it lies on the fewest boxes, and never on what is selected.
    const int bottom = static_cast<int>(room().height());
    const int right = width() - m_minimap->width() - 8;
    const int low = bottom - m_minimap->height() - 8;
    std::optional<QRect> best;
    std::size_t fewest = 0;
    std::array corners{QPoint(right, low), QPoint(right, 8), QPoint(8, low), QPoint(8, 8)};
    // It stays where it is for a box more: it does not jump while the drawing is moved.
    const auto now = std::ranges::find(corners, m_minimap->pos());
    if (now != corners.end()) std::iter_swap(corners.begin(), now);
    for (const QPoint& corner : corners) {
        const QRect place(corner, m_minimap->size());
        const QRectF around = view().toScene(QRectF(place.adjusted(-6, -6, 6, 6)));
        const std::vector<std::uint32_t> covered = m_drawing->boxesIn(around);
        const bool current =
            m_look.current && std::find(covered.begin(), covered.end(), *m_look.current) != covered.end();
        const std::size_t count = covered.size() + (current ? m_drawing->boxCount() : 0);
        if (best && count + 1 >= fewest) continue;
        best = place;
        fewest = count;
    }
    // Of a drawing of a few boxes it hides more than it tells.
    constexpr std::size_t fewBoxes = 20;
    const bool hides = fewest > 0 && m_drawing->boxCount() < fewBoxes;
    m_minimap->setGeometry(*best);
    m_minimap->setVisible(!hides && m_minimap->height() * 3 < bottom && m_minimap->width() * 2 < width());
}

void GraphView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    const ThemeColors& colors = themeColors(palette());
    painter.fillRect(event->rect(), colors.surface);
    if (m_drawing) {
        m_look.font = font();
        m_look.focused = hasFocus();
        painter.setClipRect(QRectF(QPointF(), room()));
        paintGraph(painter, *m_drawing, m_look, colors, QRectF(event->rect()));
        painter.setClipping(false);
    } else if (!m_layingOut) {
        painter.setPen(colors.quietText);
        painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
                         m_failure.isEmpty() ? m_emptyText : m_failure);
    }
    paintStatus(painter);
}

QString GraphView::statusText() const {
    if (m_layingOut) {
        return m_graph->nodes.size() > 1
                   ? tr("Laying out %1 nodes…").arg(countText(static_cast<qint64>(m_graph->nodes.size())))
                   : tr("Laying out…");
    }
    if (!m_notice.isEmpty()) return m_notice;
    if (m_drawing && !m_drawing->layout().note.empty()) {
        return tr("Simple layout: %1").arg(QString::fromStdString(m_drawing->layout().note));
    }
    return {};
}

void GraphView::paintStatus(QPainter& painter) {
    const ThemeColors& colors = themeColors(palette());
    const double bottom = room().height() - 8;
    if (const QString text = statusText(); !text.isEmpty()) {
        const QFont small = themeFont(font(), TextSize::small);
        const QFontMetricsF fm(small);
        const double room = width() - 16 - (m_minimap->isVisible() ? m_minimap->width() + 8 : 0);
        const QString shown = fm.elidedText(text, Qt::ElideRight, room - 12);
        const QRectF ground(8, bottom - fm.height() - 6, fm.horizontalAdvance(shown) + 12, fm.height() + 6);
        painter.fillRect(ground, colors.surface);
        painter.setFont(small);
        painter.setPen(colors.quietText);
        painter.drawText(ground, Qt::AlignCenter, shown);
    }
    if (m_drawing)
        paintHeatLegend(painter, m_look, colors,
                        QRectF(0, room().height(), width(), height() - room().height()));
}

void GraphView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeStopButton();
    if (!m_drawing) return;
    if (m_framing == Framing::free) {
        setView(view().keptInSight(m_drawing->bounds(), room()));
        return;
    }
    frameAgain();
    Q_EMIT framed();
}

void GraphView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        if (event->type() == QEvent::FontChange) frameAgain();
        update();
    }
}

}  // namespace lockstep
