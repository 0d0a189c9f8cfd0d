#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace lockstep {

/// An entry of an NPZ archive while it is being visited.
struct NpzEntry {
    std::string name;        ///< without ".npy"
    std::string where;       ///< "FILE.npz:NAME.npy", for messages
    std::uint64_t size = 0;  ///< unpacked, as the archive says
    /// The next bytes, unpacked. Throws Error(bad_input) if the entry is damaged or has fewer.
    std::function<void(std::span<char> bytes)> read = {};
};

/// Visits the entries of an NPZ archive (a ZIP file of NPY entries) in its order; each is read to its end and
/// held against its checksum behind the visit. Throws Error(bad_input): no archive, an entry that is no NPY
/// or that is damaged, no entries.
void read_npz_entries(const std::filesystem::path& file, const std::function<void(const NpzEntry&)>& visit);

}  // namespace lockstep
