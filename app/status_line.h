#pragma once

#include <QWidget>

#include "app/status_text.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace lockstep::app {

/// The last line of the window: latency and error, each with its kind and basis, always on screen; while
/// something works, what and how far, with a button that cancels it.
class StatusLine : public QWidget {
    Q_OBJECT

  public:
    explicit StatusLine(QWidget* parent = nullptr);

    void setStatus(const StatusText& status);
    /// Where a walk through the operators stands, and in short where there is no room; empty: nowhere.
    void setOperator(const QString& words, const QString& shortWords);
    void setBusy(bool busy);
    void setProgress(double share, const QString& what);

  Q_SIGNALS:
    void cancelClicked();
    /// How sure the latency is, is asked for.
    void sureClicked();

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QLabel* part(const char* name);
    void colour();
    void fit();

    StatusText m_status;
    QLabel* m_latency;
    QLabel* m_endToEnd;
    QLabel* m_departures;
    QToolButton* m_sure;
    QLabel* m_target;
    QLabel* m_error;
    QLabel* m_weights;
    QLabel* m_operator;
    QString m_operatorWords;
    QString m_operatorShort;
    QLabel* m_doing;
    bool m_busy = false;
    QProgressBar* m_progress;
    QToolButton* m_cancel;
};

}  // namespace lockstep::app
