#include "core/run/checkpoint.h"

#include <algorithm>
#include <string_view>

#include "core/program/byte_stream.h"
#include "core/run/data_file.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/sha256.h"

namespace lockstep {
namespace {

/// The digit is the format's version.
constexpr std::string_view magic = "LSCHECK4";
constexpr std::size_t digest_bytes = std::tuple_size_v<Sha256>;

std::span<const std::uint8_t> as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason) {
    throw Error(FailureKind::bad_input, "the checkpoint \"" + file.string() + "\" " + reason,
                "Give the command that was interrupted, or remove the file to begin anew.");
}

}  // namespace

void save_checkpoint(const std::filesystem::path& file, const std::string& identity,
                     std::span<const std::uint8_t> state) {
    ByteWriter writer;
    writer.put_text(magic);
    for (const std::uint8_t byte : sha256(as_bytes(identity))) writer.put(byte);
    std::vector<std::uint8_t> bytes = writer.bytes();
    bytes.insert(bytes.end(), state.begin(), state.end());
    const Sha256 check = sha256(bytes);
    bytes.insert(bytes.end(), check.begin(), check.end());
    write_file_atomically(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::optional<std::vector<std::uint8_t>> load_checkpoint(const std::filesystem::path& file,
                                                         const std::string& identity) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return std::nullopt;
    const DataFile data(file);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(data.size()));
    data.read(0, {reinterpret_cast<char*>(bytes.data()), bytes.size()});
    const std::size_t head = magic.size() + digest_bytes;
    if (bytes.size() < head + digest_bytes ||
        !std::ranges::equal(std::span(bytes).first(magic.size()), as_bytes(magic)))
        refuse(file, "is no checkpoint of this version");
    const Sha256 check = sha256(std::span(bytes).first(bytes.size() - digest_bytes));
    if (!std::ranges::equal(check, std::span(bytes).last(digest_bytes))) refuse(file, "is damaged");
    if (!std::ranges::equal(sha256(as_bytes(identity)), std::span(bytes).subspan(magic.size(), digest_bytes)))
        refuse(file, "is of another run: its program, inputs or options differ");
    return std::vector<std::uint8_t>(bytes.begin() + static_cast<std::ptrdiff_t>(head),
                                     bytes.end() - static_cast<std::ptrdiff_t>(digest_bytes));
}

}  // namespace lockstep
