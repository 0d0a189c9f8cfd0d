#include "core/report/envelope_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/number_text.h"

namespace lockstep {
namespace {

/// The smallest and the largest error, the VM's among them.
std::pair<double, double> range_of(const EnvelopePart& part) {
    double least = part.vm_max_abs;
    double most = part.vm_max_abs;
    for (const VariantError& error : part.variants) {
        least = std::min(least, error.max_abs);
        most = std::max(most, error.max_abs);
    }
    return {least, most};
}

}  // namespace

Json json_envelope(const EnvelopePart& part) {
    Json variants = Json::array();
    for (const VariantError& error : part.variants)
        variants.push_back({{"variant", error.variant.name},
                            {"max_abs", json_number(error.max_abs)},
                            {"rms", json_number(error.rms)}});
    const auto [least, most] = range_of(part);
    return {
        {"inference", part.index},
        {"inferences", part.inferences},
        {"vm_max_abs", json_number(part.vm_max_abs)},
        {"least_max_abs", json_number(least)},
        {"most_max_abs", json_number(most)},
        {"basis",
         "assumed: what the maker of the device does not publish; each variant is the program in a VM with "
         "another arithmetic"},
        {"variants", std::move(variants)}};
}

std::string envelope_text(const EnvelopePart& part) {
    const auto [least, most] = range_of(part);
    std::string text = fmt::format(
        "envelope          inference {}: the largest error is from {} to {} on plausible variants of the "
        "device (the VM's: {})\n",
        part.index, number_text(least), number_text(most), number_text(part.vm_max_abs));
    for (const VariantError& error : part.variants)
        text += fmt::format("                  {:<46}{} largest, {} rms\n", error.variant.name,
                            number_text(error.max_abs), number_text(error.rms));
    return text;
}

}  // namespace lockstep
