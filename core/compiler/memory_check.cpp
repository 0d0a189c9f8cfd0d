#include "core/compiler/memory_check.h"

#include <algorithm>

#include <fmt/format.h>

namespace lockstep::compiler {
namespace {

struct Memory {
    const char* name;
    const Figure<std::int64_t>* depth;
    MemoryPlan::Use MemoryPlan::CoreUse::*use;
};

std::vector<FailureNode> heaviest(const MemoryPlan::Use& use, const std::vector<ProgramNode>& nodes,
                                  const std::map<std::uint32_t, std::uint32_t>& index_of_node,
                                  const std::string& unit) {
    constexpr std::size_t most = 8;
    std::vector<std::pair<std::int64_t, std::uint32_t>> ranked;
    for (const auto& [node, blocks] : use.by_node) ranked.emplace_back(-blocks, node);
    std::ranges::sort(ranked);
    std::vector<FailureNode> result;
    for (const auto& [negative, id] : ranked) {
        const auto index = index_of_node.find(id);
        if (index == index_of_node.end() || result.size() == most) continue;
        const ProgramNode& node = nodes[index->second];
        FailureNode entry;
        entry.op = node.op;
        entry.module = node.module.empty() ? node.name : node.module;
        if (!node.file.empty()) entry.source = fmt::format("{}:{}: {}", node.file, node.line, node.text);
        entry.reason = fmt::format("uses {} {}", -negative, unit);
        result.push_back(std::move(entry));
    }
    return result;
}

}  // namespace

MemoryReport check_memory(const MemoryPlan& plan, const AcceleratorConfig& config,
                          const std::vector<ProgramNode>& nodes,
                          const std::map<std::uint32_t, std::uint32_t>& index_of_node) {
    using Core = MemoryPlan::CoreUse;
    const std::vector<Memory> memories = {
        {"weight_store", &config.weight_store_depth, &Core::weight_store},
        {"tensor_ram", &config.tensor_ram_depth, &Core::tensor_ram},
        {"accumulator_store", &config.accumulator_store_depth, &Core::accumulator_store},
        {"cell_store", &config.cell_state_depth, &Core::cell_store},
        {"clamp_store", &config.clamp_store_depth, &Core::clamp_store},
        {"descriptors", &config.descriptor_count, &Core::descriptors}};
    MemoryReport report;
    for (const Memory& memory : memories) {
        std::size_t fullest = 0;
        std::int64_t needed = 0;
        for (std::size_t core = 0; core < static_cast<std::size_t>(config.cores.value); ++core) {
            const std::int64_t used = core < plan.cores.size() ? (plan.cores[core].*memory.use).blocks : 0;
            report.uses.push_back({static_cast<std::uint16_t>(core), memory.name, used, memory.depth->value,
                                   memory.depth->basis, memory.depth->unit});
            if (used > needed) {
                fullest = core;
                needed = used;
            }
        }
        if (needed <= memory.depth->value) continue;
        if (memory.depth->basis == Basis::assumed) {
            report.warnings.push_back(
                fmt::format("{}: core {} needs {} {}; the depth of {} is assumed, not published", memory.name,
                            fullest, needed, memory.depth->unit, memory.depth->value));
            continue;
        }
        if (report.failure) continue;
        const std::string& unit = memory.depth->unit;
        report.failure = Failure{
            .kind = FailureKind::does_not_fit,
            .message = fmt::format("{}: core {} needs {} of {} {} of {} ({} depth)", memory.name, fullest,
                                   needed, memory.depth->value, unit, config.name, name(memory.depth->basis)),
            .advice = {},
            .details = {},
            .nodes = heaviest(plan.cores[fullest].*memory.use, nodes, index_of_node, unit)};
    }
    return report;
}

}  // namespace lockstep::compiler
