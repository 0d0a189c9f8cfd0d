#include "app/document_jobs.h"

#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <chrono>

#include "app/model_memory.h"
#include "app/run_jobs.h"
#include "core/accel/accelerator_config.h"
#include "core/import/model_file.h"
#include "core/program/program_file.h"
#include "core/run/window_inputs.h"

namespace lockstep::app::jobs {
namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::shared_ptr<const CompileResult> finish(CompiledProgram compiled,
                                            std::shared_ptr<const LoadedModel> model,
                                            const CompileRequest& request, Clock::time_point start) {
    auto result = std::make_shared<CompileResult>();
    result->milliseconds = millisecondsSince(start);
    Report report = make_report(compiled, std::nullopt);
    report.why = std::make_shared<const Why>(explain(*compiled.program));
    result->report = std::make_shared<const Report>(std::move(report));
    result->listing = std::make_shared<const DisassemblyListing>(*compiled.program, *compiled.timeline);
    result->compiled = std::move(compiled);
    result->model = std::move(model);
    result->request = request;
    return result;
}

}  // namespace

Loaded load(const QString& file, ModelOptions options, const JobControl& control, LoadAttempt& attempt) {
    // The window streams in a step of its own, so that the graph shows whatever becomes of it.
    options.streaming_axes.clear();
    options.readout = Readout::refuse;
    options.use_stored_axes = false;
    Loaded result;
    // What the file was opened with last comes before what its own words propose.
    const bool asIs = options.input_shapes.empty() && options.input_values.empty() &&
                      options.states.empty() && options.method == ModelOptions().method;
    if (asIs) {
        ModelFile opened(file.toStdString());
        opened.hash();
        const QString sha256 = QString::fromStdString(opened.sha256());
        if (std::optional<ModelMemory> memory = model_memory::recall(sha256)) {
            memory->options.trust = options.trust;
            options = std::move(memory->options);
            result.rememberedAxes = std::move(memory->streamingAxes);
            result.rememberedEveryStep = memory->everyStep;
            result.rememberedTargetUs = memory->targetUs;
            result.rememberedView = memory->view;
        }
    }
    result.model =
        std::make_shared<const LoadedModel>(load_model(file.toStdString(), options, control, &attempt));
    if (asIs && result.rememberedAxes.empty()) {
        for (const AxisOption& axis : stored_axes(result.model->probe, *result.model->imported))
            result.rememberedAxes.push_back(axis.axis);
    }
    return result;
}

ModelProbe probe(const QString& file, const ModelOptions& options, const JobControl& control) {
    ModelSession session(file.toStdString(), control, {.trust = options.trust});
    return session.probe(options.method, control);
}

std::shared_ptr<const LoadedModel> stream(const std::shared_ptr<const LoadedModel>& model,
                                          const std::vector<std::optional<int>>& axes, Readout readout,
                                          const JobControl& control) {
    return std::make_shared<const LoadedModel>(with_streaming(*model, axisOptions(axes), readout, control));
}

std::shared_ptr<const LoadedModel> withRules(const std::shared_ptr<const LoadedModel>& model,
                                             const CompileRequest& request) {
    auto result = std::make_shared<LoadedModel>(*model);
    result->options.precision.clear();
    for (const QString& rule : request.precision)
        result->options.precision.push_back(precision_rule(rule.toStdString(), "precision"));
    result->options.cores.clear();
    for (const QString& pin : request.pins)
        result->options.cores.push_back(core_pin(pin.toStdString(), "cores"));
    return result;
}

std::shared_ptr<const CompileResult> compile(const std::shared_ptr<const LoadedModel>& model,
                                             const CompileRequest& request, const JobControl& control) {
    const Clock::time_point start = Clock::now();
    std::shared_ptr<const LoadedModel> asked = withRules(model, request);
    CompiledProgram program =
        build_program(*asked, find_config(request.config.toStdString()), request.build, control);
    return finish(std::move(program), std::move(asked), request, start);
}

