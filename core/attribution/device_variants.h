#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/attribution/attribution.h"

namespace lockstep {

/// How a device may compute what its maker does not publish.
struct DeviceVariant {
    std::string name;
    /// Functions in FunctionStyle::table: the VM's table model (help/numerics.md, "Tables like the
    /// devices'"). Else they are exact to fp32.
    bool tables = false;
    /// Sums are split over so many cores, and travel between them as bf16; 1: they stay on one core.
    std::int64_t cores = 1;
    bool reversed = false;  ///< each sum begins at its last product
};

/// What is plausible of a device with so many cores; the first is the sum in order on one core.
std::vector<DeviceVariant> plausible_variants(std::int64_t cores);

/// The error of the last inference of a stretch on a variant, from the VM's state on.
struct VariantError {
    DeviceVariant variant;
    double max_abs = 0;
    double rms = 0;
};

/// Linear, LstmCell and Activation nodes are computed as the variant does, products one by one in fp32; all
/// others in float64 with their weights and results rounded to their formats. Throws as attribute_error().
std::vector<VariantError> error_envelope(const nnir::Graph& graph, const AttributedRun& run,
                                         const std::vector<DeviceVariant>& variants,
                                         const JobControl& job = {});

}  // namespace lockstep
