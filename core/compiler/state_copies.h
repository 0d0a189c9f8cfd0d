#pragma once

#include "core/compiler/compile_work.h"
#include "core/lowering/work.h"

namespace lockstep::compiler {

/// The list with copies, made behind the outputs, where a state could not keep its value otherwise:
///  - a state that is shown where its last value happens to lie needs a tensor of its own; if that is another
///    state's or a constant, or is shown for two states, the value is copied;
///  - states that exchange their values in a ring need one value held back.
lowering::WorkList with_state_copies(lowering::WorkList list, const GraphView& view);

}  // namespace lockstep::compiler
