#pragma once

#include <QWidget>

#include "widgets/panels/tensor_statistics.h"

namespace lockstep {

/// The distribution of a tensor's values: bars, with zero marked and both ends labelled.
class HistogramView : public QWidget {
    Q_OBJECT

  public:
    explicit HistogramView(QWidget* parent = nullptr);

    void setStatistics(TensorStatistics statistics, const QString& name);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    int binAt(double x) const;

    TensorStatistics m_statistics;
};

}  // namespace lockstep
