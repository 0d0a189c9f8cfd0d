#pragma once

#include <vector>

#include "core/accel/accelerator_config.h"

namespace lockstep::test {

/// Machines that differ in cores, block size and limits.
inline std::vector<AcceleratorConfig> machines() {
    std::vector<AcceleratorConfig> configs = {find_config("v80_c6b32"), find_config("ia_840f_c3b64"),
                                              find_config("ip_core_c1b16"), find_config("ip_core_c5b8")};
    AcceleratorConfig narrow = find_config("ip_core_c4b8");
    narrow.name = "narrow";
    narrow.max_read_size.value = 1;
    narrow.timing.accumulators.value = 4;
    narrow.timing.one_core_threshold.value = 0;
    configs.push_back(narrow);
    return configs;
}

}  // namespace lockstep::test
