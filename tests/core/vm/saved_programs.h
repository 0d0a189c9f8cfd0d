#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/program/program.h"
#include "core/vm/vm.h"

/// Programs whose files and results lie in tests/data/vm, made by `make_saved_programs FOLDER` in one build
/// and run by every other.
namespace saved {

struct Case {
    std::string name;
    lockstep::Program program;
    lockstep::FunctionStyle functions;
};
std::vector<Case> cases();

/// Patterns of the outputs of a number of inferences, each with the states behind them.
std::vector<std::uint32_t> results(lockstep::Vm& vm);

}  // namespace saved
