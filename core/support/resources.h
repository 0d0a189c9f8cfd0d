#pragma once

#include <string_view>
#include <vector>

namespace lockstep {

/// A file of resources/ that the build embeds into the binary, so that no path is needed at run time.
struct Resource {
    std::string_view path;  ///< relative to resources/, e.g. "accelerators/v80_c6b32.json"
    std::string_view bytes;
};

/// All embedded resources, ordered by path.
const std::vector<Resource>& resources();

/// The bytes of one resource. Throws Error(internal) if it was not embedded.
std::string_view resource(std::string_view path);

}  // namespace lockstep
