#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>

#include "app/command_line/commands.h"
#include "app/command_line/error_look.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/live_run.h"
#include "app/command_line/option_values.h"
#include "app/command_line/prepare.h"
#include "app/command_line/progress_line.h"
#include "app/command_line/run_files.h"
#include "app/command_line/standard_output.h"
#include "app/command_line/state_dump.h"
#include "core/program/program_file.h"
#include "core/report/text_report.h"
#include "core/report/unit_report.h"
#include "core/run/checkpoint.h"
#include "core/support/sha256.h"

namespace lockstep::cli {
namespace {

/// Inferences from one look at the clock to the next.
constexpr std::int64_t slice = 4096;
constexpr std::chrono::seconds checkpoint_interval{30};
/// Rows that the run keeps in memory: none of them is written anywhere.
constexpr RecorderOptions run_recorder{
    .window = 16, .snapshot_every = 64, .max_snapshots = 256, .max_records = json_inference_limit};

/// What makes a run the same one: whatever its figures depend on.
std::string identity_of(const Arguments& arguments, const Prepared& prepared, const PreparedRun& run) {
    std::string text = to_hex(sha256(program_to_bytes(*prepared.compiled.program)));
    text += fmt::format("\n{}\n{}\n{}\n{}\n{}\n{} {} {}\n", run.inputs->description(), run.inferences,
                        arguments.reset_every, arguments.reset_column, arguments.reference.text,
                        name(arguments.functions), arguments.tolerance.atol, arguments.tolerance.rtol);
    for (const InputFile& input : arguments.inputs) {
        std::error_code error;
        text += fmt::format("{} {} {} {}\n", input.name, input.file.string(),
                            std::filesystem::file_size(input.file, error),
                            std::filesystem::last_write_time(input.file, error).time_since_epoch().count());
        for (const std::string& column : input.columns.chosen) text += column + "\n";
    }
    if (arguments.reference.kind == ReferenceOption::Kind::file) {
        std::error_code error;
        text += fmt::format(
            "{} {}\n", std::filesystem::file_size(arguments.reference.file, error),
            std::filesystem::last_write_time(arguments.reference.file, error).time_since_epoch().count());
    }
    if (arguments.units) text += "units\n";
    for (const ConditionRule& rule : arguments.breaks) text += "break " + rule.text + "\n";
    for (const DecisionRule& rule : arguments.decisions) text += "decision " + rule.text + "\n";
    text += fmt::format("{}\n{}\n", arguments.output.value_or(""), arguments.per_inference.value_or(""));
    return text;
}

/// The run of the command, which goes on where its checkpoint says.
class LongRun {
  public:
    LongRun(const Arguments& arguments, const Prepared& prepared, PreparedRun& run)
        : arguments_(arguments), model_(prepared.model ? &*prepared.model : nullptr), run_(run) {
        check_edits();
        if (arguments.units) units_.emplace(*run.run);
        std::optional<std::vector<std::uint8_t>> state;
        if (arguments.checkpoint) {
            identity_ = identity_of(arguments, prepared, run);
            state = load_checkpoint(*arguments.checkpoint, identity_);
        }
        if (!state) {
            files_.emplace(arguments, *prepared.compiled.program, run.inferences, nullptr);
            return;
        }
        is_saved_ = true;
        ByteReader reader(*state, "the checkpoint");
        files_.emplace(arguments, *prepared.compiled.program, run.inferences, &reader);
        run_.run->load(reader);
        if (run_.watch) run_.watch->load(reader);
        if (units_) units_->load(reader);
        reader.expect_end();
        tell(fmt::format("going on at inference {} of {} (checkpoint \"{}\")", run_.run->position(),
                         run.inferences, *arguments.checkpoint));
    }

