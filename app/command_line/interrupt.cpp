#include "app/command_line/interrupt.h"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace lockstep::cli {
namespace {

std::atomic<int> received = 0;

sigset_t interrupts() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
    return set;
}

[[noreturn]] void end_by(int signal) {
    std::signal(signal, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    ::kill(::getpid(), signal);
    std::_Exit(128 + signal);
}

/// Lives as long as the process: the waiting thread uses it to the end.
std::stop_source& source() {
    static auto* const stop = new std::stop_source;
    return *stop;
}

}  // namespace

void catch_interrupts() {
    const sigset_t set = interrupts();
    // A thread that waits for the signals may do what a handler may not.
    if (pthread_sigmask(SIG_BLOCK, &set, nullptr) != 0) return;
    source();
    std::thread([set] {
        for (;;) {
            int signal = 0;
            if (sigwait(&set, &signal) != 0) return;
            if (received.exchange(signal) != 0) end_by(signal);
            source().request_stop();
        }
    }).detach();
}

const JobControl& interruptible() {
    static const auto* const job = new JobControl{.stop = source().get_token(), .progress = {}};
    return *job;
}

void end_if_interrupted() {
    if (const int signal = received.load()) end_by(signal);
}

}  // namespace lockstep::cli
