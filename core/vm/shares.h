#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/program/program.h"
#include "core/vm/execution_order.h"
#include "core/vm/operations.h"

namespace lockstep {

/// An operation in one thread's share of a step.
struct SharedOperation {
    std::uint32_t operation = 0;
    /// Operations at the front of the other thread's share that must be done before this one.
    std::uint32_t after = 0;
};

/// A step's operations dealt to two threads, each core's to one of them. Both execute their share in order
/// and wait where the other one's results are needed, or are still read: any two operations that touch the
/// same memory, one of them writing, keep the order of the step. So a step gives the bits that one thread
/// gives.
struct Shares {
    std::vector<SharedOperation> threads[2];
};

/// `order` names the core of each of `operations`. Cores are dealt by the weights that they multiply with,
/// the largest first.
Shares deal_out(std::span<const Operation> operations, std::span<const InstructionRef> order);

}  // namespace lockstep
