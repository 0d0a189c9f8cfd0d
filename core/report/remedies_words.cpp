#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/report/band_report.h"
#include "core/report/comparison_words.h"
#include "core/report/number_text.h"
#include "core/report/remedies.h"

namespace lockstep {
std::string bound_sentence(const LatencyBudget& now) {
    const double host = now.with_host ? now.parts.back().us : 0;
    const auto room = static_cast<std::int64_t>(std::floor((now.target_us - host) * now.clock_mhz));
    const std::string bound =
        fmt::format("No schedule of this program gets below {} cycles", count_text(now.least_cycles, " "));
    if (room <= 0)
        return fmt::format("{}, and host IO alone takes {} us: no order of instructions reaches {:g} us.",
                           bound, number_text(host), now.target_us);
    return fmt::format("{}; {:g} us {} {}{}.", bound, now.target_us,
                       now.least_cycles > room ? "ask for" : "leave room for", count_text(room, " "),
                       now.least_cycles > room ? ", so the work itself has to shrink or run elsewhere" : "");
}

std::string remedies_text(const LatencyFigures& now, const std::vector<RemedyAnswer>& answers) {
    std::string text = "\nwhat helps (each compiled and played; the fastest first)\n";
    if (answers.empty()) text += "  there is nothing else to try\n";
    std::string refused;
    for (const std::size_t i : remedy_order(answers)) {
        const RemedyAnswer& answer = answers[i];
        if (!answer.report) {
            refused += fmt::format("  {:<44}{}\n", answer.remedy.what, answer.failure->message);
            continue;
        }
        const LatencyFigures& latency = answer.report->latency;
        const auto& end = latency.end_to_end.value;
        const std::string us = end                 ? number_text(end->mean) + " us"
                               : latency.spaced_us ? number_text(*latency.spaced_us) + " us compute"
                                                   : "no clock";
        text +=
            fmt::format("  {:<44}{:>16}  {:<10}{:>8} cycles {:>+7}\n", answer.remedy.what, us,
                        latency.target ? verdict_word(*latency.target) : "not known",
                        count_text(latency.spaced_cycles, " "), latency.spaced_cycles - now.spaced_cycles);
    }
    if (!refused.empty()) text += "  does not go\n" + refused;
    return text;
}

Json remedies_json(const LatencyFigures& now, const std::vector<RemedyAnswer>& answers) {
    Json list = Json::array();
    for (const std::size_t i : remedy_order(answers)) {
        const RemedyAnswer& answer = answers[i];
        Json entry = {{"kind", name(answer.remedy.kind)},
                      {"what", answer.remedy.what},
                      {"options", remedy_options(answer.remedy)},
                      {"ok", answer.report.has_value()},
                      {"cycles", nullptr},
                      {"change_cycles", nullptr},
                      {"compute_us", nullptr},
                      {"end_to_end_us", nullptr},
                      {"plus_minus_us", nullptr},
                      {"target", nullptr},
                      {"departures", ""},
                      {"reason", answer.failure ? answer.failure->message : std::string()}};
        if (answer.report) {
            const LatencyFigures& latency = answer.report->latency;
            entry["cycles"] = latency.spaced_cycles;
            entry["change_cycles"] = latency.spaced_cycles - now.spaced_cycles;
            if (latency.spaced_us) entry["compute_us"] = json_number(*latency.spaced_us);
            if (latency.end_to_end.value)
                entry["end_to_end_us"] = json_number(latency.end_to_end.value->mean);
            else
                entry["reason"] = latency.end_to_end.reason;
            if (latency.end_to_end_band.value)
                entry["plus_minus_us"] = json_number(latency.end_to_end_band.value->mean);
            if (latency.target && latency.target->verdict) entry["target"] = name(*latency.target->verdict);
            entry["departures"] = answer.report->program->departures();
        }
        list.push_back(std::move(entry));
    }
    return list;
}

}  // namespace lockstep
