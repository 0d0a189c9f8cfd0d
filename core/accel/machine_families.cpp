#include "core/accel/machine_families.h"

#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/accel/config_fields.h"
#include "core/accel/config_json.h"
#include "core/accel/nearest_names.h"
#include "core/support/error.h"
#include "core/support/resources.h"

namespace lockstep {
namespace {

constexpr const char* families_file = "accelerators/machine_families.json";

/// A family has figures of its own ("timing"), or is like another one ("like", "source").
std::map<std::string, MachineTiming> load_families() {
    const nlohmann::json families = nlohmann::json::parse(resource(families_file)).at("families");
    std::map<std::string, MachineTiming> result;
    for (const auto& [family, entry] : families.items())
        if (entry.contains("timing"))
            config_json::read_timing(entry["timing"], families_file, "/families/" + family + "/timing",
                                     result[family], true);
    for (const auto& [family, entry] : families.items())
        if (entry.contains("like"))
            result[family] = as_assumed(result.at(entry["like"].get<std::string>()),
                                        entry.at("source").get<std::string>());
    return result;
}

const std::map<std::string, MachineTiming>& families() {
    static const std::map<std::string, MachineTiming> all = load_families();
    return all;
}

}  // namespace

std::vector<std::string> machine_family_names() {
    std::vector<std::string> names;
    for (const auto& [family, timing] : families()) names.push_back(family);
    return names;
}

MachineTiming machine_family(const std::string& family, const std::string& where) {
    const auto found = families().find(family);
    if (found == families().end())
        throw Error(FailureKind::bad_config,
                    fmt::format("{}: there is no machine family \"{}\"", where, family),
                    fmt::format("The families are: {}. {}", fmt::join(machine_family_names(), ", "),
                                did_you_mean(family, machine_family_names())));
    return found->second;
}

MachineTiming as_assumed(MachineTiming timing, const std::string& source) {
    config_fields::visit_timing(timing, [&](const char*, auto& figure, const config_fields::Rule&) {
        figure.basis = Basis::assumed;
        figure.source = source;
    });
    return timing;
}

}  // namespace lockstep
