#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QDrag>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "core/nnir/node_pattern.h"
#include "widgets/graph/graph_accessible.h"
#include "widgets/graph/graph_painter.h"
#include "widgets/graph/graph_view.h"
#include "widgets/graph/node_heat.h"
#include "widgets/graph/pass_bar.h"
#include "widgets/plots/unit_mime.h"

namespace lockstep {
namespace {

constexpr double zoomStep = 1.25;
constexpr double keyPan = 64;
constexpr double edgeTolerance = 5;  ///< pixels
constexpr double pixelsPerNotch = 60;

double notches(const QWheelEvent& event) {
    return event.angleDelta().y() / 120.0;
}

}  // namespace

bool GraphView::event(QEvent* event) {
    if (event->type() == QEvent::NativeGesture && zoomGesture(event)) return true;
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    QString text;
    if (m_drawing) {
        if (const auto box = m_drawing->boxAt(view().toScene(QPointF(help->pos())))) {
            text = spokenName(*box);
            if (const QString more = spokenDescription(*box); !more.isEmpty())
                text += QLatin1Char('\n') + more;
        } else if (const ModuleFrame* frame = m_drawing->tabAt(view().toScene(QPointF(help->pos())))) {
            text = tr("Module %1: a click folds it").arg(QString::fromStdString(frame->module));
        }
    }
    QToolTip::showText(help->globalPos(), text, this);
    event->accept();
    return true;
}

bool GraphView::zoomGesture(QEvent* event) {
    auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() != Qt::ZoomNativeGesture) return false;
    changeView(view().zoomedAt(gesture->position(), std::exp(gesture->value())));
    return true;
}

void GraphView::wheelEvent(QWheelEvent* event) {
    const bool zooms = event->modifiers().testFlag(Qt::ControlModifier) ||
                       (m_wheelMode == WheelMode::zoom && !event->modifiers().testFlag(Qt::ShiftModifier));
    if (zooms) {
        changeView(view().zoomedAt(event->position(), std::pow(zoomStep, notches(*event))));
    } else {
        QPointF delta = event->pixelDelta();
        if (delta.isNull()) delta = QPointF(event->angleDelta()) / 120.0 * pixelsPerNotch;
        // Some platforms swap the axes themselves when Shift is held.
        if (event->modifiers().testFlag(Qt::ShiftModifier) && delta.x() == 0) delta = QPointF(delta.y(), 0);
        changeView(view().movedBy(delta));
    }
    hover(event->position());
    event->accept();
}

void GraphView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        QWidget::mousePressEvent(event);
        return;
    }
    m_pressed = event->position();
    m_lastDrag = event->position();
    m_dragging = event->button() == Qt::MiddleButton;
    if (m_dragging) setCursor(Qt::ClosedHandCursor);
}

void GraphView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed) {
        hover(event->position());
        return;
    }
    const QPointF moved = event->position() - *m_pressed;
    if (!m_dragging && moved.manhattanLength() >= QApplication::startDragDistance()) {
        if (dragState(*m_pressed)) return;
        m_dragging = true;
        setCursor(Qt::ClosedHandCursor);
        clearHover();
    }
    if (!m_dragging) return;
    changeView(view().movedBy(event->position() - m_lastDrag));
    m_lastDrag = event->position();
}

/// A state can be dragged onto a plot; everything else pans.
bool GraphView::dragState(const QPointF& from) {
    const auto box = m_drawing ? m_drawing->boxAt(view().toScene(from)) : std::nullopt;
    if (!box || m_drawing->scene().boxes[*box].kind != SceneKind::state) return false;
    const nnir::StateId id = m_drawing->scene().boxes[*box].state;
    const auto& states = m_drawing->graph()->states;
    const auto state =
        std::find_if(states.begin(), states.end(), [id](const auto& each) { return each.id == id; });
    if (state == states.end()) return false;
    m_pressed.reset();
    auto* drag = new QDrag(this);
    drag->setMimeData(unitMime({QString::fromStdString(state->name), -1}));
    drag->exec(Qt::CopyAction);
    return true;
}

void GraphView::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_pressed) return;
    const bool click = !m_dragging && event->button() == Qt::LeftButton;
    m_pressed.reset();
    m_dragging = false;
    unsetCursor();
    if (click && m_drawing) {
        const QPointF at = view().toScene(event->position());
        const auto box = m_drawing->boxAt(at);
        const ModuleFrame* frame = box ? nullptr : m_drawing->tabAt(at);
        // What is shown alone is left, not folded.
        const bool folds = frame != nullptr && !nnir::is_inside(m_folding.root, frame->module);
        if (folds && detailLevel(view().zoom) >= DetailLevel::titles) {
            Q_EMIT foldWanted(QString::fromStdString(frame->module), true);
        } else {
            select(box);
        }
    }
    hover(event->position());
}

