#pragma once

#include <QImage>
#include <QPointer>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/plots/axis_range.h"
#include "widgets/plots/plot_series.h"

namespace lockstep {

class PanelHeader;
class PlotChart;
class PlotStatisticsWindow;

/// Curves over inferences. Nothing of the chart library shows here, so that it can be replaced.
///
/// The wheel zooms, dragging pans (a cursor: moves it), a double click fits, a click chooses an inference.
/// Keys: ← → choose, A and B set cursors, Shift+← → moves the last one, + − zoom, F fits, Esc removes the
/// cursors.
class PlotView : public QWidget {
    Q_OBJECT

  public:
    explicit PlotView(const QString& title, QWidget* parent = nullptr);

    /// The range of inferences; views that are given the same one stay together. Every view starts with one
    /// of its own.
    void setRange(AxisRange* range);
    AxisRange* range() const;

    void setSeries(std::vector<PlotSeries> series);
    void setLevels(std::vector<PlotLevel> levels);
    void setMarks(std::vector<PlotMark> marks);
    /// Logarithmic values; exact zeros stand in a band of their own below.
    void setLogarithmic(bool logarithmic);
    bool isLogarithmic() const;
    void setFigure(const QStringList& parts);
    QString figure() const;
    /// What is shown without values: what will appear and how to get it there.
    void setEmptyText(const QString& text);
    /// Width right of the curves, to stand in line with other plots.
    void setRightMargin(int pixels);
    PanelHeader* header() const { return m_header; }

    void setCurrentInference(std::optional<std::int64_t> inference);
    std::optional<std::int64_t> currentInference() const;
    void setCursorA(std::optional<std::int64_t> inference);
    void setCursorB(std::optional<std::int64_t> inference);
    std::optional<std::int64_t> cursorA() const;
    std::optional<std::int64_t> cursorB() const;
    /// What the cursors read, a line per entry; empty unless both are set.
    QStringList differenceLines() const;

    /// Figures of what is seen, or of what lies between the cursors, in a window that follows both.
    void showStatistics();
    /// Sets A and B into what is seen, or takes them away where both are set.
    void toggleCursors();

    bool isEmpty() const;
    std::size_t seriesCount() const;
    /// Takes over new values now instead of with the next of 30 updates a second.
    void flush();
    /// Points painted now, over all curves: at most two per curve and pixel column, and two beyond the edges.
    int pointCount() const;
    /// The area of the curves, in this widget's pixels.
    QRectF plotRect() const;

    QImage image(double scale = 2) const;
    QByteArray svg() const;
    QByteArray pdf() const;
    /// A column per curve; full precision, "nan", "inf" and "-inf" for what is not finite.
    QByteArray csv(bool visibleOnly) const;

  Q_SIGNALS:
    void inferenceChosen(qint64 inference);

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void paintVector(QPainter& painter) const;
    void updateLegend();
    void describe();

    PanelHeader* m_header;
    PlotChart* m_chart;
    QPointer<PlotStatisticsWindow> m_statistics;
};

}  // namespace lockstep
