#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "app/command_line/standard_output.h"
#include "core/report/number_text.h"
#include "core/report/report.h"

namespace lockstep::cli {
namespace {

std::vector<AcceleratorConfig> sweep_configs(const Arguments& arguments) {
    if (!arguments.config)
        fail_usage("sweep needs --config A,B,...|all", "See lockstep configs for the names.");
    if (*arguments.config == "all") return preset_configs();
    // A file whose name holds a comma.
    if (std::filesystem::exists(*arguments.config)) return {find_config(*arguments.config)};
    std::vector<AcceleratorConfig> configs;
    const std::string& names = *arguments.config;
    for (std::size_t begin = 0; begin <= names.size();) {
        const std::size_t end = std::min(names.find(',', begin), names.size());
        configs.push_back(find_config(names.substr(begin, end - begin)));
        begin = end + 1;
    }
    return configs;
}

/// The fullest core's weight store.
const MemoryUse* weight_store(const Program& program) {
    const MemoryUse* best = nullptr;
    for (const MemoryUse& use : program.memory)
        if (use.name == "weight_store" && (best == nullptr || use.used > best->used)) best = &use;
    return best;
}

struct SweepRow {
    std::string file;
    std::string config;
    std::optional<Report> report;    ///< or
    std::optional<Failure> failure;  ///< why this config does not take the model
};

SweepRow sweep_one(const Arguments& arguments, const FileArgument& file, const LoadedModel& model,
                   const AcceleratorConfig& config) {
    SweepRow row{.file = file.file, .config = config.name, .report = {}, .failure = {}};
    try {
        row.report = make_report(compile_model(model, config, interruptible()), arguments.io);
        row.report->model_file = file.file;
        row.report->notes = model_notes(model);
    } catch (const Error& error) {
        if (error.failure().kind != FailureKind::does_not_fit &&
            error.failure().kind != FailureKind::unsupported)
            throw;
        row.failure = error.failure();
    }
    return row;
}

Json sweep_json(const std::vector<SweepRow>& rows) {
    Json results = Json::array();
    for (const SweepRow& row : rows) {
        Json entry = row.report ? json_report(*row.report) : json_failure(*row.failure);
        entry["model_file"] = row.file;
        entry["config"] = row.config;
        results.push_back(std::move(entry));
    }
    Json json = json_head(true);
    json["results"] = std::move(results);
    return json;
}

std::string sweep_csv(const std::vector<SweepRow>& rows) {
    std::string text =
        "model_file,config,ok,spaced_cycles,contiguous_cycles,spaced_us,contiguous_us,end_to_end_mean_us,"
        "end_to_end_p99_us,weight_blocks_used,weight_blocks_depth,failure\r\n";
    const auto quoted = [](std::string value) {
        for (std::size_t at = 0; (at = value.find('"', at)) != std::string::npos; at += 2)
            value.insert(at, 1, '"');
        return "\"" + value + "\"";
    };
    const auto optional = [](const std::optional<double>& value) { return value ? exact_text(*value) : ""; };
    for (const SweepRow& row : rows) {
        text += quoted(row.file) + "," + quoted(row.config) + ",";
        if (!row.report) {
            text += "false,,,,,,,,," + quoted(row.failure->message) + "\r\n";
            continue;
        }
        const LatencyFigures& latency = row.report->latency;
        const auto& end = latency.end_to_end.value;
        const MemoryUse* weights = weight_store(*row.report->program);
        text +=
            fmt::format("true,{},{},{},{},{},{},{},{},\r\n", latency.spaced_cycles, latency.contiguous_cycles,
                        optional(latency.spaced_us), optional(latency.contiguous_us),
                        optional(end ? std::optional(end->mean) : std::nullopt),
                        optional(end ? std::optional(end->p99) : std::nullopt),
                        weights != nullptr ? std::to_string(weights->used) : "",
                        weights != nullptr ? std::to_string(weights->depth) : "");
    }
    return text;
}

std::string sweep_text(const std::vector<SweepRow>& rows, bool many_models) {
    std::string text = fmt::format("{:<18}{:>9}{:>11}{:>11}{:>13}{:>16}  {}\n", "config", "cycles",
                                   "contiguous", "spaced", "end to end", "weight blocks", "");
    std::string file;
    for (const SweepRow& row : rows) {
        if (many_models && row.file != file)
            text += fmt::format("{}{}\n", text.empty() ? "" : "\n", row.file);
        file = row.file;
        if (!row.report) {
            text += fmt::format("{:<18}{}\n", row.config, row.failure->message);
            continue;
        }
        const LatencyFigures& latency = row.report->latency;
        const auto& end = latency.end_to_end.value;
        const MemoryUse* weights = weight_store(*row.report->program);
        text +=
            fmt::format("{:<18}{:>9}{:>11}{:>11}{:>13}{:>16}  {}\n", row.config, latency.spaced_cycles,
                        latency.contiguous_cycles, us_text(latency.spaced_us),
                        us_text(end ? std::optional(end->mean) : std::nullopt),
                        weights != nullptr ? fmt::format("{} of {}", weights->used, weights->depth) : "–",
                        row.report->program->warnings.empty() ? "" : row.report->program->warnings.front());
    }
    text +=
        "\nCompute latency is modelled (cycles / MHz); end to end adds the published mean of the IO round "
        "trip.\n";
    return text;
}

}  // namespace

int sweep_command(const Arguments& arguments) {
    const std::vector<AcceleratorConfig> configs = sweep_configs(arguments);
    std::vector<SweepRow> rows;
    for (const FileArgument& file : arguments.files) {
        const LoadedModel model = load_model(file.file, file.options, interruptible());
        for (const AcceleratorConfig& config : configs)
            rows.push_back(sweep_one(arguments, file, model, config));
    }
    Json json = sweep_json(rows);
    const std::vector<GateResult> gates = check_gates(arguments, json);
    if (!gates.empty()) json["fail_if"] = json_gates(gates);
    std::string text = arguments.format == "json"  ? to_text(json)
                       : arguments.format == "csv" ? sweep_csv(rows)
                                                   : sweep_text(rows, arguments.files.size() > 1);
    if (arguments.format == "text") {
        for (const GateResult& gate : gates)
            text += fmt::format("{}: {} (found {})\n", gate.hit ? "GATE HIT" : "gate passed", gate.expression,
                                gate.value);
    }
    write_standard_output(text);
    return status_of(gates);
}

}  // namespace lockstep::cli
