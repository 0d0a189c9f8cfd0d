#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <set>

#include "core/nnir/node_query.h"
#include "core/passes/pipeline.h"
#include "widgets/graph/graph_view.h"
#include "widgets/graph/node_heat.h"

class QLabel;
class QMenu;
class QSplitter;
class QToolButton;

namespace lockstep {

class GraphSearch;
class PanelHeader;
class PassBar;

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
    /// The boxes of a folded module (or none) are current on both sides; no signal.
    void setModule(const QString& module);
    /// Ids of the compiled form; shown on both sides.
    void setHighlighted(const std::set<nnir::NodeId>& compiled);
    /// Nodes of the compiled form that are drawn as not computed yet, with those of the NNIR that they stand
    /// for; empty: everything is.
    void setToCome(const std::set<nnir::NodeId>& compiled);
    /// A figure that can be chosen to be laid over the graphs: adds it, or replaces the one of its key. One
    /// without values can't be chosen.
    void setHeatSource(const HeatSource& source);
    const std::vector<HeatSource>& heatSources() const { return m_heatSources; }
    /// Empty: none. A key that no source has yet waits for it.
    void setHeat(const QString& key, bool logarithmic);
    const QString& heat() const { return m_heat; }
    bool isHeatLogarithmic() const { return m_heatLogarithmic; }
    /// The next source that has values; behind the last one: none.
    void chooseNextHeat();
    /// Modules that are one box in both graphs. `held`: one that stays in its place.
    void setFolded(const QStringList& folded, const QString& held = {});
    QStringList folded() const;
    /// The modules of the top level, or of the one that is shown alone.
    void foldAll();
    void unfoldAll();
    void fold(const QString& module, bool folded);
    /// Shows this module alone in both graphs; empty: the whole model.
    void enter(const QString& module);
    void leave();
    /// The graphs before and after this pass instead of the two forms (1 to the last stage); nullopt: these.
    void showPass(std::optional<std::size_t> stage);
    std::optional<std::size_t> pass() const { return m_pass; }
    PassBar* passBar() const { return m_passBar; }
    QString root() const { return QString::fromStdString(m_folding.root); }
    /// Adds what folds the modules around a node.
    void addFoldActions(QMenu& menu, const TwinNode& node);
    /// The search line, and on to the next (1) or the one before (-1).
    GraphSearch* search() const { return m_search; }
    void find();
    void findNext(int step);
    /// The other side follows selection, hover, pan and zoom.
    void setInStep(bool inStep);
    bool isInStep() const { return m_inStep; }
    void setWheelMode(GraphView::WheelMode mode);
    void setEmptyText(const QString& text);
    /// Why there is no streaming form, where it is not for want of an axis.
    void setStreamingText(const QString& text);
    void fit();
    void zoomBy(double factor);
    void actualSize();

    GraphView* canonicalView() const { return m_left.view; }
    GraphView* streamingView() const { return m_right.view; }
    QString leftTitle() const;
    QString rightTitle() const;
    QSplitter* splitter() const { return m_splitter; }
    bool streams() const { return m_graphs && m_graphs->streaming.has_value(); }

  Q_SIGNALS:
    void nodeSelected(const lockstep::TwinNode& node);
    void nodeHovered(const lockstep::TwinNode& node);
    void nodeActivated(const lockstep::TwinNode& node);
    void nodeMenuWanted(const lockstep::TwinNode& node, const QPoint& at);
    void stateSelected(lockstep::nnir::StateId state);
    /// By the user: the box of a folded module, or of an input or output; empty: it was let go.
    void moduleSelected(const QString& module);
    void valueSelected(const QString& name);
    void inStepChanged(bool inStep);
    /// By the user: there is no streaming form, and one is wanted.
    void streamingFormWanted();
    /// By the user: these modules are folded now, sorted.
    void foldedChanged(const QStringList& folded);
    /// By the user.
    void heatChosen(const QString& key, bool logarithmic);

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
    // twin_graph_heat.cpp
    void makeHeatButton();
    void fillHeatMenu(QMenu& menu);
    void chooseHeat(const QString& key, bool logarithmic);
    void showHeat();
    void updateHeatButton();
    // twin_graph_fold.cpp
    void makeCrumbs();
    void connectFolding(const Side& side);
    void showFolding(const Folding& folding, const QString& held);
    void changeFolding(const Folding& folding, const QString& held);
    void showCrumbs();
    void showModuleMenu(const QString& module, const QPoint& at);
    // twin_graph_passes.cpp
    void makePassBar();
    void showGraphs();
    void showChange(std::size_t change);
    std::optional<nnir::NodeId> shownAs(nnir::NodeId node) const;
    bool hasRight() const { return m_pass.has_value() || streams(); }
    std::size_t leftStage() const { return m_pass ? *m_pass - 1 : m_graphs->canonical; }
    std::size_t rightStage() const {
        return m_pass ? *m_pass : m_graphs->streaming.value_or(m_graphs->canonical);
    }
    // twin_graph_search.cpp
    void makeSearch();
    void showFound();
    void showMatch(const nnir::NodeMatch& match);

    std::shared_ptr<const ModelGraphs> m_graphs;
    NodeMapping m_mapping;
    TwinNode m_selection;
    Side m_left;
    Side m_right;
    QSplitter* m_splitter = nullptr;
    QToolButton* m_fitButton = nullptr;
    QToolButton* m_inStepButton = nullptr;
    QToolButton* m_streamButton = nullptr;  ///< in place of the right side where there is none
    QToolButton* m_heatButton = nullptr;
    GraphSearch* m_search = nullptr;
    QLabel* m_crumbs = nullptr;  ///< the way to the module that is shown alone
    PassBar* m_passBar = nullptr;
    QToolButton* m_passButton = nullptr;
    std::optional<std::size_t> m_pass;
    Folding m_folding;
    std::vector<HeatSource> m_heatSources;
    QString m_heat;
    bool m_heatLogarithmic = false;
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
