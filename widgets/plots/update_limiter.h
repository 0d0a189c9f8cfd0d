#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

class QWidget;

namespace lockstep {

/// Lets the updates of a widget through at most 30 times a second, each with an event of its own: whatever
/// asks for several at once pays for none of them. A widget that is not to be seen waits until it is shown.
class UpdateLimiter : public QObject {
    Q_OBJECT

  public:
    explicit UpdateLimiter(QWidget* widget);

    void request();
    /// Now, whatever the time, shown or not.
    void flush();
    /// Now, if anything was asked for.
    void settle();

    static constexpr int shortestInterval = 33;  ///< milliseconds

  Q_SIGNALS:
    void due();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* m_widget;
    QTimer m_timer;
    QElapsedTimer m_last;
    bool m_waiting = false;  ///< for the widget to be shown
};

}  // namespace lockstep
