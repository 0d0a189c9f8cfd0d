#include "core/report/search_text.h"

#include <fmt/format.h>

#include "core/report/number_text.h"

namespace lockstep {
namespace {

std::string tries(const SearchRecord& search) {
    if (search.quick) return "quick: the first candidate, no search";
    std::string text = fmt::format("best of {} programs", count_text(search.candidates));
    if (search.seeds > 1) text += fmt::format(", seed {} of {}", search.seed, search.seeds);
    return text;
}

}  // namespace

std::string search_text(const Program& program) {
    const SearchRecord& search = program.search;
    std::string pins;
    for (const std::string& pin : program.pins) pins += ", pinned by --cores " + pin;
    if (program.optimized)
        return fmt::format(
            "optimized{}: not comparable with published figures ({}; searched from a calibrated program of "
            "{} cycles spaced, {} contiguous)",
            pins, tries(search), count_text(search.calibrated_spaced),
            count_text(search.calibrated_contiguous));
    return fmt::format("calibrated{}: {} ({})", pins,
                       program.departures().empty() ? "comparable with published cycle counts"
                                                    : "not comparable with published figures",
                       tries(search));
}

}  // namespace lockstep
