#include <fmt/format.h>

#include <algorithm>

#include "core/report/number_text.h"
#include "core/report/search_text.h"
#include "core/report/why_report.h"
#include "core/report/why_words.h"

namespace lockstep {
namespace {

constexpr std::size_t width = 100;

/// `text` in lines of at most `width` columns, all but the first indented.
std::string wrapped(const std::string& text, std::size_t indent) {
    std::string result;
    std::size_t column = indent;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        if (column > indent && column + 1 + word.size() > width) {
            result += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            result += ' ';
            ++column;
        }
        result += word;
        column += word.size();
        at = end + 1;
    }
    return result;
}

/// In at most `room` characters, of whole UTF-8 ones.
std::string cut(const std::string& text, std::size_t room) {
    if (text.size() <= room) return text;
    std::size_t end = room - 2;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "..";
}

std::string bounds(const Why& why) {
    std::string text = "bounds\n";
    for (const BoundRow& row : bound_rows(why))
        text += fmt::format(
            "  {:<26}{:>8}  {:>7}  {}\n", row.name, count_text(row.cycles, " "),
            percent_text(why.spaced > 0 ? static_cast<double>(row.cycles) / static_cast<double>(why.spaced)
                                        : 0),
            row.meaning);
    return text + "  " + wrapped(roofline_text(why.roofline), 2) + "\n";
}

std::string holds(const Program& program, const Why& why) {
    std::string text = fmt::format("\nwhat holds it (cycles of the critical path; they add up to {})\n",
                                   count_text(why.spaced, " "));
    for (const WhyFinding& finding : what_holds(program, why)) {
        text += fmt::format("  {:>8}  {:<20}{}\n", count_text(finding.cycles, " "),
                            lockstep::text(finding.cost), wrapped(finding.text, 32));
        if (!finding.advice.empty()) text += std::string(32, ' ') + wrapped("> " + finding.advice, 32) + "\n";
    }
    return text;
}

std::string nodes(const Program& program, const Why& why) {
    std::string text = fmt::format("\nnodes\n  {:<30}{:>8}{:>8}  {:<24}{}\n", "", "on path", "slack",
                                   "units wait before it", "on the path for");
    const auto slack = [](const NodeWhy& node) {
        return !node.has_events    ? std::string("-")
               : node.slack.spaced ? count_text(*node.slack.spaced, " ")
                                   : std::string("any");
    };
    for (std::size_t i = 0; i < why.nodes.size(); ++i) {
        const NodeWhy& node = why.nodes[i];
        if (!node.has_events) continue;
        text += fmt::format("  {:<30}{:>8}{:>8}  {:<24}{}\n", cut(node_label(program.nodes[i]), 28),
                            count_text(node.on_path, " "), slack(node), cut(waits_text(node.waits), 23),
                            cut(spent_text(node.path), 26));
    }
    return text;
}

std::string units(const Why& why) {
    std::string text = fmt::format("\nunits\n  {:<16}{:>8}{:>8}{:>8}{:>12}  {}\n", "", "busy", "spaced", "",
                                   "contiguous", "waits");
    for (const UnitUse& use : why.units) {
        if (use.busy == 0) continue;
        const std::string label =
            use.core ? fmt::format("core {} {}", *use.core, name(use.unit)) : std::string(name(use.unit));
        const auto bar = static_cast<std::size_t>(use.share_spaced * 10 + 0.5);
        text += fmt::format("  {:<16}{:>8}{:>8}  {:<10}{:>8}  {}\n", label, count_text(use.busy_spaced, " "),
                            percent_text(use.share_spaced), std::string(bar, '#'),
                            percent_text(use.share_contiguous), cut(waits_text(use.waits), 44));
    }
    return text;
}

std::string path_lines(const Program& program, const Timeline& timeline, const CriticalPath& path,
                       std::string_view title) {
    std::string text =
        fmt::format("\n{} ({}, {} entries)\n  {:>7}{:>8}{:>8}  {}\n", title, count_text(path.cycles, " "),
                    path.entries.size(), "from", "to", "cycles", "what, why not earlier");
    for (const PathRun& run : path_runs(program, timeline, path)) {
        const PathEntry& first = path.entries[run.first];
        const PathEntry& last = path.entries[run.first + run.count - 1];
        std::string what = "end";
        if (first.event != no_event) {
            const TimelineEvent& event = timeline.events[first.event];
            what = event_label(program, event);
            if (run.count > 1) what += fmt::format(" and {} more", run.count - 1);
            if (const std::string node = event_node(program, event); !node.empty()) what += " (" + node + ")";
        }
        text += fmt::format("  {:>7}{:>8}{:>8}  {}\n", count_text(first.begin, " "),
                            count_text(last.end, " "), count_text(last.end - first.begin, " "),
                            wrapped(what + ": " + reason_text(program, timeline, first), 29));
    }
    return text;
}

}  // namespace

std::string why_text(const Program& program, const Timeline& timeline, const Why& why) {
    std::string text =
        fmt::format("{} on {}: {} cycles spaced, {} contiguous\n", program.model_name, program.config.name,
                    count_text(why.spaced, " "), count_text(why.contiguous, " "));
    text += wrapped(search_text(program), 0) + "\n\n";
    text += bounds(why) + holds(program, why) + nodes(program, why) + units(why);
    text += path_lines(program, timeline, why.path, "critical path of the spaced figure");
    return text +
           path_lines(program, timeline, why.contiguous_path, "critical path of the contiguous figure");
}

}  // namespace lockstep
