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
    const auto latency = [&](const std::string& name, const std::vector<std::string>& figures,
                             const std::vector<std::string>& families) {
        const int parts = static_cast<int>(figures.size());
        all.push_back({name, figures, families, parts * neutral_latency, 0, parts * longest_latency, true});
    };
    const auto own = [&](const std::string& name, const std::vector<std::string>& families, int neutral,
                         int most) {
        all.push_back({name, {name}, families, neutral, neutral, most, most == longest_latency});
    };
    // One design on every machine: the input, the vector unit, the function tables and the cell unit work on
    // each value of a block by itself, so that a block's size adds nothing.
    for (const char* name : {"input_latency", "vector_latency", "table_latency", "cell_latency"})
        latency(name, {name}, all_families);
    own("vector_chain_latency", all_families, 0, longest_latency);
    own("vector_interval_one", all_families, 1, 8);
    // A machine's own: the adders of a product follow its fabric and block size, its wires its layout.
    for (const std::string& family : all_families) {
        own("accumulator_spacing", {family}, 1, 8);
        latency("product_latency", {"product_latency"}, {family});
        latency("to_another_core", {"product_latency", "bus_latency"}, {family});
        latency("way_through", {"input_latency", "product_latency", "output_latency"}, {family});
    }
    return all;
}

bool is_of(const Constant& constant, const std::string& family) {
    return std::ranges::find(constant.families, family) != constant.families.end();
}

int figure_of(const MachineTiming& timing, const std::string& key) {
    int value = 0;
    config_fields::visit_timing(timing, [&](const char* name, const auto& figure, const auto&) {
        if (key == name) value = static_cast<int>(figure.value);
    });
    return value;
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
        int sum = 0;
        for (const std::string& figure : constant.figures) sum += figure_of(timing, figure);
        values.push_back(sum);
    }
    return values;
}

bool possible(const Values& values) {
    for (std::size_t c = 0; c < values.size(); ++c)
        if (values[c] < constants()[c].least || values[c] > constants()[c].most) return false;
    return std::ranges::all_of(all_families, [&](const std::string& family) {
        const MachineTiming timing = with_values({}, family, values);
        return timing.bus_latency.value >= 0 && timing.output_latency.value >= 1;
    });
}

MachineTiming with_values(MachineTiming timing, const std::string& family, const Values& values) {
    for (std::size_t c = 0; c < constants().size(); ++c) {
        const Constant& constant = constants()[c];
        if (!is_of(constant, family)) continue;
        int rest = values.at(c);
        for (std::size_t f = 0; f + 1 < constant.figures.size(); ++f)
            rest -= figure_of(timing, constant.figures[f]);
        set_figure(timing, constant.figures.back(), rest);
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
