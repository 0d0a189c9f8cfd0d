#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// A file that is not TorchScript, recognised by its content.
struct ForeignFile {
    std::string what;    ///< "this is a NumPy array"
    std::string advice;  ///< what to do instead, with lines for the user's own Python where there are any
};

/// By the first bytes (300 are enough) of a file of `size` bytes called `name`; nothing when they tell
/// nothing.
std::optional<ForeignFile> recognise_bytes(std::string_view start, std::int64_t size,
                                           const std::string& name);

/// By the paths of a zip archive's records, without the top folder where all share one, and the beginning of
/// its data.pkl (empty if it has none); nothing for what may be TorchScript.
std::optional<ForeignFile> recognise_archive(const std::vector<std::string>& paths, std::string_view pickle,
                                             const std::string& name);

/// How a model is saved as TorchScript.
std::string how_to_export();

}  // namespace lockstep
