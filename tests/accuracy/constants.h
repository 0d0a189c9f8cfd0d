#pragma once

#include <string>
#include <vector>

#include "core/accel/accelerator_config.h"

namespace lockstep::accuracy {

/// One number of the fit: a figure of MachineTiming, or two that are one thing, of the machine families that
/// share it.
struct Constant {
    std::string name;                   ///< "product_latency", of its families
    std::vector<std::string> figures;   ///< keys of MachineTiming that have this value
    std::vector<std::string> families;  ///< machine families
    int neutral = 0;                    ///< where a fit begins, and stays if no row decides
    int least = 0;
    int most = 0;
};

/// The constants that are fitted to the published rows by playing programs. (Those that decide which program
/// is made, accumulators and one_core_threshold, are compared by compiling.)
const std::vector<Constant>& constants();

/// A value for each of constants().
using Values = std::vector<int>;

Values neutral_values();
/// Those of the machine families of the presets. A constant that its families don't agree on has the first's.
Values present_values();

/// `timing` of machine family `family` with the values put in.
MachineTiming with_values(MachineTiming timing, const std::string& family, const Values& values);

/// Sets a figure by its key. Throws std::runtime_error if there is none.
void set_figure(MachineTiming& timing, const std::string& key, double value);

}  // namespace lockstep::accuracy
