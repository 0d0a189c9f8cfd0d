#include "core/support/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "core/support/error.h"

namespace lockstep {
namespace {

mode_t creation_mask() {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return mask;
}

/// A link is followed, so that the file that it points to is replaced and not the link.
std::filesystem::path resolved(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_symlink(path, error)) return path;
    std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
    return error ? path : target;
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path target) : target_(std::move(target)) {
    if (target_.empty()) fail(ENOENT);
    struct stat status {};
    const bool exists = ::stat(target_.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) fail(EISDIR);
    if (exists && !S_ISREG(status.st_mode)) {
        file_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
        if (file_ < 0) fail(errno);
        return;
    }
    if (exists && ::access(target_.c_str(), W_OK) != 0) fail(errno);
    std::string name = resolved(target_).string() + ".XXXXXX";
    std::vector<char> buffer(name.begin(), name.end());
    buffer.push_back('\0');
    file_ = ::mkostemp(buffer.data(), O_CLOEXEC);
    if (file_ < 0) fail(errno);
    temporary_ = buffer.data();
    const mode_t mode = exists ? (status.st_mode & 07777U) : (0666U & ~creation_mask());
    if (::fchmod(file_, mode) != 0) {
        const int error = errno;
        discard();
        fail(error);
    }
}

AtomicFile::~AtomicFile() {
    discard();
}

void AtomicFile::fail(int error) const {
    throw Error(FailureKind::cannot_write,
                "cannot write \"" + target_.string() + "\": " + std::strerror(error),
                "Give a file in a folder that exists, can be written to and has space left.");
}

void AtomicFile::discard() noexcept {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
    temporary_.clear();
}

void AtomicFile::write(std::string_view bytes) {
    if (file_ < 0) fail(EBADF);
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            const int error = errno;
            discard();
            fail(error);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void AtomicFile::commit() {
    if (file_ < 0) fail(EBADF);
    const bool renames = !temporary_.empty();
    int error = renames && ::fsync(file_) != 0 ? errno : 0;
    if (::close(std::exchange(file_, -1)) != 0 && error == 0) error = errno;
    if (error == 0 && renames && ::rename(temporary_.c_str(), resolved(target_).c_str()) != 0) error = errno;
    if (error != 0) {
        discard();
        fail(error);
    }
    temporary_.clear();
}

void write_file_atomically(const std::filesystem::path& target, std::string_view bytes) {
    AtomicFile file(target);
    file.write(bytes);
    file.commit();
}

}  // namespace lockstep
