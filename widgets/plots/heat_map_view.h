#pragma once

#include <QImage>
#include <QStringList>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/plots/heat_map_grid.h"
#include "widgets/plots/range_gestures.h"
#include "widgets/plots/update_limiter.h"
#include "widgets/theme_maps.h"

namespace lockstep {

/// Signed values of many units over inferences as colours, unit 0 on top, with a colour bar. More values than
/// pixels are shown by their extremes. The mouse and the keys do what they do in a PlotView; ↑ ↓ choose the
/// unit.
class HeatMapView : public QWidget {
    Q_OBJECT

  public:
    explicit HeatMapView(QWidget* parent = nullptr);

    void setData(HeatMapData data);
    void setRange(AxisRange* range);
    AxisRange* range() const { return m_gestures.range(); }
    /// "c of lstm.c0": for readings and for assistive technology.
    void setQuantity(const QString& quantity);
    void setEmptyText(const QString& text);
    /// Words for the units on the axis, which takes the room that they need; empty: their numbers.
    void setUnitNames(const QStringList& names);
    void setCurrentInference(std::optional<std::int64_t> inference);
    void setCurrentUnit(std::optional<std::int64_t> unit);
    /// Units that are shown elsewhere too, each with its colour: a mark on the axis.
    void setMarkedUnits(std::vector<std::pair<std::int64_t, QColor>> units);

    std::optional<std::int64_t> currentInference() const { return m_current; }
    std::optional<std::int64_t> currentUnit() const { return m_unit; }
    const HeatMapData& data() const { return m_data; }
    /// The value at the ends of the colour bar.
    double fullScale() const { return m_fullScale; }
    QRectF plotRect() const;
    /// The unit and the inference under a point; nothing outside the values.
    std::optional<std::pair<std::int64_t, std::int64_t>> cellAt(QPointF point) const;
    /// A row per inference, a column per unit.
    QByteArray csv(bool visibleOnly) const;

    static constexpr int leftMargin = 56;   ///< without names
    static constexpr int rightMargin = 84;  ///< the colour bar

    /// What the range's cursors A and B read of the current unit, a line per entry; empty unless all are
    /// set.
    QStringList differenceLines() const;

    /// Cells that are not finite: a colour that the map does not have.
    static constexpr QRgb oddColor = oddCell;

  Q_SIGNALS:
    void inferenceChosen(qint64 inference);
    void unitChosen(qint64 unit);
    /// The unit is to be put on the list of watched values.
    void watchWanted(qint64 unit);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
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
    void choose(std::int64_t unit, std::int64_t inference);
    double xOf(double inference) const { return m_gestures.xOf(inference, plotRect()); }
    double yOf(double unit) const;
    QString unitText(std::int64_t unit) const;
    void paintAxes(QPainter& painter) const;
    void paintColourBar(QPainter& painter) const;
    void paintCursors(QPainter& painter) const;
    void paintHover(QPainter& painter) const;

    HeatMapData m_data;
    QImage m_image;  ///< a pixel per cell
    double m_imageLow = 0;
    double m_imageHigh = 0;
    double m_fullScale = 0;
    std::int64_t m_nonFinite = 0;
    RangeGestures m_gestures;
    UpdateLimiter m_limiter;
    QString m_quantity;
    QString m_emptyText;
    QStringList m_names;
    int m_left = leftMargin;
    std::optional<std::int64_t> m_current;
    std::optional<std::int64_t> m_unit;
    std::vector<std::pair<std::int64_t, QColor>> m_marked;
    std::optional<QPointF> m_pointer;
};

}  // namespace lockstep
