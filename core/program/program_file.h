#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// The program file: "LOCKSTEP", format version, sections with lengths, SHA-256 over everything. Written to a
/// temporary file and renamed; throws Error(cannot_write).
void save_program(const Program& program, const std::filesystem::path& file);
std::vector<std::uint8_t> program_to_bytes(const Program& program);

/// Throws Error(bad_program): no such file, not a program, another version (both named), damaged, or a
/// program that verify_program refuses.
Program load_program(const std::filesystem::path& file);
Program program_from_bytes(std::span<const std::uint8_t> bytes, const std::string& where);

/// True if the file begins like a program (so that `lockstep run FILE` knows what it was given).
bool looks_like_program(const std::filesystem::path& file);

/// Judges a program without knowing how it was made: operands inside descriptors, descriptors inside
/// memories, addresses inside depths, no read of a block that nothing writes, no block written twice in an
/// inference, nothing sent to a core that does not read it, reused memory only when every reader of the old
/// tensor happens before every writer of the new one, accumulators read only after they were started, outputs
/// complete, one writer per state, fields that mean nothing zero. One line per finding; empty: sound.
std::vector<std::string> verify_program(const Program& program);

/// The streams as text, an instruction a line, with provenance.
std::string disassemble(const Program& program);

}  // namespace lockstep
