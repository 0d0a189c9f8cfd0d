#pragma once

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPointer>
#include <QRectF>
#include <QWheelEvent>
#include <functional>
#include <optional>

#include "widgets/plots/axis_range.h"

namespace lockstep {

/// True for a key press that the plots answer to while they have the focus: letters and arrows that are
/// shortcuts of the window elsewhere.
bool isPlotKey(const QKeyEvent& event);

/// The mouse on a plot's inference axis: the wheel zooms about the pointer (with Shift, or sideways: pans),
/// dragging pans, a double click fits. What is neither is a click.
class RangeGestures {
  public:
    void setRange(AxisRange* range) { m_range = range; }
    AxisRange* range() const { return m_range; }

    double inferenceAt(double x, const QRectF& plot) const;
    double xOf(double inference, const QRectF& plot) const;

    bool wheel(QWheelEvent& event, const QRectF& plot);
    bool press(QMouseEvent& event, const QRectF& plot);
    /// True while it pans.
    bool move(QMouseEvent& event, const QRectF& plot);
    /// True if press and release were a click.
    bool release(QMouseEvent& event);
    void doubleClick(QMouseEvent& event);
    bool isPanning() const { return m_panning; }

    /// What keys act on: inferences [first, last], the one that is chosen, and the one under the pointer.
    struct KeyTarget {
        std::int64_t first = 0;
        std::int64_t last = 0;
        std::optional<std::int64_t> current;
        std::optional<std::int64_t> pointed;
        std::function<void(std::int64_t inference)> choose;
    };
    /// ← → Home End choose, Shift+← → moves the cursor that was set last, A and B set cursors, Esc removes
    /// them, + − zoom, F fits. False: none of its keys.
    bool key(const QKeyEvent& event, const KeyTarget& target);

  private:
    QPointer<AxisRange> m_range;
    QPointF m_pressed;
    double m_last = 0;
    bool m_down = false;
    bool m_panning = false;
};

}  // namespace lockstep
