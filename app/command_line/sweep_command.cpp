#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "app/command_line/standard_output.h"
#include "app/command_line/sweep_output.h"
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

SweepRow sweep_one(const Arguments& arguments, std::size_t position, const LoadedModel& model,
                   const AcceleratorConfig& config) {
    const std::string& file = arguments.files[position].file;
    SweepRow row{.model = position, .file = file, .config = config.name, .report = {}, .failure = {}};
    try {
        row.report =
            make_report(compile_model(model, config, interruptible(), arguments.search), arguments.io);
        set_target(row.report->latency, arguments.target_us);
        row.report->model_file = file;
        row.report->notes = model_notes(model);
    } catch (const Error& error) {
        if (error.failure().kind != FailureKind::does_not_fit &&
            error.failure().kind != FailureKind::unsupported)
            throw;
        row.failure = error.failure();
    }
    return row;
}

}  // namespace

int sweep_command(const Arguments& arguments) {
    const std::vector<AcceleratorConfig> configs = sweep_configs(arguments);
    std::vector<SweepRow> rows;
    for (std::size_t position = 0; position < arguments.files.size(); ++position) {
        const FileArgument& file = arguments.files[position];
        const LoadedModel model = load_model(file.file, file.options, interruptible());
        for (const AcceleratorConfig& config : configs)
            rows.push_back(sweep_one(arguments, position, model, config));
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
