#include <string>
#include <vector>

#include "app/command_line/command_line.h"
#include "app/screenshot.h"
#include "app/window_entry.h"

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    if (lockstep::cli::is_for_command_line(words)) {
        return lockstep::cli::run_command_line(words, lockstep::app::takeScreenshot);
    }
    return lockstep::run_window(argc, argv);
}
