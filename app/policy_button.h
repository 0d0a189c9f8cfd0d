#pragma once

#include <QToolButton>

#include "app/actions.h"
#include "core/run/build_program.h"

class QSpinBox;

namespace lockstep::app {

/// "calibrated", "calibrated, 4 seeds", "quick", "optimize", each with ", state reset".
QString policyText(const BuildOptions& build);

/// Says by which policy a model is compiled, and opens a menu with the policies, the seeds, the state reset
/// and the pins.
class PolicyButton : public QToolButton {
    Q_OBJECT

  public:
    explicit PolicyButton(const Actions& actions, QWidget* parent = nullptr);

    /// `pins` as ViewState has them.
    void setPolicy(const BuildOptions& build, const QStringList& pins);

  Q_SIGNALS:
    void seedsChosen(int seeds);
    void pinRemoved(const QString& pin);

  private:
    void fillPins(const QStringList& pins);

    QSpinBox* m_seeds;
    QMenu* m_menu;
    QList<QAction*> m_pins;  ///< with the line above them
};

}  // namespace lockstep::app
