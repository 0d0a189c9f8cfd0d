#pragma once

#include <cstddef>

#include "core/program/program.h"

namespace lockstep::accuracy {

/// Capacities that the published toolchain's VM and its optimiser work with (SDK 27.1.0 documentation,
/// write_queue_capacity and output_buffer_capacity): results of a core that wait for the bus, and blocks on
/// their way out. The player's queues have no end.
inline constexpr std::size_t published_write_queue = 32;
inline constexpr std::size_t published_output_buffer = 64;

/// The most blocks that are in a queue at a time, spaced.
struct QueueUse {
    std::size_t write_queue = 0;    ///< of the fullest core: ready, and not yet on the bus
    std::size_t output_buffer = 0;  ///< read from the tensor RAM, and not yet out
};
QueueUse queue_use(const Program& program);

}  // namespace lockstep::accuracy
