#include "core/report/text_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/report/attribution_report.h"
#include "core/report/band_report.h"
#include "core/report/metrics.h"
#include "core/report/number_text.h"
#include "core/report/operator_support.h"
#include "core/report/precision_report.h"
#include "core/report/readout_report.h"
#include "core/report/report_warnings.h"
#include "core/report/search_text.h"
#include "core/report/watch_report.h"

namespace lockstep {
namespace {

constexpr std::size_t label_width = 18;

std::string row(std::string_view label, const std::string& text) {
    return fmt::format("{:<{}}{}\n", label, label_width, text);
}

std::string tensors(const std::vector<IoTensor>& list) {
    std::string text;
    for (const IoTensor& tensor : list) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", tensor.name, to_text(tensor.shape));
        if (tensor.streaming_axis) text += fmt::format(" (streamed over axis {})", *tensor.streaming_axis);
    }
    return text;
}

std::string latency(const LatencyFigures& figures) {
    std::string text;
    const auto cycles = [](std::int64_t value) { return count_text(value, " ") + " cycles"; };
    const auto& band = figures.band.value;
    const auto line = [&](std::int64_t count, const std::optional<double>& us, double share) {
        if (us)
            return fmt::format("{:>9}{}  {}", us_text(us),
                               band ? " " + plus_minus_us(share * *us, *us) : std::string(), cycles(count));
        return cycles(count) + (band ? " " + plus_minus_cycles(share, count) : std::string());
    };
    text += row("compute, spaced", line(figures.spaced_cycles, figures.spaced_us, band ? band->spaced : 0) +
                                       "  one inference alone");
    text += row("  contiguous",
                line(figures.contiguous_cycles, figures.contiguous_us, band ? band->contiguous : 0) +
                    "  back to back");
    if (figures.clock_mhz) {
        text += row("", fmt::format("modelled: cycles / {:g} MHz; clock {} ({})", figures.clock_mhz->value,
                                    name(figures.clock_mhz->basis), figures.clock_mhz->source));
    } else {
        text += row("", "modelled; the clock of this accelerator is not known");
    }
    if (const auto& end = figures.end_to_end.value) {
        const auto& sure = figures.end_to_end_band.value;
        const auto figure = [&](double us, double half_width) {
            return us_text(us) + (sure ? " " + plus_minus_us(half_width, us) : std::string());
        };
        text += row("end to end", fmt::format("{:>9}  mean, {} p99", figure(end->mean, sure ? sure->mean : 0),
                                              figure(end->p99, sure ? sure->p99 : 0)));
        text += row("", end->basis);
    } else {
        text += row("end to end", "– " + figures.end_to_end.reason);
    }
    return text + band_lines(figures);
}

std::string undefined_text(const ErrorSummary& error) {
    return fmt::format("{} inference{} left out: every output is NaN or infinite in both alike",
                       error.undefined, error.undefined == 1 ? "" : "s");
}

std::string run_lines(const RunPart& run, const Program& program) {
    const Recording& recording = *run.recording;
    const ErrorSummary& error = recording.error;
    const ReferenceInfo& reference = recording.reference;
    std::string text = row("run", fmt::format("{} inferences on {}", recording.total(), run.inputs));
    if (run.reset_every > 0 || !run.reset_column.empty()) text += row("", reset_text(run));
    if (error.inferences == 0) {
        const std::string reason = recording.total() == 0   ? "no inference was run"
                                   : error.undefined > 0    ? undefined_text(error)
                                   : reference.note.empty() ? "no inference was compared"
                                                            : reference.note;
        text += row("error", "– " + reason);
    } else {
        text +=
            row("error", fmt::format("{} largest, {} rms, {} relative rms; {} within atol {:g}, rtol {:g}",
                                     number_text(error.max_abs), number_text(error.rms),
                                     number_text(error.relative_rms), error.allclose ? "all" : "NOT all",
                                     run.tolerance.atol, run.tolerance.rtol));
        if (error.non_finite > 0)
            text += row("", fmt::format("{} output values are NaN or infinite in the VM or the reference",
                                        error.non_finite));
        if (error.undefined > 0) text += row("", undefined_text(error));
        std::string against =
            fmt::format("against {}{}", reference.kind == ReferenceKind::file ? "" : "LibTorch fp32, ",
                        name(reference.kind));
        if (reference.every > 1) against += fmt::format(", one inference in {}", reference.every);
        if (reference.checked_steps > 0)
            against += fmt::format(" (stepped form within {} of forward over {} steps)",
                                   number_text(reference.max_abs), reference.checked_steps);
        text += row("", against);
        if (!reference.note.empty()) text += row("", reference.note);
        for (const std::string& line : distribution_lines(recording)) text += row("", line);
    }
    if (run.watch)
        for (const auto& [label, line] : watch_lines(*run.watch)) text += row(label, line);
    if (run.attribution)
        for (const auto& [label, line] : attribution_lines(*run.attribution, program))
            text += row(label, line);
    const auto speed = [](double us) { return us > 0 ? us_text(us) : std::string("–"); };
    text += row("speed", fmt::format("VM {}, LibTorch {} an inference (wall clock of this computer)",
                                     speed(run.speed.vm_us_per_inference),
                                     speed(run.speed.reference_us_per_inference)));
    return text;
}

}  // namespace

