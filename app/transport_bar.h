#pragma once

#include <QWidget>

#include "app/actions.h"
#include "app/document_controller.h"

class QComboBox;
class QHBoxLayout;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace lockstep::app {

/// The second line: inputs, stepping, where the run stands, how far and how fast it goes.
class TransportBar : public QWidget {
    Q_OBJECT

  public:
    explicit TransportBar(const Actions& actions, QWidget* parent = nullptr);

    /// Null: none is open.
    void setDocument(const Document* document);
    void setMotion(Motion motion);

    /// The speeds that can be chosen, in inferences per second, slowest first.
    static const QList<double>& speeds();

  Q_SIGNALS:
    void positionChosen(qint64 position);
    void runLengthChosen(qint64 length);
    /// 0: never.
    void resetEveryChosen(qint64 inferences);
    void speedChosen(double inferencesPerSecond);
    void inputChosen(const lockstep::app::InputChoice& input);
    void inputFileWanted();

  private:
    void buildInputs(QHBoxLayout* row);
    QToolButton* button(QAction* action);
    void showInput(const Document* document);

    QComboBox* m_source;
    QSpinBox* m_seed;
    QToolButton* m_run;
    QToolButton* m_play;
    QSlider* m_scrubber;
    QLabel* m_position;
    QSpinBox* m_length;
    QLabel* m_resetLabel;
    QSpinBox* m_resetEvery;
    QComboBox* m_speed;
    QString m_inputFile;
};

}  // namespace lockstep::app
