#include <fmt/format.h>

#include "app/command_line/commands.h"
#include "app/command_line/standard_output.h"

namespace lockstep::cli {
namespace {

std::string list_text() {
    std::string text = fmt::format("{:<18}{:<28}{:>6}{:>7}{:>18}{:>16}\n", "name", "board", "cores", "block",
                                   "clock", "weight blocks");
    for (const AcceleratorConfig& config : preset_configs()) {
        const std::string clock = config.clock_mhz ? fmt::format("{:g} MHz {}", config.clock_mhz->value,
                                                                 name(config.clock_mhz->basis))
                                                   : "not known";
        text +=
            fmt::format("{:<18}{:<28}{:>6}{:>7}{:>18}{:>16}\n", config.name, config.board, config.cores.value,
                        config.block_size.value, clock, config.weight_store_depth.value);
    }
    return text +
           "\nAlso ip_core_c<cores>b<block size>, and JSON files of your own. lockstep configs NAME shows "
           "every figure.\n";
}

/// Every leaf of the config, a line each: a figure with its unit, basis and source.
std::string leaf_lines(const nlohmann::json& json, const std::string& path) {
    if (json.is_object() && json.contains("value")) {
        const auto part = [&](const char* key) {
            return json.contains(key) ? json[key].get<std::string>() : "";
        };
        return fmt::format("{:<32}{:>10} {:<10} {:<10} {}\n", path, json["value"].dump(), part("unit"),
                           part("basis"), part("source"));
    }
    if (json.is_object()) {
        std::string text;
        for (const auto& item : json.items())
            text += leaf_lines(item.value(), path.empty() ? item.key() : path + "." + item.key());
        return text;
    }
    return fmt::format("{:<32}{:>10}\n", path, json.is_string() ? json.get<std::string>() : json.dump());
}

}  // namespace

int configs_command(const Arguments& arguments) {
    const bool as_json = arguments.format == "json";
    if (!arguments.files.empty()) {
        const nlohmann::json config = config_to_json(find_config(arguments.files.front().file));
        Json json = json_head(true);
        json["config"] = config;
        write_standard_output(as_json ? to_text(json) : leaf_lines(config, ""));
        return exit_done;
    }
    if (!as_json) {
        write_standard_output(list_text());
        return exit_done;
    }
    Json json = json_head(true);
    json["configs"] = Json::array();
    for (const AcceleratorConfig& config : preset_configs())
        json["configs"].push_back(Json(config_to_json(config)));
    write_standard_output(to_text(json));
    return exit_done;
}

}  // namespace lockstep::cli
