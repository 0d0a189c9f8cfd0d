#pragma once

#include "core/latency/program_features.h"

namespace lockstep {

/// How unlike two programs are to the machine; 0: alike. The sum of
///   the share of the chain's cycles that is spent differently, times 2 (0 to 2);
///   the share of operators that only one of them has, and the same of kinds of instructions (0 to 1 each);
///   a quarter per factor of two in spaced cycles.
/// The weights are chosen by hand: on 94 published rows, halving or doubling any one of them moved three rows
/// at most in or out of their band when their own model was left out, and five when their family was.
double program_distance(const ProgramFeatures& a, const ProgramFeatures& b);

/// Added if the two are for different machine families: as much as a factor of two in cycles.
inline constexpr double machine_distance = 0.25;

/// The parts of `wanted` that none of `known` has; both sorted.
std::vector<std::string> missing_from(const std::vector<std::string>& wanted,
                                      const std::vector<std::string>& known);

}  // namespace lockstep
