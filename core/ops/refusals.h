#pragma once

#include <map>
#include <string>

namespace lockstep::ops {

/// Why positions that are computed from the input are refused.
inline constexpr const char* positions_from_data =
    "looks up by positions that come with the input data, which the accelerators cannot: look up before the "
    "model and give it what was found, or multiply one-hot vectors with the table (a Linear)";

/// Why operators that no rule takes are refused, and what to do instead, by operator of the front end.
const std::map<std::string, std::string>& known_refusals(const std::string& front_end);

}  // namespace lockstep::ops
