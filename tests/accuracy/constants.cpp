#include "tests/accuracy/constants.h"

#include <algorithm>
#include <stdexcept>

#include "core/accel/config_fields.h"
#include "core/accel/machine_families.h"

namespace lockstep::accuracy {
namespace {

const std::vector<std::string> all_families{"versal_b32", "agilex_b32", "agilex_b64"};

/// What a latency of which nothing is known is taken to be.
constexpr int neutral_latency = 16;
constexpr int longest_latency = 64;

std::vector<Constant> make_constants() {
    std::vector<Constant> all;
    const auto latency = [&](const std::string& name, const std::vector<std::string>& families) {
        all.push_back({name, {name}, families, neutral_latency, 0, longest_latency});
    };
    // One machine's own: its link, its product pipeline.
    for (const std::string& family : all_families) {
        all.push_back({"accumulator_spacing", {"accumulator_spacing"}, {family}, 1, 1, 8});
        all.push_back({"bus_interval", {"bus_interval", "input_interval"}, {family}, 1, 1, 4});
        latency("product_latency", {family});
        latency("bus_latency", {family});
        latency("output_latency", {family});
    }
    // Of one design, so the same on all machines; a vector of 64 values takes its own time.
    latency("input_latency", all_families);
    latency("vector_latency", {"versal_b32", "agilex_b32"});
    latency("vector_latency", {"agilex_b64"});
    for (const std::vector<std::string>& families :
         {std::vector<std::string>{"versal_b32", "agilex_b32"}, std::vector<std::string>{"agilex_b64"}})
        all.push_back({"vector_chain_latency", {"vector_chain_latency"}, families, 0, 0, longest_latency});
    latency("table_latency", all_families);
    latency("cell_latency", all_families);
    all.push_back({"vector_interval_one", {"vector_interval_one"}, all_families, 1, 1, 8});
    return all;
}

}  // namespace

const std::vector<Constant>& constants() {
    static const std::vector<Constant> all = make_constants();
    return all;
}

Values neutral_values() {
    Values values;
    for (const Constant& constant : constants()) values.push_back(constant.neutral);
    return values;
}

Values present_values() {
    Values values;
    for (const Constant& constant : constants()) {
        const MachineTiming timing = machine_family(constant.families.front(), "present values");
        config_fields::visit_timing(timing, [&](const char* key, const auto& figure, const auto&) {
            if (key == constant.figures.front()) values.push_back(static_cast<int>(figure.value));
        });
    }
    return values;
}

MachineTiming with_values(MachineTiming timing, const std::string& family, const Values& values) {
    for (std::size_t c = 0; c < constants().size(); ++c) {
        const Constant& constant = constants()[c];
        if (std::ranges::find(constant.families, family) == constant.families.end()) continue;
        for (const std::string& key : constant.figures) set_figure(timing, key, values.at(c));
    }
    // One read port takes the operands one after another.
    timing.vector_interval_two.value = 2 * timing.vector_interval_one.value;
    timing.vector_interval_three.value = 3 * timing.vector_interval_one.value;
    return timing;
}

void set_figure(MachineTiming& timing, const std::string& key, double value) {
    bool known = false;
    config_fields::visit_timing(timing, [&](const char* name, auto& figure, const auto&) {
        if (key != name) return;
        figure.value = static_cast<std::decay_t<decltype(figure.value)>>(value);
        known = true;
    });
    if (!known) throw std::runtime_error("no figure " + key);
}

}  // namespace lockstep::accuracy