std::shared_ptr<const ConfigComparison> compareConfigs(const std::shared_ptr<const LoadedModel>& model,
                                                       const CompileRequest& request, const QStringList& own,
                                                       double targetUs, const JobControl& control) {
    auto comparison = std::make_shared<ConfigComparison>();
    QStringList choices;
    for (const AcceleratorConfig& config : preset_configs()) choices << QString::fromStdString(config.name);
    if (!choices.contains(request.config)) choices.prepend(request.config);
    for (const QString& file : own)
        if (!choices.contains(file) && QFileInfo::exists(file)) choices << file;
    const std::shared_ptr<const LoadedModel> asked = withRules(model, request);
    const std::optional<double> target = targetUs > 0 ? std::optional(targetUs) : std::nullopt;
    for (qsizetype i = 0; i < choices.size(); ++i) {
        control.check();
        control.report(static_cast<double>(i) / static_cast<double>(choices.size()),
                       choices[i].toStdString());
        try {
            const AcceleratorConfig config = find_config(choices[i].toStdString());
            comparison->configs.push_back(sweep_config(*asked, config, request.build, std::nullopt, target,
                                                       JobControl{control.stop, {}}));
        } catch (const Error& error) {
            // Another file of the user's may be broken or gone: that is said in its row.
            if (error.failure().kind != FailureKind::bad_config || choices[i] == request.config) throw;
            comparison->configs.push_back({.config = QFileInfo(choices[i]).completeBaseName().toStdString(),
                                           .report = {},
                                           .failure = error.failure()});
        }
        comparison->choices << choices[i];
    }
    std::vector<const LatencyFigures*> cards;
    for (const SweptConfig& swept : comparison->configs)
        cards.push_back(swept.report ? &swept.report->latency : nullptr);
    comparison->order = rank_cards(cards);
    return comparison;
}

std::shared_ptr<const CompileResult> loadProgram(const QString& file, const JobControl& control) {
    const Clock::time_point start = Clock::now();
    auto program = std::make_shared<const Program>(load_program(file.toStdString()));
    control.check();
    auto timeline = std::make_shared<const Timeline>(play(*program));
    const CompileRequest request{QString::fromStdString(program->config.name), {}, {}, {}};
    return finish({std::move(program), std::move(timeline)}, nullptr, request, start);
}

std::shared_ptr<const ReadoutComparison> compareReadouts(const std::shared_ptr<const LoadedModel>& model,
                                                         const CompileRequest& request,
                                                         const InputChoice& input,
                                                         const JobControl& control) {
    const std::shared_ptr<const LoadedModel> asked = withRules(model, request);
    auto comparison = std::make_shared<ReadoutComparison>(
        compile_readouts(*asked, find_config(request.config.toStdString()), request.build, control));
    if (comparison->deployments.at(1).compiled) {
        compare_readouts(*comparison, *asked,
                         input.files.isEmpty() ? made_windows(*asked, input.seed, inputGenerators(input))
                                               : window_inputs(*asked, inputFiles(input)),
                         control);
    }
    return comparison;
}

Report fullReport(const Document& document) {
    Report report = *document.compiled->report;
    report.tool_version = LOCKSTEP_VERSION;
    if (document.view.targetUs > 0) set_target(report.latency, document.view.targetUs);
    if (document.isProgram) {
        report.program_file = document.file.toStdString();
    } else {
        report.model_file = document.file.toStdString();
        report.notes = model_notes(*document.compiled->model);
        for (const QString& rule : document.compiled->request.precision)
            report.precision_rules.push_back(rule.toStdString());
        if (document.readout) report.readout = *document.readout;
        report.vectors = document.vectors;
    }
    // The run of the program before stays in sight while the next one is prepared: it is not this program's.
    if (document.recording && document.ran == document.compiled->compiled.program &&
        !document.recording->inferences.empty()) {
        RunPart run;
        run.inputs = document.inputs.toStdString();
        run.random_inputs = document.randomInputs;
        if (document.randomInputs) run.seed = document.runView.input.seed;
        if (document.hasState()) {
            run.reset_every = document.runView.resetEvery;
            run.reset_column = document.runView.input.resetColumn.toStdString();
        }
        run.speed = document.speed;
        run.recording = document.recording;
        if (document.watch &&
            (!document.watch->result.conditions.empty() || !document.watch->result.decisions.empty()))
            run.watch = document.watch->result;
        for (const QString& edit : document.runView.edits)
            report.notes.push_back("edited: " + edit.toStdString());
        report.run = std::move(run);
    }
    return report;
}

CompileOptions compileOptions(const CompileResult& compiled) {
    CompileOptions options;
    options.model_name = compiled.model->name;
    options.search = compiled.request.build.search;
    options.cores = compiled.model->options.cores;
    return options;
}

}  // namespace lockstep::app::jobs
