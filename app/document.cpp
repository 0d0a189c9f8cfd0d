#include "app/document.h"

#include <QFileInfo>
#include <algorithm>

namespace lockstep::app {

CompileRequest compileRequest(const ViewState& view) {
    return {view.config, view.precision, view.pins, view.build};
}

QString Document::title() const {
    return QFileInfo(file).fileName();
}

qint64 Document::sequenceLength() const {
    return model ? sequence_length(*model).value_or(0) : 0;
}

bool Document::isStreamed() const {
    if (model) return model->graphs->streaming.has_value();
    return compiled && is_streamed(*compiled->compiled.program);
}

bool Document::hasState() const {
    return compiled && !compiled->compiled.program->states.empty();
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
