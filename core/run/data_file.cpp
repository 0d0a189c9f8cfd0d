#include "core/run/data_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "core/support/error.h"

namespace lockstep {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& reason, const std::string& advice) {
    throw Error(FailureKind::bad_input, fmt::format("cannot read \"{}\": {}", where, reason), advice);
}

std::string temporary_folder() {
    const char* folder = std::getenv("TMPDIR");
    return folder != nullptr && *folder != '\0' ? folder : "/tmp";
}

}  // namespace

DataFile::DataFile(const std::filesystem::path& file) : where_(file.string()) {
    // Opening a pipe would wait for its writer.
    file_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file_ < 0) {
        const int error = errno;
        fail(where_, error == ENOENT ? "no such file" : std::strerror(error),
             "Give an existing NPY, NPZ or CSV file.");
    }
    struct stat status {};
    if (::fstat(file_, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(std::exchange(file_, -1));
        fail(where_, "not a file",
             "Give an NPY, NPZ or CSV file; a pipe or device is first saved to one, or sends its values as "
             "frames to --input -.");
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
    seconds_ = status.st_mtim.tv_sec;
    nanoseconds_ = status.st_mtim.tv_nsec;
}

DataFile DataFile::temporary(const std::string& where) {
    DataFile result;
    result.where_ = where;
    result.temporary_ = true;
    const std::string folder = temporary_folder();
    const std::string name = folder + "/lockstep.XXXXXX";
    std::vector<char> buffer(name.begin(), name.end());
    buffer.push_back('\0');
    result.file_ = ::mkostemp(buffer.data(), O_CLOEXEC);
    if (result.file_ < 0) {
        throw Error(FailureKind::cannot_write,
                    fmt::format("{}: no temporary file in \"{}\": {}", where, folder, std::strerror(errno)),
                    "Set TMPDIR to a folder that can be written to.");
    }
    ::unlink(buffer.data());
    return result;
}

DataFile::~DataFile() {
    if (file_ >= 0) ::close(file_);
}

DataFile::DataFile(DataFile&& other) noexcept
    : where_(std::move(other.where_)),
      file_(std::exchange(other.file_, -1)),
      temporary_(other.temporary_),
      size_(other.size_),
      seconds_(other.seconds_),
      nanoseconds_(other.nanoseconds_) {}

void DataFile::check_unchanged() const {
    if (temporary_) return;
    struct stat status {};
    if (::fstat(file_, &status) == 0 && static_cast<std::uint64_t>(status.st_size) == size_ &&
        status.st_mtim.tv_sec == seconds_ && status.st_mtim.tv_nsec == nanoseconds_)
        return;
    fail(where_, "it changed while it was read",
         "Wait until nobody writes to it, or give a copy, and run again.");
}

std::size_t DataFile::read_some(std::uint64_t offset, std::span<char> bytes) const {
    std::size_t done = 0;
    while (done < bytes.size() && offset + done < size_) {
        const std::size_t wanted =
            std::min(bytes.size() - done, static_cast<std::size_t>(size_ - offset - done));
        const ssize_t got = ::pread(file_, bytes.data() + done, wanted, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(where_, std::strerror(errno), "Copy the file to a disk that can be read.");
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    check_unchanged();
    return done;
}

void DataFile::read(std::uint64_t offset, std::span<char> bytes) const {
    if (read_some(offset, bytes) != bytes.size())
        fail(where_, fmt::format("it ends after {} bytes", size_), "Write the file again, whole.");
}

void DataFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            throw Error(FailureKind::cannot_write,
                        fmt::format("{}: cannot unpack it to \"{}\": {}", where_, temporary_folder(),
                                    std::strerror(errno)),
                        "Set TMPDIR to a folder with room for the unpacked array, or give its NPY file.");
        }
        size_ += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace lockstep
