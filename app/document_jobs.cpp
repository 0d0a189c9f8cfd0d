#include "app/document_jobs.h"

#include <QFile>
#include <chrono>

#include "app/settings.h"
#include "core/program/program_file.h"

namespace lockstep::app::jobs {
namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::shared_ptr<const CompileResult> finish(CompiledProgram compiled, const QString& config,
                                            Clock::time_point start) {
    auto result = std::make_shared<CompileResult>();
    result->milliseconds = millisecondsSince(start);
    result->report = std::make_shared<const Report>(make_report(compiled, std::nullopt));
    result->compiled = std::move(compiled);
    result->config = config;
    return result;
}

}  // namespace

Loaded load(const QString& file, ModelOptions options, const JobControl& control) {
    options.streaming_axes.clear();
    LoadedModel loaded = [&] {
        if (!options.input_shapes.empty()) return load_model(file.toStdString(), options, control);
        // The shapes that the file was opened with last come before what its own words propose.
        const QString sha256 = QString::fromStdString(probe(file, control).model_sha256);
        if (const std::optional<ModelMemory> memory = settings::modelMemory(sha256)) {
            for (const std::optional<Shape>& shape : memory->inputShapes) {
                if (shape) options.input_shapes.emplace_back(std::string(), *shape);
            }
        }
        return load_model(file.toStdString(), options, control);
    }();
    Loaded result;
    if (const auto memory = settings::modelMemory(QString::fromStdString(loaded.imported->model_sha256))) {
        result.rememberedAxes = memory->streamingAxes;
    }
    result.model = std::make_shared<const LoadedModel>(std::move(loaded));
    return result;
}

ModelProbe probe(const QString& file, const JobControl& control) {
    ModelSession session(file.toStdString(), control);
    return session.probe("forward", control);
}

std::shared_ptr<const LoadedModel> stream(const std::shared_ptr<const LoadedModel>& model,
                                          const std::vector<std::optional<int>>& axes,
                                          const JobControl& control) {
    return std::make_shared<const LoadedModel>(with_streaming_axes(*model, axisOptions(axes), control));
}

std::shared_ptr<const CompileResult> compile(const std::shared_ptr<const LoadedModel>& model,
                                             const QString& config, const JobControl& control) {
    const Clock::time_point start = Clock::now();
    return finish(compile_model(*model, find_config(config.toStdString()), control), config, start);
}

std::shared_ptr<const CompileResult> loadProgram(const QString& file, const JobControl& control) {
    const Clock::time_point start = Clock::now();
    auto program = std::make_shared<const Program>(load_program(file.toStdString()));
    control.check();
    auto timeline = std::make_shared<const Timeline>(play(*program));
    const QString config = QString::fromStdString(program->config.name);
    return finish({std::move(program), std::move(timeline)}, config, start);
}

Started startRun(const std::shared_ptr<const LoadedModel>& model, const CompiledProgram& compiled,
                 const InputChoice& input, qint64 position, const JobControl& control) {
    const std::vector<IoTensor>& tensors = compiled.program->inputs;
    const std::shared_ptr<const InputSource> inputs =
        input.file.isEmpty() ? random_inputs(tensors, input.seed)
                             : file_inputs(tensors, {InputFile{{}, input.file.toStdString()}});
    Started result;
    result.inputs = QString::fromStdString(inputs->description());
    result.random = inputs->is_random();
    if (const auto count = inputs->count()) result.inputCount = *count;
    result.run =
        std::make_shared<LockstepRun>(compiled, inputs, model ? make_reference(*model, inputs) : nullptr);
    const qint64 most = inputs->count().value_or(position);
    result.run->go_to(std::min(position, most), control);
    result.recording = result.run->recording();
    result.speed = result.run->speed();
    return result;
}

Moved look(LockstepRun& run) {
    return {run.recording(), run.speed()};
}

Moved moveTo(LockstepRun& run, qint64 position, const JobControl& control) {
    if (position <= 0) {
        run.reset();
    } else {
        run.go_to(position, control);
    }
    return look(run);
}

Report fullReport(const Document& document) {
    Report report = *document.compiled->report;
    report.tool_version = LOCKSTEP_VERSION;
    if (document.isProgram) {
        report.program_file = document.file.toStdString();
    } else {
        report.model_file = document.file.toStdString();
        report.notes = document.model->imported->notes;
    }
    if (document.recording && !document.recording->inferences.empty()) {
        RunPart run;
        run.inputs = document.inputs.toStdString();
        run.random_inputs = document.randomInputs;
        if (document.randomInputs) run.seed = document.view.input.seed;
        run.speed = document.speed;
        run.recording = document.recording;
        report.run = std::move(run);
    }
    return report;
}

}  // namespace lockstep::app::jobs
