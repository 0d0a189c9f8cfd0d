#include "app/command_line/prepare.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "core/attribution/input_spread.h"
#include "core/program/program_file.h"
#include "core/run/data_kind.h"
#include "core/run/file_reference.h"
#include "core/run/watched_run.h"

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
    refuse_recompiling(arguments, file);
    const ProgramSet set = load_programs(file.file);
    Prepared prepared;
    prepared.compiled.program = set.models.at(find_model(set, arguments.model.value_or("0")));
    prepared.compiled.timeline = std::make_shared<const Timeline>(play(*prepared.compiled.program));
    return prepared;
}

/// The reset's cost, with what the program with it has more cycles than the one without.
void note_changes(ResetCost& cost, const CompiledProgram& with, const CompiledProgram& without) {
    cost.spaced_change = with.timeline->spaced - without.timeline->spaced;
    cost.contiguous_change = with.timeline->contiguous - without.timeline->contiguous;
}

}  // namespace

void refuse_recompiling(const Arguments& arguments, const FileArgument& file) {
    if (arguments.build.search != SearchOptions()) {
        fail_usage(fmt::format("\"{}\" is a program, which is compiled already", file.file),
                   "Leave --optimize, --quick and --seeds out, or give the model.");
    }
    if (arguments.build.state_reset) {
        fail_usage(fmt::format("\"{}\" is a program, and a state reset is compiled into it", file.file),
                   "Compile the model with --state-reset.");
    }
}

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
    PreparedPrograms made = prepare_programs(arguments);
    return {.model = std::move(made.models.front()),
            .compiled = made.programs.model(0),
            .without_reset = std::move(made.alone.front())};
}

PreparedPrograms prepare_programs(const Arguments& arguments) {
    const AcceleratorConfig config = required_config(arguments);
    if (arguments.model) {
        fail_usage("--model chooses from a program of several models, and this is none",
                   "Leave it out, or give a program that lockstep compile A.pt B.pt … -o PROGRAM wrote.");
    }
    PreparedPrograms made;
    for (const FileArgument& file : arguments.files)
        made.models.push_back(load_model(file.file, file.options, interruptible()));
    const auto compile_one = [&](std::size_t index, const std::vector<std::int64_t>& weights_taken) {
        SearchOptions search = arguments.build.search;
        search.weights_taken = weights_taken;
        return compile_model(made.models[index], config, interruptible(), search);
    };
    if (arguments.files.size() == 1 && !arguments.build.state_reset) {
        made.alone.push_back(compile_one(0, {}));
        made.programs = compiled_programs(made.alone.front());
        return made;
    }
    CompiledTogether together = compile_together(
        made.models.size(), compile_one, {.state_reset = arguments.build.state_reset}, interruptible());
    made.alone = std::move(together.alone);
    made.programs = std::move(together.programs);
    return made;
}

std::vector<InputFile> input_files(const Arguments& arguments) {
    std::vector<InputFile> files = arguments.inputs;
    if (arguments.reset_column.empty()) return files;
    const auto tables = std::ranges::count_if(
        files, [](const InputFile& file) { return data_kind(file.file) == DataKind::csv; });
    if (tables != 1) {
        fail_usage(fmt::format("--reset-column names a column of a CSV file, and there {} {} of them",
                               tables == 1 ? "is" : "are", tables),
                   "Give one .csv file by --input.");
    }
    for (InputFile& file : files)
        if (data_kind(file.file) == DataKind::csv) file.columns.reset = arguments.reset_column;
    return files;
}

