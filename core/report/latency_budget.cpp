#include "core/report/latency_budget.h"

#include <algorithm>
#include <map>

#include "core/support/error.h"

namespace lockstep {
namespace {

/// The first `depth` components of a module path.
std::string front_of(const std::string& path, std::size_t depth) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < depth; ++i) {
        at = path.find('.', at);
        if (at == std::string::npos) return path;
        ++at;
    }
    return path.substr(0, at - 1);
}

std::size_t depth_of(const std::string& path) {
    return static_cast<std::size_t>(std::ranges::count(path, '.')) + 1;
}

std::string place_of(const ProgramNode& node, std::size_t depth) {
    return node.module.empty() ? node_label(node) : front_of(node.module, depth);
}

/// Cycles of the spaced path by index of the node; what is nobody's last.
std::vector<std::int64_t> path_cycles(const Program& program, const Why& why) {
    std::vector<std::int64_t> cycles(program.nodes.size() + 1, 0);
    for (const Holder& holder : why.holders)
        cycles.at(holder.node ? *holder.node : program.nodes.size()) += holder.cycles;
    return cycles;
}

std::vector<BudgetPart> module_parts(const Program& program, const std::vector<std::int64_t>& cycles,
                                     std::size_t depth) {
    std::vector<BudgetPart> parts;
    std::vector<std::vector<std::size_t>> nodes;
    std::map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < program.nodes.size(); ++i) {
        if (cycles[i] == 0) continue;
        std::string name = place_of(program.nodes[i], depth);
        const auto [found, fresh] = place.emplace(name, parts.size());
        if (fresh) {
            parts.push_back({.kind = BudgetPart::Kind::module,
                             .name = std::move(name),
                             .op = {},
                             .nodes = {},
                             .cycles = 0,
                             .us = 0});
            nodes.emplace_back();
        }
        parts[found->second].cycles += cycles[i];
        nodes[found->second].push_back(i);
    }
    for (std::size_t part = 0; part < parts.size(); ++part) {
        std::ranges::stable_sort(nodes[part], std::greater(), [&](std::size_t i) { return cycles[i]; });
        parts[part].op = program.nodes[nodes[part].front()].op;
        for (const std::size_t i : nodes[part]) parts[part].nodes.push_back(program.nodes[i].id);
    }
    return parts;
}

}  // namespace

std::string_view name(BudgetPart::Kind kind) {
    switch (kind) {
        case BudgetPart::Kind::module:
            return "module";
        case BudgetPart::Kind::stream:
            return "stream";
        case BudgetPart::Kind::host:
            break;
    }
    return "host";
}

std::string part_label(const BudgetPart& part) {
    switch (part.kind) {
        case BudgetPart::Kind::module:
            return part.name;
        case BudgetPart::Kind::stream:
            return "input and output blocks";
        case BudgetPart::Kind::host:
            break;
    }
    return "host IO";
}

LatencyBudgetResult latency_budget(const Program& program, const Why& why, const LatencyFigures& latency,
                                   double target_us, std::size_t most_modules) {
    if (!latency.clock_mhz || !latency.spaced_us)
        return {.value = {}, .reason = "the clock of " + program.config.name + " is not known"};
    if (why.spaced != latency.spaced_cycles)
        throw Error(FailureKind::internal, "the explanation is another program's");
    const std::vector<std::int64_t> cycles = path_cycles(program, why);
    std::size_t depth = 1;
    for (const ProgramNode& node : program.nodes) depth = std::max(depth, depth_of(node.module));
    LatencyBudget budget;
    budget.target_us = target_us;
    budget.clock_mhz = latency.clock_mhz->value;
    budget.cycles = why.spaced;
    budget.least_cycles = why.roofline.combined;
    do {
        budget.parts = module_parts(program, cycles, depth);
    } while (most_modules > 0 && budget.parts.size() > most_modules && --depth > 0);
    const auto add = [&](BudgetPart::Kind kind, std::int64_t count, double us) {
        budget.parts.push_back({.kind = kind,
                                .name = std::string(name(kind)),
                                .op = {},
                                .nodes = {},
                                .cycles = count,
                                .us = us});
    };
    if (cycles.back() > 0) add(BudgetPart::Kind::stream, cycles.back(), 0);
    for (BudgetPart& part : budget.parts) part.us = static_cast<double>(part.cycles) / budget.clock_mhz;
    budget.used_us = *latency.spaced_us;
    if (latency.end_to_end.value) {
        const EndToEnd& end = *latency.end_to_end.value;
        budget.with_host = end.path != IoPath::none;
        budget.host_note = end.basis;
        if (budget.with_host) add(BudgetPart::Kind::host, 0, end.mean - *latency.spaced_us);
        budget.used_us = end.mean;
    } else {
        budget.host_note = latency.end_to_end.reason;
    }
    budget.left_us = target_us - budget.used_us;
    return {.value = std::move(budget), .reason = {}};
}

}  // namespace lockstep
