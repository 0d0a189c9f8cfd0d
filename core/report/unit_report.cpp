#include "core/report/unit_report.h"

#include <fmt/format.h>

#include <algorithm>

namespace lockstep {
namespace {

constexpr std::size_t text_units = 8;
constexpr double mostly = 0.5;  ///< share of the inferences from which on a unit is told as saturated

/// "3, 17, 40 and 9 more".
std::string list(const std::vector<std::size_t>& units) {
    std::string text;
    const std::size_t told = std::min(units.size(), text_units);
    for (std::size_t k = 0; k < told; ++k) text += fmt::format("{}{}", k == 0 ? "" : ", ", units[k]);
    if (units.size() > told) text += fmt::format(" and {} more", units.size() - told);
    return text;
}

std::vector<std::size_t> dead_units(const ActivityTrace& trace) {
    std::vector<std::size_t> dead;
    for (std::size_t k = 0; k < trace.units.size(); ++k)
        if (trace.units[k].never_moved) dead.push_back(k);
    return dead;
}

}  // namespace

Json json_units(const ActivityReport& report) {
    Json traces = Json::array();
    for (const ActivityTrace& trace : report.traces) {
        Json low = Json::array();
        Json high = Json::array();
        Json least = Json::array();
        Json most = Json::array();
        for (const UnitActivity& unit : trace.units) {
            low.push_back(unit.saturated_low);
            high.push_back(unit.saturated_high);
            least.push_back(json_number(static_cast<double>(unit.min)));
            most.push_back(json_number(static_cast<double>(unit.max)));
        }
        traces.push_back({{"name", trace.name},
                          {"kind", trace.kind},
                          {"module", trace.module},
                          {"units", trace.units.size()},
                          {"dead", dead_units(trace)},
                          {"saturated_low", trace.range ? std::move(low) : Json(nullptr)},
                          {"saturated_high", trace.range ? std::move(high) : Json(nullptr)},
                          {"min", std::move(least)},
                          {"max", std::move(most)}});
    }
    return {{"inferences", report.inferences}, {"traces", std::move(traces)}};
}

std::string units_text(const ActivityReport& report) {
    std::string text;
    const auto add = [&text](const std::string& line) {
        text += fmt::format("{:<18}{}\n", text.empty() ? "units" : "", line);
    };
    if (report.traces.empty()) add("– the program keeps no state, and has no gates");
    for (const ActivityTrace& trace : report.traces) {
        const std::vector<std::size_t> dead = dead_units(trace);
        std::string line = fmt::format("{} ({}): {} of {} never moved", trace.name, trace.kind, dead.size(),
                                       trace.units.size());
        if (!dead.empty()) line += fmt::format(" ({})", list(dead));
        if (trace.range) {
            std::vector<std::size_t> saturated;
            for (std::size_t k = 0; k < trace.units.size(); ++k)
                if (trace.saturated_share(k, report.inferences) >= mostly) saturated.push_back(k);
            line += fmt::format(", {} saturated in half of {} inferences or more", saturated.size(),
                                report.inferences);
            if (!saturated.empty()) line += fmt::format(" ({})", list(saturated));
        }
        add(line);
    }
    return text;
}

}  // namespace lockstep
