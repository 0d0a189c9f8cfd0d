#pragma once

#include <cstdint>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// An operator of a program in one inference: from its first event to the cycle in which what it writes can
/// be read. What only the next inference needs (state updates) counts for operators that do nothing else.
struct OperatorStep {
    std::uint32_t node = 0;   ///< ProgramNode::id
    std::uint32_t event = 0;  ///< index into Timeline::events: the one whose result is there last
    std::int64_t start = 0;   ///< cycle
    std::int64_t end = 0;     ///< cycle: what it writes can be read
    friend bool operator==(const OperatorStep&, const OperatorStep&) = default;
};

/// The operators that do work, in the order in which they are done; of those that end together, in the order
/// in which they begin. Nodes whose work others do have no step of their own.
std::vector<OperatorStep> operator_steps(const Timeline& timeline, const Program& program);

/// The nodes (ProgramNode::id, ascending) that are not computed yet when `done` of the steps are: those with
/// a later step, and those whose work only such nodes do.
std::vector<std::uint32_t> nodes_to_come(const std::vector<OperatorStep>& steps, std::size_t done,
                                         const Program& program);

}  // namespace lockstep
