#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "core/support/error.h"
#include "core/support/job_control.h"

namespace lockstep::app {

/// Runs long work on one thread of its own, one job after another. Of the jobs of one kind only the newest
/// counts: starting one stops and forgets the older ones. Handlers run in the thread that the runner lives
/// in, never after it is destroyed. This is the one place of the window that catches.
class JobRunner : public QObject {
    Q_OBJECT

  public:
    using FailedHandler = std::function<void(const Failure&)>;

    explicit JobRunner(QObject* parent = nullptr);
    /// Stops what runs and waits for it.
    ~JobRunner() override;

    /// `work(const JobControl&)` runs on the runner's thread; what it returns goes to `done`, what it throws
    /// to `failed` (also Error(cancelled), after cancel()). `title` says for people what is done.
    template <class Work, class Done>
    void start(const QString& kind, const QString& title, Work work, Done done, FailedHandler failed) {
        enqueue(kind, title, std::move(failed),
                [work = std::move(work), done = std::move(done)](const JobControl& control) -> Delivery {
                    auto result = std::make_shared<decltype(work(control))>(work(control));
                    return [done, result] { done(std::move(*result)); };
                });
    }

    /// Asks every job to stop; their `failed` handlers hear of it.
    void cancel();
    /// Stops the jobs of a kind and forgets them: no handler is called any more.
    void drop(const QString& kind);
    bool isBusy() const { return m_unfinished > 0; }
    QString title() const { return m_title; }

  Q_SIGNALS:
    void busyChanged(bool busy);
    /// At most once per pass of the event loop; `share` in [0, 1].
    void progressChanged(double share, const QString& what);

  private:
    using Delivery = std::function<void()>;
    struct Job {
        QString kind;
        QString title;
        quint64 generation = 0;
        std::stop_source stop;
        FailedHandler failed;
        std::function<Delivery(const JobControl&)> run;
    };

    void enqueue(const QString& kind, const QString& title, FailedHandler failed,
                 std::function<Delivery(const JobControl&)> run);
    void supersede(const QString& kind);
    void loop();
    Delivery runGuarded(const Job& job);
    void postProgress(double share, std::string_view what, quint64 generation);
    void finished(const Job& job, const Delivery& delivery);

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::shared_ptr<Job>> m_queue;  ///< guarded by m_mutex, as are the next three
    std::shared_ptr<Job> m_running;
    bool m_closing = false;
    struct Progress {
        double share = 0;
        QString what;
        bool posted = false;
    } m_progress;

    QHash<QString, quint64> m_generations;  ///< of the newest job per kind; UI thread only
    quint64 m_nextGeneration = 1;
    int m_unfinished = 0;
    QString m_title;
    std::thread m_thread;  ///< last: it uses all of the above
};

}  // namespace lockstep::app
