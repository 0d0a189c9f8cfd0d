#include <cstdio>
#include <string>
#include <vector>

#include "app/command_line/command_line.h"

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    if (lockstep::cli::is_for_command_line(words)) return lockstep::cli::run_command_line(words);
    std::fputs("lockstep: no window in this build\nSee lockstep --help for the commands.\n", stderr);
    return 1;
}
