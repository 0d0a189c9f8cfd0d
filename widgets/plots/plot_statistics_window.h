#pragma once

#include <QDialog>
#include <QPointer>
#include <vector>

#include "widgets/background.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/plot_series.h"
#include "widgets/plots/plot_statistics.h"
#include "widgets/plots/update_limiter.h"

class QLabel;
class QTableWidget;

namespace lockstep {

/// Figures of every curve of a plot, of the inferences that are seen, or between the cursors A and B where
/// both are set. Follows zoom, cursors and new values; made beside the window.
class PlotStatisticsWindow : public QDialog {
    Q_OBJECT

  public:
    PlotStatisticsWindow(const QString& title, QWidget* parent);

    void setSeries(std::vector<PlotSeries> series);
    void setRange(AxisRange* range);
    /// What is shown as a table of text, tabs between columns.
    QString plainText() const;

  private:
    void request();
    void show(const std::vector<CurveStatistics>& figures);

    std::vector<PlotSeries> m_series;
    QPointer<AxisRange> m_range;
    QLabel* m_caption;
    QTableWidget* m_table;
    UpdateLimiter m_limiter;
    Background<std::vector<CurveStatistics>> m_job;
};

}  // namespace lockstep
