#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/program/program.h"
#include "core/program/program_set.h"

namespace lockstep {

/// Version of the program file's format. It rises whenever a program of the version before would be read or
/// carried out differently, whether that lies in the file or in what an instruction means.
inline constexpr std::uint32_t program_format_version = 4;

/// The program file: "LOCKSTEP", format version, the tool version that wrote it, sections with lengths,
/// SHA-256 over everything. The head up to the tool version is the same in every format from 4 on. Written to
/// a temporary file and renamed; throws Error(cannot_write).
void save_programs(const ProgramSet& set, const std::filesystem::path& file);
void save_program(const Program& program, const std::filesystem::path& file);
std::vector<std::uint8_t> programs_to_bytes(const ProgramSet& set);
std::vector<std::uint8_t> program_to_bytes(const Program& program);

/// Throws Error(bad_program): no such file, not a program, another version (both formats and tools named),
/// damaged, or a program that verify_programs refuses.
ProgramSet load_programs(const std::filesystem::path& file);
ProgramSet programs_from_bytes(std::span<const std::uint8_t> bytes, const std::string& where);

/// The same for a program of one model; throws Error(bad_program) naming the models if there are more.
Program load_program(const std::filesystem::path& file);
Program program_from_bytes(std::span<const std::uint8_t> bytes, const std::string& where);

/// True if the file begins like a program (so that `lockstep run FILE` knows what it was given).
bool looks_like_program(const std::filesystem::path& file);

/// Judges a program without knowing how it was made: operands inside descriptors, descriptors inside
/// memories, addresses inside depths, no read of a block that nothing writes, no block written twice in an
/// inference, nothing sent to a core that does not read it, reused memory only when every reader of the old
/// tensor happens before every writer of the new one, accumulators read only after they were started, outputs
/// complete, one writer per state, fields that mean nothing zero, a reset that puts every state back. One
/// line per finding; empty: sound.
std::vector<std::string> verify_program(const Program& program);

}  // namespace lockstep
