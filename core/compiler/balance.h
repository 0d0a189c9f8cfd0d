#pragma once

#include <cstdint>
#include <vector>

#include "core/compiler/candidate.h"

namespace lockstep::compiler {

/// The decisions with the larger shares of the sums placed so that the fullest weight store holds least:
/// heaviest group of work first, each where the fullest core stays emptiest (of equal places the lowest).
/// `taken`: what each core holds before, in blocks; empty: nothing. For programs that do not fit otherwise:
/// where they fit, published programs have the larger shares on the lower cores.
Decisions balanced(const CompileTask& task, Decisions decisions, const std::vector<std::int64_t>& taken);

}  // namespace lockstep::compiler
