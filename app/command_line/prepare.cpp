#include "app/command_line/prepare.h"

#include <fmt/format.h>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "core/program/program_file.h"

namespace lockstep::cli {
namespace {

constexpr std::uint64_t default_seed = 1;
/// Inferences of a run that neither a sequence nor input files give a length.
constexpr std::int64_t default_inferences = 20;

Prepared prepare_program(const Arguments& arguments, const FileArgument& file) {
    if (arguments.config) {
        fail_usage(fmt::format("\"{}\" is a program, which is compiled for its config already", file.file),
                   "Leave --config out, or give the model.");
    }
    if (file.has_options) {
        fail_usage(fmt::format("\"{}\" is a program: model options belong to a MODEL", file.file),
                   "Leave them out, or give the model.");
    }
    Prepared prepared;
    prepared.compiled.program = std::make_shared<const Program>(load_program(file.file));
    prepared.compiled.timeline = std::make_shared<const Timeline>(play(*prepared.compiled.program));
    return prepared;
}

}  // namespace

AcceleratorConfig required_config(const Arguments& arguments) {
    if (!arguments.config) {
        fail_usage(fmt::format("{} needs --config NAME|FILE.json", arguments.command),
                   "See lockstep configs for the names.");
    }
    return find_config(*arguments.config);
}

Prepared prepare(const Arguments& arguments) {
    const FileArgument& file = arguments.files.front();
    if (looks_like_program(file.file)) return prepare_program(arguments, file);
    // A wrong config is known at once; a model may take seconds.
    const AcceleratorConfig config = required_config(arguments);
    Prepared prepared;
    prepared.model = load_model(file.file, file.options, interruptible());
    prepared.compiled = compile_model(*prepared.model, config, interruptible());
    return prepared;
}

PreparedRun prepare_run(const Arguments& arguments, const Prepared& prepared) {
    if (arguments.seed && !arguments.inputs.empty()) {
        fail_usage("--seed and --input exclude each other",
                   "Random inputs have a seed, inputs from files have none.");
    }
    PreparedRun result;
    result.inputs = run_inputs(prepared.model ? &*prepared.model : nullptr, *prepared.compiled.program,
                               arguments.inputs, arguments.seed.value_or(default_seed));
    std::int64_t length = default_inferences;
    if (prepared.model) length = sequence_length(*prepared.model).value_or(length);
    result.inferences = arguments.inferences.value_or(result.inputs->count().value_or(length));
    check_enough_inputs(*result.inputs, result.inferences);
    if (arguments.reset_every > 0 && prepared.compiled.program->states.empty()) {
        fail_usage("--reset-every puts state back, and this program keeps none",
                   "Leave it out: every inference is the first one.");
    }
    std::unique_ptr<Reference> reference;
    if (prepared.model) reference = make_reference(*prepared.model, result.inputs, arguments.reset_every);
    result.run = std::make_unique<LockstepRun>(
        prepared.compiled, result.inputs, std::move(reference),
        RunOptions{.tolerance = arguments.tolerance, .recorder = {}, .reset_every = arguments.reset_every});
    return result;
}

std::optional<ReadoutComparison> compare_deployments(const Arguments& arguments, const Prepared& prepared,
                                                     const PreparedRun* run) {
    if (!prepared.model || !has_readout(*prepared.model)) return std::nullopt;
    ReadoutComparison comparison =
        compile_readouts(*prepared.model, prepared.compiled.program->config, interruptible());
    if (run != nullptr && comparison.deployments.at(1).compiled) {
        compare_readouts(comparison, *prepared.model,
                         arguments.inputs.empty()
                             ? random_windows(*prepared.model, arguments.seed.value_or(default_seed))
                             : window_inputs(*prepared.model, arguments.inputs),
                         interruptible());
    }
    return comparison;
}

Report make_command_report(const Arguments& arguments, const Prepared& prepared, const PreparedRun* run) {
    Report report = make_report(prepared.compiled, arguments.io);
    report.command = arguments.line;
    if (prepared.model) {
        report.model_file = arguments.files.front().file;
        report.notes = model_notes(*prepared.model);
        report.readout = compare_deployments(arguments, prepared, run);
        if (run != nullptr) {
            report.vectors = check_vectors(*prepared.model, prepared.compiled.program, arguments.tolerance,
                                           interruptible());
        }
    } else {
        report.program_file = arguments.files.front().file;
    }
    if (run != nullptr) {
        const bool random = run->inputs->is_random();
        report.run =
            RunPart{.inputs = run->inputs->description(),
                    .random_inputs = random,
                    .seed = random ? std::optional(arguments.seed.value_or(default_seed)) : std::nullopt,
                    .reset_every = arguments.reset_every,
                    .tolerance = arguments.tolerance,
                    .speed = run->run->speed(),
                    .recording = run->run->recording()};
    }
    return report;
}

}  // namespace lockstep::cli
