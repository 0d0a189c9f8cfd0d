#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace lockstep {

/// Lets updates through at most 30 times a second: the first at once, later ones when their time has come.
class UpdateLimiter : public QObject {
    Q_OBJECT

  public:
    explicit UpdateLimiter(QObject* parent = nullptr);

    void request();
    /// Now, whatever the time.
    void flush();

    static constexpr int shortestInterval = 33;  ///< milliseconds

  Q_SIGNALS:
    void due();

  private:
    QTimer m_timer;
    QElapsedTimer m_last;
};

}  // namespace lockstep
