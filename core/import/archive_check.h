#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lockstep {

/// What the directory of a TorchScript archive tells, read without extracting or running anything.
struct ArchiveSummary {
    std::string root;           ///< the folder that all records are in
    std::int64_t packed = 0;    ///< bytes of the file
    std::int64_t unpacked = 0;  ///< bytes of all records
    std::int64_t entries = 0;
};

/// Limits: what real files stay far below (PyTorch stores records unpacked).
struct ArchiveLimits {
    std::int64_t entries = 100'000;
    std::int64_t unpacked = 16LL << 30;
    std::int64_t ratio = 100;  ///< unpacked size of one record over its packed size
};

/// Checks that the file open as `descriptor` (position does not matter) is a TorchScript archive whose
/// directory holds no surprises. Throws Error(bad_file) with what is wrong, in words of `name`.
ArchiveSummary check_archive(int descriptor, const std::string& name, const ArchiveLimits& limits = {});

}  // namespace lockstep
