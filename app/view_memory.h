#pragma once

#include <QJsonObject>

#include "app/view_state.h"

namespace lockstep::app {

/// What of a view is shown again when its model is opened the next time: folding, heat, selection, details,
/// run length, speed, resets, reference, inputs, breakpoints, decisions. What the program is compiled for and
/// how is not among it, nor are edits of the state and the place of the run.
QJsonObject rememberedView(const ViewState& view);

/// `view` with what was remembered. Inputs from files that are gone are left out; fields that can't be used
/// leave `view` as it is.
ViewState recalledView(const ViewState& view, const QJsonObject& remembered);

}  // namespace lockstep::app