    void run() {
        const std::int64_t total = run_.inferences;
        ProgressLine progress(total, run_.run->position(), arguments_.progress);
        const InferenceWatch watch = [this](const InferenceView& view) {
            files_->add(view.record, view.outputs);
            if (run_.watch) run_.watch->see(view);
            if (units_) units_->see(view);
            return false;
        };
        try {
            while (run_.run->position() < total) {
                edit_here();
                run_.run->run_until(std::min(slice, next_stop(total) - run_.run->position()), watch,
                                    interruptible());
                progress.show(run_.run->position());
                if (arguments_.checkpoint && Clock::now() - saved_ > checkpoint_interval) save();
            }
        } catch (const Error& error) {
            if (arguments_.checkpoint && error.failure().kind == FailureKind::cancelled) {
                save();
                tell(
                    fmt::format("interrupted at inference {} of {}: the same command goes on from there "
                                "(checkpoint \"{}\")",
                                run_.run->position(), total, *arguments_.checkpoint));
            }
            if (is_saved_ && error.failure().kind == FailureKind::cannot_write)
                tell(fmt::format("the same command goes on from checkpoint \"{}\" when there is room",
                                 *arguments_.checkpoint));
            throw;
        }
    }

    /// What was run is safe from whatever follows: the files appear, or the checkpoint holds everything.
    void secure(const CompiledProgram& compiled) {
        if (arguments_.checkpoint)
            save();
        else
            commit(compiled);
    }
    /// Says where the run is after a failure behind it.
    void tell_where_it_is() const {
        if (arguments_.checkpoint)
            tell(
                fmt::format("all {} inferences are in checkpoint \"{}\": the same command goes on from there",
                            run_.inferences, *arguments_.checkpoint));
    }

    /// The files are there and the checkpoint goes.
    void finish(const CompiledProgram& compiled) {
        commit(compiled);
        std::error_code error;
        if (arguments_.checkpoint) std::filesystem::remove(*arguments_.checkpoint, error);
    }

    /// Of --units.
    const std::optional<ActivityCounter>& units() const { return units_; }

  private:
    void commit(const CompiledProgram& compiled) {
        if (!is_committed_) files_->commit(compiled);
        is_committed_ = true;
    }

    using Clock = std::chrono::steady_clock;

    /// Sets the states that are to be edited in front of the next inference.
    void edit_here() {
        std::vector<StateChange> here;
        for (const StateChange& edit : arguments_.edits)
            if (edit.inference == run_.run->position()) here.push_back(edit);
        if (!here.empty()) edit_run(*run_.run, *model_, arguments_.build, here, interruptible());
    }
    /// The run goes on to here in one piece.
    std::int64_t next_stop(std::int64_t total) const {
        for (const StateChange& edit : arguments_.edits)
            if (edit.inference > run_.run->position()) total = std::min(total, edit.inference);
        return total;
    }

    static void tell(const std::string& text) { std::fputs(("lockstep: " + text + "\n").c_str(), stderr); }

    void save() {
        ByteWriter writer;
        files_->save(writer);
        run_.run->save(writer);
        if (run_.watch) run_.watch->save(writer);
        if (units_) units_->save(writer);
        save_checkpoint(*arguments_.checkpoint, identity_, writer.bytes());
        files_->keep();
        is_saved_ = true;
        saved_ = Clock::now();
    }

    void check_edits() const {
        if (arguments_.edits.empty()) return;
        if (model_ == nullptr) {
            fail_usage("--edit compiles the model again with other states, and this is a program",
                       "Give the model and --config.");
        }
        if (run_.watch && run_.watch->looks_at_nodes()) {
            fail_usage("--break value(NODE) and error(NODE) know nothing of a node behind an --edit",
                       "Leave out the edit, or the condition.");
        }
        if (arguments_.checkpoint)
            fail_usage("an edited run has no checkpoint", "Leave --checkpoint or --edit out.");
        if (arguments_.reference.kind == ReferenceOption::Kind::model &&
            arguments_.reference.choice == ReferenceChoice::forward) {
            fail_usage(
                "--reference forward is the file's forward on whole sequences, whose state cannot be edited",
                "Leave it out, or use --reference stepped.");
        }
        for (const StateChange& edit : arguments_.edits) {
            if (edit.inference < run_.inferences) continue;
            fail_usage(fmt::format("--edit {} stands behind the last of {} inferences", to_text(edit),
                                   run_.inferences),
                       "Ask for more --inferences.");
        }
    }

