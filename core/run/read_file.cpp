#include "core/run/read_file.h"

#include <fmt/format.h>

#include <fstream>

#include "core/support/error.h"

namespace lockstep {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& reason) {
    throw Error(FailureKind::bad_input, fmt::format("cannot read \"{}\": {}", file.string(), reason),
                "Give an existing NPY, NPZ or CSV file.");
}

}  // namespace

std::string read_input_file(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) fail(file, "no such file");
    if (!std::filesystem::is_regular_file(status)) fail(file, "not a file");
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error) fail(file, error.message());
    if (size > max_input_file_bytes)
        fail(file, fmt::format("{} bytes are more than can be read (8 GiB)", size));
    std::ifstream stream(file, std::ios::binary);
    if (!stream) fail(file, "no permission");
    std::string bytes(size, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (stream.gcount() != static_cast<std::streamsize>(bytes.size()))
        fail(file, "it ended while it was read");
    return bytes;
}

}  // namespace lockstep
