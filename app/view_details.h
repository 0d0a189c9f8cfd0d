#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QSet>
#include <QTimer>
#include <array>
#include <optional>

#include "app/docks.h"
#include "app/document_controller.h"
#include "app/view_store.h"

namespace lockstep {
class GraphView;
class TwinGraphView;
}  // namespace lockstep

namespace lockstep::app {

/// What the views hold themselves, as ViewState::details: pan and zoom of the graphs, the module and the pass
/// that are shown, the search; row and zoom of the timeline; the range of the plots, cursors A and B; state,
/// units and logarithm. A gesture of the user becomes an undoable change of the store once it has ended; what
/// the store says (undo, a session, a model that is known) is shown as soon as there is something to show it
/// on.
class ViewDetails : public QObject {
    Q_OBJECT

  public:
    static constexpr int settleMs = 300;  ///< without input: a gesture has ended

    ViewDetails(ViewStore& store, const DocumentController& controller, TwinGraphView& graphs,
                const Docks& docks, QObject* parent);

    /// What is shown now: "graph", "timeline", "plots", "state", "error". What is as at first is left out.
    QJsonObject read() const;
    /// Takes over what is shown, without a step to undo: before it is saved.
    void settle();
    /// Ends a gesture that is going on: before something is undone.
    void finish();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void gestureEnded();
    void linesChanged(const std::vector<std::int64_t>& before);
    void viewChanged(const ViewState& before, const ViewState& after);
    void showPending();
    void showAgain(const QString& key);
    /// From now on the user's hand counts in this view.
    void takeOver(const QWidget* view);
    bool showOne(const QString& key, const QJsonObject& wanted);
    void showGraph(const QJsonObject& wanted);
    void showSide(std::size_t side);
    bool isThere(const QString& key) const;
    const StateTrace* stateTrace() const;

    ViewStore& m_store;
    const DocumentController& m_controller;
    TwinGraphView& m_graphs;
    const Docks& m_docks;
    std::array<GraphView*, 2> m_sides;
    std::array<bool, 2> m_moved{};                      ///< by the user, since its drawing was framed
    std::array<std::optional<QJsonArray>, 2> m_wanted;  ///< views of drawings that are being made
    QSet<QString> m_pending;  ///< keys of the store's details that are not shown yet
    QTimer m_settle;
    qint64 m_inference = 0;  ///< where the run stood when the gesture began
    int m_steps = 0;         ///< of the undo stack, when the gesture began
    bool m_capturing = false;
    bool m_showing = false;
};

}  // namespace lockstep::app
