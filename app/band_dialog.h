#pragma once

#include <QDialog>

#include "core/report/report.h"

class QLabel;
class QTableWidget;

namespace lockstep::app {

/// How sure the latency of the program in front is: what the ± is made of, whether the program lies in the
/// calibrated range, and the nearest published rows. Stays open beside the window.
class BandDialog : public QDialog {
    Q_OBJECT

  public:
    explicit BandDialog(QWidget* parent = nullptr);

    void setLatency(const LatencyFigures& latency, const QString& config);

  private:
    QLabel* m_figures;
    QLabel* m_range;
    QLabel* m_text;
    QTableWidget* m_table;
};

}  // namespace lockstep::app
