#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace lockstep {

/// A thread that does its part of a step beside the caller's, if it is there at once: between steps it waits
/// a short while in a loop, then asleep. A caller that gets no helper, because it sleeps or the processor is
/// given to others, does the step alone.
class HelperThread {
  public:
    /// `part` is called in the helper, with the value that join() was given.
    explicit HelperThread(std::function<void(std::size_t)> part);
    ~HelperThread();
    HelperThread(const HelperThread&) = delete;
    HelperThread& operator=(const HelperThread&) = delete;

    /// True if the helper has begun its part; it sees what the caller has written. False: it will not, but is
    /// on its way for the next step.
    bool join(std::size_t value);
    /// Returns when the helper's part is done, and what it has written can be read.
    void finish() const;

  private:
    enum class State : std::uint8_t { idle, offered, taken, end };

    void work();

    std::function<void(std::size_t)> part_;
    std::size_t value_ = 0;
    std::atomic<State> state_ = State::idle;
    std::thread thread_;
};

/// How far a thread is in its share of the step, for the other one to wait for.
class alignas(64) Progress {
  public:
    void restart() { done_.store(0, std::memory_order_relaxed); }
    void set(std::uint32_t done) { done_.store(done, std::memory_order_release); }
    /// Returns when `count` operations are done, and what they have written can be read.
    void wait_for(std::uint32_t count) const;

  private:
    std::atomic<std::uint32_t> done_ = 0;
};

}  // namespace lockstep
