#pragma once

#include <QWidget>

class QCommandLinkButton;
class QLabel;
class QVBoxLayout;

namespace lockstep::app {

/// What is shown while nothing is open: the examples, three steps, and that files can be dropped.
class WelcomePage : public QWidget {
    Q_OBJECT

  public:
    explicit WelcomePage(QWidget* parent = nullptr);

    /// Offers to open these files again ("lstm.pt, gru.pt"); empty: nothing is offered.
    void setLastSession(const QString& names);
    /// Files that were opened before, newest first: the first few that still exist are listed.
    void setRecent(const QStringList& files);

  Q_SIGNALS:
    void exampleChosen(int index);
    void openWanted();
    void recentChosen(const QString& file);
    void reopenWanted();

  private:
    QCommandLinkButton* m_reopen;
    QLabel* m_recentTitle;
    QVBoxLayout* m_recent;
};

}  // namespace lockstep::app
