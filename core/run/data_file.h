#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace lockstep {

/// A regular file of data that is read by place, however long it is. What was read before holds only as long
/// as nobody writes to the file: each read looks whether its size and time are still those of the opening.
class DataFile {
  public:
    /// Throws Error(bad_input): not there, no regular file (a pipe has no places), no permission.
    explicit DataFile(const std::filesystem::path& file);
    /// An empty one of our own in the temporary folder ($TMPDIR, else /tmp) that goes away with this value.
    /// `where` stands for it in messages.
    static DataFile temporary(const std::string& where);
    ~DataFile();
    DataFile(DataFile&& other) noexcept;
    DataFile& operator=(DataFile&&) = delete;

    std::uint64_t size() const { return size_; }
    const std::string& where() const { return where_; }
    /// Throws Error(bad_input) if the file ends before, cannot be read, or has changed.
    void read(std::uint64_t offset, std::span<char> bytes) const;
    /// As many of `bytes` as the file still has from `offset` on.
    std::size_t read_some(std::uint64_t offset, std::span<char> bytes) const;
    /// Of a temporary one. Throws Error(cannot_write), as where the temporary folder is full.
    void append(std::string_view bytes);

  private:
    DataFile() = default;
    void check_unchanged() const;

    std::string where_;
    int file_ = -1;
    bool temporary_ = false;
    std::uint64_t size_ = 0;
    std::int64_t seconds_ = 0;  ///< of the last change
    std::int64_t nanoseconds_ = 0;
};

}  // namespace lockstep
