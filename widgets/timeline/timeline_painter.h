#pragma once

#include <QPainter>
#include <QPalette>
#include <QSize>
#include <array>
#include <optional>
#include <vector>

#include "widgets/theme.h"
#include "widgets/timeline/timeline_text.h"

namespace lockstep {

/// What is chosen in a timeline.
struct TimelineMarks {
    std::optional<std::uint32_t> selected;
    std::optional<std::uint32_t> hovered;
    bool wholeChain = false;  ///< arrows back to the start, not only to what released the selected event
    std::vector<bool> highlighted;  ///< per event: of the selected node; empty: no node is selected
    std::optional<TimelineArea> area;
    std::vector<TimelineArea> kept;       ///< measured before
    std::vector<CriticalPart> critical;   ///< the latest first
    std::vector<std::uint32_t> released;  ///< releasedEvents() of the selected one
    /// Cycle that a walk through the operators has come to: what lies behind it is drawn as not computed yet.
    std::optional<std::int64_t> position;
    QString positionWords;
    /// Of several inferences in a row, and of what plots show beside them.
    struct Row {
        std::optional<std::int64_t> first;    ///< number of the first one; nullopt: none was run
        std::optional<std::int64_t> current;  ///< number of the one that is shown everywhere
        double low = 0;                       ///< inferences that the plots show; none where low >= high
        double high = 0;
        std::array<std::optional<std::int64_t>, 2> cursors;  ///< A and B
        friend bool operator==(const Row&, const Row&) = default;
    };
    Row row;
};

/// Paints a timeline. Places come from the geometry; this adds the gutter, the ruler and colours.
class TimelinePainter {
  public:
    TimelinePainter(QPainter& painter, const TimelineGeometry& geometry, const TimelineMarks& marks,
                    QSize size, int scrolled, const QFont& font, const QPalette& palette);

    void paint();

    /// Top and height of the line that has the inferences of a row.
    static int rowLine(const QFont& font);
    static int rowLineHeight(const QFont& font);
    /// The least height of a lane whose labels stand in it whole.
    static int leastLane(const QFont& font);
    static constexpr int gutter = 108;
    static constexpr std::size_t mostArrows = 40;
    /// Height of what stands above the lanes: ruler, marks, critical path.
    static int top(const QFont& font);
    static int criticalRow(const QFont& font);

  private:
    void paintRuler();
    void paintCritical();
    QColor paler(const QColor& color, double strength) const;
    void paintLanes();
    void paintLaneNames();
    void paintSpan(const TimelineSpan& span, std::size_t lane);
    void paintToCome(const QRectF& box, const QColor& mark);
    void paintPosition();
    void paintLimits();
    void paintInferences();
    void paintRange();
    double xOfInference(double number) const;
    void paintAreas();
    void paintArea(const TimelineArea& area, bool chosen);
    void paintWait();
    void paintArrows();
    void paintArrow(std::uint32_t from, std::uint32_t to);
    QRectF boxOf(std::uint32_t event) const;
    double xOf(double cycle) const { return gutter + m_geometry.axis.xOf(cycle); }
    bool isDimmed(std::uint32_t event) const;

    QPainter& m_painter;
    const TimelineGeometry& m_geometry;
    const TimelineMarks& m_marks;
    QSize m_size;
    int m_scrolled;
    int m_top;
    int m_line;    ///< height of a line of small text
    QFont m_base;  ///< of the widget
    QFont m_font;
    QPalette m_palette;
    const ThemeColors& m_style;
};

}  // namespace lockstep
