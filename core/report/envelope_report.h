#pragma once

#include <string>
#include <vector>

#include "core/attribution/device_variants.h"
#include "core/report/json_report.h"

namespace lockstep {

/// The error of one inference on plausible variants of the device.
struct EnvelopePart {
    std::int64_t index = 0;       ///< of the inference
    std::int64_t inferences = 0;  ///< that were computed on the variants
    double vm_max_abs = 0;        ///< the VM's own
    std::vector<VariantError> variants;
};

/// The field `envelope`.
Json json_envelope(const EnvelopePart& part);
/// Lines for people, each with its end.
std::string envelope_text(const EnvelopePart& part);

}  // namespace lockstep
