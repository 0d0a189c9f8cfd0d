#include "app/run_jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "app/command_line/option_values.h"
#include "app/run_contents.h"
#include "core/program/byte_stream.h"
#include "core/run/data_kind.h"
#include "core/run/file_reference.h"
#include "core/run/window_inputs.h"
#include "widgets/panels/panel_text.h"

namespace lockstep::app::jobs {
namespace {

/// Records of single inferences that plots can show; figures cover all.
constexpr RecorderOptions windowRecorder{
    .window = 1024, .snapshot_every = 64, .max_snapshots = 256, .max_records = 1'000'000};

std::unique_ptr<Reference> referenceOf(const RunPlan& plan, const cli::ReferenceOption& option,
                                       std::shared_ptr<const InputSource> inputs, std::int64_t resets) {
    using Kind = cli::ReferenceOption::Kind;
    if (option.kind == Kind::none) return nullptr;
    if (option.kind == Kind::file) return make_file_reference(*plan.compiled.program, option.file, 1);
    return plan.model ? make_reference(*plan.model, std::move(inputs), resets, option.choice) : nullptr;
}

/// Watches what can be watched of what is asked for; the reasons for the rest.
QMap<QString, QString> watchWhatFits(WatchedRun& run, const WatchRequest& request) {
    QMap<QString, QString> problems;
    std::vector<DecisionRule> decisions;
    std::vector<ConditionRule> breaks;
    const auto attempt = [&](const QString& words, const auto& add) {
        try {
            add(words.toStdString());
        } catch (const Error& error) {
            problems[words] = windowWords(text(error.failure().message));
        }
    };
    for (const QString& words : request.decisions) {
        attempt(words, [&](const std::string& rule) {
            const DecisionRule decision = decision_rule(rule);
            make_watch({}, {decision}, run.run());
            decisions.push_back(decision);
        });
    }
    for (const QString& words : request.breaks) {
        attempt(words, [&](const std::string& rule) {
            const ConditionRule condition = condition_rule(rule);
            make_watch({condition}, decisions, run.run());
            breaks.push_back(condition);
        });
    }
    run.watch(std::move(breaks), std::move(decisions));
    return problems;
}

/// The rows [first, first + count) of a run.
RecordedRows rowsOf(WatchedRun& run, qint64 first, qint64 count, const JobControl& control) {
    const std::shared_ptr<const Recording> recording = run.run().recording();
    if (recording->first <= first && first + count <= recording->first + recording->rows)
        return cut_rows(*recording, first, count);
    return run.run().rows(first, count, control);
}

}  // namespace

std::vector<InputFile> inputFiles(const InputChoice& input) {
    std::vector<InputFile> files;
    for (const QString& words : input.files) files.push_back(cli::to_input_file(words.toStdString()));
    if (input.resetColumn.isEmpty()) return files;
    const auto isTable = [](const InputFile& file) { return data_kind(file.file) == DataKind::csv; };
    if (std::count_if(files.begin(), files.end(), isTable) != 1) {
        throw Error(FailureKind::usage, "a column that resets the state is one of a single CSV file",
                    "Choose one CSV file.");
    }
    for (InputFile& file : files)
        if (isTable(file)) file.columns.reset = input.resetColumn.toStdString();
    return files;
}

std::vector<InputGenerator> inputGenerators(const InputChoice& input) {
    std::vector<InputGenerator> generators;
    for (const QString& words : input.generators) generators.push_back(input_generator(words.toStdString()));
    return generators;
}

namespace {

void checkEdits(const RunPlan& plan, const std::vector<StateChange>& edits, qint64 done) {
    if (!edits.empty() && !plan.model) {
        throw Error(FailureKind::unsupported,
                    "states are edited by compiling the model with other ones, and this is a program alone",
                    "Open its model.");
    }
    const qint64 most = std::max(done, longestStart);
    for (const StateChange& edit : edits) {
        if (edit.inference <= most) continue;
        throw Error(
            FailureKind::bad_input,
            fmt::format("{}: inference {} is not among the first {}, which a run is brought to before "
                        "it is edited",
                        to_text(edit), edit.inference, most),
            fmt::format("Run to inference {}, and edit the state there.", edit.inference));
    }
}

Started takeUp(const RunPlan& plan, const JobControl& control) {
    const InputSource& inputs = plan.again->run().inputs();
    Started result;
    result.run = plan.again;
    result.inputs = text(inputs.description());
    result.random = inputs.is_random();
    if (const auto count = inputs.count()) result.inputCount = *count;
    result.vectors = plan.vectors;
    result.moved = watch(*plan.again, plan.watch, plan.position, false, control);
    return result;
}

}  // namespace

Started startRun(const RunPlan& plan, const JobControl& control) {
    if (plan.again) return takeUp(plan, control);
    const RunRequest& request = plan.request;
    const std::shared_ptr<const InputSource> inputs =
        run_inputs(plan.model.get(), *plan.compiled.program, inputFiles(request.input), request.input.seed,
                   inputGenerators(request.input));
    cli::ReferenceOption reference;
    if (!request.reference.isEmpty()) reference = cli::to_reference(request.reference.toStdString());
    Started result;
    result.inputs = text(inputs->description());
    result.random = inputs->is_random();
    if (const auto count = inputs->count()) result.inputCount = *count;
    // A program without state is the same with and without resets.
    const std::int64_t resets = plan.compiled.program->states.empty() ? 0 : request.resetEvery;
    auto run =
        std::make_unique<LockstepRun>(plan.compiled, inputs, referenceOf(plan, reference, inputs, resets),
                                      RunOptions{.tolerance = {},
                                                 .recorder = windowRecorder,
                                                 .reset_every = resets,
                                                 .reference_every = reference.every,
                                                 .vm = {},
                                                 .no_reference = plan.model ? "none was asked for" : "",
                                                 .nodes = node_source(plan.model.get(), plan.build)});
    if (plan.model) result.vectors = check_vectors(*plan.model, plan.compiled.program, Tolerance(), control);
    if (plan.basis && !request.edits.isEmpty()) {
        ByteWriter writer;
        plan.basis->run().save(writer);
        ByteReader reader(writer.bytes(), "the run that is edited");
        run->load(reader);
        run->restore_rows(control);
    }
    std::vector<StateChange> edits;
    for (const QString& words : request.edits) edits.push_back(state_change(words.toStdString()));
    checkEdits(plan, edits, run->position());
    if (!edits.empty()) edit_run(*run, *plan.model, plan.build, edits, control);
    result.run = std::make_shared<WatchedRun>(std::move(run));
    const QMap<QString, QString> problems = watchWhatFits(*result.run, plan.watch);
    LockstepRun& stepped = result.run->run();
    const qint64 end = std::min<qint64>(plan.end, inputs->count().value_or(plan.end));
    if (end > stepped.position()) result.run->advance(end - stepped.position(), false, nullptr, control);
    const WatchResult& found = result.run->result();
    const bool watches = !found.conditions.empty() || !found.decisions.empty();
    if (watches && result.run->watched_from() > 0 && stepped.position() <= shortRun)
        result.run->look_back(control);
    result.moved = look(*result.run, plan.position, control);
    result.moved.problems = problems;
    return result;
}

Moved look(WatchedRun& run, qint64 position, const JobControl& control) {
    const auto start = std::chrono::steady_clock::now();
    Moved moved;
    moved.position = std::clamp<qint64>(position, 0, run.run().position());
    moved.recording = run.recording_at(moved.position, control);
    moved.speed = run.run().speed();
    moved.watch = std::make_shared<const Watched>(Watched{run.result(), run.watched_from()});
    moved.shownMilliseconds =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return moved;
}

Moved watch(WatchedRun& run, const WatchRequest& request, qint64 position, bool back,
            const JobControl& control) {
    const QMap<QString, QString> problems = watchWhatFits(run, request);
    const bool anything = !request.breaks.isEmpty() || !request.decisions.isEmpty();
    if (back || (anything && run.run().position() <= shortRun)) run.look_back(control);
    Moved moved = look(run, position, control);
    moved.problems = problems;
    return moved;
}

Moved moveTo(WatchedRun& run, qint64 position, const JobControl& control) {
    const qint64 end = run.run().position();
    if (position > end) run.advance(position - end, false, nullptr, control);
    return look(run, position, control);
}

Moved runOn(WatchedRun& run, qint64 position, qint64 end, const QString& until, const JobControl& control) {
    std::optional<Condition> extra;
    if (!until.isEmpty()) {
        extra.emplace(make_condition(condition_rule(until.toStdString()), run.decisions(), run.run()));
    }
    std::optional<Hit> hit;
    const qint64 done = run.run().position();
    if (position < done) {
        const WatchedRun::Found found = run.find_hit(position, std::min(done, end));
        const qint64 seen = std::min(done, end);
        hit = found.known && !extra ? found.hit
                                    : run.search(position, seen, extra ? &*extra : nullptr, control);
        position = hit ? hit->index + 1 : std::max(position, seen);
    }
    if (!hit && position < end) {
        hit = run.advance(end - position, true, extra ? &*extra : nullptr, control);
        position = run.run().position();
    }
    Moved moved = look(run, position, control);
    moved.hit = hit;
    if (hit) {
        const std::vector<ConditionResult>& conditions = run.result().conditions;
        moved.condition = hit->condition < conditions.size() ? text(conditions[hit->condition].text) : until;
    }
    return moved;
}

Moved reset(WatchedRun& run, const WatchRequest& request) {
    run.run().go_to(0);
    QMap<QString, QString> problems = watchWhatFits(run, request);
    Moved moved = look(run, 0, {});
    moved.problems = std::move(problems);
    return moved;
}

std::shared_ptr<const RunComparison> compareRuns(WatchedRun& a, WatchedRun& b, qint64 position,
                                                 const JobControl& control) {
    const qint64 end = std::min<qint64>(a.run().position(), b.run().position());
    if (end == 0) {
        throw Error(FailureKind::bad_input, "one of the runs has not run yet",
                    "Run it (F5), then lay it over the other one.");
    }
    const qint64 count = std::min(end, mostCompared);
    const qint64 first = std::clamp<qint64>(position - count / 2, 0, end - count);
    auto comparison = std::make_shared<RunComparison>();
    comparison->difference = difference(rowsOf(a, first, count, control), rowsOf(b, first, count, control));
    return comparison;
}

}  // namespace lockstep::app::jobs
