#include "app/command_line/progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <utility>

namespace lockstep::cli {
namespace {

/// Steps in which a share is counted.
constexpr std::int64_t share_steps = 100'000;

std::string duration_text(double seconds) {
    const auto whole = static_cast<std::int64_t>(seconds + 0.5);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{}:{:02} min", whole / 60, whole % 60);
    return fmt::format("{}:{:02} h", whole / 3600, whole / 60 % 60);
}

}  // namespace

ProgressLine::ProgressLine(std::int64_t total, std::int64_t start, bool always)
    : total_(total), start_(start), terminal_(::isatty(STDERR_FILENO) == 1), shown_(terminal_ || always) {}

ProgressLine::ProgressLine(std::string work, bool always) : ProgressLine(share_steps, 0, always) {
    work_ = std::move(work);
}

ProgressLine::~ProgressLine() {
    if (terminal_ && written_) std::fputs("\r\033[K", stderr);
}

void ProgressLine::show(std::int64_t done) {
    if (!shown_) return;
    const Clock::time_point now = Clock::now();
    const auto interval = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(5000);
    if (now - last_ < interval && done < total_) return;
    // A run that ends at once shows nothing on a terminal.
    if (terminal_ && !written_ && done >= total_) return;
    last_ = now;
    written_ = true;
    const double seconds = std::chrono::duration<double>(now - begin_).count();
    const auto here = static_cast<double>(done - start_);
    const double percent = 100 * static_cast<double>(done) / static_cast<double>(total_);
    std::string text = work_.empty() ? fmt::format("{} of {} inferences ({:.1f} %)", done, total_, percent)
                                     : fmt::format("{}: {:.1f} %", work_, percent);
    if (here > 0 && seconds > 0) {
        if (work_.empty()) text += fmt::format(", {:.0f} a second", here / seconds);
        text += fmt::format(", {} left", duration_text(seconds / here * static_cast<double>(total_ - done)));
    }
    std::fputs(terminal_ ? ("\r\033[K" + text).c_str() : (text + "\n").c_str(), stderr);
    std::fflush(stderr);
}

void ProgressLine::show_share(double share) {
    show(static_cast<std::int64_t>(share * static_cast<double>(total_)));
}

}  // namespace lockstep::cli
