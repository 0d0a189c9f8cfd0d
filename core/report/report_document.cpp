#include "core/report/report_document.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/band_report.h"
#include "core/report/latency_budget.h"
#include "core/report/latency_distribution.h"
#include "core/report/metrics.h"
#include "core/report/number_text.h"
#include "core/report/operator_support.h"
#include "core/report/precision_report.h"
#include "core/report/readout_report.h"
#include "core/report/report_warnings.h"
#include "core/report/search_text.h"
#include "core/report/why_report.h"

namespace lockstep {
namespace {

std::string shape_list(const std::vector<IoTensor>& tensors) {
    std::string text;
    for (const IoTensor& tensor : tensors)
        text += fmt::format(
            "{}{} ({}{})", text.empty() ? "" : ", ", tensor.name, to_text(tensor.shape),
            tensor.streaming_axis ? fmt::format(", streamed over axis {}", *tensor.streaming_axis) : "");
    return text;
}

bool is_plus_minus(const Metric& metric) {
    return metric.key.find(".plus_minus.") != std::string::npos;
}

/// " ± 0.025 µs", the metric of the same group under plus_minus; empty without one.
std::string plus_minus_of(const Metric& metric, const std::vector<Metric>& all) {
    const std::size_t dot = metric.key.find('.');
    if (dot == std::string::npos) return "";
    const auto band = std::ranges::find(
        all, metric.key.substr(0, dot) + ".plus_minus" + metric.key.substr(dot), &Metric::key);
    if (band == all.end()) return "";
    if (const auto* us = std::get_if<double>(&band->value))
        return " " + plus_minus_us(*us, std::get<double>(metric.value));
    if (const auto* cycles = std::get_if<std::int64_t>(&band->value))
        return fmt::format(" ± {}", count_text(*cycles));
    return "";
}

/// Whether the run's outputs are within their tolerance, and what they were compared on.
Paragraph tolerance_verdict(const RunPart& run) {
    const ErrorSummary& error = run.recording->error;
    return {
        fmt::format("{} inferences on {} against LibTorch in fp32. {} within atol {:g} and rtol {:g}.{}",
                    error.inferences, run.inputs, error.allclose ? "All outputs are" : "Not all outputs are",
                    run.tolerance.atol, run.tolerance.rtol,
                    run.random_inputs ? " Random inputs say little about the error on real ones." : ""),
        error.allclose ? Paragraph::Tone::normal : Paragraph::Tone::warning};
}

/// The figures on top: latency and error, each with its basis.
std::vector<KeyFigure> key_figures(const Report& report) {
    // Without a clock there are no microseconds: cycles stand in their place.
    const std::string group = report.latency.clock_mhz ? "latency_us." : "cycles_per_inference.";
    const std::vector<std::string> wanted = {group + "spaced",    group + "contiguous", "end_to_end_us.mean",
                                             "end_to_end_us.p99", "error.max_abs",      "error.relative_rms"};
    const std::vector<Metric> all = metrics(report);
    std::vector<KeyFigure> figures;
    for (const std::string& key : wanted) {
        const auto metric = std::ranges::find(all, key, &Metric::key);
        if (metric == all.end()) continue;
        KeyFigure figure{metric->label, value_text(*metric), metric->basis};
        figure.value += plus_minus_of(*metric, all);
        figures.push_back(std::move(figure));
    }
    return figures;
}

Section summary(const Report& report) {
    Section section{.title = "Summary", .blocks = {}};
    section.blocks.emplace_back(key_figures(report));
    if (const std::string departures = report.program->departures(); !departures.empty()) {
        section.blocks.emplace_back(
            Paragraph{fmt::format("Compiled with {}: not comparable with published figures", departures),
                      Paragraph::Tone::warning});
    }
    if (report.latency.target) {
        const TargetResult& target = *report.latency.target;
        section.blocks.emplace_back(
            Paragraph{"Target: " + verdict_text(target, report.latency.end_to_end_band),
                      target.verdict == Verdict::under ? Paragraph::Tone::normal : Paragraph::Tone::warning});
    }
    if (report.run && report.run->recording->error.inferences > 0)
        section.blocks.emplace_back(tolerance_verdict(*report.run));
    for (const GateResult& gate : report.gates) {
        section.blocks.emplace_back(Paragraph{
            fmt::format("Gate {}: {} (found {})", gate.hit ? "hit" : "passed", gate.expression, gate.value),
            gate.hit ? Paragraph::Tone::warning : Paragraph::Tone::normal});
    }
    for (const std::string& warning : report_warnings(report))
        section.blocks.emplace_back(Paragraph{warning, Paragraph::Tone::warning});
    return section;
}

Section what_was_run(const Report& report) {
    const Program& program = *report.program;
    const AcceleratorConfig& config = program.config;
    DocumentTable table{.columns = {{"", false}, {"", false}}, .rows = {}};
    const auto row = [&](const std::string& key, const std::string& value) {
        if (!value.empty()) table.rows.push_back({key, value});
    };
    row("Model", program.model_name);
    row("Model file", report.model_file);
    row("Program file", report.program_file);
    row("Model SHA-256", program.model_sha256);
    row("Inputs per inference", shape_list(program.inputs));
    row("Outputs per inference", shape_list(program.outputs));
    row("Form",
        is_streamed(program) ? "streamed: one position of the sequence per inference" : "not streamed");
    if (report.vectors) row("Test vectors", vectors_text(*report.vectors));
    if (report.reset) row("State reset", reset_cost_text(*report.reset, report.latency.clock_mhz));
    if (report.program->warm_up > 0) row("Warm-up", warm_up_text(report.program->warm_up));
    row("Operators", support_text(count_support(report.ops)));
    if (const std::string precision = precision_text(*report.program); !precision.empty())
        row("Precision", precision);
    row("Accelerator",
        fmt::format("{} ({}), {} cores, block size {}, {} of the cores used", config.name, config.board,
                    config.cores.value, config.block_size.value, program.cores_used));
    row("Clock", config.clock_mhz ? fmt::format("{:g} MHz ({}: {})", config.clock_mhz->value,
                                                name(config.clock_mhz->basis), config.clock_mhz->source)
                                  : "not known: cycles only");
    row("Scheduling", search_text(program));
    if (report.run) {
        row("Input values", report.run->inputs);
        if (report.run->reset_every > 0 || !report.run->reset_column.empty())
            row("State", reset_text(*report.run));
        const ReferenceInfo& reference = report.run->recording->reference;
        std::string text(name(reference.kind));
        if (reference.checked_steps > 0)
            text += fmt::format("; the stepped form differs from forward by at most {} over {} steps",
                                number_text(reference.max_abs), reference.checked_steps);
        if (!reference.note.empty()) text += "; " + reference.note;
        row("Reference", text);
    }
    row("Made by", "Lockstep " + report.tool_version);
    row("Command", report.command);
    Section section{.title = "What was run", .blocks = {std::move(table)}};
    for (const std::string& note : report.notes)
        section.blocks.emplace_back(Paragraph{note, Paragraph::Tone::muted});
    return section;
}

Section figures(const Report& report) {
    DocumentTable table{.columns = {{"Figure", false}, {"Value", true}, {"Meaning", false}, {"Basis", false}},
                        .rows = {}};
    const std::vector<Metric> all = metrics(report);
    for (const Metric& metric : all) {
        // A width stands behind its figure; how it is made is told once, in the section about it.
        if (is_plus_minus(metric)) continue;
        table.rows.push_back(
            {metric.label, value_text(metric) + plus_minus_of(metric, all), metric.help, metric.basis});
    }
    return {.title = "Figures", .blocks = {std::move(table)}};
}

/// How many characters the folders take at the front of "/folder/file.py:12".
std::size_t folders_of(std::string_view source) {
    const std::size_t slash = source.substr(0, source.find(':')).rfind('/');
    return slash == std::string_view::npos ? 0 : slash + 1;
}

Section per_op(const Report& report) {
    DocumentTable table{.columns = {{"Node", false},
                                    {"Operator", false},
                                    {"Source", false},
                                    {"Busy cycles", true},
                                    {"Busy µs", true},
                                    {"Share", true},
                                    {"First start", true},
                                    {"Last end", true},
                                    {"Weight blocks", true},
                                    {"Published accelerators", false}},
                        .rows = {}};
    const std::optional<Figure<double>>& clock = report.latency.clock_mhz;
    const auto busy_us = [&](std::int64_t cycles) {
        return clock ? number_text(static_cast<double>(cycles) / clock->value) : "–";
    };
    const auto cycle = [](const std::optional<std::int64_t>& value) {
        return value ? count_text(*value) : "–";
    };
    for (const OpRow& row : report.ops) {
        // The file without its folders: those of the machine that saved the model tell a reader nothing.
        const std::string place = row.source.empty() ? row.module : row.source.substr(folders_of(row.source));
        table.rows.push_back(
            {row.fused_into.empty() ? row.name : row.name + " (done by " + row.fused_into + ")", row.op,
             place, count_text(row.busy), busy_us(row.busy), percent_text(row.share), cycle(row.first_start),
             cycle(row.last_end), count_text(row.weight_blocks), support_label(row.support.level)});
    }
    const Reconciliation& sum = report.reconciliation;
    Paragraph line{
        fmt::format("{} spaced cycles = {} in which units are held by nodes (all cores and units) − {} that "
                    "overlap + {} in "
                    "which no unit takes work and results are in flight.{}",
                    count_text(sum.spaced), count_text(sum.sum_of_ops), count_text(sum.overlap),
                    count_text(sum.idle),
                    sum.state_update > 0
                        ? fmt::format(" State for the next inference is updated in the {} cycles after it.",
                                      count_text(sum.state_update))
                        : ""),
        Paragraph::Tone::normal};
    return {.title = "Per node",
            .blocks = {std::move(table), std::move(line), timeline_plot(*report.program, *report.timeline)}};
}

Section memories(const Report& report) {
    DocumentTable table{.columns = {{"Memory", false},
                                    {"Fullest core", true},
                                    {"Used there", true},
                                    {"A core has", true},
                                    {"Free there", true},
                                    {"Used on all cores", true},
                                    {"Unit", false},
                                    {"Basis of the depth", false}},
                        .rows = {}};
    struct Sum {
        const MemoryUse* fullest = nullptr;
        std::int64_t used = 0;
    };
    std::vector<Sum> sums;
    for (const MemoryUse& use : report.program->memory) {
        const auto same = [&](const Sum& sum) { return sum.fullest->name == use.name; };
        auto sum = std::ranges::find_if(sums, same);
        if (sum == sums.end()) sum = sums.insert(sums.end(), Sum{&use, 0});
        sum->used += use.used;
        if (use.used > sum->fullest->used) sum->fullest = &use;
    }
    for (const Sum& sum : sums) {
        const MemoryUse& use = *sum.fullest;
        std::string memory = use.name;
        std::ranges::replace(memory, '_', ' ');
        table.rows.push_back({memory, std::to_string(use.core), count_text(use.used), count_text(use.depth),
                              count_text(use.depth - use.used), count_text(sum.used), use.unit,
                              std::string(name(use.basis))});
    }
    return {.title = "Memories", .blocks = {memory_plot(*report.program), std::move(table)}};
}

Section errors(const RunPart& run) {
    const Recording& recording = *run.recording;
    const ErrorSummary& error = recording.error;
    Section section{.title = "Accuracy", .blocks = {}};
    if (error.inferences == 0) {
        section.blocks.emplace_back(
            Paragraph{"No error is known: " + recording.reference.note, Paragraph::Tone::muted});
        return section;
    }
    section.blocks.emplace_back(tolerance_verdict(run));
    if (error.non_finite > 0) {
        section.blocks.emplace_back(
            Paragraph{fmt::format("{} output values are NaN or infinite in the VM or in the reference.",
                                  error.non_finite),
                      Paragraph::Tone::warning});
    }
    section.blocks.emplace_back(error_plot(recording, run.tolerance.atol));
    for (const StateTrace& state : recording.states)
        section.blocks.emplace_back(state_plot(state, recording.first));

    std::vector<InferenceRecord> records = recording.inferences;
    if (records.size() > document_inference_limit) {
        std::ranges::stable_sort(records, std::greater(), [](const InferenceRecord& record) {
            return record.has_error() ? record.max_abs_error : -1;
        });
        records.resize(document_inference_limit);
        section.blocks.emplace_back(Paragraph{
            fmt::format(
                "The {} inferences of the largest error; all of them are in the JSON and CSV reports.",
                document_inference_limit),
            Paragraph::Tone::muted});
    }
    DocumentTable table{.columns = {{"Inference", true},
                                    {"Largest error", true},
                                    {"RMS error", true},
                                    {"Largest reference", true},
                                    {"Reference", false},
                                    {"Within tolerance", false}},
                        .rows = {}};
    for (const InferenceRecord& record : records) {
        const bool known = record.has_error();
        table.rows.push_back(
            {count_text(record.index), known ? number_text(record.max_abs_error) : "–",
             known ? number_text(record.rms_error) : "–", known ? number_text(record.reference_max_abs) : "–",
             std::string(name(record.reference)), known ? (record.allclose ? "yes" : "no") : "–"});
    }
    section.blocks.emplace_back(std::move(table));
    return section;
}

}  // namespace

ReportDocument report_document(const Report& report) {
    const Program& program = *report.program;
    ReportDocument document{.title = fmt::format("Latency report: {}", program.model_name),
                            .subtitle = fmt::format("on {}, {}", program.config.name,
                                                    is_streamed(program) ? "streamed" : "not streamed"),
                            .sections = {}};
    document.sections.push_back(summary(report));
    document.sections.push_back(what_was_run(report));
    if (report.readout) document.sections.push_back(readout_section(*report.readout));
    document.sections.push_back(figures(report));
    document.sections.push_back(latency_distribution_section(report.latency));
    document.sections.push_back(band_section(report.latency));
    if (report.why && report.latency.target) {
        const double target = report.latency.target->us;
        document.sections.push_back(
            budget_section(latency_budget(program, *report.why, report.latency, target), target));
    }
    document.sections.push_back(per_op(report));
    if (report.why) document.sections.push_back(why_section(program, *report.timeline, *report.why));
    document.sections.push_back(memories(report));
    if (report.run) document.sections.push_back(errors(*report.run));
    return document;
}

}  // namespace lockstep
