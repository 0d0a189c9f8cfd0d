#include "core/run/read_file.h"

#include <fmt/format.h>

#include "core/run/data_file.h"
#include "core/support/error.h"

namespace lockstep {

std::string read_input_file(const std::filesystem::path& path) {
    const DataFile file(path);
    if (file.size() > max_input_file_bytes) {
        throw Error(FailureKind::bad_input,
                    fmt::format("cannot read \"{}\": {} bytes are more than can be read (8 GiB)",
                                path.string(), file.size()),
                    "Give a shorter file.");
    }
    std::string bytes(static_cast<std::size_t>(file.size()), '\0');
    file.read(0, bytes);
    return bytes;
}

}  // namespace lockstep
