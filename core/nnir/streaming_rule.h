#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/nnir/graph.h"

/// How one operator takes one position of a sequence per inference. The set of rules is closed; an operator
/// answers with one of them for the axes of its inputs.
namespace lockstep::nnir {

/// The axis of an operand that does not stream: the same value in every inference.
inline constexpr int no_axis = -1;

/// What a streamed node keeps: it is read as a further input and written as a further output, in the order
/// given.
struct StepState {
    std::string suffix;  ///< of its name, behind the module path: "h0"
    std::string role;    ///< "hidden", "cell" or "history"
    Tensor initial;      ///< what the whole graph computes with in front of position 0
};

/// Every position is computed alone, by the same operator or, if `op` is not empty, by that one.
struct PassThrough {
    Attributes attributes;         ///< of the node that works on one position
    std::vector<int> output_axes;  ///< where the sequence stands in each output of the whole node
    std::string op = {};
    /// Positions of the operand in front of the result's first one (a slice that drops them).
    std::int64_t skip = 0;
};

/// Position i needs a fixed number of positions before it: `op` keeps them.
struct Window {
    std::string op;
    Attributes attributes;
    StepState history;
    int output_axis = 0;
    /// Positions that the result lacks at its front (an unpadded convolution): so many inferences pass before
    /// its first one.
    std::int64_t warm_up = 0;
};

/// Position i needs what position i - 1 left.
struct Recurrent {
    std::string op;
    Attributes attributes;
    std::vector<StepState> states;
    int output_axis = 0;
};

/// The result is what the node makes of one position alone, and has no sequence axis: a last-step readout, or
/// x[t] in an unrolled loop.
struct PickPosition {
    std::int64_t position = 0;  ///< from 0
    Attributes attributes;      ///< of the node that works on one position
    std::string op = {};        ///< it, if it is another operator
};

struct Refuse {
    std::string reason;   ///< why it does not stream along this axis
    std::string instead;  ///< what would
};

using StreamRule = std::variant<PassThrough, Window, Recurrent, PickPosition, Refuse>;

}  // namespace lockstep::nnir
