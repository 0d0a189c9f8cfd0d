#pragma once

#include <QObject>
#include <set>

#include "app/docks.h"
#include "app/document_controller.h"
#include "app/view_store.h"

namespace lockstep {
class TwinGraphView;
}

namespace lockstep::app {

/// One selection everywhere: what is chosen in any view goes to the ViewStore, and what the store holds is
/// lit up in all views.
class SelectionLinks : public QObject {
    Q_OBJECT

  public:
    SelectionLinks(ViewStore& store, const DocumentController& controller, TwinGraphView& graphs,
                   const Docks& docks, QObject* parent);

    void selectNode(quint32 node);
    /// An event of the timeline of one inference, with the node that it works for.
    void selectEvent(quint32 event);
    /// The operators that come from this line of the author's source: the first is selected, the others are
    /// lit with it.
    void selectLine(const QString& file, int line);
    void selectState(const QString& state, int unit = -1);
    void selectModule(const QString& module);
    /// An input or output by its name; what is empty ends the selection of one.
    void selectValue(const QString& name);
    void clear();
    /// Back and forth in what was selected before.
    void back();
    void forward();
    bool canGoBack() const { return m_place > 0; }
    bool canGoForward() const { return m_place + 1 < m_history.size(); }

    /// Lights up the store's selection in all views; also after new graphs or a new program.
    void show();
    /// The inference that a plot was clicked at; stays until the run moves on.
    void lookAt(std::optional<qint64> inference);

  Q_SIGNALS:
    void historyChanged();
    void lookedAt(std::optional<qint64> inference);

  private:
    void select(const Selection& selection);
    void remember(const Selection& selection);
    void go(qsizetype place);
    std::optional<quint32> nodeOfState(const QString& state) const;
    std::vector<std::uint32_t> membersOf(const QString& module) const;

    ViewStore& m_store;
    const DocumentController& m_controller;
    TwinGraphView& m_graphs;
    const Docks& m_docks;
    QList<Selection> m_history;
    qsizetype m_place = -1;
    std::set<nnir::NodeId> m_ofLine;  ///< of the line that was chosen
    bool m_showing = false;
};

}  // namespace lockstep::app