void GraphView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!m_drawing || event->button() != Qt::LeftButton) return;
    if (const auto box = m_drawing->boxAt(view().toScene(event->position())))
        activate(*box, event->modifiers().testFlag(Qt::ControlModifier));
}

void GraphView::activate(std::uint32_t box, bool enters) {
    const SceneBox& drawn = m_drawing->scene().boxes[box];
    if (drawn.kind == SceneKind::module) {
        const QString module = QString::fromStdString(drawn.module);
        if (enters) {
            Q_EMIT enterWanted(module);
        } else {
            Q_EMIT foldWanted(module, false);
        }
    } else if (drawn.node.valid()) {
        Q_EMIT nodeActivated(drawn.node);
    }
}

void GraphView::contextMenuEvent(QContextMenuEvent* event) {
    if (!m_drawing) return;
    // By keyboard it is for the box that is current, and opens in its middle.
    const bool mouse = event->reason() == QContextMenuEvent::Mouse;
    const auto box = mouse ? m_drawing->boxAt(view().toScene(QPointF(event->pos()))) : currentBox();
    if (!box) return;
    const SceneBox& drawn = m_drawing->scene().boxes[*box];
    if (!drawn.node.valid() && drawn.kind != SceneKind::module) return;
    select(box);
    const QPoint at =
        mouse ? event->globalPos() : mapToGlobal(view().toView(m_drawing->rect(*box).center()).toPoint());
    if (drawn.kind == SceneKind::module) {
        Q_EMIT moduleMenuWanted(QString::fromStdString(drawn.module), at);
    } else {
        Q_EMIT nodeMenuWanted(drawn.node, at);
    }
}

void GraphView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    clearHover();
}

void GraphView::hover(const QPointF& position) {
    if (!m_drawing) return;
    const QPointF at = view().toScene(position);
    const auto box = m_drawing->boxAt(at);
    const auto edge = box ? std::nullopt : m_drawing->edgeAt(at, edgeTolerance / view().zoom);
    if (box == m_look.hovered && edge == m_look.hoveredEdge) return;
    m_look.hovered = box;
    m_look.hoveredEdge = edge;
    update();
    std::optional<nnir::NodeId> node;
    if (box && m_drawing->scene().boxes[*box].node.valid()) node = m_drawing->scene().boxes[*box].node;
    if (node == m_hoveredNode) return;
    m_hoveredNode = node;
    Q_EMIT nodeHovered(node);
}

void GraphView::clearHover() {
    m_look.hovered.reset();
    m_look.hoveredEdge.reset();
    update();
    if (!m_hoveredNode) return;
    m_hoveredNode.reset();
    Q_EMIT nodeHovered(std::nullopt);
}

void GraphView::keyPressEvent(QKeyEvent* event) {
    const bool pans = event->modifiers().testFlag(Qt::ShiftModifier);
    const auto arrow = [&](WalkDirection direction, const QPointF& delta) {
        if (pans) {
            changeView(view().movedBy(delta * keyPan));
        } else {
            selectNeighbour(direction);
        }
    };
    switch (event->key()) {
        case Qt::Key_Up:
            arrow(WalkDirection::up, {0, 1});
            return;
        case Qt::Key_Down:
            arrow(WalkDirection::down, {0, -1});
            return;
        case Qt::Key_Left:
            arrow(WalkDirection::left, {1, 0});
            return;
        case Qt::Key_Right:
            arrow(WalkDirection::right, {-1, 0});
            return;
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomBy(zoomStep);
            return;
        case Qt::Key_Minus:
            zoomBy(1 / zoomStep);
            return;
        case Qt::Key_0:
            actualSize();
            return;
        case Qt::Key_F:
            fit();
            Q_EMIT fitted();
            return;
        case Qt::Key_PageUp:
            changeView(view().movedBy({0, height() * 0.8}));
            return;
        case Qt::Key_PageDown:
            changeView(view().movedBy({0, -height() * 0.8}));
            return;
        case Qt::Key_Home:
            if (m_drawing && m_drawing->boxCount() > 0) select(m_drawing->readingOrder().front());
            return;
        case Qt::Key_End:
            if (m_drawing && m_drawing->boxCount() > 0) select(m_drawing->readingOrder().back());
            return;
        case Qt::Key_Escape:
            if (m_layingOut) {
                stopLayout();
                return;
            }
            if (!m_look.current) break;
            select(std::nullopt);
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!m_drawing || !m_look.current) break;
            activate(*m_look.current, event->modifiers().testFlag(Qt::ControlModifier));
            return;
        case Qt::Key_Backspace: {
            std::string module;
            if (m_drawing && m_look.current) module = m_drawing->moduleAround(*m_look.current);
            if (module.size() > m_folding.root.size()) {
                Q_EMIT foldWanted(QString::fromStdString(module), true);
            } else if (!m_folding.root.empty()) {
                Q_EMIT leaveWanted();
            }
            return;
        }
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

void GraphView::selectNeighbour(WalkDirection direction) {
    if (!m_drawing || m_drawing->boxCount() == 0) return;
    if (!m_look.current) {
        select(m_drawing->readingOrder().front());
        return;
    }
    // In a graph that runs to the right the arrows turn with it.
    WalkDirection turned = direction;
    if (m_direction == LayoutDirection::right) {
        using enum WalkDirection;
        turned = direction == up ? left : direction == down ? right : direction == left ? up : down;
    }
    if (const auto to = m_drawing->walk(*m_look.current, turned)) select(to);
}

bool GraphView::selectNext(int step) {
    if (!m_drawing || !m_look.current) return false;
    const auto& order = m_drawing->readingOrder();
    const auto at = std::find(order.begin(), order.end(), *m_look.current) - order.begin() + step;
    if (at < 0 || at >= static_cast<std::ptrdiff_t>(order.size())) return false;
    select(order[static_cast<std::size_t>(at)]);
    return true;
}

bool GraphView::focusNextPrevChild(bool next) {
    return selectNext(next ? 1 : -1) || QWidget::focusNextPrevChild(next);
}

void GraphView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    const bool byTab = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    if (byTab && m_drawing && m_drawing->boxCount() > 0 && !m_look.current)
        select(m_drawing->readingOrder().front());
    update();
}

