#pragma once

#include <string>
#include <vector>

#include "core/compiler/core_pins.h"
#include "core/latency/latency_target.h"
#include "core/passes/precision.h"
#include "core/run/build_program.h"

/// What every comparison of programs says in the same words.
namespace lockstep {

/// "under", "over", "too close"; "not known" where it cannot be judged.
std::string verdict_word(const TargetResult& target);

/// The options that make a program, beside model and accelerator, as words of the command line: "--optimize
/// --precision encoder=fp8"; empty where all are as they come.
std::string option_words(const BuildOptions& build, const std::vector<PrecisionRule>& precision,
                         const std::vector<CorePin>& pins);

}  // namespace lockstep
