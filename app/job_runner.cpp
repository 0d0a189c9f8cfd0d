#include "app/job_runner.h"

#include <exception>

namespace lockstep::app {

JobRunner::JobRunner(QObject* parent) : QObject(parent), m_thread([this] { loop(); }) {}

JobRunner::~JobRunner() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_queue.clear();
        if (m_running) m_running->stop.request_stop();
    }
    m_wake.notify_all();
    m_thread.join();
}

void JobRunner::enqueue(const QString& kind, const QString& title, FailedHandler failed,
                        std::function<Delivery(const JobControl&)> run) {
    supersede(kind);
    auto job = std::make_shared<Job>();
    job->kind = kind;
    job->title = title;
    job->generation = m_nextGeneration++;
    job->failed = std::move(failed);
    job->run = std::move(run);
    m_generations.insert(kind, job->generation);
    m_title = title;
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(job));
    }
    m_wake.notify_all();
    if (++m_unfinished == 1) Q_EMIT busyChanged(true);
}

void JobRunner::supersede(const QString& kind) {
    int forgotten = 0;
    {
        const std::lock_guard lock(m_mutex);
        forgotten =
            static_cast<int>(std::erase_if(m_queue, [&](const auto& job) { return job->kind == kind; }));
        if (m_running && m_running->kind == kind) m_running->stop.request_stop();
    }
    m_unfinished -= forgotten;
    m_generations.remove(kind);
}

void JobRunner::drop(const QString& kind) {
    const bool wasBusy = isBusy();
    supersede(kind);
    if (wasBusy && !isBusy()) Q_EMIT busyChanged(false);
}

void JobRunner::cancel() {
    const std::lock_guard lock(m_mutex);
    for (const auto& job : m_queue) job->stop.request_stop();
    if (m_running) m_running->stop.request_stop();
}

void JobRunner::loop() {
    for (;;) {
        std::shared_ptr<Job> job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [&] { return m_closing || !m_queue.empty(); });
            if (m_closing) return;
            job = m_queue.front();
            m_queue.pop_front();
            m_running = job;
        }
        const Delivery delivery = runGuarded(*job);
        job->run = nullptr;  // what the work held is let go on this thread
        const std::lock_guard lock(m_mutex);
        m_running = nullptr;
        if (m_closing) return;
        QMetaObject::invokeMethod(
            this, [this, job, delivery] { finished(*job, delivery); }, Qt::QueuedConnection);
    }
}

JobRunner::Delivery JobRunner::runGuarded(const Job& job) {
    const JobControl control{job.stop.get_token(),
                             [this, generation = job.generation](double share, std::string_view what) {
                                 postProgress(share, what, generation);
                             }};
    Failure failure;
    try {
        control.check();
        return job.run(control);
    } catch (const Error& error) {
        failure = error.failure();
    } catch (const std::exception& error) {
        failure.kind = FailureKind::internal;
        failure.message = tr("%1 failed unexpectedly").arg(job.title).toStdString();
        failure.advice = tr("This is a fault of Lockstep; please report it with the details").toStdString();
        failure.details = error.what();
    }
    return [failed = job.failed, failure] {
        if (failed) failed(failure);
    };
}

void JobRunner::postProgress(double share, std::string_view what, quint64 generation) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing || !m_running || m_running->generation != generation) return;
        m_progress.share = share;
        m_progress.what = QString::fromUtf8(what.data(), static_cast<qsizetype>(what.size()));
        if (m_progress.posted) return;
        m_progress.posted = true;
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            Progress progress;
            {
                const std::lock_guard lock(m_mutex);
                m_progress.posted = false;
                progress = m_progress;
            }
            Q_EMIT progressChanged(progress.share, progress.what);
        },
        Qt::QueuedConnection);
}

void JobRunner::finished(const Job& job, const Delivery& delivery) {
    const bool current = m_generations.value(job.kind) == job.generation;
    if (current) m_generations.remove(job.kind);
    --m_unfinished;
    // The handler may start the next job: the runner is then busy without a gap.
    if (current && delivery) delivery();
    if (m_unfinished == 0) Q_EMIT busyChanged(false);
}

}  // namespace lockstep::app
