#include "app/document.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

namespace lockstep::app {

CompileRequest compileRequest(const ViewState& view) {
    return {view.config, view.precision, view.pins, view.build};
}

RunRequest runRequest(const ViewState& view) {
    return {view.input, view.reference, view.resetEvery, view.edits};
}

WatchRequest watchRequest(const ViewState& view) {
    WatchRequest request{{}, view.decisions};
    for (const Breakpoint& each : view.breakpoints)
        if (each.enabled) request.breaks << each.condition;
    return request;
}

QString runName(const ViewState& view, const QString& inputs) {
    QStringList parts{inputs, QFileInfo(view.config).completeBaseName()};
    if (!view.precision.isEmpty()) parts << view.precision.join(QStringLiteral(", "));
    if (!view.reference.isEmpty())
        parts << QCoreApplication::translate("Document", "reference %1").arg(view.reference);
    if (view.resetEvery > 0)
        parts << QCoreApplication::translate("Document", "reset every %1").arg(view.resetEvery);
    QStringList places;
    for (const QString& edit : view.edits) {
        const QString place = edit.section(QLatin1Char(':'), 0, 0);
        if (!places.contains(place)) places << place;
    }
    if (!places.isEmpty())
        parts
            << QCoreApplication::translate("Document", "edited at %1").arg(places.join(QStringLiteral(", ")));
    return parts.join(QStringLiteral(" · "));
}

QString Document::title() const {
    return QFileInfo(file).fileName();
}

qint64 Document::sequenceLength() const {
    return model ? sequence_length(*model).value_or(0) : 0;
}

void setStreaming(ViewState& view, const LoadedModel& model) {
    const std::vector<AxisOption>& axes = model.options.streaming_axes;
    view.everyStep = model.options.readout == Readout::every_step;
    view.streamingAxes.assign(model.imported->inputs.size(), std::nullopt);
    for (std::size_t i = 0; i < std::min(axes.size(), view.streamingAxes.size()); ++i)
        view.streamingAxes[i] = axes[i].axis;
}

bool Document::isStreamed() const {
    if (model) return model->graphs->streaming.has_value();
    return compiled && is_streamed(*compiled->compiled.program);
}

bool Document::hasState() const {
    return compiled && !compiled->compiled.program->states.empty();
}

bool Document::hasSeveralInputs() const {
    return compiled && compiled->compiled.program->inputs.size() > 1;
}

std::vector<AxisOption> axisOptions(const std::vector<std::optional<int>>& axes) {
    if (!anyAxis(axes)) return {};
    std::vector<AxisOption> options;
    for (const std::optional<int>& axis : axes) options.push_back({{}, axis});
    return options;
}

bool anyAxis(const std::vector<std::optional<int>>& axes) {
    return std::any_of(axes.begin(), axes.end(),
                       [](const std::optional<int>& axis) { return axis.has_value(); });
}

}  // namespace lockstep::app
