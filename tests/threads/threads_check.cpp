// What several threads do at once in core and in the job queue, without Qt, for the thread sanitizer: built
// by the preset `tsan`. As a plain test it checks that the handlers come as promised and that the bits are
// those of one thread. Prints what failed; exit status 1.
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <mutex>

#include "core/compiler/compile.h"
#include "core/run/watched_run.h"
#include "core/support/job_queue.h"
#include "tests/core/run/small_model.h"

using namespace lockstep;

namespace {

int failures = 0;

void check(bool holds, const char* what) {
    if (holds) return;
    ++failures;
    std::printf("FAILED: %s\n", what);
}

/// The owner's side: what the queue posts is run here, as an event loop runs it.
class Owner {
  public:
    JobQueue::Hooks hooks() {
        return {.post =
                    [this](std::function<void()> task) {
                        {
                            const std::lock_guard lock(mutex_);
                            tasks_.push_back(std::move(task));
                        }
                        wake_.notify_one();
                    },
                .busy_changed = [this](bool busy) { busy_ = busy; },
                .progress = [this](double share, const std::string&) { share_ = share; },
                .unexpected =
                    [](const std::string& title, const std::string& what) {
                        Failure failure;
                        failure.kind = FailureKind::internal;
                        failure.message = title + " failed: " + what;
                        return failure;
                    }};
    }
    /// Runs what comes until `done` holds.
    void run_until(const std::function<bool()>& done) {
        while (!done()) {
            std::function<void()> task;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [&] { return !tasks_.empty(); });
                task = std::move(tasks_.front());
                tasks_.pop_front();
            }
            task();
        }
    }
    void wait_for_task() {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return !tasks_.empty(); });
    }
    /// What has come by now.
    void run_all() {
        std::deque<std::function<void()>> tasks;
        {
            const std::lock_guard lock(mutex_);
            tasks.swap(tasks_);
        }
        for (const auto& task : tasks) task();
    }
    bool busy() const { return busy_; }
    double share() const { return share_; }

  private:
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    bool busy_ = false;
    double share_ = 0;
};

int until_stopped(const JobControl& control) {
    for (double share = 0;; share = share < 1 ? share + 1e-6 : 0) {
        control.check();
        control.report(share, "waiting");
    }
}

void newest_of_a_kind_counts() {
    Owner owner;
    JobQueue queue(owner.hooks());
    int done = 0;
    int failed = 0;
    for (int i = 0; i < 50; ++i) {
        queue.start(
            "same", "Work", [i](const JobControl& control) { return i < 49 ? until_stopped(control) : i; },
            [&](int value) { done += value; }, [&](const Failure&) { ++failed; });
    }
    owner.run_until([&] { return !queue.is_busy(); });
    check(done == 49, "the newest of fifty jobs is the one that is heard of");
    check(failed == 0, "the forgotten ones are not heard of");
    check(!owner.busy(), "the queue says that it is through");
}

void cancelled_and_thrown() {
    Owner owner;
    JobQueue queue(owner.hooks());
    int cancelled = 0;
    std::string message;
    queue.start(
        "a", "Work", until_stopped, [](int) {},
        [&](const Failure& failure) { cancelled += failure.kind == FailureKind::cancelled; });
    owner.run_until([&] { return owner.share() > 0; });
    queue.cancel();
    owner.run_until([&] { return cancelled == 1; });
    queue.start(
        "b", "Odd work", [](const JobControl&) -> int { throw std::runtime_error("odd"); }, [](int) {},
        [&](const Failure& failure) { message = failure.message; });
    owner.run_until([&] { return !queue.is_busy(); });
    check(message == "Odd work failed: odd", "an exception is told of");
}

void gone_while_busy() {
    int heard = 0;
    for (int round = 0; round < 200; ++round) {
        Owner owner;
        {
            JobQueue queue(owner.hooks());
            // What came of it waits with the owner when the queue ends.
            queue.start(
                "short", "Work", [](const JobControl&) { return 1; }, [&](int) { ++heard; },
                [&](const Failure&) { ++heard; });
            owner.wait_for_task();
        }
        owner.run_all();
        JobQueue queue(owner.hooks());
        for (const char* kind : {"a", "b", "c"})
            queue.start(
                kind, "Work", until_stopped, [&](int) { ++heard; }, [&](const Failure&) { ++heard; });
        if (round % 3 == 1) queue.drop("b");
        if (round % 3 == 2) owner.run_until([&] { return owner.share() > 0; });
    }
    check(heard == 0, "nobody is heard of when the queue is gone");
}

std::unique_ptr<WatchedRun> run_of(const CompiledProgram& compiled, int threads) {
    RunOptions options;
    options.vm.threads = threads;
    return std::make_unique<WatchedRun>(std::make_unique<LockstepRun>(
        compiled, random_inputs(compiled.program->inputs, 3), nullptr, options));
}

/// One queue compiles for other accelerators and reads the first program, while another steps it in two
/// threads and the owner looks at its recordings.
void compile_beside_a_run() {
    const CompiledProgram compiled = small_model::streamed_lstm();
    const std::vector<float> expected = [&] {
        const auto run = run_of(compiled, 1);
        run->advance(300, false);
        return run->recording_at(300)->outputs;
    }();
    Owner owner;
    JobQueue preparer(owner.hooks());
    JobQueue stepper(owner.hooks());
    const std::shared_ptr<WatchedRun> run = run_of(compiled, 2);
    std::shared_ptr<const Recording> shown;
    int compiled_too = 0;
    int finite = 0;
    for (const char* config : {"ia_840f_c3b64", "ia_420f_c6b32", "v80_c6b32"}) {
        preparer.start(
            config, "Compiling",
            [config, program = compiled.program](const JobControl&) {
                const CompiledProgram other = small_model::streamed_lstm(config);
                return other.program->outputs.size() == program->outputs.size();
            },
            [&](bool same) { compiled_too += same; }, [](const Failure&) {});
    }
    std::function<void()> go_on = [&] {
        stepper.start(
            "run", "Running",
            [run](const JobControl& control) {
                run->advance(20, false, nullptr, control);
                return run->recording_at(run->run().position(), control);
            },
            [&](const std::shared_ptr<const Recording>& recording) {
                shown = recording;
                for (const float value : recording->outputs) finite += value == value;
                if (recording->total() < 300) go_on();
            },
            [](const Failure& failure) { check(false, failure.message.c_str()); });
    };
    go_on();
    owner.run_until([&] { return !preparer.is_busy() && !stepper.is_busy(); });
    check(compiled_too == 3, "three accelerators are compiled for beside the run");
    check(finite > 0, "recordings are read while the run goes on");
    check(shown && shown->outputs == expected, "two threads beside others give the bits of one");
}

}  // namespace

int main() {
    newest_of_a_kind_counts();
    cancelled_and_thrown();
    gone_while_busy();
    compile_beside_a_run();
    std::printf("%d failed\n", failures);
    return failures == 0 ? 0 : 1;
}
