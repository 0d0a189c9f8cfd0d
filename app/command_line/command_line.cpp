#include "app/command_line/command_line.h"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "app/command_line/commands.h"
#include "app/command_line/help.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/named_files.h"
#include "app/command_line/option_values.h"
#include "app/command_line/standard_output.h"
#include "core/report/json_report.h"

namespace lockstep::cli {
namespace {

int run_checked(const std::vector<std::string>& words, ScreenshotCommand screenshot) {
    if (words.empty()) fail_usage("no command", "See lockstep --help.");
    const std::string& first = words[0];
    if (first == "--help" || first == "-h" || first == "help") {
        write_standard_output(general_help());
        return exit_done;
    }
    if (first == "--version") {
        write_standard_output(version_text());
        return exit_done;
    }
    if (!is_command(first)) fail_usage(fmt::format("\"{}\" is no command", first), "See lockstep --help.");
    const Arguments arguments = parse_arguments(words);
    if (arguments.help) {
        write_standard_output(command_help(*find_command(arguments.command)));
        return exit_done;
    }
    check_named_files(arguments);
    if (arguments.command == "inspect") return inspect_command(arguments);
    if (arguments.command == "compile") return compile_command(arguments);
    if (arguments.command == "why") return why_command(arguments);
    if (arguments.command == "run") return run_command(arguments);
    if (arguments.command == "report") return report_command(arguments);
    if (arguments.command == "sweep") return sweep_command(arguments);
    if (arguments.command == "compare") return compare_command(arguments);
    if (arguments.command == "screenshot") {
        if (screenshot == nullptr) fail_usage("there is no window in this build");
        return screenshot(arguments);
    }
    return configs_command(arguments);
}

int report_failure(const Failure& failure, bool as_json) {
    end_if_interrupted();
    if (as_json) {
        try {
            write_standard_output(to_text(json_failure(failure)));
        } catch (const Error&) {
            // Standard output is what failed; the message below still says so.
        }
    }
    std::fputs(("lockstep: " + to_text(failure) + "\n").c_str(), stderr);
    return failure.kind == FailureKind::usage ? exit_usage : exit_failed;
}

}  // namespace

bool is_for_command_line(const std::vector<std::string>& words) {
    return !words.empty() && (is_command(words[0]) || words[0] == "help" || words[0].starts_with("-"));
}

int run_command_line(const std::vector<std::string>& words, ScreenshotCommand screenshot) {
    guard_standard_streams();
    catch_interrupts();
    const bool as_json = wants_json(words);
    try {
        return run_checked(words, screenshot);
    } catch (const Error& error) {
        return report_failure(error.failure(), as_json);
    } catch (const std::bad_alloc&) {
        return report_failure(Error(FailureKind::internal, "not enough memory").failure(), as_json);
    } catch (const std::exception& error) {
        return report_failure(Error(FailureKind::internal, error.what(), "Please report this.").failure(),
                              as_json);
    }
}

}  // namespace lockstep::cli
