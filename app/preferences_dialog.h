#pragma once

#include <QDialog>

#include "widgets/theme.h"

class QCheckBox;
class QComboBox;
class QMainWindow;

namespace lockstep::app {

/// Lets the panels of a window and all menus move, or not.
void applyMotion(QMainWindow& window, bool motion);

/// What a user sets once. Every choice is kept and takes effect at once; there is nothing to confirm.
class PreferencesDialog : public QDialog {
    Q_OBJECT

  public:
    PreferencesDialog(ThemeMode theme, QWidget* parent);

  Q_SIGNALS:
    void themeChosen(lockstep::ThemeMode theme);
    /// Any of the others, in `settings`.
    void changed();

  private:
    /// Shows what is kept.
    void showKept(ThemeMode theme);

    QComboBox* m_theme;
    QComboBox* m_wheel;
    QCheckBox* m_motion;
    QComboBox* m_start;
    QComboBox* m_several;
};

}  // namespace lockstep::app
