#include "core/run/growing_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 18U;

}  // namespace

GrowingFile::GrowingFile(std::filesystem::path target, std::uint64_t kept)
    : target_(std::move(target)), partial_(target_.string() + ".partial"), size_(kept), is_kept_(kept != 0) {
    struct stat status {};
    if (::stat(target_.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
        fail(S_ISDIR(status.st_mode) ? EISDIR : ESPIPE);
    file_ = ::open(partial_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (kept == 0 ? O_TRUNC : 0), 0666);
    if (file_ < 0) fail(errno);
    if (kept == 0) return;
    if (::fstat(file_, &status) != 0 || static_cast<std::uint64_t>(status.st_size) < kept) {
        ::close(std::exchange(file_, -1));
        throw Error(FailureKind::bad_input,
                    fmt::format("\"{}\" holds fewer than the {} bytes that the checkpoint was made at",
                                partial_.string(), kept),
                    "Remove the checkpoint to begin anew.");
    }
    if (::ftruncate(file_, static_cast<off_t>(kept)) != 0 ||
        ::lseek(file_, static_cast<off_t>(kept), SEEK_SET) < 0) {
        const int error = errno;
        ::close(std::exchange(file_, -1));
        fail(error);
    }
}

GrowingFile::~GrowingFile() {
    if (file_ >= 0) ::close(file_);
    if (!is_kept_) ::unlink(partial_.c_str());
}

void GrowingFile::fail(int error) const {
    throw Error(FailureKind::cannot_write,
                fmt::format("cannot write \"{}\": {}", partial_.string(), std::strerror(error)),
                "Give a file in a folder that exists, can be written to and has space left.");
}

void GrowingFile::write(std::string_view bytes) {
    buffer_ += bytes;
    size_ += bytes.size();
    if (buffer_.size() >= buffer_bytes) flush();
}

void GrowingFile::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
        const ssize_t written = ::write(file_, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(errno);
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
}

void GrowingFile::commit() {
    flush();
    int error = ::fsync(file_) != 0 ? errno : 0;
    if (::close(std::exchange(file_, -1)) != 0 && error == 0) error = errno;
    if (error == 0 && ::rename(partial_.c_str(), target_.c_str()) != 0) error = errno;
    if (error != 0) fail(error);
    is_kept_ = true;  // it is the target now
}

}  // namespace lockstep
