#include "app/variant_list.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include "app/command_text.h"
#include "app/document_jobs.h"
#include "app/model_options_json.h"

namespace lockstep::app {
namespace {

QByteArray optionsKey(const ModelOptions& options) {
    QJsonObject json;
    writeModelOptions(json, options);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// The form that is compiled; without the rules if these are refused.
std::shared_ptr<const nnir::Graph> graphOf(const Document& document) {
    try {
        return compiled_graph(*jobs::withRules(document.model, compileRequest(document.view)));
    } catch (const Error&) {
        return document.model->graphs->compiled_form();
    }
}

}  // namespace

QString optionWords(const ViewState& view) {
    QStringList words = buildWords(view.build);
    for (const QString& rule : view.precision) words << QStringLiteral("--precision") << rule;
    for (const QString& pin : view.pins) words << QStringLiteral("--cores") << pin;
    return words.join(QLatin1Char(' '));
}

KeptVariant variantOf(const Document& document) {
    KeptVariant variant;
    variant.made.document = {.file = document.file,
                             .isProgram = document.isProgram,
                             .options = document.options,
                             .view = document.view};
    const QString options = optionWords(document.view);
    const QString config = QFileInfo(document.view.config).completeBaseName();
    variant.made.name = QStringLiteral("%1 · %2").arg(QFileInfo(document.file).completeBaseName(), config);
    if (!options.isEmpty()) variant.made.name += QLatin1Char(' ') + options;
    const auto failure = document.failures.find(Stage::compile);
    if (failure != document.failures.end()) {
        variant.figures.failure = failure->second;
    } else if (document.compiled) {
        variant.compiled = document.compiled;
        if (document.ran == document.compiled->compiled.program) variant.recording = document.recording;
        variant.figures.report = std::make_shared<const Report>(jobs::fullReport(document));
    }
    if (document.model) variant.figures.graph = graphOf(document);
    return variant;
}

std::vector<Variant> variantsFor(const std::vector<KeptVariant>& list, double targetUs) {
    std::vector<Variant> variants;
    for (const KeptVariant& kept : list) {
        Variant variant = kept.figures;
        variant.name = kept.made.name.toStdString();
        variant.model = QFileInfo(kept.made.document.file).fileName().toStdString();
        variant.config = QFileInfo(kept.made.document.view.config).fileName().toStdString();
        variant.options = optionWords(kept.made.document.view).toStdString();
        if (variant.report) {
            auto report = std::make_shared<Report>(*variant.report);
            set_target(report->latency, targetUs > 0 ? std::optional(targetUs) : std::nullopt);
            variant.report = std::move(report);
        }
        variants.push_back(std::move(variant));
    }
    return variants;
}

bool shows(const Document& document, const KeptVariant& variant) {
    const SessionDocument& made = variant.made.document;
    return document.file == made.file &&
           (document.isProgram ||
            (compileRequest(document.view) == compileRequest(made.view) &&
             document.view.streamingAxes == made.view.streamingAxes &&
             document.view.everyStep == made.view.everyStep && sameOptions(document.options, made.options)));
}

bool sameOptions(const ModelOptions& a, const ModelOptions& b) {
    return optionsKey(a) == optionsKey(b);
}

MadeVariant makeVariant(const SessionVariant& variant, const JobControl& control) {
    const SessionDocument& made = variant.document;
    MadeVariant result;
    if (made.isProgram) {
        result.compiled = jobs::loadProgram(made.file, control);
    } else {
        LoadAttempt attempt;
        std::shared_ptr<const LoadedModel> model =
            jobs::load(made.file, made.options, control, attempt).model;
        if (anyAxis(made.view.streamingAxes))
            model = jobs::stream(model, made.view.streamingAxes,
                                 made.view.everyStep ? Readout::every_step : Readout::refuse, control);
        const CompileRequest request = compileRequest(made.view);
        result.compiled = jobs::compile(model, request, control);
        result.graph = compiled_graph(*jobs::withRules(model, request));
    }
    result.report = result.compiled->report;
    return result;
}

}  // namespace lockstep::app
