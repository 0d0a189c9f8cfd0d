#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace lockstep::compiler {

/// Whether two tensors may lie on the same blocks; asked for both orders of a pair.
using MayFollow = std::function<bool(std::size_t earlier, std::size_t later)>;

/// Addresses for tensors of these sizes (blocks), first fit in the order given: every tensor takes the lowest
/// address at which each tensor placed before it either leaves room or may share. Knows sizes and lives only.
std::vector<std::uint32_t> place_tensors(const std::vector<std::uint32_t>& sizes, const MayFollow& may_share);

}  // namespace lockstep::compiler
