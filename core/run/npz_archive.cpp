#include "core/run/npz_archive.h"

#include <fmt/format.h>
#include <zip.h>

#include <array>
#include <memory>
#include <string>

#include "core/run/data_file.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& reason) {
    throw Error(FailureKind::bad_input, where + ": " + reason, "Write the file again with numpy.savez.");
}

}  // namespace

void read_npz_entries(const std::filesystem::path& file, const std::function<void(const NpzEntry&)>& visit) {
    const DataFile regular(file);
    const std::string where = file.string();
    int error = 0;
    const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(zip_open(where.c_str(), ZIP_RDONLY, &error),
                                                                 &zip_discard);
    if (!archive) {
        zip_error_t text;
        zip_error_init_with_code(&text, error);
        const std::string reason = zip_error_strerror(&text);
        zip_error_fini(&text);
        fail(where, "not readable as an NPZ archive: " + reason);
    }
    const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
    for (zip_int64_t i = 0; i < entries; ++i) {
        zip_stat_t status;
        if (zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &status) != 0 ||
            (status.valid & ZIP_STAT_SIZE) == 0 || (status.valid & ZIP_STAT_NAME) == 0)
            fail(where, fmt::format("entry {} has no name or size", i));
        const std::string name = status.name;
        const std::string entry_where = where + ":" + name;
        if (!name.ends_with(".npy")) fail(entry_where, "not an NPY entry");
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> opened(
            zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0), &zip_fclose);
        if (!opened) fail(entry_where, std::string("cannot be unpacked: ") + zip_strerror(archive.get()));
        const auto damaged = [&] {
            const std::string reason = zip_file_strerror(opened.get());
            fail(entry_where, "the entry is damaged: " + reason);
        };
        const auto read = [&](std::span<char> bytes) {
            while (!bytes.empty()) {
                const zip_int64_t got = zip_fread(opened.get(), bytes.data(), bytes.size());
                if (got < 0) damaged();
                if (got == 0) fail(entry_where, "the entry is damaged: it ends before its array");
                bytes = bytes.subspan(static_cast<std::size_t>(got));
            }
        };
        // libzip compares the CRC only when a read finds the end.
        const auto finish = [&] {
            std::array<char, 4096> rest{};
            zip_int64_t got = 0;
            do got = zip_fread(opened.get(), rest.data(), rest.size());
            while (got > 0);
            if (got < 0) damaged();
        };
        visit({.name = name.substr(0, name.size() - 4),
               .where = entry_where,
               .size = status.size,
               .read = read});
        finish();
    }
    if (entries == 0) fail(where, "the archive holds no arrays");
}

}  // namespace lockstep
