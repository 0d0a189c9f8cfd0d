#pragma once

#include <cstddef>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// Blocks that a vector of `length` values takes.
std::size_t blocks_of(std::size_t length, std::size_t block_size);
/// Blocks of the stream that carries `tensors`.
std::size_t stream_blocks(const std::vector<IoTensor>& tensors, std::size_t block_size);
/// Blocks of tensor RAM that the descriptors reach.
std::size_t tensor_ram_blocks(const Program& program);

/// Every address that the VM takes from the program lies in its memory, and the memories can be allocated;
/// throws Error(bad_program) with core, instruction and the address that doesn't. The VM relies on nothing
/// else about the program that could lead it out of its memories.
void check_addresses(const Program& program);

}  // namespace lockstep
