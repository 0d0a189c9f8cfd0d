#pragma once

#include <filesystem>
#include <string_view>

namespace lockstep {

/// An output file that appears whole or not at all: the bytes go to a temporary file beside the target, which
/// commit() flushes and renames. An existing pipe or device is written directly. Every failure throws
/// Error(cannot_write).
class AtomicFile {
  public:
    /// Creates the temporary file, so that a folder that cannot be written to is known before the work is
    /// done.
    explicit AtomicFile(std::filesystem::path target);
    /// Removes what was not committed.
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);
    void commit();

    const std::filesystem::path& target() const { return target_; }

  private:
    [[noreturn]] void fail(int error) const;
    void discard() noexcept;

    std::filesystem::path target_;
    std::filesystem::path temporary_;  ///< empty: written directly
    int file_ = -1;
};

void write_file_atomically(const std::filesystem::path& target, std::string_view bytes);

}  // namespace lockstep
