#pragma once

#include <QWidget>

namespace lockstep::app {

/// What is shown while nothing is open: the examples, three steps, and that files can be dropped.
class WelcomePage : public QWidget {
    Q_OBJECT

  public:
    explicit WelcomePage(QWidget* parent = nullptr);

  Q_SIGNALS:
    void exampleChosen(int index);
    void openWanted();
};

}  // namespace lockstep::app
