#include "app/axis_text.h"

#include <QCoreApplication>
#include <algorithm>

#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AxisText)
};

}  // namespace

QString axisText(const ModelProbe::Input* input, std::size_t axis, std::int64_t extent) {
    const QString plain = Words::tr("axis %1 (%2)").arg(axis).arg(countText(extent));
    if (input == nullptr || axis >= input->axis_names.size() || input->axis_names[axis].empty()) return plain;
    return Words::tr("%1 = %2").arg(text(input->axis_names[axis]), plain);
}

const ModelProbe::Input* findInput(const ModelProbe& probe, const std::string& name) {
    const auto found = std::find_if(probe.inputs.begin(), probe.inputs.end(),
                                    [&](const ModelProbe::Input& input) { return input.name == name; });
    return found == probe.inputs.end() ? nullptr : &*found;
}

bool isTensor(const ModelProbe::Input& input) {
    return input.type.find("Tensor") != std::string::npos;
}

}  // namespace lockstep::app
