#pragma once

#include <QString>

#include "core/run/recording.h"
#include "widgets/theme.h"

namespace lockstep {

/// The states of a node after the newest inference, as rich text: range of the values and largest difference
/// from the reference; for the chosen unit of `state` its value in both. Links are "state:<name>". Empty if
/// the node has no state.
QString stateText(const ThemeColors& colors, const Recording& recording, std::uint32_t node,
                  const QString& state, int unit);

}  // namespace lockstep
