#include "core/vm/helper_thread.h"

#include <utility>

namespace lockstep {
namespace {

/// Turns of a loop, some ten nanoseconds each: until the caller goes on alone, and until a thread that waits
/// gives its processor away or sleeps.
constexpr int turns_of_an_offer = 200;
constexpr int turns_of_a_wait = 4000;

void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

template <class Condition>
void wait_until(Condition holds) {
    for (int k = 0; !holds(); ++k) {
        if (k < turns_of_a_wait)
            pause();
        else
            std::this_thread::yield();
    }
}

}  // namespace

HelperThread::HelperThread(std::function<void(std::size_t)> part)
    : part_(std::move(part)), thread_([this] { work(); }) {}

HelperThread::~HelperThread() {
    state_.store(State::end, std::memory_order_release);
    state_.notify_one();
    thread_.join();
}

bool HelperThread::join(std::size_t value) {
    value_ = value;
    state_.store(State::offered, std::memory_order_release);
    state_.notify_one();
    for (int k = 0; k < turns_of_an_offer; ++k) {
        if (state_.load(std::memory_order_relaxed) == State::taken) return true;
        pause();
    }
    State offered = State::offered;
    return !state_.compare_exchange_strong(offered, State::idle, std::memory_order_relaxed);
}

void HelperThread::finish() const {
    wait_until([this] { return state_.load(std::memory_order_acquire) == State::idle; });
}

void HelperThread::work() {
    for (;;) {
        for (int k = 0; k < turns_of_a_wait && state_.load(std::memory_order_relaxed) == State::idle; ++k)
            pause();
        state_.wait(State::idle, std::memory_order_relaxed);
        State offered = State::offered;
        if (state_.compare_exchange_strong(offered, State::taken, std::memory_order_acquire)) {
            part_(value_);
            state_.store(State::idle, std::memory_order_release);
        } else if (offered == State::end) {
            return;
        }
    }
}

void Progress::wait_for(std::uint32_t count) const {
    wait_until([this, count] { return done_.load(std::memory_order_acquire) >= count; });
}

}  // namespace lockstep
