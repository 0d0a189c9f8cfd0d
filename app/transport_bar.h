#pragma once

#include <QWidget>

#include "app/actions.h"
#include "app/document_controller.h"

class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace lockstep::app {

class RowFold;
class SeedBox;
class SpeedBox;

/// The second line: inputs, stepping, where the run stands, how far and how fast it goes.
class TransportBar : public QWidget {
    Q_OBJECT

  public:
    explicit TransportBar(const Actions& actions, QWidget* parent = nullptr);

    /// Null: none is open. `target`: where the slider stands if it is on its way elsewhere.
    void setDocument(const Document* document, std::optional<qint64> target = std::nullopt);
    void setMotion(Motion motion);
    /// How far a run goes that is under way, and what is left of it; not told: absent.
    void setGoal(std::optional<qint64> end, std::optional<double> secondsLeft);

    /// The speeds of Faster and Slower, in inferences per second, slowest first.
    static const QList<double>& speeds();

    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void positionChosen(qint64 position);
    void runLengthChosen(qint64 length);
    /// 0: never.
    void resetEveryChosen(qint64 inferences);
    void speedChosen(double inferencesPerSecond);
    void stepCountChosen(qint64 inferences);
    void inputChosen(const lockstep::app::InputChoice& input);
    /// Files, generators and the reference are to be chosen.
    void inputsWanted();

  private:
    QWidget* buildInputs();
    /// A field with its words before it, which move together.
    QWidget* group(QLabel* label, std::initializer_list<QWidget*> fields);
    QToolButton* button(QAction* action);
    void showInput(const Document* document);
    void showPosition();

    QComboBox* m_source;
    SeedBox* m_seed;
    QToolButton* m_run;
    QToolButton* m_play;
    QSlider* m_scrubber;
    QLabel* m_position;
    QSpinBox* m_length;
    QLabel* m_resetLabel;
    QWidget* m_reset = nullptr;  ///< the field with its words
    QSpinBox* m_resetEvery;
    SpeedBox* m_speed;
    QSpinBox* m_stepCount;
    RowFold* m_fold = nullptr;
    InputChoice m_other;  ///< the last one that was not random
    qint64 m_shown = 0;
    qint64 m_done = 0;
    std::optional<qint64> m_end;
    std::optional<double> m_left;
};

}  // namespace lockstep::app
