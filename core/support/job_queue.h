#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "core/support/error.h"
#include "core/support/job_control.h"

namespace lockstep {

/// Runs long work on one thread of its own, one job after another. Of the jobs of one kind only the newest
/// counts: starting one stops and forgets the older ones. Everything but the work happens in the thread of
/// the owner, who makes, calls and destroys the queue there and runs there what `post` hands over: no handler
/// is called after the queue is gone. This is the one place that catches what work throws.
class JobQueue {
  public:
    using FailedHandler = std::function<void(const Failure&)>;

    struct Hooks {
        /// Has a task run in the owner's thread, in the order of the calls, never at once. Called on the
        /// queue's thread; tasks that are still waiting when the queue is gone may be run or thrown away.
        std::function<void(std::function<void()> task)> post;
        std::function<void(bool busy)> busy_changed;
        /// At most one waits in the owner's thread; `share` in [0, 1].
        std::function<void(double share, const std::string& what)> progress;
        /// What to say of an exception that is no Error.
        std::function<Failure(const std::string& title, const std::string& what)> unexpected;
    };

    /// All hooks are needed.
    explicit JobQueue(Hooks hooks);
    /// Stops what runs and waits for it.
    ~JobQueue();
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    /// `work(const JobControl&)` runs on the queue's thread; what it returns goes to `done`, what it throws
    /// to `failed` (also Error(cancelled), after cancel()). `title` says for people what is done.
    template <class Work, class Done>
    void start(const std::string& kind, const std::string& title, Work work, Done done,
               FailedHandler failed) {
        enqueue(kind, title, std::move(failed),
                [work = std::move(work), done = std::move(done)](const JobControl& control) -> Delivery {
                    auto result = std::make_shared<decltype(work(control))>(work(control));
                    return [done, result] { done(std::move(*result)); };
                });
    }

    /// Asks every job to stop; their `failed` handlers hear of it.
    void cancel();
    /// Asks the jobs of a kind to stop; their `failed` handlers hear of it.
    void stop(const std::string& kind);
    /// Stops the jobs of a kind and forgets them: no handler is called any more.
    void drop(const std::string& kind);
    /// Waits until every job is done; their handlers are then on their way. For work that must not be lost by
    /// an end.
    void finish();
    bool is_busy() const { return unfinished_ > 0; }
    /// Of the newest job.
    const std::string& title() const { return title_; }

  private:
    using Delivery = std::function<void()>;
    struct Job {
        std::string kind;
        std::string title;
        std::uint64_t generation = 0;
        std::stop_source stop;
        FailedHandler failed;
        std::function<Delivery(const JobControl&)> run;
    };

    void enqueue(const std::string& kind, const std::string& title, FailedHandler failed,
                 std::function<Delivery(const JobControl&)> run);
    void supersede(const std::string& kind);
    void loop();
    Delivery run_guarded(const Job& job);
    void post_progress(double share, std::string_view what, std::uint64_t generation);
    void deliver_progress();
    void finished(const Job& job, const Delivery& delivery);
    void post(std::function<void()> task);

    const Hooks hooks_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable idle_;
    std::deque<std::shared_ptr<Job>> queue_;  ///< guarded by mutex_, as are the next three
    std::shared_ptr<Job> running_;
    bool closing_ = false;
    struct Progress {
        double share = 0;
        std::string what;
        bool posted = false;
    } progress_;

    std::map<std::string, std::uint64_t> generations_;  ///< of the newest job per kind; owner's thread only
    std::uint64_t next_generation_ = 1;
    int unfinished_ = 0;
    std::string title_;
    std::shared_ptr<const bool> alive_ =
        std::make_shared<const bool>(true);  ///< tasks look whether it is gone
    std::thread thread_;                     ///< last: it uses all of the above
};

}  // namespace lockstep
