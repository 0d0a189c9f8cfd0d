#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

#include "core/import/archive_check.h"
#include "core/support/error.h"

/// Any bytes as a model file: the check of its directory accepts them or says what is wrong, and what it
/// accepts is as it says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int file = memfd_create("archive", MFD_CLOEXEC);
    if (file < 0 || ftruncate(file, 0) != 0) std::abort();
    if (pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
    // Small enough to be reached by small inputs.
    const lockstep::ArchiveLimits limits{20, 1 << 24, 100};
    try {
        const lockstep::ArchiveSummary summary = lockstep::check_archive(file, "model.pt", limits);
        const bool sound = summary.packed == static_cast<std::int64_t>(size) && summary.entries >= 2 &&
                           summary.entries <= limits.entries && summary.unpacked >= 0 &&
                           summary.unpacked <= limits.unpacked && !summary.root.empty() &&
                           summary.root.find('/') == std::string::npos && summary.root != "..";
        if (!sound) std::abort();
    } catch (const lockstep::Error& error) {
        if (error.failure().kind != lockstep::FailureKind::bad_file || error.failure().message.empty())
            std::abort();
    }
    return 0;
}
