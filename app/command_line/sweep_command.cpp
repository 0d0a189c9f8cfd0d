#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "app/command_line/standard_output.h"
#include "app/command_line/sweep_output.h"
#include "core/report/sweep.h"

namespace lockstep::cli {
namespace {

std::vector<AcceleratorConfig> sweep_configs(const Arguments& arguments) {
    std::vector<AcceleratorConfig> configs;
    for (const std::string& word : config_words(arguments)) configs.push_back(find_config(word));
    if (configs.empty())
        fail_usage("sweep needs --config A,B,...|all", "See lockstep configs for the names.");
    return configs;
}

SweepRow sweep_one(const Arguments& arguments, std::size_t position, const LoadedModel& model,
                   const AcceleratorConfig& config) {
    const std::string& file = arguments.files[position].file;
    SweptConfig swept =
        sweep_config(model, config, arguments.build, arguments.io, arguments.target_us, interruptible());
    if (swept.report) swept.report->model_file = file;
    return {.model = position,
            .file = file,
            .config = std::move(swept.config),
            .report = std::move(swept.report),
            .failure = std::move(swept.failure)};
}

/// What no config takes because of what was asked for is wrong usage, and no result.
void refuse_usage(std::span<const SweepRow> rows) {
    const bool all = std::ranges::all_of(
        rows, [](const SweepRow& row) { return row.failure && row.failure->kind == FailureKind::usage; });
    if (!rows.empty() && all) throw Error(*rows.front().failure);
}

}  // namespace

std::vector<std::string> config_words(const Arguments& arguments) {
    std::vector<std::string> words;
    if (!arguments.config) return words;
    if (*arguments.config == "all") {
        for (const AcceleratorConfig& config : preset_configs()) words.push_back(config.name);
        return words;
    }
    const std::string& names = *arguments.config;
    // A file whose name holds a comma.
    if (std::filesystem::exists(names)) return {names};
    for (std::size_t begin = 0; begin <= names.size();) {
        const std::size_t end = std::min(names.find(',', begin), names.size());
        words.push_back(names.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

int sweep_command(const Arguments& arguments) {
    const std::vector<AcceleratorConfig> configs = sweep_configs(arguments);
    std::vector<SweepRow> rows;
    for (std::size_t position = 0; position < arguments.files.size(); ++position) {
        const FileArgument& file = arguments.files[position];
        const LoadedModel model = load_model(file.file, file.options, interruptible());
        for (const AcceleratorConfig& config : configs)
            rows.push_back(sweep_one(arguments, position, model, config));
        refuse_usage(std::span(rows).last(configs.size()));
    }
    Json json = sweep_json(rows);
    const std::vector<GateResult> gates = check_gates(arguments, json);
    if (!gates.empty()) json["fail_if"] = json_gates(gates);
    std::string text = arguments.format == "json"  ? to_text(json)
                       : arguments.format == "csv" ? sweep_csv(rows)
                                                   : sweep_text(rows);
    if (arguments.format == "text") {
        for (const GateResult& gate : gates)
            text += fmt::format("{}: {} (found {})\n", gate.hit ? "GATE HIT" : "gate passed", gate.expression,
                                gate.value);
    }
    write_standard_output(text);
    return status_of(gates);
}

}  // namespace lockstep::cli
