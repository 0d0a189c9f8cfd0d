#include "core/run/npz_writer.h"

#include <zip.h>

#include <memory>

#include "core/run/npy.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

/// The first moment that a ZIP file can name: archives don't depend on when they were written.
constexpr time_t zip_epoch = 315532800;

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& reason) {
    throw Error(FailureKind::cannot_write, "cannot write \"" + file.string() + "\": " + reason,
                "Give a file in a folder that exists, can be written to and has space left.");
}

std::string npy_bytes(const OutputArray& array) {
    if (array.integers.empty())
        return npy_header(array.shape) + std::string(npy_data(array.values.data(), array.values.size()));
    return npy_header(array.shape, "<i8") + std::string(reinterpret_cast<const char*>(array.integers.data()),
                                                        array.integers.size() * sizeof(std::int64_t));
}

}  // namespace

void write_npz(const std::filesystem::path& file, const std::vector<OutputArray>& arrays) {
    AtomicFile target(file);
    zip_error_t error;
    zip_error_init(&error);
    const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> memory(
        zip_source_buffer_create(nullptr, 0, 0, &error), &zip_source_free);
    if (!memory) fail(file, zip_error_strerror(&error));
    zip_source_keep(memory.get());
    std::unique_ptr<zip_t, decltype(&zip_discard)> archive(
        zip_open_from_source(memory.get(), ZIP_TRUNCATE, &error), &zip_discard);
    if (!archive) {
        zip_source_free(memory.get());
        fail(file, zip_error_strerror(&error));
    }
    // libzip reads them when the archive is closed.
    std::vector<std::string> bytes;
    bytes.reserve(arrays.size());
    for (const OutputArray& array : arrays) {
        bytes.push_back(npy_bytes(array));
        zip_source_t* source = zip_source_buffer(archive.get(), bytes.back().data(), bytes.back().size(), 0);
        const zip_int64_t index =
            source == nullptr
                ? -1
                : zip_file_add(archive.get(), (array.name + ".npy").c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);
            fail(file, zip_strerror(archive.get()));
        }
        const auto entry = static_cast<zip_uint64_t>(index);
        zip_set_file_compression(archive.get(), entry, ZIP_CM_STORE, 0);
        zip_file_set_mtime(archive.get(), entry, zip_epoch, 0);
    }
    if (zip_close(archive.get()) != 0) fail(file, zip_strerror(archive.get()));
    static_cast<void>(archive.release());
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_source_stat(memory.get(), &status) != 0 || zip_source_open(memory.get()) != 0)
        fail(file, "the archive cannot be read back");
    std::string whole(status.size, '\0');
    const bool read =
        zip_source_read(memory.get(), whole.data(), whole.size()) == static_cast<zip_int64_t>(whole.size());
    zip_source_close(memory.get());
    if (!read) fail(file, "the archive cannot be read back");
    target.write(whole);
    target.commit();
}

}  // namespace lockstep
