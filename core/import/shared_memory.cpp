#include "core/import/shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "core/support/error.h"

namespace lockstep {
namespace {

[[noreturn]] void fail(const char* what) {
    throw Error(FailureKind::worker_failed,
                std::string("shared memory: ") + what + ": " + std::strerror(errno));
}

}  // namespace

SharedMemory::SharedMemory(std::uint64_t bytes) : bytes_(bytes) {
    descriptor_ = memfd_create("lockstep-weights", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor_ < 0) fail("memfd_create");
    if (ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0 ||
        fcntl(descriptor_, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) != 0) {
        const int error = errno;
        close(descriptor_);
        errno = error;
        fail("sizing");
    }
}

SharedMemory::~SharedMemory() {
    if (descriptor_ >= 0) close(descriptor_);
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), bytes_(other.bytes_) {}

void SharedMemory::write(std::uint64_t offset, std::span<const float> values) {
    const std::uint64_t size = values.size_bytes();
    if (offset > bytes_ || size > bytes_ - offset)
        throw Error(FailureKind::internal, "shared memory: out of range");
    const char* data = reinterpret_cast<const char*>(values.data());
    for (std::uint64_t done = 0; done < size;) {
        const ssize_t n = pwrite(descriptor_, data + done, size - done, static_cast<off_t>(offset + done));
        if (n < 0 && errno != EINTR) fail("writing");
        if (n > 0) done += static_cast<std::uint64_t>(n);
    }
}

void SharedMemory::seal() {
    if (fcntl(descriptor_, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL) != 0) fail("sealing");
}

std::shared_ptr<const std::byte> SharedMemory::map(std::uint64_t bytes) const {
    if (bytes > bytes_) throw Error(FailureKind::internal, "shared memory: out of range");
    if (bytes == 0) return std::make_shared<std::byte>();
    // A private mapping: kernels before 6.7 refuse shared ones of a write-sealed file. The pages are shared
    // all the same.
    void* address = mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, descriptor_, 0);
    if (address == MAP_FAILED) fail("mapping");
    return {static_cast<const std::byte*>(address),
            [bytes](const std::byte* p) { munmap(const_cast<std::byte*>(p), bytes); }};
}

}  // namespace lockstep
