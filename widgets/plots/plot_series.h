#pragma once

#include <QColor>
#include <QString>
#include <optional>

#include "widgets/plots/plot_decimation.h"

namespace lockstep {

/// A curve of a plot.
struct PlotSeries {
    QString name;
    Curve curve;
    QColor colour;
    Qt::PenStyle line = Qt::SolidLine;
    double width = 1.5;
    std::optional<QString> legend = std::nullopt;  ///< its entry in the legend; absent: the name; empty: none
};

/// A horizontal line with a label: a tolerance, a target.
struct PlotLevel {
    double value = 0;
    QString label;
    QColor colour;
};

/// A vertical hairline with a label: something changes at this inference.
struct PlotMark {
    double inference = 0;
    QString label;
};

/// The curve's value at an inference; nothing outside the curve.
std::optional<double> valueAt(const PlotSeries& series, std::int64_t inference);

}  // namespace lockstep
