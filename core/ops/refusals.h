#pragma once

#include <optional>
#include <string>

namespace lockstep::ops {

/// Why an operator that no rule takes is refused, and what to do instead; nothing if nothing is known of it.
std::optional<std::string> known_refusal(const std::string& front_end, const std::string& op);

}  // namespace lockstep::ops
