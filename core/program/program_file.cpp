#include "core/program/program_file.h"

#include <array>
#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/program/byte_stream.h"
#include "core/program/instruction_code.h"
#include "core/program/program_json.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/sha256.h"

namespace lockstep {
namespace {

constexpr std::string_view magic = "LOCKSTEP";
constexpr std::uint32_t format_version = 3;
constexpr std::size_t digest_bytes = std::tuple_size_v<Sha256>;
constexpr std::uintmax_t most_bytes = std::uintmax_t{1} << 32U;
constexpr const char* make_anew = "Compile the model again and save the program anew.";

std::string_view view(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void write_cores(const Program& program, ByteWriter& writer) {
    writer.put_count(program.cores.size());
    for (const CoreProgram& core : program.cores) {
        writer.put_count(core.stream.size());
        for (std::size_t i = 0; i < core.stream.size(); ++i) {
            write_instruction(writer, core.stream[i]);
            writer.put(core.node_of[i]);
            writer.put_bool(core.state_update[i]);
        }
        writer.put_all(core.weights);
        writer.put_all(core.accumulator_store);
        writer.put_all(core.cell_store);
        writer.put_count(core.clamp_store.size());
        for (const ClampSetting& clamp : core.clamp_store) {
            writer.put(clamp.minimum);
            writer.put(clamp.maximum);
        }
    }
}

std::vector<CoreProgram> read_cores(ByteReader& reader) {
    std::vector<CoreProgram> cores(reader.get_count(1));
    for (CoreProgram& core : cores) {
        const std::size_t instructions = reader.get_count(6);
        for (std::size_t i = 0; i < instructions; ++i) {
            core.stream.push_back(read_instruction(reader));
            core.node_of.push_back(reader.get<std::uint32_t>());
            core.state_update.push_back(reader.get_bool());
        }
        core.weights = reader.get_all<std::uint16_t>();
        core.accumulator_store = reader.get_all<float>();
        core.cell_store = reader.get_all<float>();
        core.clamp_store.resize(reader.get_count(8));
        for (ClampSetting& clamp : core.clamp_store) {
            clamp.minimum = reader.get<float>();
            clamp.maximum = reader.get<float>();
        }
    }
    return cores;
}

void write_tensors(const Program& program, ByteWriter& writer) {
    writer.put_count(program.descriptors.size());
    for (const Descriptor& descriptor : program.descriptors) {
        writer.put(descriptor.address);
        writer.put(descriptor.blocks);
        writer.put_bool(descriptor.constant);
        writer.put_bool(descriptor.state);
        writer.put_bool(descriptor.kept);
    }
    writer.put_count(program.images.size());
    for (const TensorImage& image : program.images) {
        writer.put(image.descriptor);
        writer.put(image.targets);
        writer.put_all(image.values);
    }
}

void read_tensors(ByteReader& reader, Program& program) {
    program.descriptors.resize(reader.get_count(9));
    for (Descriptor& descriptor : program.descriptors) {
        descriptor.address = reader.get<std::uint32_t>();
        descriptor.blocks = reader.get<std::uint16_t>();
        descriptor.constant = reader.get_bool();
        descriptor.state = reader.get_bool();
        descriptor.kept = reader.get_bool();
    }
    program.images.resize(reader.get_count(14));
    for (TensorImage& image : program.images) {
        image.descriptor = reader.get<std::uint16_t>();
        image.targets = reader.get<CoreMask>();
        image.values = reader.get_all<std::uint16_t>();
    }
}

/// A section: four letters, its length, its bytes.
void write_section(ByteWriter& file, std::string_view tag, std::span<const std::uint8_t> bytes) {
    file.put_text(tag);
    file.put_count(bytes.size());
    file.put_text(view(bytes));
}

ByteReader read_section(ByteReader& file, std::string_view tag, const std::string& where) {
    if (view(file.take(tag.size())) != tag)
        file.refuse(fmt::format("has no section {} where it belongs", tag));
    const std::size_t length = file.get_count(1);
    return {file.take(length), fmt::format("{}: section {}", where, tag)};
}

void read_meta(ByteReader& reader, Program& program) {
    const std::string_view text = view(reader.take(reader.rest()));
    try {
        program_meta_from_json(nlohmann::json::parse(text), program);
    } catch (const Error& error) {
        reader.refuse(fmt::format("is broken: {}", error.what()));
    } catch (const std::exception& error) {  // nlohmann's, or a field out of range
        reader.refuse(fmt::format("is broken: {}", error.what()));
    }
}

}  // namespace

std::vector<std::uint8_t> program_to_bytes(const Program& program) {
    ByteWriter meta;
    meta.put_text(
        program_meta_to_json(program).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    ByteWriter tensors;
    write_tensors(program, tensors);
    ByteWriter cores;
    write_cores(program, cores);

    ByteWriter file;
    file.put_text(magic);
    file.put(format_version);
    write_section(file, "META", meta.bytes());
    write_section(file, "TENS", tensors.bytes());
    write_section(file, "CORE", cores.bytes());
    const Sha256 digest = sha256(file.bytes());
    file.put_text(view(digest));
    return file.bytes();
}

Program program_from_bytes(std::span<const std::uint8_t> bytes, const std::string& where) {
    if (!view(bytes).starts_with(magic))
        throw Error(FailureKind::bad_program, where + " is not a Lockstep program",
                    "Give a file that `lockstep compile -o` wrote.");
    ByteReader header(bytes.subspan(magic.size()), where);
    const auto version = header.get<std::uint32_t>();
    if (version != format_version)
        throw Error(FailureKind::bad_program,
                    fmt::format("{} is of program format {}, but this version of Lockstep reads format {}",
                                where, version, format_version),
                    make_anew);
    if (header.rest() < digest_bytes) header.refuse("is too short");
    const std::span<const std::uint8_t> signed_bytes = bytes.first(bytes.size() - digest_bytes);
    if (!std::ranges::equal(sha256(signed_bytes), bytes.last(digest_bytes)))
        throw Error(FailureKind::bad_program, where + " is damaged: its checksum does not match", make_anew);

    ByteReader file(header.take(header.rest() - digest_bytes), where);
    Program program;
    ByteReader meta = read_section(file, "META", where);
    read_meta(meta, program);
    ByteReader tensors = read_section(file, "TENS", where);
    read_tensors(tensors, program);
    tensors.expect_end();
    ByteReader cores = read_section(file, "CORE", where);
    program.cores = read_cores(cores);
    cores.expect_end();
    file.expect_end();

    const std::vector<std::string> findings = verify_program(program);
    if (!findings.empty())
        throw Error(Failure{
            .kind = FailureKind::bad_program,
            .message = fmt::format("{} holds a program that is not sound: {}", where, findings.front()),
            .advice = make_anew,
            .details = fmt::format("{}", fmt::join(findings, "\n")),
            .nodes = {}});
    return program;
}

void save_program(const Program& program, const std::filesystem::path& file) {
    write_file_atomically(file, view(program_to_bytes(program)));
}

Program load_program(const std::filesystem::path& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    std::ifstream stream(file, std::ios::binary);
    if (error || !stream)
        throw Error(FailureKind::bad_program, fmt::format("cannot read \"{}\"", file.string()),
                    "Check that the file exists and can be read.");
    if (size > most_bytes)
        throw Error(FailureKind::bad_program, fmt::format("\"{}\" is too large", file.string()));
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    return program_from_bytes(bytes, "\"" + file.string() + "\"");
}

bool looks_like_program(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::array<char, magic.size()> begin{};
    stream.read(begin.data(), begin.size());
    return stream.gcount() == static_cast<std::streamsize>(begin.size()) &&
           std::string_view(begin.data(), begin.size()) == magic;
}

}  // namespace lockstep
