#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "core/import/model_session.h"
#include "core/import/wire.h"
#include "core/support/child_process.h"
#include "core/support/job_control.h"

namespace lockstep {

/// A running `lockstep-torch` with its limits: the parent watches its time and its memory while it waits for
/// an answer.
class WorkerProcess {
  public:
    /// Starts it on the model open as `model`. Throws Error(worker_failed).
    WorkerProcess(int model, const SessionLimits& limits);

    /// Waits for its greeting; once, before the first request. Throws as request() does.
    void await(const JobControl& job);

    /// Sends a request (the descriptor in it stays the caller's) and returns the answer. Throws what the
    /// worker reports; Error(worker_failed) when it died, hung, took too much memory or answered nonsense,
    /// Error(cancelled) within 100 ms of a stop: the worker is gone in both cases.
    wire::Frame request(const wire::Frame& request, const JobControl& job, const char* what);

    bool running() { return process_.running(); }
    pid_t pid() const { return process_.pid(); }
    const std::string& sandbox() const { return sandbox_; }

  private:
    using Clock = std::chrono::steady_clock;
    wire::Frame exchange(const wire::Frame* request, const JobControl& job, const char* what);
    void watch(Clock::time_point start, const JobControl& job, const char* what);

    SessionLimits limits_;
    ChildProcess process_;
    std::string sandbox_;
};

}  // namespace lockstep
