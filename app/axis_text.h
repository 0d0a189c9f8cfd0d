#pragma once

#include <QString>

#include "core/import/model_session.h"

namespace lockstep::app {

/// "axis 1 (20)", with what the file tells of it "time = axis 1 (20)". `input` may be null.
QString axisText(const ModelProbe::Input* input, std::size_t axis, std::int64_t extent);

/// The input of this name; null if the probe has none.
const ModelProbe::Input* findInput(const ModelProbe& probe, const std::string& name);

bool isTensor(const ModelProbe::Input& input);

}  // namespace lockstep::app
