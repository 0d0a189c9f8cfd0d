#include "app/command_line/help.h"

#include <fmt/format.h>

namespace lockstep::cli {
namespace {

std::string option_lines(const CommandRow& command, bool of_model) {
    std::string text;
    for (const OptionRow& option : options()) {
        if (option.of_model != of_model || !has_option(command, option)) continue;
        std::string left(option.name);
        if (!option.short_name.empty()) left = fmt::format("{}, {}", option.short_name, left);
        if (!option.value.empty()) left += fmt::format(" {}", option.value);
        text += left.size() < 36 ? fmt::format("  {:<36}{}\n", left, option.summary)
                                 : fmt::format("  {}\n  {:<36}{}\n", left, "", option.summary);
    }
    return text;
}

}  // namespace

std::string version_text() {
    return fmt::format("lockstep {}\n", LOCKSTEP_VERSION);
}

std::string general_help() {
    std::string text =
        "Lockstep: latency and accuracy of streaming neural networks on FPGA accelerators, before any "
        "hardware is there.\n\n"
        "  lockstep [MODEL.pt | SESSION.lockstep]   open the window; with a model, as options of screenshot "
        "say\n";
    for (const CommandRow& command : commands())
        text += fmt::format("  lockstep {:<12}{}\n", command.name, command.summary);
    text +=
        "  lockstep COMMAND --help                  its options\n"
        "  lockstep --version\n\n"
        "Exit status: 0 done, 1 the input can't be done, 2 wrong usage, 3 done but a --fail-if or a --break "
        "hit.\n\n"
        "  lockstep run lstm.pt --input-shape 20,128 --streaming-axis 0 --config v80_c6b32\n";
    return text;
}

std::string command_help(const CommandRow& command) {
    std::string text =
        fmt::format("lockstep {} {}\n\n  {}\n", command.name, command.arguments, command.summary);
    if (const std::string lines = option_lines(command, true); !lines.empty())
        text += "\nModel options, which bind to the MODEL before them\n" + lines;
    if (const std::string lines = option_lines(command, false); !lines.empty()) text += "\nOptions\n" + lines;
    if (!command.formats.empty()) {
        text += "\nFormats:";
        for (const std::string_view format : command.formats) text += fmt::format(" {}", format);
        text += "\n";
    }
    return text;
}

}  // namespace lockstep::cli
