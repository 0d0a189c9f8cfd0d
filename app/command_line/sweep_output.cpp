#include "app/command_line/sweep_output.h"

#include <fmt/format.h>

#include "core/report/band_report.h"
#include "core/report/number_text.h"
#include "core/report/ranking.h"
#include "core/support/csv_line.h"

namespace lockstep::cli {
namespace {

/// The rows of one model, which stand together, with their places among each other.
struct ModelRows {
    std::size_t first = 0;
    std::size_t count = 0;
    std::vector<RankedCard> order;  ///< indices from `first` on
};

std::vector<ModelRows> by_model(const std::vector<SweepRow>& rows) {
    std::vector<ModelRows> models;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i == 0 || rows[i].model != rows[i - 1].model)
            models.push_back({.first = i, .count = 0, .order = {}});
        ++models.back().count;
    }
    for (ModelRows& model : models) {
        std::vector<const LatencyFigures*> cards;
        for (std::size_t i = 0; i < model.count; ++i) {
            const SweepRow& row = rows[model.first + i];
            cards.push_back(row.report ? &row.report->latency : nullptr);
        }
        model.order = rank_cards(cards);
    }
    return models;
}

/// The rank of every row.
std::vector<std::optional<std::size_t>> ranks_of(const std::vector<SweepRow>& rows) {
    std::vector<std::optional<std::size_t>> ranks(rows.size());
    for (const ModelRows& model : by_model(rows))
        for (const RankedCard& card : model.order) ranks[model.first + card.index] = card.rank;
    return ranks;
}

/// The fullest core's weight store.
const MemoryUse* weight_store(const Program& program) {
    const MemoryUse* best = nullptr;
    for (const MemoryUse& use : program.memory)
        if (use.name == "weight_store" && (best == nullptr || use.used > best->used)) best = &use;
    return best;
}

std::string weights_text(const Program& program) {
    const MemoryUse* weights = weight_store(program);
    return weights == nullptr ? "–" : fmt::format("{} of {}", weights->used, weights->depth);
}

/// Padded by what is seen: "µ" and "±" are one column each.
std::string right(const std::string& text, std::size_t width) {
    std::size_t columns = 0;
    for (const char c : text) columns += (static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0U : 1U;
    return std::string(columns < width ? width - columns : 0, ' ') + text;
}

std::string target_word(const LatencyFigures& latency) {
    if (!latency.target) return {};
    if (!latency.target->verdict) return "not known";
    return *latency.target->verdict == Verdict::too_close ? "too close"
                                                          : std::string(name(*latency.target->verdict));
}

/// A line without blanks at its end.
std::string line(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text + '\n';
}

/// What a person must know beside the figures of a row.
std::string remarks(const Report& report) {
    std::string text;
    if (const auto& band = report.latency.band.value; band && !band->outside.empty())
        text = "outside the calibrated range";
    if (!report.program->warnings.empty())
        text += (text.empty() ? "" : "; ") + report.program->warnings.front();
    return text;
}

std::string ranked_line(const RankedCard& card, const SweepRow& row, bool has_target) {
    const LatencyFigures& latency = row.report->latency;
    const EndToEnd& end = *latency.end_to_end.value;
    const auto& sure = latency.end_to_end_band.value;
    return line(fmt::format("{:>3}{} {:<18}{}{}{}{}{}  {}", *card.rank, card.close_to_previous ? "~" : " ",
                            row.config, right(us_text(end.mean), 10),
                            right(sure ? plus_minus_us(sure->mean, end.mean) : "± not known", 13),
                            has_target ? right(target_word(latency), 11) : "",
                            right(fmt::format("{} cycles", latency.spaced_cycles), 15),
                            right(weights_text(*row.report->program), 16), remarks(*row.report)));
}

std::string other_line(const SweepRow& row) {
    const LatencyFigures& latency = row.report->latency;
    const auto& band = latency.band.value;
    const std::string us = latency.spaced_us ? us_text(latency.spaced_us) + " compute" : "no clock published";
    const std::string remark = remarks(*row.report);
    return line(fmt::format(
        "     {:<18}{}{}{}{}  {}", row.config, right(fmt::format("{} cycles", latency.spaced_cycles), 12),
        right(band ? fmt::format("± {}", band_cycles(band->spaced, latency.spaced_cycles)) : "", 8),
        right(us, 20), right(weights_text(*row.report->program), 16),
        latency.end_to_end.reason + (remark.empty() ? "" : "; " + remark)));
}

/// That the figures are not comparable with published ones; all rows are compiled with the same options.
std::string departures_line(const std::vector<SweepRow>& rows) {
    for (const SweepRow& row : rows) {
        if (!row.report || row.report->program->departures().empty()) continue;
        return fmt::format("\nCompiled with {}: not comparable with published figures.\n",
                           row.report->program->departures());
    }
    return {};
}

std::string model_text(const std::vector<SweepRow>& rows, const ModelRows& model) {
    std::string ranked;
    std::string others;
    std::string refused;
    bool close = false;
    bool has_target = false;
    for (std::size_t i = 0; i < model.count; ++i)
        has_target =
            has_target || (rows[model.first + i].report && rows[model.first + i].report->latency.target);
    for (const RankedCard& card : model.order) {
        const SweepRow& row = rows[model.first + card.index];
        if (!row.report)
            refused += fmt::format("     {:<18}{}\n", row.config, row.failure->message);
        else if (card.rank)
            ranked += ranked_line(card, row, has_target);
        else
            others += other_line(row);
        close = close || card.close_to_previous;
    }
    std::string text;
    if (!ranked.empty())
        text += "Ranked by end-to-end latency (mean of one inference alone, IO included)\n" + ranked;
    if (close) text += "  ~  too close to the card above it to call\n";
    if (!others.empty()) text += (text.empty() ? "" : "\n") + ("Not ranked: no end-to-end figure\n" + others);
    if (!refused.empty()) text += (text.empty() ? "" : "\n") + ("Does not take the model\n" + refused);
    return text;
}

}  // namespace

