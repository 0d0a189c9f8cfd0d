#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/attribution/attribution.h"
#include "core/program/program.h"
#include "core/vm/vm.h"

namespace lockstep {

/// How a device may compute what its maker does not publish: the program in a VM with another arithmetic.
struct DeviceVariant {
    std::string name;
    FunctionStyle functions = FunctionStyle::exact;
    SumStyle sums = {};
};

/// What is plausible of a device with so many cores. The first is the VM as it ran, with these functions.
std::vector<DeviceVariant> plausible_variants(std::int64_t cores, FunctionStyle functions);

/// The error of the last inference of a stretch on a variant, from the VM's memories on.
struct VariantError {
    DeviceVariant variant;
    double max_abs = 0;
    double rms = 0;
};

/// Runs the stretch in a VM of its own for each variant: everything is as in the VM that ran it, but for the
/// functions (whatever unit computes them) and the sums of matvec instructions. Throws Error(bad_shape) if
/// the run does not fit the program, Error(cancelled).
std::vector<VariantError> error_envelope(const std::shared_ptr<const Program>& program,
                                         const AttributedRun& run, const std::vector<DeviceVariant>& variants,
                                         const JobControl& job = {});

}  // namespace lockstep
