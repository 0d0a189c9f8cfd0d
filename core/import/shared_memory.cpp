#include "core/import/shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
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

SharedMemory& SharedMemory::operator=(SharedMemory&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(bytes_, other.bytes_);
    return *this;
}

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

void SharedMemory::prepare(std::uint64_t bytes) {
    if (bytes > 0 && bytes <= bytes_)
        static_cast<void>(fallocate(descriptor_, 0, 0, static_cast<off_t>(bytes)));
}

void SharedMemory::keep(std::uint64_t bytes) {
    if (bytes >= bytes_) return;
    if (fallocate(descriptor_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(bytes),
                  static_cast<off_t>(bytes_ - bytes)) != 0)
        fail("giving back");
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

std::shared_ptr<const std::byte> SharedMemory::map_with(const SharedMemory& other,
                                                        std::uint64_t bytes) const {
    if (bytes > other.bytes_ || bytes_ != round_to_pages(bytes_))
        throw Error(FailureKind::internal, "shared memory: out of range");
    if (bytes_ == 0) return other.map(bytes);
    const std::uint64_t all = bytes_ + bytes;
    void* address = mmap(nullptr, all, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (address == MAP_FAILED) fail("reserving");
    auto* start = static_cast<std::byte*>(address);
    std::shared_ptr<const std::byte> both(
        start, [all](const std::byte* p) { munmap(const_cast<std::byte*>(p), all); });
    const auto place = [](std::byte* at, std::uint64_t size, int descriptor) {
        if (size > 0 && mmap(at, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0) == MAP_FAILED)
            fail("mapping");
    };
    place(start, bytes_, descriptor_);
    place(start + bytes_, bytes, other.descriptor_);
    return both;
}

std::uint64_t SharedMemory::resident_bytes() const {
    struct stat status = {};
    if (fstat(descriptor_, &status) != 0) fail("looking at its size");
    return static_cast<std::uint64_t>(status.st_blocks) * 512;
}

std::uint64_t SharedMemory::round_to_pages(std::uint64_t bytes) {
    const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    return (bytes + page - 1) / page * page;
}

}  // namespace lockstep
