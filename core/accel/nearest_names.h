#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// The names that `wanted` is most probably a misspelling of: by edit distance (case ignored), best first, at
/// most `count`; those that need more edits than half their length are left out.
std::vector<std::string> nearest_names(std::string_view wanted, std::span<const std::string> names,
                                       std::size_t count = 3);

/// "did you mean a, b or c?"; empty if nothing is near.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> names, std::size_t count = 3);

}  // namespace lockstep
