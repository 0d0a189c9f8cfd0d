#pragma once

#include "core/compiler/emit.h"
#include "core/support/job_control.h"

namespace lockstep::compiler {

/// Writes what the memories hold before the first inference into `cores`: weights as bf16, biases and initial
/// partial sums as fp32 (summed by the numerics contract), initial cells, clamp settings. Checks `job`
/// between work items.
void fill_memories(const Plan& plan, std::vector<CoreProgram>& cores, const JobControl& job);

/// Constants, states and the initial values of states that are shown. `shown`: by vector, initial values or
/// empty.
std::vector<TensorImage> emit_images(const Plan& plan, const std::vector<std::vector<float>>& shown);

}  // namespace lockstep::compiler
