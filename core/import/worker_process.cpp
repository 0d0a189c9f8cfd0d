#include "core/import/worker_process.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "core/import/graph_wire.h"

namespace lockstep {
namespace {

/// Bytes of memory that the process holds; 0 once it is gone.
std::int64_t resident_bytes(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
    std::int64_t size = 0;
    std::int64_t resident = 0;
    file >> size >> resident;
    return resident * sysconf(_SC_PAGESIZE);
}

std::vector<std::string> arguments(const SessionLimits& limits) {
    // The address space holds libraries, thread stacks and reserves that are never touched: the watch on
    // resident memory is the tighter one.
    constexpr std::int64_t reserve = 8LL << 30;
    return {std::to_string(limits.memory_bytes + reserve),
            std::to_string(static_cast<std::int64_t>(limits.cpu_seconds)),
            limits.trust ? "trust" : "sandbox"};
}

}  // namespace

WorkerProcess::WorkerProcess(int model, const SessionLimits& limits)
    : limits_(limits), process_(helper_executable("lockstep-torch"), arguments(limits), {model}) {}

void WorkerProcess::await(const JobControl& job) {
    const wire::Frame hello = exchange(nullptr, job, "starting");
    const auto version = hello.json.find("hello");
    const auto sandbox = hello.json.find("sandbox");
    if (version == hello.json.end() || *version != wire::version || sandbox == hello.json.end() ||
        !sandbox->is_string()) {
        throw Error(FailureKind::worker_failed, "the import worker does not answer as this version expects",
                    "Check that the installation is complete.");
    }
    sandbox_ = sandbox->get<std::string>();
}

void WorkerProcess::watch(Clock::time_point start, const JobControl& job, const char* what) {
    job.check();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (seconds > limits_.seconds) {
        throw Error(FailureKind::worker_failed,
                    fmt::format("{} the model took longer than the limit of {} s and was ended", what,
                                limits_.seconds),
                    "A file that computes without end when it is loaded is damaged or hostile. If the model "
                    "is really that large, "
                    "raise the limit.");
    }
    if (const std::int64_t bytes = resident_bytes(process_.pid()); bytes > limits_.memory_bytes) {
        throw Error(FailureKind::worker_failed,
                    fmt::format("{} the model took more than the limit of {} MiB of memory and was ended",
                                what, limits_.memory_bytes >> 20),
                    "A file that asks for memory without end when it is loaded is damaged or hostile.");
    }
}

wire::Frame WorkerProcess::exchange(const wire::Frame* request, const JobControl& job, const char* what) {
    const Clock::time_point start = Clock::now();
    const wire::Idle idle = [&] { watch(start, job, what); };
    bool limited = false;
    const wire::Idle noted = [&] {
        limited = true;
        idle();
        limited = false;
    };
    wire::Frame reply;
    try {
        if (request != nullptr) wire::send_frame(process_.socket(), *request, noted);
        reply = wire::receive_frame(process_.socket(), noted);
    } catch (const Error& error) {
        // Half an exchange leaves the connection useless.
        const bool died = !limited && error.failure().kind == FailureKind::worker_failed;
        usleep(died ? 20'000 : 0);  // a crash closes the socket before the exit status is there
        const std::string end = died ? process_.end_text() : std::string{};
        process_.kill();
        if (!died) throw;
        Failure failure = error.failure();
        failure.message = fmt::format("the import worker ended while {} the model ({})", what,
                                      end.empty() ? failure.message : end);
        failure.advice = "The file may be damaged or hostile; nothing else is lost.";
        failure.details = process_.error_text();
        throw Error(failure);
    }
    if (reply.descriptor >= 0) {
        close(reply.descriptor);
        process_.kill();
        throw Error(FailureKind::worker_failed,
                    "the import worker sent a file descriptor, which it has no reason to do");
    }
    if (const auto failure = reply.json.find("failure"); failure != reply.json.end()) {
        throw Error(graph_wire::read_failure(*failure));
    }
    return reply;
}

wire::Frame WorkerProcess::request(const wire::Frame& request, const JobControl& job, const char* what) {
    job.check();
    return exchange(&request, job, what);
}

}  // namespace lockstep
