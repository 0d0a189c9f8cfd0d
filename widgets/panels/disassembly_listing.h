#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/disassembly.h"

namespace lockstep {

/// A program's listing made ready to be looked at: what stands where, and its words in lower case for the
/// search. Made off the UI thread; immutable.
class DisassemblyListing {
  public:
    /// A state reset's lines stand behind those of an inference and belong to no event.
    DisassemblyListing(const Program& program, const Timeline& timeline);

    const std::vector<ListingLine>& lines() const { return m_lines; }
    std::size_t cores() const { return m_lineOf.size(); }
    /// Columns of the longest line, UTF-8 counted by bytes.
    std::size_t columns() const { return m_columns; }

    /// Index into Timeline::events of the line's instruction, its transfer over the bus left aside.
    std::optional<std::uint32_t> eventOf(std::size_t line) const;
    /// The line of an event's instruction.
    std::optional<std::size_t> lineOf(const TimelineEvent& event) const;
    /// The lines of the instructions that work for the node with this ProgramNode::id, or for those that it
    /// is fused into; ascending.
    std::vector<std::size_t> linesOf(std::uint32_t node) const;
    /// ProgramNode::id of a line's node.
    std::optional<std::uint32_t> nodeOf(std::size_t line) const;

    /// ASCII letters without regard to case; `lower` in lower case.
    bool contains(std::size_t line, std::string_view lower) const {
        return m_lower[line].find(lower) != std::string::npos;
    }

  private:
    std::vector<ListingLine> m_lines;
    std::vector<std::string> m_lower;
    std::vector<std::vector<std::uint32_t>> m_lineOf;     ///< by core and instruction
    std::vector<std::vector<std::uint32_t>> m_eventOf;    ///< by core and instruction; no_event: none
    std::vector<std::vector<std::uint32_t>> m_linesOf;    ///< by index into Program::nodes
    std::vector<std::uint32_t> m_ids;                     ///< ProgramNode::id by index
    std::vector<std::vector<std::uint32_t>> m_fusedInto;  ///< by index
    std::size_t m_columns = 0;
};

}  // namespace lockstep
