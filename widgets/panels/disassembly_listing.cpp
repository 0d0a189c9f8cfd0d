#include "widgets/panels/disassembly_listing.h"

#include <algorithm>
#include <limits>

namespace lockstep {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

}  // namespace

DisassemblyListing::DisassemblyListing(const Program& program, const Timeline& timeline)
    : m_lines(listing(program, timeline)),
      m_lineOf(program.cores.size()),
      m_eventOf(program.cores.size()),
      m_linesOf(program.nodes.size()) {
    using Kind = ListingLine::Kind;
    for (const ProgramNode& node : program.nodes) {
        m_ids.push_back(node.id);
        m_fusedInto.push_back(node.fused_into);
    }
    for (std::size_t core = 0; core < program.cores.size(); ++core) {
        m_lineOf[core].resize(program.cores[core].stream.size(), none);
        m_eventOf[core].resize(program.cores[core].stream.size(), none);
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const ListingLine& line = m_lines[i];
        if (line.kind != Kind::instruction) continue;
        m_lineOf[line.core][line.instruction] = static_cast<std::uint32_t>(i);
        if (line.node < m_linesOf.size()) m_linesOf[line.node].push_back(static_cast<std::uint32_t>(i));
    }
    for (std::size_t i = 0; i < timeline.events.size(); ++i) {
        const TimelineEvent& event = timeline.events[i];
        if (event.unit != Unit::bus) m_eventOf[event.core][event.instruction] = static_cast<std::uint32_t>(i);
    }
    if (!program.reset.empty()) {
        const Program reset = reset_program(program);
        m_lines.push_back({Kind::text, 0, 0, 0, "; state reset"});
        for (ListingLine& line : listing(reset, play(reset))) {
            line.kind = line.kind == Kind::instruction ? Kind::text : line.kind;
            m_lines.push_back(std::move(line));
        }
    }
    for (const ListingLine& line : m_lines) {
        m_lower.push_back(lowerCase(line.text));
        m_columns = std::max(m_columns, line.text.size());
    }
}

std::optional<std::uint32_t> DisassemblyListing::eventOf(std::size_t line) const {
    const ListingLine& found = m_lines.at(line);
    if (found.kind != ListingLine::Kind::instruction) return std::nullopt;
    const std::uint32_t event = m_eventOf[found.core][found.instruction];
    return event == none ? std::nullopt : std::optional(event);
}

std::optional<std::size_t> DisassemblyListing::lineOf(const TimelineEvent& event) const {
    if (event.core >= m_lineOf.size() || event.instruction >= m_lineOf[event.core].size())
        return std::nullopt;
    const std::uint32_t line = m_lineOf[event.core][event.instruction];
    return line == none ? std::nullopt : std::optional<std::size_t>(line);
}

std::vector<std::size_t> DisassemblyListing::linesOf(std::uint32_t node) const {
    const auto found = std::find(m_ids.begin(), m_ids.end(), node);
    if (found == m_ids.end()) return {};
    const auto index = static_cast<std::size_t>(found - m_ids.begin());
    std::vector<std::size_t> lines(m_linesOf[index].begin(), m_linesOf[index].end());
    for (const std::uint32_t other : m_fusedInto[index])
        if (other < m_linesOf.size())
            lines.insert(lines.end(), m_linesOf[other].begin(), m_linesOf[other].end());
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
}

std::optional<std::uint32_t> DisassemblyListing::nodeOf(std::size_t line) const {
    const ListingLine& found = m_lines.at(line);
    const bool has = found.kind == ListingLine::Kind::instruction || found.kind == ListingLine::Kind::node;
    return has && found.node < m_ids.size() ? std::optional(m_ids[found.node]) : std::nullopt;
}

}  // namespace lockstep