PreparedRun prepare_run(const Arguments& arguments, const Prepared& prepared,
                        const RecorderOptions& recorder) {
    if (arguments.seed && !arguments.inputs.empty() && arguments.generators.empty()) {
        fail_usage("--seed and --input exclude each other",
                   "Random inputs have a seed, inputs from files have none.");
    }
    PreparedRun result;
    result.inputs =
        run_inputs(prepared.model ? &*prepared.model : nullptr, *prepared.compiled.program,
                   input_files(arguments), arguments.seed.value_or(default_seed), arguments.generators);
    std::int64_t length = default_inferences;
    if (prepared.model) length = sequence_length(*prepared.model).value_or(length);
    result.inferences = arguments.inferences.value_or(result.inputs->count().value_or(length));
    check_enough_inputs(*result.inputs, result.inferences);
    if ((arguments.reset_every > 0 || !arguments.reset_column.empty()) &&
        prepared.compiled.program->states.empty()) {
        fail_usage(fmt::format("{} puts state back, and this program keeps none",
                               arguments.reset_every > 0 ? "--reset-every" : "--reset-column"),
                   "Leave it out: every inference is the first one.");
    }
    std::unique_ptr<Reference> reference;
    const ReferenceOption& option = arguments.reference;
    if (option.kind == ReferenceOption::Kind::file) {
        reference = make_file_reference(*prepared.compiled.program, option.file, result.inferences);
    } else if (option.kind == ReferenceOption::Kind::model) {
        if (!prepared.model && !option.text.empty()) {
            fail_usage(fmt::format("--reference {} needs the model, and this is a program", option.text),
                       "Give the model, or expected outputs: --reference FILE.npy.");
        }
        if (prepared.model)
            reference = make_reference(*prepared.model, result.inputs, arguments.reset_every, option.choice);
    }
    result.run = std::make_unique<LockstepRun>(
        prepared.compiled, result.inputs, std::move(reference),
        RunOptions{.tolerance = arguments.tolerance,
                   .recorder = recorder,
                   .reset_every = arguments.reset_every,
                   .reference_every = option.every,
                   .vm = {.functions = arguments.functions},
                   .no_reference = prepared.model ? "none was asked for" : "",
                   .nodes = node_source(prepared.model ? &*prepared.model : nullptr, arguments.build)});
    if (!arguments.breaks.empty() || !arguments.decisions.empty())
        result.watch =
            std::make_unique<RunWatch>(make_watch(arguments.breaks, arguments.decisions, *result.run));
    result.run->keep_gates(arguments.units || (result.watch && result.watch->needs_gates()));
    result.run->watch_values(result.watch && result.watch->needs_values());
    return result;
}

std::optional<ReadoutComparison> compare_deployments(const Arguments& arguments, const Prepared& prepared,
                                                     const PreparedRun* run) {
    if (!prepared.model || !has_readout(*prepared.model)) return std::nullopt;
    ReadoutComparison comparison = compile_readouts(*prepared.model, prepared.compiled.program->config,
                                                    arguments.build, interruptible());
    if (run != nullptr && comparison.deployments.at(1).compiled) {
        compare_readouts(
            comparison, *prepared.model,
            arguments.inputs.empty()
                ? made_windows(*prepared.model, arguments.seed.value_or(default_seed), arguments.generators)
                : window_inputs(*prepared.model, input_files(arguments)),
            interruptible());
    }
    return comparison;
}

Report make_command_report(const Arguments& arguments, const Prepared& prepared, const PreparedRun* run) {
    Report report = make_report(prepared.compiled, arguments.io);
    set_target(report.latency, arguments.target_us);
    report.command = arguments.line;
    if (report.reset && prepared.without_reset)
        note_changes(*report.reset, prepared.compiled, *prepared.without_reset);
    if (prepared.model) {
        report.model_file = arguments.files.front().file;
        report.notes = model_notes(*prepared.model);
        for (const PrecisionRule& rule : prepared.model->options.precision)
            report.precision_rules.push_back(to_text(rule));
        report.readout = compare_deployments(arguments, prepared, run);
        if (run != nullptr) {
            report.vectors = check_vectors(*prepared.model, prepared.compiled.program, arguments.tolerance,
                                           interruptible());
        }
    } else {
        report.program_file = arguments.files.front().file;
    }
    for (const StateChange& edit : arguments.edits)
        report.notes.push_back(
            fmt::format("edited: {} in front of inference {}", to_text(edit), edit.inference));
    if (arguments.functions == FunctionStyle::table)
        report.notes.emplace_back(
            "activation functions by tables like the devices' (help: numerics), not nearly exact");
    if (run != nullptr) {
        const bool random = run->inputs->is_random();
        report.run =
            RunPart{.inputs = run->inputs->description(),
                    .random_inputs = random,
                    .seed = random ? std::optional(arguments.seed.value_or(default_seed)) : std::nullopt,
                    .reset_every = arguments.reset_every,
                    .reset_column = arguments.reset_column,
                    .reset_cycles = report.reset ? std::optional(report.reset->cycles) : std::nullopt,
                    .tolerance = arguments.tolerance,
                    .speed = run->run->speed(),
                    .recording = run->run->recording(),
                    .watch = run->watch ? std::optional(run->watch->result()) : std::nullopt};
        if (!random)
            report.run->lost_columns =
                lost_columns(*run->inputs, prepared.compiled.program->inputs, run->run->position());
    }
    return report;
}

}  // namespace lockstep::cli
