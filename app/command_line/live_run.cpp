#include "app/command_line/live_run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "core/run/frame_stream.h"
#include "core/vm/vm.h"

namespace lockstep::cli {

bool is_live(const Arguments& arguments) {
    const bool reads =
        std::ranges::any_of(arguments.inputs, [](const InputFile& input) { return input.file == "-"; });
    const bool writes = arguments.output == "-";
    if (!reads && !writes) return false;
    if (reads != writes || arguments.inputs.size() != 1) {
        fail_usage("frames go both ways: --input - and --output - stand together, and alone",
                   "See the help page on recordings.");
    }
    const bool extra =
        arguments.inferences || arguments.seed || arguments.per_inference || arguments.checkpoint ||
        arguments.dump_state || arguments.attribute || arguments.envelope || arguments.units ||
        !arguments.breaks.empty() || !arguments.decisions.empty() || !arguments.generators.empty() ||
        !arguments.edits.empty() || !arguments.reset_column.empty() || arguments.reset_every > 0 ||
        !arguments.gates.empty() || arguments.trace ||
        (arguments.reference.kind != ReferenceOption::Kind::none && !arguments.reference.text.empty());
    if (extra) {
        fail_usage(
            "with --input - --output - the VM only answers steps: no inferences, seed, files, reference, "
            "breakpoints, decisions or gates",
            "Let the simulator save its inputs, and run those with these options.");
    }
    return true;
}

int run_live(const Arguments& arguments, const Prepared& prepared) {
    Vm vm(prepared.compiled.program, VmOptions{.functions = arguments.functions});
    const std::int64_t steps =
        serve_frames(vm, prepared.compiled.timeline->spaced, STDIN_FILENO, STDOUT_FILENO, interruptible());
    std::fputs(fmt::format("lockstep: {} inferences, {} cycles each (spaced)\n", steps,
                           prepared.compiled.timeline->spaced)
                   .c_str(),
               stderr);
    return exit_done;
}

}  // namespace lockstep::cli
