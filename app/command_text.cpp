#include "app/command_text.h"

#include <QStringList>

#include "core/support/shell_word.h"

namespace lockstep::app {

QStringList buildWords(const BuildOptions& build) {
    QStringList words;
    if (build.search.optimize) words << QStringLiteral("--optimize");
    if (build.search.quick) words << QStringLiteral("--quick");
    if (build.search.seeds > 1) words << QStringLiteral("--seeds") << QString::number(build.search.seeds);
    if (build.state_reset) words << QStringLiteral("--state-reset");
    return words;
}

namespace {

/// The options that say which model is made of the file.
QStringList modelWords(const Document& document) {
    const ViewState& view = document.view;
    QStringList words;
    if (document.model) {
        const ImportedGraph& file = *document.model->file_graph;
        const ModelOptions& options = document.model->options;
        if (options.method != ModelOptions().method)
            words << QStringLiteral("--method") << QString::fromStdString(options.method);
        for (const std::uint32_t input : file.inputs) {
            QStringList extents;
            for (const std::int64_t extent : file.values[input].shape) extents << QString::number(extent);
            words << QStringLiteral("--input-shape") << extents.join(QLatin1Char(','));
        }
        for (const auto& [name, value] : options.input_values) {
            words << QStringLiteral("--input-value")
                  << QStringLiteral("%1=%2").arg(QString::fromStdString(name)).arg(value, 0, 'g', 17);
        }
        for (const auto& [input, output] : options.states) {
            words << QStringLiteral("--state")
                  << QStringLiteral("%1=%2").arg(QString::fromStdString(input),
                                                 QString::fromStdString(output));
        }
        if (options.trust) words << QStringLiteral("--trust");
        if (anyAxis(view.streamingAxes)) {
            for (const std::optional<int>& axis : view.streamingAxes) {
                words << QStringLiteral("--streaming-axis")
                      << (axis ? QString::number(*axis) : QStringLiteral("none"));
            }
        }
        if (!anyAxis(view.streamingAxes) &&
            !stored_axes(document.model->probe, *document.model->imported).empty()) {
            for (std::size_t i = 0; i < document.model->imported->inputs.size(); ++i)
                words << QStringLiteral("--streaming-axis") << QStringLiteral("none");
        }
        if (view.everyStep) words << QStringLiteral("--readout") << QStringLiteral("every-step");
        for (const QString& rule : view.precision) words << QStringLiteral("--precision") << rule;
    }
    return words;
}

/// Pins, accelerator and policy.
QStringList compileWords(const Document& document) {
    if (!document.model) return {};
    QStringList words;
    for (const QString& pin : document.view.pins) words << QStringLiteral("--cores") << pin;
    words << QStringLiteral("--config") << document.view.config;
    return words << buildWords(document.view.build);
}

/// How it is run: inputs, reference, breakpoints, decisions, edits.
QStringList runWords(const Document& document) {
    const ViewState& view = document.view;
    QStringList words;
    // An edit stands in front of an inference that is run, also after a reset.
    qint64 inferences = std::max<qint64>(1, document.done());
    if (document.model)
        for (const QString& edit : view.edits)
            inferences = std::max(inferences, edit.section(QLatin1Char(':'), 0, 0).toLongLong() + 1);
    words << QStringLiteral("--inferences") << QString::number(inferences);
    if (document.hasState() && view.resetEvery > 0)
        words << QStringLiteral("--reset-every") << QString::number(view.resetEvery);
    for (const QString& each : view.input.generators) words << QStringLiteral("--generate") << each;
    for (const QString& each : view.input.files) words << QStringLiteral("--input") << each;
    if (!view.input.resetColumn.isEmpty())
        words << QStringLiteral("--reset-column") << view.input.resetColumn;
    if (view.input.files.isEmpty() || !view.input.generators.isEmpty())
        words << QStringLiteral("--seed") << QString::number(view.input.seed);
    if (!view.reference.isEmpty()) words << QStringLiteral("--reference") << view.reference;
    // What the window leaves out for this program, the command would refuse.
    for (const QString& decision : view.decisions)
        if (!document.watchProblems.contains(decision)) words << QStringLiteral("--decision") << decision;
    for (const Breakpoint& each : view.breakpoints)
        if (each.enabled && !document.watchProblems.contains(each.condition))
            words << QStringLiteral("--break") << each.condition;
    if (document.model)
        for (const QString& edit : view.edits) words << QStringLiteral("--edit") << edit;
    return words;
}

}  // namespace

QString commandText(const Document& document, Looked looked) {
    if (looked == Looked::memories && !document.model) looked = Looked::run;  // compiled already
    QStringList words{QStringLiteral("lockstep")};
    const bool isGraph = looked == Looked::canonicalGraph || looked == Looked::streamingGraph;
    const bool inspects = isGraph || looked == Looked::disassembly;
    words << (inspects                     ? QStringLiteral("inspect")
              : looked == Looked::why      ? QStringLiteral("why")
              : looked == Looked::memories ? QStringLiteral("compile")
                                           : QStringLiteral("run"));
    words << document.file << modelWords(document);
    // A program holds one stage only, and knows what it is compiled for.
    if (inspects && document.model) {
        words << QStringLiteral("--stage")
              << (looked == Looked::canonicalGraph   ? QStringLiteral("canonical")
                  : looked == Looked::streamingGraph ? QStringLiteral("streaming")
                                                     : QStringLiteral("scheduled"));
    }
    if (!isGraph) words << compileWords(document);
    if (looked == Looked::run) words << runWords(document);
    if (!inspects && document.view.targetUs > 0)
        words << QStringLiteral("--target-us") << QString::number(document.view.targetUs, 'g', 12);
    QStringList quoted;
    for (const QString& word : words) quoted << QString::fromStdString(shell_quoted(word.toStdString()));
    return quoted.join(QLatin1Char(' '));
}

}  // namespace lockstep::app
