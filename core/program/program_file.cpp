#include "core/program/program_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/program/program_json.h"
#include "core/program/program_sections.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/sha256.h"

namespace lockstep {
namespace {

constexpr std::string_view magic = "LOCKSTEP";
constexpr std::size_t digest_bytes = std::tuple_size_v<Sha256>;
constexpr std::uintmax_t most_bytes = std::uintmax_t{1} << 32U;
constexpr std::size_t most_models = 1024;
constexpr std::size_t longest_tool = 255;  ///< characters of a tool version in the head
constexpr std::uint32_t first_format_with_tool = 4;
constexpr const char* make_anew = "Compile the model again and save the program anew.";

std::string_view view(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A section: four letters, its length, its bytes.
void write_section(ByteWriter& file, std::string_view tag, const ByteWriter& section) {
    file.put_text(tag);
    file.put_count(section.bytes().size());
    file.put_text(view(section.bytes()));
}

void write_json(ByteWriter& file, std::string_view tag, const nlohmann::json& json) {
    ByteWriter section;
    section.put_text(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    write_section(file, tag, section);
}

ByteReader read_section(ByteReader& file, std::string_view tag, const std::string& where) {
    if (view(file.take(tag.size())) != tag)
        file.refuse(fmt::format("has no section {} where it belongs", tag));
    const std::size_t length = file.get_count(1);
    return {file.take(length), fmt::format("{}: section {}", where, tag)};
}

/// Calls read(json) with what the section holds.
template <class Read>
void read_json(ByteReader section, Read read) {
    const std::string_view text = view(section.take(section.rest()));
    try {
        read(nlohmann::json::parse(text));
    } catch (const Error& error) {
        section.refuse(fmt::format("is broken: {}", error.what()));
    } catch (const std::exception& error) {  // nlohmann's, or a field out of range
        section.refuse(fmt::format("is broken: {}", error.what()));
    }
}

/// The tool version of the head: a length in a byte and as many characters.
std::string read_tool_version(ByteReader& header) {
    const auto length = header.get<std::uint8_t>();
    const std::string tool(view(header.take(length)));
    const bool readable = std::ranges::all_of(tool, [](unsigned char c) { return std::isprint(c) != 0; });
    if (!readable) header.refuse("names no version of Lockstep that wrote it");
    return tool;
}

[[noreturn]] void refuse_version(ByteReader& header, std::uint32_t format, const std::string& where) {
    const std::string ours =
        fmt::format("this is Lockstep {}, which reads format {}", LOCKSTEP_VERSION, program_format_version);
    if (format < first_format_with_tool)
        throw Error(
            FailureKind::bad_program,
            fmt::format("{} is of program format {}, which an older Lockstep wrote; {}", where, format, ours),
            "Compile the model again with this version: lockstep compile MODEL.pt --config NAME -o "
            "PROGRAM.");
    const std::string tool = read_tool_version(header);
    throw Error(
        FailureKind::bad_program,
        fmt::format("{} is of program format {}, written by Lockstep {}; {}", where, format, tool, ours),
        fmt::format("{}ompile the model again with this version: lockstep compile MODEL.pt --config NAME -o "
                    "PROGRAM.",
                    format > program_format_version
                        ? fmt::format("Run it with Lockstep {} or newer, or c", tool)
                        : "C"));
}

void read_model(ByteReader& file, const std::string& where, Program& program) {
    read_json(read_section(file, "META", where),
              [&](const nlohmann::json& json) { program_meta_from_json(json, program); });
    ByteReader tensors = read_section(file, "TENS", where);
    read_tensors(tensors, program);
    tensors.expect_end();
    ByteReader streams = read_section(file, "CODE", where);
    read_streams(streams, program);
    streams.expect_end();
}

}  // namespace

std::vector<std::uint8_t> programs_to_bytes(const ProgramSet& set) {
    const std::string& tool = set.model(0).tool_version;
    ByteWriter file;
    file.put_text(magic);
    file.put(program_format_version);
    file.put(static_cast<std::uint8_t>(std::min(tool.size(), longest_tool)));
    file.put_text(std::string_view(tool).substr(0, longest_tool));
    write_json(file, "HEAD", programs_head_to_json(set));
    ByteWriter memories;
    write_memories(memories, set.model(0));
    write_section(file, "MEMO", memories);
    for (const auto& program : set.models) {
        write_json(file, "META", program_meta_to_json(*program));
        ByteWriter tensors;
        write_tensors(tensors, *program);
        write_section(file, "TENS", tensors);
        ByteWriter streams;
        write_streams(streams, *program);
        write_section(file, "CODE", streams);
    }
    const Sha256 digest = sha256(file.bytes());
    file.put_text(view(digest));
    return file.bytes();
}

std::vector<std::uint8_t> program_to_bytes(const Program& program) {
    return programs_to_bytes(program_set(std::make_shared<const Program>(program)));
}

ProgramSet programs_from_bytes(std::span<const std::uint8_t> bytes, const std::string& where) {
    if (!view(bytes).starts_with(magic))
        throw Error(FailureKind::bad_program, where + " is not a Lockstep program",
                    "Give a file that `lockstep compile -o` wrote.");
    ByteReader header(bytes.subspan(magic.size()), where);
    const auto format = header.get<std::uint32_t>();
    if (format != program_format_version) refuse_version(header, format, where);
    const std::string tool = read_tool_version(header);
    if (header.rest() < digest_bytes) header.refuse("is too short");
    const std::span<const std::uint8_t> signed_bytes = bytes.first(bytes.size() - digest_bytes);
    if (!std::ranges::equal(sha256(signed_bytes), bytes.last(digest_bytes)))
        throw Error(FailureKind::bad_program, where + " is damaged: its checksum does not match", make_anew);

    ByteReader file(header.take(header.rest() - digest_bytes), where);
    ProgramSet set;
    std::size_t models = 0;
    read_json(read_section(file, "HEAD", where),
              [&](const nlohmann::json& json) { models = programs_head_from_json(json, set); });
    if (models == 0 || models > most_models) file.refuse(fmt::format("says that it holds {} models", models));
    ByteReader memories = read_section(file, "MEMO", where);
    const std::vector<CoreProgram> cores = read_memories(memories);
    memories.expect_end();
    for (std::size_t i = 0; i < models; ++i) {
        auto program = std::make_shared<Program>();
        program->cores = cores;
        read_model(file, models == 1 ? where : fmt::format("{}: model {}", where, i), *program);
        if (program->tool_version.substr(0, longest_tool) != tool)
            file.refuse(fmt::format("names two versions of Lockstep that wrote it: {} and {}", tool,
                                    program->tool_version));
        set.models.push_back(std::move(program));
    }
    file.expect_end();

    std::vector<std::string> findings = verify_programs(set);
    if (models == 1 && set.memory != set.model(0).memory)
        findings.emplace_back("the memories of the program are not those of its one model");
    if (!findings.empty())
        throw Error(Failure{
            .kind = FailureKind::bad_program,
            .message = fmt::format("{} holds a program that is not sound: {}", where, findings.front()),
            .advice = make_anew,
            .details = fmt::format("{}", fmt::join(findings, "\n")),
            .nodes = {}});
    return set;
}

Program program_from_bytes(std::span<const std::uint8_t> bytes, const std::string& where) {
    const ProgramSet set = programs_from_bytes(bytes, where);
    if (set.models.size() > 1)
        throw Error(
            FailureKind::bad_program,
            fmt::format("{} is a program of {} models, and one is needed here", where, set.models.size()),
            fmt::format(
                "Its models are: {}. The command line runs one of them: lockstep run PROGRAM --model 0. "
                "The window shows one model at a time: open the models one by one.",
                model_list(set)));
    return set.model(0);
}

void save_programs(const ProgramSet& set, const std::filesystem::path& file) {
    write_file_atomically(file, view(programs_to_bytes(set)));
}

void save_program(const Program& program, const std::filesystem::path& file) {
    write_file_atomically(file, view(program_to_bytes(program)));
}

namespace {

std::vector<std::uint8_t> read_bytes(const std::filesystem::path& file) {
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
    return bytes;
}

}  // namespace

ProgramSet load_programs(const std::filesystem::path& file) {
    return programs_from_bytes(read_bytes(file), "\"" + file.string() + "\"");
}

Program load_program(const std::filesystem::path& file) {
    return program_from_bytes(read_bytes(file), "\"" + file.string() + "\"");
}

bool looks_like_program(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::array<char, magic.size()> begin{};
    stream.read(begin.data(), begin.size());
    return stream.gcount() == static_cast<std::streamsize>(begin.size()) &&
           std::string_view(begin.data(), begin.size()) == magic;
}

}  // namespace lockstep
