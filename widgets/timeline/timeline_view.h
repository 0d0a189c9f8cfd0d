#pragma once

#include <QPointer>
#include <QWidget>
#include <memory>
#include <optional>

#include "core/analysis/why.h"
#include "core/program/program.h"
#include "widgets/timeline/timeline_lanes.h"

class QLabel;
class QSpinBox;
class QToolButton;

namespace lockstep {

class AreaTable;
class AxisRange;
class PanelHeader;
class TimelineCanvas;

/// What the program does in one inference: a lane per core and unit, instructions coloured by operator, state
/// updates hatched, the ends of the spaced and the contiguous period marked, and on top the chain of events
/// that bounds the spaced latency.
///
/// Keys are Perfetto's: W S zoom, A D pan, `,` `.` or ← → the neighbour in the lane, ↑ ↓ the lane, `[` `]`
/// follow what released what, M measures the selected event, F centres and then fits, Esc lets go. Ctrl+wheel
/// zooms, Shift+drag pans, dragging selects an area with statistics (Q: without their table), Shift+M keeps
/// it, Shift+click shows the whole chain of waits, `?` lists the keys.
class TimelineView : public QWidget {
    Q_OBJECT

  public:
    explicit TimelineView(QWidget* parent = nullptr);

    /// Null for both: nothing to show.
    void setTimeline(std::shared_ptr<const Program> program, std::shared_ptr<const Timeline> timeline);
    /// The inference that is shown everywhere: in the title, and in a row the one that is marked; a row that
    /// it is not in moves to it. The timing of all inferences is the same.
    void setCurrentInference(std::optional<std::int64_t> inference);
    /// Inferences that were run: a row takes no more.
    void setRunLength(std::int64_t inferences);
    /// What plots show of the inferences, with their cursors.
    void setRange(AxisRange* range);
    /// Highlights the events of the node with this id (ProgramNode::id), or of the nodes that do its work.
    void setSelectedNode(std::optional<std::uint32_t> node);
    void setSelectedNodes(const std::vector<std::uint32_t>& nodes);
    /// Marks this event, if the timeline has it, and shows it.
    void setSelectedEvent(std::uint32_t event);
    /// Where a walk through the operators stands, in cycles of the inference that is shown; nullopt: nowhere.
    void setPosition(std::optional<std::int64_t> cycle, const QString& words);
    /// The path that is marked above the lanes; null: the chain of what released what.
    void setCriticalPath(const std::shared_ptr<const Why>& why);
    TimelineCanvas* canvas() const { return m_canvas; }
    /// Several inferences in a row, as far as mostEvents allow: back to back, or with a pause as long as the
    /// inference between them.
    void setRow(int inferences, bool spaced);
    int inferences() const { return m_inferences; }
    bool isSpaced() const { return m_spaced; }
    /// That are offered: as many as were run.
    int mostInRow() const;
    /// Keeps what is shown as the run that others are compared with: its lanes stand below on the same axis,
    /// through every new timeline. `label` says what it was.
    void keep(const QString& label);
    void dropKept();
    bool isComparing() const { return m_keptTimeline != nullptr; }
    /// Moves the kept run so that the selected node begins at the same place in both.
    void setAligned(bool aligned);
    TimelineCanvas* keptCanvas() const { return m_keptCanvas; }
    /// "linear: 14 cycles from 66, kept 20 from 71": of the selected node; empty if none is selected.
    QString comparison() const;
    AreaTable* table() const { return m_table; }
    /// What the line below the lanes says: the area, the selected event, or the keys.
    QString statusText() const;
    PanelHeader* header() const { return m_header; }

    /// Events that a row has at most.
    static constexpr std::size_t mostEvents = 1'000'000;

  Q_SIGNALS:
    /// The user chose an event of this node.
    void nodeSelected(quint32 node);
    /// Index into Timeline::events.
    void eventSelected(quint32 event);
    /// The user chose this one of a row.
    void inferenceChosen(qint64 inference);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void updateHeader();
    void updateStatus();
    void makeRowButton();
    void showRow();
    void showPosition();
    void showRowMarks();
    void makeCompareButton();
    int mostOfEvents() const;
    void showTable();
    void showKeys();
    // timeline_compare.cpp
    void makeKept();
    void showKept();
    void followAxis(bool kept);
    std::optional<std::uint32_t> keptNode() const;
    std::vector<CriticalPart> criticalOfRow() const;

    PanelHeader* m_header;
    TimelineCanvas* m_canvas;
    QLabel* m_status;
    AreaTable* m_table;
    QToolButton* m_rowButton = nullptr;
    bool m_tableWanted = true;
    std::shared_ptr<const Program> m_program;
    std::shared_ptr<const Timeline> m_timeline;  ///< of one inference
    std::shared_ptr<const Why> m_why;
    TimelineCanvas* m_keptCanvas = nullptr;
    QLabel* m_keptLine = nullptr;  ///< between the two
    std::shared_ptr<const Program> m_keptProgram;
    std::shared_ptr<const Timeline> m_keptTimeline;
    QString m_keptLabel;
    std::optional<std::uint32_t> m_node;  ///< selected
    bool m_aligned = false;
    double m_shift = 0;  ///< cycles that the kept run begins later on its own axis
    bool m_followingAxis = false;
    int m_inferences = 1;
    bool m_spaced = false;
    std::int64_t m_first = 0;  ///< number of the first inference of a row
    std::int64_t m_length = 0;
    QPointer<AxisRange> m_range;
    QSpinBox* m_count = nullptr;
    QToolButton* m_compareButton = nullptr;
    QString m_statusText;
    std::optional<std::int64_t> m_position;
    QString m_positionWords;
    std::optional<std::int64_t> m_inference;
};

}  // namespace lockstep
