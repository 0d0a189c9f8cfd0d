#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <set>

#include "widgets/graph/graph_geometry.h"
#include "widgets/graph/graph_look.h"

class QToolButton;

namespace lockstep {

class GraphLayoutWorker;
class GraphMinimap;
struct LayoutOptions;

/// Shows one graph. Drag pans, Ctrl+wheel (or the wheel, by wheelMode) zooms, Shift+wheel pans sideways; + -
/// 0 F zoom; arrows walk along the edges and Tab from box to box once a box is selected, Escape lets go.
/// Enter or a double click unfolds a module, Ctrl+Enter goes into it, Backspace leaves it or folds the
/// current box's.
class GraphView : public QWidget {
    Q_OBJECT

  public:
    enum class WheelMode : std::uint8_t { scroll, zoom };

    explicit GraphView(QWidget* parent = nullptr);
    ~GraphView() override;

    /// Lays out and shows the graph; null: nothing. The selected node stays in its place if both graphs have
    /// it.
    void setGraph(std::shared_ptr<const nnir::Graph> graph);
    void setDirection(LayoutDirection direction);
    /// What is drawn as one box. `held`: a module that stays in its place, folded or not.
    void setFolding(const Folding& folding, const std::string& held = {});
    const Folding& folding() const { return m_folding; }
    void setLayoutOptions(const LayoutOptions& options);
    /// What is drawn now; null until the first layout is there.
    const std::shared_ptr<const GraphGeometry>& drawing() const { return m_drawing; }
    bool isLayingOut() const { return m_layingOut; }

    /// Selects without a signal and scrolls the node into the view.
    void setSelection(std::optional<nnir::NodeId> node);
    std::optional<nnir::NodeId> selection() const { return m_selection; }
    /// Brings the boxes of all of them into the view, zooming out if they need it and can still be told
    /// apart.
    void showNodes(const std::set<nnir::NodeId>& nodes);
    /// The view stays as it is when the widget gets another size.
    void holdView() { setView(view()); }
    void setHovered(std::optional<nnir::NodeId> node);
    void setHighlighted(std::set<nnir::NodeId> nodes);
    /// Drawn as not computed yet.
    void setToCome(std::set<nnir::NodeId> nodes);
    /// What the search found, and the match that was gone to.
    void setFound(std::set<nnir::NodeId> found, std::set<nnir::NodeId> shown);
    void setMarks(std::map<nnir::NodeId, NodeMark> marks);
    void setHeat(NodeHeat heat);
    /// A line at the bottom, e.g. that the selected node has no counterpart.
    void setNotice(const QString& notice);
    const QString& notice() const { return m_notice; }
    void setEmptyText(const QString& text);
    void setWheelMode(WheelMode mode) { m_wheelMode = mode; }

    const GraphLook& look() const { return m_look; }
    const ViewTransform& view() const { return m_look.view; }
    void setView(const ViewTransform& view);
    /// All in the view; `fitLimit` may ask for a smaller zoom.
    void fit();
    double fittingZoom() const;
    /// Frames the drawing once more, unless the user has moved the view since it was set or fitted.
    void frameAgain();
    void setFitLimit(std::function<double()> limit) { m_fitLimit = std::move(limit); }
    void actualSize();
    void zoomBy(double factor);

    /// Keyboard and accessibility: the current box, which may be an input, output or state.
    std::optional<std::uint32_t> currentBox() const { return m_look.current; }
    void setCurrentBox(std::optional<std::uint32_t> box);
    /// "Lstm, layer 0, 20 × 256": what a screen reader says of a box.
    QString spokenName(std::uint32_t box) const;
    QString spokenDescription(std::uint32_t box) const;

    QSize sizeHint() const override { return {480, 480}; }
    QSize minimumSizeHint() const override { return {160, 120}; }

  Q_SIGNALS:
    void nodeSelected(std::optional<lockstep::nnir::NodeId> node);
    void moduleSelected(const QString& module);  ///< the box of a folded one; empty: it was let go
    void nodeHovered(std::optional<lockstep::nnir::NodeId> node);
    void nodeActivated(lockstep::nnir::NodeId node);  ///< double click, Enter
    /// By the user: a menu for this node is wanted, at a place of the screen.
    void nodeMenuWanted(lockstep::nnir::NodeId node, const QPoint& at);
    void stateSelected(lockstep::nnir::StateId state);
    void valueSelected(const QString& name);  ///< the box of an input or output; empty: it was let go
    /// By the user: the module is to be folded or unfolded, to be all that is drawn, or to be left (up to its
    /// outer module).
    void foldWanted(const QString& module, bool folded);
    void enterWanted(const QString& module);
    void leaveWanted();
    /// By the user: a menu for this folded module is wanted.
    void moduleMenuWanted(const QString& module, const QPoint& at);
    /// By the user: pan and zoom.
    void viewChanged(const lockstep::ViewTransform& before, const lockstep::ViewTransform& after);
    void fitted();  ///< by the user
    /// The view has framed the drawing by itself: it is new, or the widget has another size.
    void framed();
    /// A drawing was set; `last` if no better one follows.
    void laidOut(bool last);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;

  private:
    void requestLayout();
    void showStart();
    void setDrawing(std::shared_ptr<const GraphGeometry> drawing, bool last);
    void select(std::optional<std::uint32_t> box);
    void selectNeighbour(WalkDirection direction);
    bool selectNext(int step);
    void hover(const QPointF& position);
    void clearHover();
    /// Sets the view, kept in sight, and tells of it.
    void changeView(const ViewTransform& view);
    void showBox(std::uint32_t box);
    void placeMinimap();
    void announceSelection();
    bool zoomGesture(QEvent* event);
    bool dragState(const QPointF& from);
    void activate(std::uint32_t box, bool enters);
    void stopLayout();
    void placeStopButton();
    double unit() const;
    QSizeF room() const;
    QString statusText() const;
    void paintStatus(QPainter& painter);

    std::shared_ptr<const nnir::Graph> m_graph;
    std::shared_ptr<const GraphGeometry> m_drawing;
    Folding m_folding;
    std::string m_heldModule;
    std::optional<QPointF> m_heldAt;  ///< where in the view its box was
    GraphLayoutWorker* m_worker = nullptr;
    QToolButton* m_stopButton = nullptr;  ///< while a better layout is made
    GraphMinimap* m_minimap = nullptr;
    LayoutDirection m_direction = LayoutDirection::down;
    GraphLook m_look;
    std::optional<nnir::NodeId> m_selection;
    std::optional<nnir::NodeId> m_hoveredNode;
    std::function<double()> m_fitLimit;
    QString m_emptyText;
    QString m_notice;
    QString m_failure;
    WheelMode m_wheelMode = WheelMode::scroll;
    bool m_layingOut = false;
    /// What the view holds on to when the widget changes its size.
    enum class Framing : std::uint8_t { start, all, free };
    Framing m_framing = Framing::start;
    std::optional<QPointF> m_pressed;
    QPointF m_lastDrag;
    bool m_dragging = false;
};

}  // namespace lockstep

Q_DECLARE_METATYPE(std::optional<lockstep::nnir::NodeId>)
Q_DECLARE_METATYPE(lockstep::nnir::NodeId)
Q_DECLARE_METATYPE(lockstep::nnir::StateId)
Q_DECLARE_METATYPE(lockstep::ViewTransform)
