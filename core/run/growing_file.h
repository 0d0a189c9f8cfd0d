#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lockstep {

/// An output that grows over a long run: the bytes go to "TARGET.partial", which becomes the target by
/// commit(). Once something refers to it (keep()) it outlives a run that ends before, so that the run can go
/// on; else it goes away with this value. Every failure throws Error(cannot_write).
class GrowingFile {
  public:
    /// Goes on behind the first `kept` bytes of what a run before has left, which is kept; 0: begins anew.
    /// Throws Error(bad_input) if there is less.
    GrowingFile(std::filesystem::path target, std::uint64_t kept);
    ~GrowingFile();
    GrowingFile(const GrowingFile&) = delete;
    GrowingFile& operator=(const GrowingFile&) = delete;

    void write(std::string_view bytes);
    /// Everything that was written is in the file.
    void flush();
    /// Bytes that were written, those that were kept included.
    std::uint64_t size() const { return size_; }
    void commit();
    /// A checkpoint names what is in the file now: it stays.
    void keep() { is_kept_ = true; }

  private:
    [[noreturn]] void fail(int error) const;

    std::filesystem::path target_;
    std::filesystem::path partial_;
    std::string buffer_;
    std::uint64_t size_ = 0;
    int file_ = -1;
    bool is_kept_ = false;
};

}  // namespace lockstep
