#pragma once

#include <vector>

namespace lockstep {

/// The share that a band is made to hold: nine in ten.
inline constexpr double band_level = 0.9;

/// The value that a further one of the same kind exceeds with at most 1 - band_level: the
/// ceil((n + 1) * band_level)-th smallest of n (the largest if there are fewer than nine). Not of none.
double bounding_quantile(std::vector<double> values);

}  // namespace lockstep
