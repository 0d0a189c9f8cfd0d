#include "core/support/job_queue.h"

#include <exception>

namespace lockstep {

JobQueue::JobQueue(Hooks hooks) : hooks_(std::move(hooks)), thread_([this] { loop(); }) {}

JobQueue::~JobQueue() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
        queue_.clear();
        if (running_) running_->stop.request_stop();
    }
    wake_.notify_all();
    thread_.join();
}

void JobQueue::enqueue(const std::string& kind, const std::string& title, FailedHandler failed,
                       std::function<Delivery(const JobControl&)> run) {
    supersede(kind);
    auto job = std::make_shared<Job>();
    job->kind = kind;
    job->title = title;
    job->generation = next_generation_++;
    job->failed = std::move(failed);
    job->run = std::move(run);
    generations_[kind] = job->generation;
    title_ = title;
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(std::move(job));
    }
    wake_.notify_all();
    if (++unfinished_ == 1) hooks_.busy_changed(true);
}

void JobQueue::supersede(const std::string& kind) {
    // What is forgotten is let go of outside of the lock: it may hold a whole model.
    std::deque<std::shared_ptr<Job>> forgotten;
    {
        const std::lock_guard lock(mutex_);
        std::deque<std::shared_ptr<Job>> kept;
        for (std::shared_ptr<Job>& job : queue_)
            (job->kind == kind ? forgotten : kept).push_back(std::move(job));
        queue_ = std::move(kept);
        if (running_ && running_->kind == kind) running_->stop.request_stop();
    }
    unfinished_ -= static_cast<int>(forgotten.size());
    generations_.erase(kind);
}

void JobQueue::drop(const std::string& kind) {
    const bool was_busy = is_busy();
    supersede(kind);
    if (was_busy && !is_busy()) hooks_.busy_changed(false);
}

void JobQueue::cancel() {
    const std::lock_guard lock(mutex_);
    for (const auto& job : queue_) job->stop.request_stop();
    if (running_) running_->stop.request_stop();
}

void JobQueue::stop(const std::string& kind) {
    const std::lock_guard lock(mutex_);
    for (const auto& job : queue_)
        if (job->kind == kind) job->stop.request_stop();
    if (running_ && running_->kind == kind) running_->stop.request_stop();
}

void JobQueue::finish() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return queue_.empty() && !running_; });
}

void JobQueue::post(std::function<void()> task) {
    hooks_.post([alive = std::weak_ptr(alive_), task = std::move(task)] {
        if (!alive.expired()) task();
    });
}

void JobQueue::loop() {
    for (;;) {
        std::shared_ptr<Job> job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return closing_ || !queue_.empty(); });
            if (closing_) return;
            job = std::move(queue_.front());
            queue_.pop_front();
            running_ = job;
        }
        const Delivery delivery = run_guarded(*job);
        job->run = nullptr;  // what the work held is let go on this thread
        const std::lock_guard lock(mutex_);
        running_ = nullptr;
        idle_.notify_all();
        if (closing_) return;
        post([this, job, delivery] { finished(*job, delivery); });
    }
}

JobQueue::Delivery JobQueue::run_guarded(const Job& job) {
    const JobControl control{job.stop.get_token(),
                             [this, generation = job.generation](double share, std::string_view what) {
                                 post_progress(share, what, generation);
                             }};
    Failure failure;
    try {
        control.check();
        return job.run(control);
    } catch (const Error& error) {
        failure = error.failure();
    } catch (const std::exception& error) {
        failure = hooks_.unexpected(job.title, error.what());
    }
    return [failed = job.failed, failure] {
        if (failed) failed(failure);
    };
}

void JobQueue::post_progress(double share, std::string_view what, std::uint64_t generation) {
    {
        const std::lock_guard lock(mutex_);
        if (closing_ || !running_ || running_->generation != generation) return;
        progress_.share = share;
        progress_.what = what;
        if (progress_.posted) return;
        progress_.posted = true;
    }
    post([this] { deliver_progress(); });
}

void JobQueue::deliver_progress() {
    Progress progress;
    {
        const std::lock_guard lock(mutex_);
        progress_.posted = false;
        progress = progress_;
    }
    hooks_.progress(progress.share, progress.what);
}

void JobQueue::finished(const Job& job, const Delivery& delivery) {
    const auto newest = generations_.find(job.kind);
    const bool current = newest != generations_.end() && newest->second == job.generation;
    if (current) generations_.erase(newest);
    --unfinished_;
    // The handler may start the next job: the queue is then busy without a gap.
    if (current && delivery) delivery();
    if (unfinished_ == 0) hooks_.busy_changed(false);
}

}  // namespace lockstep
