#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <set>

#include "core/passes/pipeline.h"
#include "widgets/graph/graph_view.h"

class QSplitter;
class QToolButton;

namespace lockstep {

class PanelHeader;

/// A node and its counterpart; the one that the user pointed at, and the first that stands for it on the
/// other side.
struct TwinNode {
    std::optional<nnir::NodeId> canonical;
    std::optional<nnir::NodeId>
        streaming;  ///< of the streaming form; nullopt if it has none or there is no such form

    bool any() const { return canonical.has_value() || streaming.has_value(); }
    /// Its id in the form that is compiled, if it has one there.
    std::optional<nnir::NodeId> compiled(bool streams) const { return streams ? streaming : canonical; }
    friend bool operator==(const TwinNode&, const TwinNode&) = default;
};

/// NNIR on the left, its streaming form on the right: selection, hover, pan and zoom in step by the records
/// of the passes.
class TwinGraphView : public QWidget {
    Q_OBJECT

  public:
    explicit TwinGraphView(QWidget* parent = nullptr);

    /// Null: nothing is loaded. Without a streaming form the right side says how to get one.
    void setGraphs(std::shared_ptr<const ModelGraphs> graphs);
    /// A node of the compiled form or, if it is none, of the NNIR; no signal.
    void setSelection(std::optional<nnir::NodeId> node);
    const TwinNode& selection() const { return m_selection; }
    /// Ids of the compiled form; shown on both sides.
    void setHighlighted(const std::set<nnir::NodeId>& compiled);
    void setHeat(const NodeHeat& compiled);
    /// The other side follows selection, hover, pan and zoom.
    void setInStep(bool inStep);
    bool isInStep() const { return m_inStep; }
    void setWheelMode(GraphView::WheelMode mode);
    void setEmptyText(const QString& text);
    void fit();
    void zoomBy(double factor);
    void actualSize();

    GraphView* canonicalView() const { return m_left.view; }
    GraphView* streamingView() const { return m_right.view; }
    QSplitter* splitter() const { return m_splitter; }
    bool streams() const { return m_graphs && m_graphs->streaming.has_value(); }

  Q_SIGNALS:
    void nodeSelected(const lockstep::TwinNode& node);
    void nodeHovered(const lockstep::TwinNode& node);
    void nodeActivated(const lockstep::TwinNode& node);
    void nodeMenuWanted(const lockstep::TwinNode& node, const QPoint& at);
    void stateSelected(lockstep::nnir::StateId state);
    void inStepChanged(bool inStep);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Side {
        PanelHeader* header = nullptr;
        GraphView* view = nullptr;
    };
    Side makeSide(const QString& title, bool streamingSide);
    void connectSide(const Side& own, const Side& other, bool streamingSide);
    std::vector<nnir::NodeId> counterparts(nnir::NodeId node, bool fromStreaming) const;
    TwinNode twinOf(std::optional<nnir::NodeId> node, bool streamingSide) const;
    void showSelection(bool streamingSide, bool both);
    void followView(GraphView* other, const ViewTransform& before, const ViewTransform& after);
    double commonZoom() const;
    void alignHeaders();

    std::shared_ptr<const ModelGraphs> m_graphs;
    NodeMapping m_mapping;
    TwinNode m_selection;
    Side m_left;
    Side m_right;
    QSplitter* m_splitter = nullptr;
    QToolButton* m_fitButton = nullptr;
    QToolButton* m_inStepButton = nullptr;
    bool m_inStep = true;
    std::set<nnir::NodeId> m_highlighted;
};

/// What the passes between two graphs did, as marks on the nodes of the one before and of the one after.
struct StageMarks {
    std::map<nnir::NodeId, NodeMark> before;
    std::map<nnir::NodeId, NodeMark> after;
};
StageMarks stageMarks(const ModelGraphs& graphs, std::size_t from, std::size_t to);

/// "20 × 128 → 20 × 16": shapes of the inputs and outputs.
QString graphFigure(const nnir::Graph& graph);

}  // namespace lockstep

Q_DECLARE_METATYPE(lockstep::TwinNode)
