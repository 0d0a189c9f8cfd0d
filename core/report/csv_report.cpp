#include "core/report/csv_report.h"

#include <fmt/format.h>

#include "core/report/metrics.h"
#include "core/report/number_text.h"
#include "core/report/readout_report.h"
#include "core/report/search_text.h"
#include "core/report/why_words.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

std::string field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

class Table {
  public:
    void add(const std::string& section, const std::string& item, const std::string& metric,
             const std::string& value, const std::string& unit = {}, const std::string& basis = {}) {
        text_ += field(section) + "," + field(item) + "," + field(metric) + "," + field(value) + "," +
                 field(unit) + "," + field(basis) + "\r\n";
    }
    void add(const std::string& section, const std::string& item, const std::string& metric,
             std::int64_t value, const std::string& unit = {}, const std::string& basis = {}) {
        add(section, item, metric, std::to_string(value), unit, basis);
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

std::string exact_value(const MetricValue& value) {
    return std::visit(Overloaded{[](std::monostate) { return std::string(); },
                                 [](std::int64_t number) { return std::to_string(number); },
                                 [](double number) { return exact_text(number); },
                                 [](bool truth) { return std::string(truth ? "true" : "false"); },
                                 [](const std::string& text) { return text; }},
                      value);
}

void add_ops(Table& table, const Report& report) {
    for (const OpRow& row : report.ops) {
        const std::string modelled = "modelled";
        table.add("op", row.name, "op", row.op);
        table.add("op", row.name, "module", row.module);
        table.add("op", row.name, "source", row.source);
        if (!row.fused_into.empty()) table.add("op", row.name, "fused_into", row.fused_into);
        table.add("op", row.name, "busy", row.busy, "cycles", modelled);
        table.add("op", row.name, "occupied", row.occupied, "cycles", modelled);
        table.add("op", row.name, "state_update", row.state_update, "cycles", modelled);
        if (row.first_start) table.add("op", row.name, "first_start", *row.first_start, "cycle", modelled);
        if (row.last_end) table.add("op", row.name, "last_end", *row.last_end, "cycle", modelled);
        table.add("op", row.name, "share", exact_text(row.share), "", modelled);
        table.add("op", row.name, "weight_blocks", row.weight_blocks, "blocks");
        table.add("op", row.name, "support", std::string(nnir::name(row.support.level)), "",
                  row.support.note);
    }
    const Reconciliation& sum = report.reconciliation;
    table.add("reconciliation", "", "sum_of_ops", sum.sum_of_ops, "cycles");
    table.add("reconciliation", "", "overlap", sum.overlap, "cycles");
    table.add("reconciliation", "", "idle", sum.idle, "cycles");
    table.add("reconciliation", "", "spaced", sum.spaced, "cycles");
}

void add_band(Table& table, const LatencyBand& band) {
    for (const NearestRow& row : band.nearest) {
        const std::string basis = "published against predicted";
        table.add("nearest_row", row.name, "distance", exact_text(row.distance));
        table.add("nearest_row", row.name, "spaced_residual", exact_text(100 * row.spaced), "%", basis);
        table.add("nearest_row", row.name, "contiguous_residual", exact_text(100 * row.contiguous), "%",
                  basis);
    }
    table.add("calibrated_range", "", "inside", band.outside.empty() ? "true" : "false");
    for (const std::string& reason : band.outside) table.add("calibrated_range", "", "outside", reason);
}

void add_paths(Table& table, const Report& report) {
    const Program& program = *report.program;
    const Timeline& timeline = *report.timeline;
    const std::string modelled = "modelled";
    const auto add = [&](const std::string& section, const CriticalPath& path) {
        for (std::size_t i = 0; i < path.entries.size(); ++i) {
            const PathEntry& entry = path.entries[i];
            const std::string item = std::to_string(i);
            table.add(section, item, "begin", entry.begin, "cycle", modelled);
            table.add(section, item, "cycles", entry.cycles(), "cycles", modelled);
            if (entry.event != no_event) {
                const TimelineEvent& event = timeline.events[entry.event];
                table.add(section, item, "instruction", event_label(program, event));
                table.add(section, item, "node", event_node(program, event));
            }
            table.add(section, item, "spent", spent_text(entry.spent));
            table.add(section, item, "reason", reason_text(program, timeline, entry));
        }
    };
    add("critical_path", report.why->path);
    add("critical_path_contiguous", report.why->contiguous_path);
}

void add_why(Table& table, const Report& report) {
    const Program& program = *report.program;
    const Why& why = *report.why;
    const std::string modelled = "modelled";
    for (const BoundRow& bound : bound_rows(why))
        table.add("bound", bound.name, "cycles", bound.cycles, "cycles", modelled);
    for (const WhyFinding& finding : what_holds(program, why)) {
        const std::string item(text(finding.cost));
        table.add("holds", item, "cycles", finding.cycles, "cycles", modelled);
        table.add("holds", item, "text", finding.text);
        if (!finding.advice.empty()) table.add("holds", item, "advice", finding.advice);
    }
    for (std::size_t i = 0; i < why.nodes.size(); ++i) {
        const NodeWhy& node = why.nodes[i];
        if (!node.has_events) continue;
        const std::string item = node_label(program.nodes[i]);
        table.add("why_node", item, "on_path", node.on_path, "cycles", modelled);
        // Without a figure nothing waits for it.
        if (node.slack.spaced)
            table.add("why_node", item, "slack_spaced", *node.slack.spaced, "cycles", modelled);
        if (node.slack.contiguous)
            table.add("why_node", item, "slack_contiguous", *node.slack.contiguous, "cycles", modelled);
        table.add("why_node", item, "waits", waits_text(node.waits));
    }
    for (const UnitUse& use : why.units) {
        if (use.busy == 0) continue;
        const std::string item =
            use.core ? fmt::format("core {} {}", *use.core, name(use.unit)) : std::string(name(use.unit));
        table.add("unit", item, "busy_spaced", use.busy_spaced, "cycles", modelled);
        table.add("unit", item, "share_spaced", exact_text(use.share_spaced), "", modelled);
        table.add("unit", item, "share_contiguous", exact_text(use.share_contiguous), "", modelled);
        table.add("unit", item, "waits", waits_text(use.waits));
    }
    add_paths(table, report);
}

void add_difference(Table& table, const std::string& item, const std::string& metric,
                    const std::optional<ReadoutDifference>& difference, const std::string& basis) {
    if (!difference || difference->compared == 0) return;
    table.add("readout", item, metric + ".positions", difference->compared, "", basis);
    table.add("readout", item, metric + ".max_abs", exact_text(difference->max_abs), "", basis);
    table.add("readout", item, metric + ".rms", exact_text(difference->rms), "", basis);
    table.add("readout", item, metric + ".relative_rms", exact_text(difference->relative_rms), "", basis);
}

void add_readout(Table& table, const ReadoutComparison& comparison) {
    const std::string basis = "LibTorch fp32 on " + comparison.inputs;
    for (const ReadoutDeployment& deployment : comparison.deployments) {
        const std::string item = deployment_name(deployment, comparison.window);
        if (deployment.failure) table.add("readout", item, "failure", deployment.failure->message);
        if (deployment.compiled)
            table.add("readout", item, "spaced", deployment.compiled->timeline->spaced, "cycles", "modelled");
        add_difference(table, item, "difference", deployment.difference, basis);
        add_difference(table, item, "difference_at_window_ends", deployment.at_ends, basis);
    }
    if (!comparison.not_compared.empty()) table.add("readout", "", "not_compared", comparison.not_compared);
}

}  // namespace

std::string csv_report(const Report& report) {
    const Program& program = *report.program;
    Table table;
    table.add("section", "item", "metric", "value", "unit", "basis");
    table.add("what", "", "model", program.model_name);
    table.add("what", "", "model_file", report.model_file);
    table.add("what", "", "model_sha256", program.model_sha256);
    table.add("what", "", "config", program.config.name);
    table.add("what", "", "tool_version", report.tool_version);
    table.add("what", "", "policy", search_text(program));
    table.add("what", "", "comparable_with_published", program.departures().empty() ? "true" : "false");
    if (program.warm_up > 0) table.add("what", "", "warm_up", program.warm_up, "inferences");
    if (report.vectors) {
        table.add("vectors", report.vectors->made_by, "count", report.vectors->count);
        table.add("vectors", report.vectors->made_by, "reference_max_abs",
                  exact_text(report.vectors->reference_max_abs));
        table.add("vectors", report.vectors->made_by, "vm_max_abs", exact_text(report.vectors->vm_max_abs));
        table.add("vectors", report.vectors->made_by, "allclose",
                  report.vectors->allclose ? "true" : "false");
    }
    if (report.readout) add_readout(table, *report.readout);
    for (const Metric& metric : metrics(report))
        table.add("figure", "", metric.key, exact_value(metric.value), metric.unit, metric.basis);
    if (const auto& band = report.latency.band.value) add_band(table, *band);
    add_ops(table, report);
    if (report.why) add_why(table, report);
    for (const MemoryUse& use : program.memory) {
        const std::string item = fmt::format("core {} {}", use.core, use.name);
        table.add("memory", item, "used", use.used, use.unit);
        table.add("memory", item, "depth", use.depth, use.unit, std::string(name(use.basis)));
    }
    if (report.run) {
        for (const InferenceRecord& record : report.run->recording->inferences) {
            const std::string item = std::to_string(record.index);
            table.add("inference", item, "cycles", record.cycles, "cycles", "modelled");
            if (!record.has_error()) continue;
            const std::string basis(name(record.reference));
            table.add("inference", item, "max_abs_error", exact_text(record.max_abs_error), "", basis);
            table.add("inference", item, "rms_error", exact_text(record.rms_error), "", basis);
        }
    }
    for (const GateResult& gate : report.gates)
        table.add("fail_if", gate.expression, "hit", gate.hit ? "true" : "false", "", gate.value);
    return table.take();
}

}  // namespace lockstep
