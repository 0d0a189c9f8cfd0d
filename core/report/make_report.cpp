#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "core/report/number_text.h"
#include "core/report/report.h"

namespace lockstep {
namespace {

LatencyFigures latency_figures(const Program& program, const Timeline& timeline, std::optional<IoPath> io) {
    LatencyFigures figures{.spaced_cycles = timeline.spaced,
                           .contiguous_cycles = timeline.contiguous,
                           .clock_mhz = program.config.clock_mhz,
                           .spaced_us = {},
                           .contiguous_us = {},
                           .end_to_end = {},
                           .band = latency_band(program, timeline),
                           .end_to_end_band = {},
                           .target = {}};
    if (figures.clock_mhz) {
        figures.spaced_us = static_cast<double>(timeline.spaced) / figures.clock_mhz->value;
        figures.contiguous_us = static_cast<double>(timeline.contiguous) / figures.clock_mhz->value;
    }
    figures.end_to_end =
        end_to_end(program.config, figures.spaced_us, io, program.input_bytes(), program.output_bytes());
    figures.end_to_end_band = end_to_end_band(figures.end_to_end, figures.spaced_us.value_or(0), figures.band,
                                              program.input_bytes(), program.output_bytes());
    return figures;
}

nnir::Support support_of(const ProgramNode& node) {
    for (const nnir::SupportLevel level :
         {nnir::SupportLevel::published, nnir::SupportLevel::composed, nnir::SupportLevel::lockstep_only})
        if (node.support == nnir::name(level)) return {.level = level, .note = node.support_note};
    // An older program file: what its operator is in general, if that is known here.
    const nnir::Op* op = nnir::find_op(node.op);
    return op == nullptr ? nnir::Support() : op->info().support;
}

std::vector<OpRow> op_rows(const Program& program, const Timeline& timeline) {
    std::vector<OpRow> rows;
    for (const ProgramNode& node : program.nodes) {
        OpRow row;
        row.node = node.id;
        row.name = node_label(node);
        row.op = node.op;
        row.module = node.module;
        row.source = source_text(node);
        row.weight_blocks = node.weight_blocks;
        row.support = support_of(node);
        for (const std::uint32_t into : node.fused_into)
            if (into < program.nodes.size())
                row.fused_into += (row.fused_into.empty() ? "" : ", ") + node_label(program.nodes[into]);
        rows.push_back(std::move(row));
    }
    for (const CoreProgram& core : program.cores)
        for (const std::uint32_t node : core.node_of)
            if (node < rows.size()) ++rows[node].instructions;

    std::int64_t total = 0;
    for (const TimelineEvent& event : timeline.events) {
        const std::uint32_t node = program.cores[event.core].node_of[event.instruction];
        if (node >= rows.size()) continue;
        OpRow& row = rows[node];
        row.busy += event.busy;
        total += event.busy;
        if (event.state_update) row.state_update += event.busy;
        row.occupied += std::max<std::int64_t>(0, std::min(event.end, timeline.spaced) - event.start);
        row.first_start = std::min(row.first_start.value_or(event.start), event.start);
        row.last_end = std::max(row.last_end.value_or(event.end), event.end);
    }
    if (total > 0)
        for (OpRow& row : rows) row.share = static_cast<double>(row.busy) / static_cast<double>(total);
    return rows;
}

/// Cycles of [0, end) in which at least one unit is held.
std::int64_t covered_cycles(const Timeline& timeline, std::int64_t end) {
    std::vector<std::pair<std::int64_t, std::int64_t>> spans;
    for (const TimelineEvent& event : timeline.events)
        if (event.start < end) spans.emplace_back(event.start, std::min(event.end, end));
    std::ranges::sort(spans);
    std::int64_t covered = 0;
    std::int64_t reached = 0;
    for (const auto& [start, stop] : spans) {
        covered += std::max<std::int64_t>(0, stop - std::max(start, reached));
        reached = std::max(reached, stop);
    }
    return covered;
}

Reconciliation reconcile(const std::vector<OpRow>& rows, const Timeline& timeline) {
    Reconciliation result;
    result.spaced = timeline.spaced;
    for (const OpRow& row : rows) result.sum_of_ops += row.occupied;
    const std::int64_t covered = covered_cycles(timeline, timeline.spaced);
    result.overlap = result.sum_of_ops - covered;
    result.idle = timeline.spaced - covered;
    result.state_update = std::max<std::int64_t>(0, timeline.end - timeline.spaced);
    return result;
}

}  // namespace

void set_target(LatencyFigures& latency, std::optional<double> target_us) {
    latency.target.reset();
    if (target_us) latency.target = judge_target(*target_us, latency.end_to_end, latency.end_to_end_band);
}

std::string node_label(const ProgramNode& node) {
    const bool number = std::ranges::all_of(node.name, [](unsigned char c) { return std::isdigit(c) != 0; });
    return number ? node.op + " " + node.name : node.name;
}

std::string source_text(const ProgramNode& node) {
    if (node.file.empty() && node.text.empty()) return {};
    std::string text = node.file;
    if (node.line > 0) text += fmt::format(":{}", node.line);
    if (!node.text.empty()) text += (text.empty() ? "" : ": ") + node.text;
    return text;
}

std::int64_t resets_done(const RunPart& run) {
    if (run.recording->resets > 0) return run.recording->resets;
    const std::int64_t inferences = run.recording->total();
    return run.reset_every > 0 && inferences > 0 ? (inferences - 1) / run.reset_every : 0;
}

std::string reset_text(const RunPart& run) {
    const std::string where =
        run.reset_column.empty()
            ? fmt::format("before inference {}, {}, {}, …", run.reset_every, 2 * run.reset_every,
                          3 * run.reset_every)
            : fmt::format("where column \"{}\" says so{}, {} times", run.reset_column,
                          run.reset_every > 0
                              ? fmt::format(" and before every {}th inference", run.reset_every)
                              : std::string(),
                          resets_done(run));
    return fmt::format("the state is put back to its initial value {} by {}", where,
                       run.reset_cycles
                           ? fmt::format("the program's state reset: {} times {} cycles", resets_done(run),
                                         *run.reset_cycles)
                           : "the host, whose time is not counted (compile with --state-reset to let the "
                             "program do it)");
}

std::string reset_cost_text(const ResetCost& cost, const std::optional<Figure<double>>& clock_mhz) {
    std::map<std::string, std::int64_t> most;
    for (const ResetCost::Extra& extra : cost.memory)
        most[extra.name] = std::max(most[extra.name], extra.blocks);
    std::string memory;
    for (const auto& [name, blocks] : most) {
        std::string label = name;
        std::ranges::replace(label, '_', ' ');
        memory += fmt::format("{}{} of the {}", memory.empty() ? "" : ", ", blocks, label);
    }
    const double cycles = static_cast<double>(cost.cycles);
    std::string text = fmt::format(
        "{} cycles{} in {} instructions; {}", cost.cycles,
        clock_mhz ? fmt::format(" ({})", us_text(cycles / clock_mhz->value)) : "", cost.instructions,
        memory.empty() ? "no memory of its own" : "blocks that the fullest core has for it: " + memory);
    if (cost.spaced_change)
        text += fmt::format("; an inference: {:+} cycles spaced, {:+} contiguous", *cost.spaced_change,
                            cost.contiguous_change.value_or(0));
    return text;
}

std::string vectors_text(const VectorCheck& check) {
    return fmt::format("{} test {} stored by {}: LibTorch differs by at most {}, the VM by at most {}; {}",
                       check.count, check.count == 1 ? "vector" : "vectors",
                       check.made_by.empty() ? "the author" : check.made_by,
                       number_text(check.reference_max_abs), number_text(check.vm_max_abs),
                       check.allclose ? "the VM is within tolerance" : "the VM is NOT within tolerance");
}

std::string warm_up_text(std::int64_t warm_up) {
    return fmt::format(
        "the first {} inferences give no valid output: its convolutions have no padding and wait for as many "
        "positions. Error figures leave them out",
        warm_up);
}

bool is_streamed(const Program& program) {
    return std::ranges::any_of(program.inputs,
                               [](const IoTensor& input) { return input.streaming_axis.has_value(); });
}

Report make_report(const CompiledProgram& compiled, std::optional<IoPath> io) {
    Report report;
    report.program = compiled.program;
    report.timeline = compiled.timeline;
    report.tool_version = LOCKSTEP_VERSION;
    report.latency = latency_figures(*compiled.program, *compiled.timeline, io);
    report.ops = op_rows(*compiled.program, *compiled.timeline);
    report.reconciliation = reconcile(report.ops, *compiled.timeline);
    report.reset = reset_cost(*compiled.program);
    return report;
}

}  // namespace lockstep
