#include "core/import/archive_check.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "core/import/foreign_file.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

[[noreturn]] void fail(const std::string& name, const std::string& what, const std::string& advice = {}) {
    throw Error(FailureKind::bad_file, name + ": " + what, advice);
}

/// What a file is that is no zip archive.
[[noreturn]] void fail_not_a_zip(int descriptor, const std::string& name, std::int64_t size) {
    std::array<char, 512> head = {};
    const ssize_t n = pread(descriptor, head.data(), head.size(), 0);
    const std::string_view start(head.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    if (const auto foreign = recognise_bytes(start, size, name)) fail(name, foreign->what, foreign->advice);
    fail(name, "this is not a TorchScript file (not a zip archive)", how_to_export());
}

bool printable(std::string_view path) {
    return std::none_of(path.begin(), path.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

/// Absolute, climbing, or not the kind of name that PyTorch writes.
bool bad_path(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.find('\\') != std::string_view::npos || !printable(path))
        return true;
    for (std::size_t start = 0; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        const std::string_view part = path.substr(start, end - start);
        if (part == ".." || (part.empty() && end != path.size())) return true;
        start = end + 1;
    }
    return false;
}

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

Archive open_archive(int descriptor, const std::string& name, std::int64_t size) {
    // Through /dev/fd the archive gets a file position of its own.
    const std::string path = "/dev/fd/" + std::to_string(descriptor);
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (archive != nullptr) return {archive, zip_discard};
    if (code == ZIP_ER_NOZIP) fail_not_a_zip(descriptor, name, size);
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string text = zip_error_strerror(&error);
    zip_error_fini(&error);
    fail(name, "the archive's directory is damaged (" + text + ")", "Copy or download the file again.");
}

/// The beginning of a record: what a pickle is of stands there.
std::string beginning(zip_t* archive, zip_uint64_t index) {
    constexpr std::size_t limit = 1 << 20;
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(archive, index, 0),
                                                                  zip_fclose);
    std::string text(file ? limit : 0, '\0');
    std::size_t done = 0;
    while (file && done < limit) {
        const zip_int64_t n = zip_fread(file.get(), text.data() + done, limit - done);
        if (n <= 0) break;
        done += static_cast<std::size_t>(n);
    }
    text.resize(done);
    return text;
}

}  // namespace

ArchiveSummary check_archive(int descriptor, const std::string& name, const ArchiveLimits& limits) {
    struct stat status = {};
    if (fstat(descriptor, &status) != 0) fail(name, std::string("cannot be read: ") + std::strerror(errno));
    if (!S_ISREG(status.st_mode)) fail(name, "this is not a file");
    ArchiveSummary summary;
    summary.packed = status.st_size;
    const Archive archive = open_archive(descriptor, name, status.st_size);
    summary.entries = zip_get_num_entries(archive.get(), 0);
    if (summary.entries > limits.entries) {
        fail(name, "the archive has " + std::to_string(summary.entries) + " records, more than the " +
                       std::to_string(limits.entries) + " that are accepted");
    }
    std::vector<std::string> paths;
    bool one_folder = true;
    std::string pickle;
    for (zip_int64_t i = 0; i < summary.entries; ++i) {
        zip_stat_t entry;
        if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &entry) != 0) {
            fail(name, std::string("a record of the archive is damaged: ") + zip_strerror(archive.get()));
        }
        const std::string_view path = entry.name;
        if (bad_path(path))
            fail(name,
                 "a record has a name that does not belong in a model: " + std::string(path.substr(0, 80)));
        const std::string_view folder = path.substr(0, path.find('/'));
        if ((entry.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && entry.encryption_method != ZIP_EM_NONE)
            fail(name, "the record " + std::string(path.substr(0, 80)) + " is encrypted");
        if (summary.root.empty()) summary.root = folder;
        one_folder = one_folder && folder == summary.root && folder.size() < path.size();
        const std::int64_t unpacked =
            static_cast<std::int64_t>(std::min<zip_uint64_t>(entry.size, INT64_MAX / 2));
        const std::int64_t packed =
            static_cast<std::int64_t>(std::min<zip_uint64_t>(entry.comp_size, INT64_MAX / 2));
        summary.unpacked += unpacked;
        if (summary.unpacked > limits.unpacked) {
            fail(name, "the archive unpacks to more than " + std::to_string(limits.unpacked >> 20) + " MiB");
        }
        constexpr std::int64_t sizeable = 1 << 28;  // many small bombs are one
        if (summary.unpacked > sizeable && summary.unpacked / limits.ratio > summary.packed) {
            fail(name, "the archive unpacks to more than " + std::to_string(limits.ratio) +
                           " times its size: a decompression bomb, or a damaged file");
        }
        constexpr std::int64_t small = 1 << 20;  // short texts may pack well
        if (unpacked > small && unpacked / limits.ratio > packed) {
            fail(name, "the record " + std::string(path.substr(0, 80)) + " unpacks to " +
                           std::to_string(unpacked >> 20) + " MiB from " + std::to_string(packed >> 10) +
                           " KiB: a decompression bomb, or a damaged file");
        }
        paths.emplace_back(path);
        if (path.ends_with("/data.pkl")) pickle = beginning(archive.get(), static_cast<zip_uint64_t>(i));
    }
    if (one_folder) {
        for (std::string& path : paths) path.erase(0, summary.root.size() + 1);
    }
    if (const auto foreign = recognise_archive(paths, pickle, name))
        fail(name, foreign->what, foreign->advice);
    if (!one_folder)
        fail(name, "the archive has more than one top folder, so it is no TorchScript file", how_to_export());
    const auto has = [&](std::string_view path) {
        return std::find(paths.begin(), paths.end(), path) != paths.end();
    };
    if (!has("data.pkl"))
        fail(name, "this zip archive is not a PyTorch file (it has no data.pkl)", how_to_export());
    if (!has("constants.pkl"))
        fail(name, "the archive has no constants.pkl, so it is no TorchScript file", how_to_export());
    if (!has("version") && !has(".data/version"))
        fail(name, "the archive does not say its version, so it is no TorchScript file", how_to_export());
    return summary;
}

}  // namespace lockstep