std::string memory_lines(const std::vector<MemoryUse>& memory) {
    std::map<std::string, const MemoryUse*> fullest;
    std::vector<std::string> order;
    for (const MemoryUse& use : memory) {
        const MemoryUse*& best = fullest[use.name];
        if (best == nullptr) order.push_back(use.name);
        if (best == nullptr || use.used > best->used) best = &use;
    }
    std::string text;
    for (const std::string& name_of : order) {
        const MemoryUse& use = *fullest[name_of];
        std::string label = name_of;
        std::ranges::replace(label, '_', ' ');
        const double share =
            use.depth > 0 ? static_cast<double>(use.used) / static_cast<double>(use.depth) : 0;
        text += row(text.empty() ? "memory" : "",
                    fmt::format("{:<18}{:>7} of {:>7} {} ({}; depth {}; core {})", label,
                                count_text(use.used, " "), count_text(use.depth, " "), use.unit,
                                percent_text(share), name(use.basis), use.core));
    }
    return text;
}

std::string gate_lines(const std::vector<GateResult>& gates) {
    std::string text;
    for (const GateResult& gate : gates)
        text += row(gate.hit ? "GATE HIT" : "gate passed",
                    fmt::format("{} (found {})", gate.expression, gate.value));
    return text;
}

std::string text_report(const Report& report) {
    const Program& program = *report.program;
    const AcceleratorConfig& config = program.config;
    std::string text;
    const std::string& file = report.model_file.empty() ? report.program_file : report.model_file;
    text += row("model", fmt::format("{}  {}", program.model_name, file));
    text += row("", fmt::format("sha256 {}", program.model_sha256));
    text += row("input", tensors(program.inputs));
    text += row("output", tensors(program.outputs));
    text += row("config",
                fmt::format("{}  {}, {} of {} cores used, block size {}{}", config.name, config.board,
                            program.cores_used, config.cores.value, config.block_size.value,
                            program.optimized ? ", optimized (not comparable with published figures)" : ""));
    text += row("policy", search_text(program));
    text += row("operators", support_text(count_support(report.ops)));
    if (const std::string precision = precision_text(program); !precision.empty())
        text += row("precision", precision);
    text += latency(report.latency);
    text += memory_lines(program.memory);
    if (report.reset) text += row("state reset", reset_cost_text(*report.reset, report.latency.clock_mhz));
    if (report.program->warm_up > 0) text += row("warm-up", warm_up_text(report.program->warm_up));
    if (report.run) text += run_lines(*report.run, *report.program);
    if (report.vectors) text += row("vectors", vectors_text(*report.vectors));
    if (report.readout) text += readout_lines(*report.readout);
    for (const std::string& warning : report_warnings(report)) text += row("warning", warning);
    for (const std::string& note : report.notes) text += row("note", note);
    return text + gate_lines(report.gates);
}

}  // namespace lockstep
