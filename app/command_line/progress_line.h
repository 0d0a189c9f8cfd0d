#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lockstep::cli {

/// How far a long run is, on standard error: on a terminal one line that is written over, else a line now and
/// then.
class ProgressLine {
  public:
    /// `always`: also where standard error is no terminal.
    ProgressLine(std::int64_t total, std::int64_t start, bool always);
    /// Of other work than inferences, whose share is shown: "taking the error apart: 12.0 %, 40 s left".
    ProgressLine(std::string work, bool always);
    /// Takes the line away.
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(std::int64_t done);
    /// `share`: 0 to 1.
    void show_share(double share);

  private:
    using Clock = std::chrono::steady_clock;

    std::int64_t total_;
    std::int64_t start_;
    std::string work_ = {};  ///< empty: inferences
    bool terminal_;
    bool shown_;
    bool written_ = false;
    Clock::time_point begin_ = Clock::now();
    Clock::time_point last_ = begin_;
};

}  // namespace lockstep::cli