void GraphView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

QString GraphView::spokenName(std::uint32_t box) const {
    const SceneBox& drawn = m_drawing->scene().boxes[box];
    QString kind;
    switch (drawn.kind) {
        case SceneKind::node:
            kind = QString::fromStdString(drawn.title);
            break;
        case SceneKind::module:
            kind = tr("Module %1").arg(QString::fromStdString(drawn.title));
            break;
        case SceneKind::input:
            kind = tr("Input %1").arg(QString::fromStdString(drawn.title));
            break;
        case SceneKind::output:
            kind = tr("Output %1").arg(QString::fromStdString(drawn.title));
            break;
        case SceneKind::state:
            kind = tr("State %1").arg(QString::fromStdString(drawn.title));
            break;
    }
    QStringList words = {kind};
    const bool subtitled = drawn.kind == SceneKind::node || drawn.kind == SceneKind::module;
    if (subtitled && !drawn.subtitle.empty()) words << QString::fromStdString(drawn.subtitle);
    if (!drawn.detail.empty()) words << QString::fromStdString(drawn.detail);
    // The box of a state names the node that writes it, whose figures are not its own.
    const QString figures = drawn.kind == SceneKind::node ? spokenFigures(*this, drawn.node) : QString();
    if (!figures.isEmpty()) words << figures;
    return words.join(QStringLiteral(", "));
}

QString GraphView::spokenDescription(std::uint32_t box) const {
    const SceneBox& drawn = m_drawing->scene().boxes[box];
    if (drawn.kind == SceneKind::module) {
        QStringList lines{tr("Double click or Enter unfolds it, Ctrl+Enter goes into it")};
        const auto heat = m_look.heat.moduleFigures.find(drawn.module);
        if (heat != m_look.heat.moduleFigures.end()) lines.prepend(heatText(m_look.heat, heat->second));
        return lines.join(QLatin1Char('\n'));
    }
    if (drawn.kind != SceneKind::node) return {};
    QStringList lines;
    const nnir::Node* node = m_drawing->graph()->find_node(drawn.node);
    if (node != nullptr && !node->provenance.file.empty()) {
        lines << tr("%1:%2  %3")
                     .arg(QString::fromStdString(node->provenance.file))
                     .arg(node->provenance.line)
                     .arg(QString::fromStdString(node->provenance.text))
                     .trimmed();
    }
    const auto& unpublished = m_drawing->unpublished();
    if (const auto own = unpublished.find(drawn.node); own != unpublished.end()) {
        lines << (own->second.level == nnir::SupportLevel::composed
                      ? tr("Built from operators that published accelerators run")
                      : tr("No published accelerator is known to run it (◇)"));
        if (!own->second.note.empty()) lines << QString::fromStdString(own->second.note);
    }
    if (const auto heat = m_look.heat.figures.find(drawn.node); heat != m_look.heat.figures.end())
        lines << heatText(m_look.heat, heat->second);
    if (const auto mark = m_look.marks.find(drawn.node); mark != m_look.marks.end()) {
        lines << QStringLiteral("%1: %2").arg(changeWord(mark->second.kind), mark->second.reason);
    }
    return lines.join(QLatin1Char('\n'));
}

void GraphView::announceSelection() {
    setAccessibleDescription(m_look.current && m_drawing ? spokenName(*m_look.current) : QString());
    if (!QAccessible::isActive() || !m_look.current) return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(static_cast<int>(*m_look.current));
    QAccessible::updateAccessibility(&event);
}

}  // namespace lockstep
