#include "core/report/size_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/nnir/op.h"
#include "core/report/number_text.h"

namespace lockstep {
namespace {

constexpr std::string_view whole = "whole model";

std::string line(std::string_view module, const Size& size, std::size_t width) {
    const auto count = [](std::int64_t value) { return count_text(value, " "); };
    return fmt::format("  {:<{}} {:>14} {:>14} {:>14} {:>14}\n", module, width, count(size.parameters),
                       count(size.macs), count(size.parameter_bytes), count(size.value_bytes));
}

}  // namespace

std::string size_text(const GraphSize& size) {
    std::size_t width = whole.size();
    for (const ModuleSize& module : size.modules) width = std::max(width, module.module.size());
    std::string text = fmt::format("\n  {:<{}} {:>14} {:>14} {:>14} {:>14}\n", "sizes per inference", width,
                                   "parameters", "MACs", "their bytes", "value bytes");
    for (const ModuleSize& module : size.modules) text += line(module.module, module.size, width);
    return text + line(whole, size.total, width);
}

Json json_size(const Size& size) {
    return {{"parameters", size.parameters},
            {"macs", size.macs},
            {"parameter_bytes", size.parameter_bytes},
            {"value_bytes", size.value_bytes}};
}

void add_sizes(Json& json, const GraphSize& size) {
    for (std::size_t i = 0; i < size.nodes.size(); ++i)
        json.at("nodes").at(i)["size"] = json_size(size.nodes[i].size);
    Json modules = Json::array();
    for (const ModuleSize& module : size.modules)
        modules.push_back(
            {{"module", module.module}, {"nodes", module.nodes}, {"size", json_size(module.size)}});
    json["totals"] = json_size(size.total);
    json["modules"] = std::move(modules);
}

std::vector<OpRow> graph_rows(const nnir::Graph& graph) {
    std::vector<OpRow> rows;
    for (const nnir::Node& node : graph.nodes) {
        ProgramNode named;
        named.op = node.op->name();
        named.name = node.outputs.empty() ? std::string() : graph.value(node.outputs.front()).name;
        named.file = node.provenance.file;
        named.line = node.provenance.line;
        named.text = node.provenance.text;
        OpRow row;
        row.node = node.id.value;
        row.name = node_label(named);
        row.op = node.op->name();
        row.module = node.provenance.module;
        row.source = source_text(named);
        row.support = node.op->support(nnir::bind(graph, node));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace lockstep
