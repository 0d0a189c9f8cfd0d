#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QSlider;

namespace lockstep::app {

/// How fast Play goes, in inferences per second: a slider over the usual speeds, whose end is "as fast as
/// possible", and a field for any number.
class SpeedBox : public QWidget {
    Q_OBJECT

  public:
    explicit SpeedBox(QWidget* parent = nullptr);

    /// fullSpeed: as fast as possible.
    void setSpeed(double inferencesPerSecond);

    /// The slider's places, 0 to `steps`: even on a logarithmic axis, the last one is fullSpeed.
    static constexpr int steps = 50;
    static double speedAt(int place);
    static int placeOf(double inferencesPerSecond);

  Q_SIGNALS:
    void speedChosen(double inferencesPerSecond);

  private:
    QSlider* m_slider;
    QDoubleSpinBox* m_field;
};

}  // namespace lockstep::app