Json sweep_json(const std::vector<SweepRow>& rows) {
    const std::vector<std::optional<std::size_t>> ranks = ranks_of(rows);
    Json results = Json::array();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Json entry = rows[i].report ? json_report(*rows[i].report) : json_failure(*rows[i].failure);
        entry["model_file"] = rows[i].file;
        entry["config"] = rows[i].config;
        entry["rank"] = ranks[i] ? Json(*ranks[i]) : Json(nullptr);
        results.push_back(std::move(entry));
    }
    Json ranking = Json::array();
    for (const ModelRows& model : by_model(rows)) {
        for (const RankedCard& card : model.order) {
            const SweepRow& row = rows[model.first + card.index];
            Json entry = {{"model_file", row.file},
                          {"config", row.config},
                          {"rank", card.rank ? Json(*card.rank) : Json(nullptr)},
                          {"close_to_previous", card.close_to_previous},
                          {"end_to_end_us", nullptr},
                          {"plus_minus_us", nullptr},
                          {"cycles", nullptr},
                          {"reason", row.failure ? row.failure->message : std::string()}};
            if (row.report) {
                const LatencyFigures& latency = row.report->latency;
                entry["cycles"] = latency.spaced_cycles;
                entry["reason"] = latency.end_to_end.reason;
                if (latency.end_to_end.value)
                    entry["end_to_end_us"] = json_number(latency.end_to_end.value->mean);
                if (latency.end_to_end_band.value)
                    entry["plus_minus_us"] = json_number(latency.end_to_end_band.value->mean);
            }
            ranking.push_back(std::move(entry));
        }
    }
    Json json = json_head(true);
    json["results"] = std::move(results);
    json["ranking"] = std::move(ranking);
    json["ranked_by"] = "end_to_end_us.mean";
    return json;
}

std::string sweep_csv(const std::vector<SweepRow>& rows) {
    std::string text =
        "model_file,config,ok,spaced_cycles,contiguous_cycles,spaced_us,contiguous_us,end_to_end_mean_us,"
        "end_to_end_p99_us,weight_blocks_used,weight_blocks_depth,failure,rank,end_to_end_plus_minus_us,"
        "spaced_plus_minus_cycles,inside_calibrated_range,target,comparable_with_published\r\n";
    const auto quoted = [](const std::string& value) {
        const std::string field = csv_field(value);
        return field.starts_with('"') ? field : "\"" + field + "\"";
    };
    const auto optional = [](const std::optional<double>& value) { return value ? exact_text(*value) : ""; };
    const std::vector<std::optional<std::size_t>> ranks = ranks_of(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const SweepRow& row = rows[i];
        text += quoted(row.file) + "," + quoted(row.config) + ",";
        if (!row.report) {
            text += "false,,,,,,,,," + quoted(row.failure->message) + ",,,,,,\r\n";
            continue;
        }
        const LatencyFigures& latency = row.report->latency;
        const auto& end = latency.end_to_end.value;
        const auto& sure = latency.end_to_end_band.value;
        const auto& band = latency.band.value;
        const MemoryUse* weights = weight_store(*row.report->program);
        text += fmt::format("true,{},{},{},{},{},{},{},{},", latency.spaced_cycles, latency.contiguous_cycles,
                            optional(latency.spaced_us), optional(latency.contiguous_us),
                            optional(end ? std::optional(end->mean) : std::nullopt),
                            optional(end ? std::optional(end->p99) : std::nullopt),
                            weights != nullptr ? std::to_string(weights->used) : "",
                            weights != nullptr ? std::to_string(weights->depth) : "");
        text += fmt::format(",{},{},{},{},{},{}\r\n", ranks[i] ? std::to_string(*ranks[i]) : "",
                            optional(sure ? std::optional(sure->mean) : std::nullopt),
                            band ? std::to_string(band_cycles(band->spaced, latency.spaced_cycles)) : "",
                            band ? (band->outside.empty() ? "true" : "false") : "",
                            latency.target && latency.target->verdict ? name(*latency.target->verdict) : "",
                            row.report->program->departures().empty());
    }
    return text;
}

std::string sweep_text(const std::vector<SweepRow>& rows) {
    const std::vector<ModelRows> models = by_model(rows);
    std::string text;
    for (const ModelRows& model : models) {
        if (models.size() > 1)
            text += fmt::format("{}{}\n", text.empty() ? "" : "\n", rows[model.first].file);
        text += model_text(rows, model);
    }
    return text + departures_line(rows) +
           "\nCompute is modelled (cycles / MHz); end to end adds the published mean of the IO round trip. ± "
           "holds nine in ten published figures of programs like this one.\n";
}

}  // namespace lockstep::cli
