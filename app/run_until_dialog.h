#pragma once

#include <QDialog>
#include <functional>

#include "app/document.h"

namespace lockstep::app {

/// Asks for a condition to run on to, and how far at most. Goes away when it is closed.
class RunUntilDialog : public QDialog {
    Q_OBJECT

  public:
    /// `check` says what is wrong with a condition; empty: nothing.
    RunUntilDialog(const Document& document, const std::function<QString(const QString&)>& check,
                   QWidget* parent);

  Q_SIGNALS:
    /// `condition` empty: breakpoints only.
    void chosen(qint64 position, const QString& condition);
};

}  // namespace lockstep::app
