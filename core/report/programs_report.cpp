#include "core/report/programs_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/text_report.h"

namespace lockstep {
namespace {

/// The fullest core's use of a memory; 0 if the list does not have it.
std::int64_t most_used(const std::vector<MemoryUse>& memory, const std::string& name) {
    std::int64_t most = 0;
    for (const MemoryUse& use : memory)
        if (use.name == name) most = std::max(most, use.used);
    return most;
}

}  // namespace

Json json_programs(const ProgramSet& set, const std::vector<Report>& models) {
    const Program& first = set.model(0);
    Json json = json_head(true);
    json["tool_version"] = models.at(0).tool_version;
    if (!models[0].command.empty()) json["command"] = models[0].command;
    json["config"] = first.config.name;
    json["board"] = first.config.board;
    json["cores"] = first.config.cores.value;
    json["block_size"] = first.config.block_size.value;
    json["memory"] = json_memory(set.memory);
    json["warnings"] = set.warnings;
    Json list = Json::array();
    for (std::size_t m = 0; m < models.size(); ++m) {
        Json entry = json_report(models[m]);
        for (const char* common : {"schema_version", "ok", "tool_version", "command"}) entry.erase(common);
        entry["model_index"] = m;
        list.push_back(std::move(entry));
    }
    json["models"] = std::move(list);
    return json;
}

std::string text_programs(const ProgramSet& set, const std::vector<Report>& models) {
    const AcceleratorConfig& config = set.model(0).config;
    std::string text =
        fmt::format("one program of {} models on {}  {}\n", models.size(), config.name, config.board);
    text += memory_lines(set.memory);
    for (const std::string& warning : set.warnings) text += fmt::format("warning           {}\n", warning);
    for (std::size_t m = 0; m < models.size(); ++m) {
        const std::vector<MemoryUse>& own = models[m].program->memory;
        text += fmt::format(
            "\nmodel index       {}: uses {} of the {} weight store blocks and {} of the {} tensor RAM "
            "blocks "
            "of the fullest core\n",
            m, most_used(own, "weight_store"), most_used(set.memory, "weight_store"),
            most_used(own, "tensor_ram"), most_used(set.memory, "tensor_ram"));
        text += text_report(models[m]);
    }
    return text;
}

}  // namespace lockstep
