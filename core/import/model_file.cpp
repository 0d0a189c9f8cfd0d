#include "core/import/model_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/support/error.h"
#include "core/support/sha256.h"

namespace lockstep {

ModelFile::ModelFile(const std::filesystem::path& path) : name_(path.filename().string()) {
    descriptor_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor_ < 0) {
        throw Error(FailureKind::bad_file, path.string() + " cannot be opened: " + std::strerror(errno),
                    "Check the path and your rights.");
    }
    try {
        summary_ = check_archive(descriptor_, name_);
        fstat(descriptor_, &status_);
    } catch (...) {
        close(descriptor_);
        throw;
    }
}

ModelFile::~ModelFile() {
    close(descriptor_);
}

void ModelFile::check_unchanged() const {
    struct stat now = {};
    if (fstat(descriptor_, &now) != 0 || now.st_size != status_.st_size ||
        now.st_mtim.tv_sec != status_.st_mtim.tv_sec || now.st_mtim.tv_nsec != status_.st_mtim.tv_nsec) {
        throw Error(FailureKind::bad_file, name_ + " has changed since it was opened", "Load it again.");
    }
}

void ModelFile::hash() {
    const auto size = static_cast<std::size_t>(status_.st_size);
    void* address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor_, 0);
    if (address == MAP_FAILED) {
        throw Error(FailureKind::bad_file, name_ + " cannot be read: " + std::strerror(errno));
    }
    sha256_ = to_hex(lockstep::sha256({static_cast<const std::uint8_t*>(address), size}));
    munmap(address, size);
    check_unchanged();
}

}  // namespace lockstep
