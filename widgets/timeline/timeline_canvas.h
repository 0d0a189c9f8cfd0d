#pragma once

#include <QAbstractScrollArea>
#include <QPointF>
#include <optional>

#include "widgets/timeline/timeline_painter.h"

namespace lockstep {

/// The lanes of a TimelineView with mouse and keyboard; see there.
class TimelineCanvas : public QAbstractScrollArea {
    Q_OBJECT

  public:
    explicit TimelineCanvas(QWidget* parent = nullptr);

    void setTimeline(std::shared_ptr<const Program> program, std::shared_ptr<const Timeline> timeline,
                     std::vector<std::int64_t> starts = {0});
    void setSelectedNode(std::optional<std::uint32_t> node);
    /// Lights up the instructions of all of them, such as those of a module.
    void setSelectedNodes(const std::vector<std::uint32_t>& nodes);
    /// The latest part first; instead of the chain of releases, which setTimeline() takes.
    void setCriticalPath(std::vector<CriticalPart> path);
    /// Marks and shows it, without telling the node.
    void setSelectedEvent(std::uint32_t event);
    /// A line at this cycle, with what lies behind it drawn as not computed yet; nullopt: none.
    void setPosition(std::optional<std::int64_t> cycle, const QString& words);
    /// What the plots show beside the inferences of a row.
    void setRowMarks(const TimelineMarks::Row& row);
    void setEmptyText(const QString& text);

    TimelineGeometry& geometry() { return m_geometry; }
    const TimelineGeometry& geometry() const { return m_geometry; }
    const TimelineMarks& marks() const { return m_marks; }
    /// Selects as a click does, tells the node, and shows the event.
    void chooseEvent(std::optional<std::uint32_t> event, bool wholeChain = false);
    void setArea(std::optional<TimelineArea> area);
    bool isDragging() const { return m_drag != Drag::none; }
    /// Keeps the area's frame and length on the picture until Escape.
    void keepArea();
    void fit();
    /// Shows these cycles, whatever the timeline is long: beside another canvas.
    void setAxis(double first, double cyclesPerPixel);
    /// Position and zoom, to come back to.
    struct Place {
        double first = 0;
        double cyclesPerPixel = 1;
        int scrolled = 0;  ///< pixels
        friend bool operator==(const Place&, const Place&) = default;
    };
    Place shownPlace() const;
    void showPlace(const Place& place);
    /// Middle of an event, in pixels of the viewport.
    QPoint placeOf(std::uint32_t event) const;

    QSize sizeHint() const override { return {900, 240}; }

  Q_SIGNALS:
    void nodeSelected(quint32 node);
    void eventSelected(std::optional<std::uint32_t> event);
    void areaSelected();
    /// An inference of a row was clicked, in its line or by one of its events: its place in the row.
    void inferenceChosen(qint64 place);
    /// Other cycles are shown.
    void axisChanged();
    /// By the keyboard: the table of statistics, the list of keys.
    void tableToggled();
    void helpWanted();

  protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    enum class Drag { none, undecided, area, pan };

    void place();
    void updateScrollBars();
    double laneX(double x) const { return x - TimelinePainter::gutter; }
    int laneY(double y) const;
    std::optional<std::uint32_t> eventAt(QPointF point) const;
    TimelineArea areaBetween(QPointF a, QPointF b) const;
    std::optional<qint64> inferenceAt(QPointF point) const;
    void showEvent(std::uint32_t event);
    void zoom(double x, double factor);
    void pan(double pixels);
    void stepInLane(int direction);
    void stepLane(int direction);
    void follow(bool back);
    void centre();
    bool runKey(int key);

    TimelineGeometry m_geometry;
    TimelineMarks m_marks;
    QString m_emptyText;
    Drag m_drag = Drag::none;
    QPointF m_pressed;
    QPointF m_pointer;
    double m_lastX = 0;
    bool m_centred = false;  ///< the last F centred; the next one fits
    bool m_updatingBars = false;
};

}  // namespace lockstep
