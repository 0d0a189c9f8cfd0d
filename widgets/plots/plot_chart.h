#pragma once

#include <QChartView>
#include <QLineSeries>
#include <QValueAxis>
#include <optional>
#include <vector>

#include "widgets/plots/plot_axis.h"
#include "widgets/plots/plot_series.h"
#include "widgets/plots/range_gestures.h"
#include "widgets/plots/update_limiter.h"

namespace lockstep {

/// The drawing surface of a PlotView, on Qt Charts: the charts draw the curves; axes, cursors and readings
/// are painted around them, so that margins are fixed and stacked plots stand in line. New values are taken
/// over at most 30 times a second.
class PlotChart : public QChartView {
    Q_OBJECT

  public:
    explicit PlotChart(QWidget* parent = nullptr);

    void setRange(AxisRange* range);
    void setSeries(std::vector<PlotSeries> series);
    void setLevels(std::vector<PlotLevel> levels);
    void setMarks(std::vector<PlotMark> marks);
    void setLogarithmic(bool logarithmic);
    void setRightMargin(int pixels);
    void setEmptyText(const QString& text);
    void setCurrentInference(std::optional<std::int64_t> inference);
    const std::vector<PlotSeries>& series() const { return m_series; }
    AxisRange* range() const { return m_gestures.range(); }
    bool isLogarithmic() const { return m_logarithmic; }
    std::optional<std::int64_t> currentInference() const { return m_current; }
    /// A (0) or B (1); they are the range's.
    std::optional<std::int64_t> cursor(std::size_t which) const {
        return range() ? range()->cursor(which) : std::nullopt;
    }
    std::optional<std::int64_t> hoveredInference() const { return m_hovered; }
    const ValueScale& scale() const { return m_scale; }
    QRectF plotRect() const;
    /// Inferences from the first to the last of any series; nothing without values.
    std::optional<std::pair<std::int64_t, std::int64_t>> inferences() const;
    bool isEmpty() const { return !inferences().has_value(); }
    /// Points that the chart holds now, over all curves.
    int pointCount() const;
    /// What the A and B cursors read: an entry per line; empty unless both are set.
    QStringList differenceLines() const;
    /// Takes over new values now.
    void flush() { m_limiter.flush(); }
    /// Takes over now what has not been taken over yet.
    void settle() { m_limiter.settle(); }

    static constexpr int leftMargin = 56;
    static constexpr double topMargin = 14;  ///< room for the labels of the cursors

  Q_SIGNALS:
    void inferenceChosen(qint64 inference);

  protected:
    bool event(QEvent* event) override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void refresh();
    void takeOver(const std::vector<DecimatedCurve>& curves);
    QLineSeries* pooled(std::size_t index);
    double xOf(double inference) const { return m_gestures.xOf(inference, plotRect()); }
    double yOf(double value) const;
    std::optional<std::int64_t> inferenceAt(double x) const;
    void choose(std::int64_t inference);
    /// The cursor whose line is under a place.
    std::optional<std::size_t> cursorAt(double x) const;
    void paintLevels(QPainter& painter) const;
    QRectF levelLabelPlace(double y, const QSizeF& size) const;
    void paintOdd(QPainter& painter) const;
    void paintCursors(QPainter& painter) const;
    void paintHover(QPainter& painter) const;

    std::vector<PlotSeries> m_series;
    std::vector<PlotLevel> m_levels;
    std::vector<PlotMark> m_marks;
    std::vector<OddPoint> m_odd;
    std::int64_t m_oddCount = 0;
    std::vector<QLineSeries*> m_pool;  ///< owned by the chart
    QValueAxis* m_xAxis;               ///< owned by the chart
    QValueAxis* m_yAxis;
    RangeGestures m_gestures;
    ValueScale m_scale;
    UpdateLimiter m_limiter;
    QString m_emptyText;
    std::optional<std::int64_t> m_current;
    std::optional<std::int64_t> m_hovered;
    std::optional<std::size_t> m_dragged;  ///< cursor that the mouse holds
    int m_rightMargin = 12;
    bool m_logarithmic = false;
};

}  // namespace lockstep
