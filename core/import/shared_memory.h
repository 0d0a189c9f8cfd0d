#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace lockstep {

/// A memory file (memfd) that the parent makes and a worker fills or reads. Its size is fixed from the start.
class SharedMemory {
  public:
    /// A writable one of `bytes` (sparse until written), sealed against growing and shrinking.
    explicit SharedMemory(std::uint64_t bytes);
    ~SharedMemory();
    SharedMemory(SharedMemory&& other) noexcept;
    SharedMemory& operator=(SharedMemory&& other) noexcept;
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;

    int descriptor() const { return descriptor_; }
    std::uint64_t bytes() const { return bytes_; }
    /// What has been written, in whole pages.
    std::uint64_t resident_bytes() const;

    void write(std::uint64_t offset, std::span<const float> values);
    /// Takes the memory for the first `bytes` now, which then costs nothing when they are written; as far as
    /// the system gives it.
    void prepare(std::uint64_t bytes);
    /// Gives back all but the first `bytes`, which then read as zero.
    void keep(std::uint64_t bytes);
    /// From here on nobody can change the bytes. Throws Error(worker_failed) while somebody still maps them
    /// writable.
    void seal();
    /// The first `bytes`, mapped for reading; lives as long as the pointer. After seal() only.
    std::shared_ptr<const std::byte> map(std::uint64_t bytes) const;
    /// The whole of this one, whose size is a multiple of the page size, and behind it the first `bytes` of
    /// another one. After seal() of both only.
    std::shared_ptr<const std::byte> map_with(const SharedMemory& other, std::uint64_t bytes) const;

    static std::uint64_t round_to_pages(std::uint64_t bytes);

  private:
    int descriptor_ = -1;
    std::uint64_t bytes_ = 0;
};

}  // namespace lockstep