    const Arguments& arguments_;
    const LoadedModel* model_;  ///< null: a program alone
    PreparedRun& run_;
    std::string identity_;
    std::optional<RunFiles> files_;
    std::optional<ActivityCounter> units_;
    bool is_committed_ = false;
    Clock::time_point saved_ = Clock::now();
    bool is_saved_ = false;  ///< the checkpoint's file is of this run
};

void check_usage(const Arguments& arguments) {
    if (arguments.output && !arguments.output->ends_with(".npy")) {
        fail_usage(fmt::format("--output writes NPY, and \"{}\" does not end in .npy", *arguments.output),
                   "Name a file that ends in .npy.");
    }
    if (arguments.dump_state && !arguments.dump_state->ends_with(".npz")) {
        fail_usage(
            fmt::format("--dump-state writes NPZ, and \"{}\" does not end in .npz", *arguments.dump_state),
            "Name a file that ends in .npz.");
    }
    if (arguments.at && !arguments.dump_state && !arguments.attribute && !arguments.envelope)
        fail_usage("--at names the inference of --dump-state, --attribute or --envelope", "Add one of them.");
    if (arguments.attribute_over && !arguments.attribute && !arguments.envelope)
        fail_usage("--attribute-over says how far --attribute or --envelope goes back", "Add one of them.");
    if ((arguments.attribute || arguments.envelope) && looks_like_program(arguments.files.front().file)) {
        fail_usage("--attribute and --envelope compute the model node by node, and this is a program",
                   "Give the model and --config.");
    }
}

/// What cannot be done behind the run and is known before it.
void check_what_is_known(const Arguments& arguments, const PreparedRun& run) {
    if (arguments.at && *arguments.at >= run.inferences) {
        throw Error(
            FailureKind::bad_input,
            fmt::format("--at {}: the run has the inferences 0 to {}", *arguments.at, run.inferences - 1),
            "Name one of them.");
    }
    if ((arguments.attribute || arguments.envelope) && !run.run->has_reference())
        fail_usage("--attribute and --envelope take an error apart, and there is no reference",
                   "Leave out --reference none.");
}

}  // namespace

int run_command(const Arguments& arguments) {
    if (is_live(arguments)) return run_live(arguments, prepare(arguments));
    check_usage(arguments);
    const Prepared prepared = prepare(arguments);
    PreparedRun prepared_run = prepare_run(arguments, prepared, run_recorder);
    check_what_is_known(arguments, prepared_run);
    LongRun run(arguments, prepared, prepared_run);
    run.run();
    run.secure(prepared.compiled);
    Report report;
    std::optional<EnvelopePart> variants;
    const auto as_json = [&] {
        Json json = json_report(report);
        if (variants) json["envelope"] = json_envelope(*variants);
        if (run.units()) json["units"] = json_units(run.units()->report());
        return json;
    };
    try {
        if (arguments.dump_state) dump_state(arguments, prepared_run);
        report = make_command_report(arguments, prepared, &prepared_run);
        if (arguments.attribute || arguments.envelope) {
            const LookedAt looked = look_at(arguments, prepared, prepared_run);
            if (arguments.attribute)
                report.run->attribution = attribute(arguments, looked, prepared, prepared_run);
            if (arguments.envelope) variants = envelope(arguments, looked, prepared);
        }
        report.gates = check_gates(arguments, as_json());
    } catch (const Error&) {
        run.tell_where_it_is();
        throw;
    }
    run.finish(prepared.compiled);
    std::string text;
    if (arguments.format != "json") {
        text = text_report(report);
        if (variants) text += envelope_text(*variants);
        if (run.units()) text += units_text(run.units()->report());
    }
    write_standard_output(arguments.format == "json" ? to_text(as_json()) : text);
    if (prepared_run.watch && prepared_run.watch->result().has_hits()) return exit_gate;
    return status_of(report.gates);
}

}  // namespace lockstep::cli
