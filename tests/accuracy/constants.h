#pragma once

#include <string>
#include <vector>

#include "core/accel/accelerator_config.h"

namespace lockstep::accuracy {

/// One number of the fit. Its value is the sum of figures of MachineTiming on each of its machine families: a
/// way that rows measure as a whole (from the first input to the last output, from one core to another) is
/// one number, and the last figure of the sum is what the other constants leave of it.
struct Constant {
    std::string name;                   ///< of its families
    std::vector<std::string> figures;   ///< keys of MachineTiming
    std::vector<std::string> families;  ///< machine families
    int neutral = 0;                    ///< where a fit begins, and stays if no row decides
    int least = 0;
    int most = 0;
    bool latency = false;  ///< else it is cycles between two events
};

/// The constants that are fitted to the published rows by playing programs, sums behind their parts. (Those
/// that decide which program is made, accumulators and one_core_threshold, are compared by compiling; the
/// intervals of bus and inputs are derived.)
const std::vector<Constant>& constants();

/// A value for each of constants().
using Values = std::vector<int>;

/// Every latency 16 cycles, no more than that for the vector unit's own results, a step a cycle.
Values neutral_values();
/// Those of the machine families of the presets. A constant that its families don't agree on has the first's.
Values present_values();

/// Whether each value is in its range and leaves every figure one that a config may have.
bool possible(const Values& values);

/// `timing` of machine family `family` with the values put in.
MachineTiming with_values(MachineTiming timing, const std::string& family, const Values& values);

/// Sets a figure by its key. Throws std::runtime_error if there is none.
void set_figure(MachineTiming& timing, const std::string& key, double value);

}  // namespace lockstep::accuracy
