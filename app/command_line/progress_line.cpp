#include "app/command_line/progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace lockstep::cli {
namespace {

std::string duration_text(double seconds) {
    const auto whole = static_cast<std::int64_t>(seconds + 0.5);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{}:{:02} min", whole / 60, whole % 60);
    return fmt::format("{}:{:02} h", whole / 3600, whole / 60 % 60);
}

}  // namespace

ProgressLine::ProgressLine(std::int64_t total, std::int64_t start, bool always)
    : total_(total), start_(start), terminal_(::isatty(STDERR_FILENO) == 1), shown_(terminal_ || always) {}

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
    std::string text = fmt::format("{} of {} inferences ({:.1f} %)", done, total_,
                                   100 * static_cast<double>(done) / static_cast<double>(total_));
    if (here > 0 && seconds > 0) {
        text += fmt::format(", {:.0f} a second, {} left", here / seconds,
                            duration_text(seconds / here * static_cast<double>(total_ - done)));
    }
    std::fputs(terminal_ ? ("\r\033[K" + text).c_str() : (text + "\n").c_str(), stderr);
    std::fflush(stderr);
}

}  // namespace lockstep::cli
