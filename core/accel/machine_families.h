#pragma once

#include <string>
#include <vector>

#include "core/accel/accelerator_config.h"

namespace lockstep {

/// Machine families of resources/accelerators/machine_families.json: one set of cycle figures each.
std::vector<std::string> machine_family_names();

/// The timing of a family. Throws Error(bad_config) for an unknown one, naming `where` and the nearest names.
MachineTiming machine_family(const std::string& family, const std::string& where);

/// The same figures for a machine on which nobody measured them: all of basis "assumed" with this source.
MachineTiming as_assumed(MachineTiming timing, const std::string& source);

}  // namespace lockstep
