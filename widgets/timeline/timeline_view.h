#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/analysis/why.h"
#include "core/program/program.h"

class QLabel;

namespace lockstep {

class PanelHeader;
class TimelineCanvas;

/// What the program does in one inference: a lane per core and unit, instructions coloured by operator, state
/// updates hatched, the ends of the spaced and the contiguous period marked, and on top the chain of events
/// that bounds the spaced latency.
///
/// Keys are Perfetto's: W S zoom, A D pan, `,` `.` or ← → the neighbour in the lane, ↑ ↓ the lane, `[` `]`
/// follow what released what, M measures the selected event, F centres and then fits, Esc lets go. Ctrl+wheel
/// zooms, Shift+drag pans, dragging selects an area with statistics, Shift+click shows the whole chain of
/// waits.
class TimelineView : public QWidget {
    Q_OBJECT

  public:
    explicit TimelineView(QWidget* parent = nullptr);

    /// Null for both: nothing to show.
    void setTimeline(std::shared_ptr<const Program> program, std::shared_ptr<const Timeline> timeline);
    /// Only for the title: the timing of all inferences is the same.
    void setCurrentInference(std::optional<std::int64_t> inference);
    /// Highlights the events of the node with this id (ProgramNode::id), or of the nodes that do its work.
    void setSelectedNode(std::optional<std::uint32_t> node);
    /// Marks this event, if the timeline has it, and shows it.
    void setSelectedEvent(std::uint32_t event);
    /// The path that is marked above the lanes; null: the chain of what released what.
    void setCriticalPath(const std::shared_ptr<const Why>& why);
    TimelineCanvas* canvas() const { return m_canvas; }
    /// What the line below the lanes says: the area, the selected event, or the keys.
    QString statusText() const;
    PanelHeader* header() const { return m_header; }

  Q_SIGNALS:
    /// The user chose an event of this node.
    void nodeSelected(quint32 node);
    /// Index into Timeline::events.
    void eventSelected(quint32 event);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void updateHeader();
    void updateStatus();

    PanelHeader* m_header;
    TimelineCanvas* m_canvas;
    QLabel* m_status;
    QString m_statusText;
    std::optional<std::int64_t> m_inference;
};

}  // namespace lockstep
