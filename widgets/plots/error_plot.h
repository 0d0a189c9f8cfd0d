#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/run/recording.h"
#include "widgets/plots/axis_range.h"

class QCheckBox;

namespace lockstep {

class PlotView;

/// Output error per inference: the largest and the rms difference between the VM and the reference, with the
/// absolute tolerance as a line. Says which reference it is, and on what inputs.
class ErrorPlot : public QWidget {
    Q_OBJECT

  public:
    explicit ErrorPlot(QWidget* parent = nullptr);

    void setRecording(std::shared_ptr<const Recording> recording);
    /// |VM - reference| <= atol + rtol * |reference|; the line stands at atol, below which every output
    /// passes.
    void setTolerance(double atol, double rtol);
    /// "random inputs, seed 1"; part of the caption.
    void setInputDescription(const QString& inputs);
    void setCurrentInference(std::optional<std::int64_t> inference);
    void setRange(AxisRange* range);
    void setLogarithmic(bool logarithmic);
    PlotView* plot() const { return m_plot; }
    QString caption() const;

  Q_SIGNALS:
    void inferenceChosen(qint64 inference);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void showRecording();
    QString referenceText() const;

    PlotView* m_plot;
    QCheckBox* m_logarithmic;
    std::shared_ptr<const Recording> m_recording;
    QString m_inputs;
    double m_atol = 1e-2;
    double m_rtol = 1e-2;
};

}  // namespace lockstep
