#pragma once

#include <QObject>
#include <QString>
#include <utility>

#include "core/support/job_queue.h"

namespace lockstep::app {

/// A JobQueue whose handlers run in the thread that the runner lives in, by its event loop, never after it is
/// destroyed.
class JobRunner : public QObject {
    Q_OBJECT

  public:
    using FailedHandler = JobQueue::FailedHandler;

    explicit JobRunner(QObject* parent = nullptr);

    /// See JobQueue::start().
    template <class Work, class Done>
    void start(const QString& kind, const QString& title, Work work, Done done, FailedHandler failed) {
        m_queue.start(kind.toStdString(), title.toStdString(), std::move(work), std::move(done),
                      std::move(failed));
    }

    /// Asks every job to stop; their `failed` handlers hear of it.
    void cancel() { m_queue.cancel(); }
    /// Asks the jobs of a kind to stop; their `failed` handlers hear of it.
    void stop(const QString& kind) { m_queue.stop(kind.toStdString()); }
    /// Stops the jobs of a kind and forgets them: no handler is called any more.
    void drop(const QString& kind) { m_queue.drop(kind.toStdString()); }
    /// Waits until every job is done.
    void finish() { m_queue.finish(); }
    bool isBusy() const { return m_queue.is_busy(); }
    QString title() const { return QString::fromStdString(m_queue.title()); }

  Q_SIGNALS:
    void busyChanged(bool busy);
    /// At most once per pass of the event loop; `share` in [0, 1].
    void progressChanged(double share, const QString& what);

  private:
    JobQueue::Hooks hooks();

    JobQueue m_queue;
};

}  // namespace lockstep::app
