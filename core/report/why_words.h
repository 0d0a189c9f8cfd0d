#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/analysis/why.h"

/// The analysis of a program in words, for reports, the command line and the window.
namespace lockstep {

/// What holds the spaced figure: some of its cycles, what they are, and what would make them fewer.
struct WhyFinding {
    Cost cost = Cost::products;
    std::int64_t cycles = 0;
    std::string text;    ///< one or two plain sentences
    std::string advice;  ///< what would help; empty: nothing that a model's author can do
};

/// One for each cost on the spaced path, most cycles first; the cycles add up to the spaced figure.
std::vector<WhyFinding> what_holds(const Program& program, const Why& why);

/// "core 2 matvec 14", "input 0", "bus, of core 1 store 7": an event for people.
std::string event_label(const Program& program, const TimelineEvent& event);
/// The label of the event's node; empty if it has none, as the input.
std::string event_node(const Program& program, const TimelineEvent& event);
/// "waits for a block of core 1 store 7 (fc1)", "its unit is taken by core 0 matvec 3", …
std::string reason_text(const Program& program, const Timeline& timeline, const PathEntry& entry);
/// "products 12, accumulator spacing 3".
std::string spent_text(const std::vector<Spent>& spent);
/// "input 25, transfer 11": what a unit waited for; empty if for nothing.
std::string waits_text(const WaitCycles& waits);
/// One sentence: how far the schedule is from the bound, and which bound is the nearest.
std::string roofline_text(const Roofline& roofline);

/// A bound of the roofline as a row of a table.
struct BoundRow {
    std::string name;
    std::int64_t cycles = 0;
    std::string meaning;
};
/// From the single bounds to the schedule itself, which is the last row.
std::vector<BoundRow> bound_rows(const Why& why);

/// Entries of a path that follow each other in one unit of one core for one node, as one line.
struct PathRun {
    std::size_t first = 0;  ///< index into CriticalPath::entries
    std::size_t count = 0;
};
std::vector<PathRun> path_runs(const Program& program, const Timeline& timeline, const CriticalPath& path);

}  // namespace lockstep
