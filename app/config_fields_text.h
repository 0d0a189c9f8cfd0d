#pragma once

#include <QString>

#include "core/accel/config_check.h"

namespace lockstep::app {

/// "Weight store, per core": the name of a field in the form.
QString fieldLabel(const std::string& key);
/// What config_amounts() says, as rich text for people.
QString amountsText(const AcceleratorConfig& config);
/// "192 MiB", "262 KiB".
QString bytesText(qint64 bytes);

}  // namespace lockstep::app
