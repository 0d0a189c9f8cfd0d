#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/program/address_names.h"
#include "core/program/program.h"

namespace lockstep {

/// A line of a listing. An `instruction` line is one of Program::cores[core].stream; a `node` line stands in
/// front of those that follow and work for the same node.
struct ListingLine {
    enum class Kind : std::uint8_t { text, core, node, instruction };
    Kind kind = Kind::text;
    std::uint16_t core = 0;
    std::uint32_t instruction = 0;
    std::uint32_t node = 0;  ///< index into Program::nodes
    std::string text;
};

/// A program for people: what it was made from, its memories with names, then a stream per core, grouped by
/// node with the author's line, each instruction with the cycles in which it begins and in which its last
/// result is there. Names stand for addresses; the memory maps in the listing say which.
std::vector<ListingLine> listing(const Program& program, const Timeline& timeline);

/// The listing as text, a line each; a state reset behind it, as a program of its own.
std::string disassemble(const Program& program, const Timeline& timeline);

/// One instruction: every field of it, those without a meaning only if they are not zero. Different
/// instructions of one core have different texts.
std::string instruction_text(const AddressNames& names, std::size_t core, const Instruction& instruction);

}  // namespace lockstep
