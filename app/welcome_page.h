#pragma once

#include <QWidget>

class QCommandLinkButton;

namespace lockstep::app {

/// What is shown while nothing is open: the examples, three steps, and that files can be dropped.
class WelcomePage : public QWidget {
    Q_OBJECT

  public:
    explicit WelcomePage(QWidget* parent = nullptr);

    /// Offers to open these files again ("lstm.pt, gru.pt"); empty: nothing is offered.
    void setLastSession(const QString& names);

  Q_SIGNALS:
    void exampleChosen(int index);
    void openWanted();
    void reopenWanted();

  private:
    QCommandLinkButton* m_reopen;
};

}  // namespace lockstep::app
