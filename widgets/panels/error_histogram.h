#pragma once

#include <QWidget>
#include <optional>
#include <utility>
#include <vector>

#include "core/run/recording.h"

namespace lockstep {

/// Inferences by octave of their largest error: counts on a logarithmic axis, exact zeros in a bar of their
/// own on the left, errors that are not finite on the right, quantiles as hairlines. ← → choose a bar, Enter
/// or a click takes it.
class ErrorHistogram : public QWidget {
    Q_OBJECT

  public:
    explicit ErrorHistogram(QWidget* parent = nullptr);

    void setBins(std::vector<ErrorBin> bins, std::vector<std::pair<double, double>> quantiles);
    /// Where a bar stands, in pixels of the widget.
    QRectF barRect(std::size_t bin) const;
    std::optional<std::size_t> binAt(QPointF point) const;

    QSize sizeHint() const override { return {280, 120}; }
    QSize minimumSizeHint() const override { return {140, 60}; }

  Q_SIGNALS:
    void binChosen(const lockstep::ErrorBin& bin);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QRectF plotRect() const;
    /// The place of an error in octaves from the left edge.
    double placeOf(double error) const;
    double heightOf(std::int64_t count) const;
    QString describe(const ErrorBin& bin) const;
    void paintAxes(QPainter& painter) const;
    void paintQuantiles(QPainter& painter) const;

    std::vector<ErrorBin> m_bins;
    std::vector<std::pair<double, double>> m_quantiles;
    std::optional<std::size_t> m_current;
    double m_lowest = 0;  ///< binary exponent of the lowest bin that is not 0
    double m_octaves = 1;
    bool m_zero = false;
    bool m_infinite = false;
    std::int64_t m_most = 0;
    std::int64_t m_total = 0;
};

}  // namespace lockstep
