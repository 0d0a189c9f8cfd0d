#include "core/report/metrics.h"

#include <fmt/format.h>

#include "core/report/band_report.h"
#include "core/report/number_text.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

MetricValue optional_value(const std::optional<double>& value) {
    return value ? MetricValue(*value) : MetricValue(std::monostate{});
}

void add_latency(std::vector<Metric>& list, const LatencyFigures& latency) {
    const std::string cycles_basis = "modelled: the program's instructions played on the machine model";
    std::string us_basis = "the clock of this accelerator is not known";
    if (latency.clock_mhz) {
        us_basis = fmt::format("modelled: cycles ÷ {:g} MHz (clock {})", latency.clock_mhz->value,
                               name(latency.clock_mhz->basis));
    }
    list.push_back({"cycles_per_inference.spaced", "Cycles, spaced", "cycles",
                    "First input beat to last output of an inference that runs alone.", latency.spaced_cycles,
                    cycles_basis});
    list.push_back({"cycles_per_inference.contiguous", "Cycles, contiguous", "cycles",
                    "Between two inferences that run back to back (initiation interval).",
                    latency.contiguous_cycles, cycles_basis});
    list.push_back({"latency_us.spaced", "Compute latency, spaced", "µs",
                    "Latency of one inference alone, without IO.", optional_value(latency.spaced_us),
                    us_basis});
    list.push_back({"latency_us.contiguous", "Compute time, contiguous", "µs",
                    "Time per inference when they run back to back, without IO.",
                    optional_value(latency.contiguous_us), us_basis});
    const auto& band = latency.band.value;
    const std::string band_basis = band_text(latency.band);
    const auto width = [&](double share, const std::optional<double>& us) {
        return band && us ? MetricValue(share * *us) : MetricValue(std::monostate{});
    };
    const auto cycle_width = [&](double share, std::int64_t cycles) {
        return band ? MetricValue(band_cycles(share, cycles)) : MetricValue(std::monostate{});
    };
    list.push_back({"cycles_per_inference.plus_minus.spaced", "± Cycles, spaced", "cycles",
                    "Nine in ten published figures of programs like this one lie within.",
                    cycle_width(band ? band->spaced : 0, latency.spaced_cycles), band_basis});
    list.push_back({"cycles_per_inference.plus_minus.contiguous", "± Cycles, contiguous", "cycles",
                    "Nine in ten published figures of programs like this one lie within.",
                    cycle_width(band ? band->contiguous : 0, latency.contiguous_cycles), band_basis});
    list.push_back({"latency_us.plus_minus.spaced", "± Compute latency, spaced", "µs",
                    "Nine in ten published figures of programs like this one lie within.",
                    width(band ? band->spaced : 0, latency.spaced_us), band_basis});
    list.push_back({"latency_us.plus_minus.contiguous", "± Compute time, contiguous", "µs",
                    "Nine in ten published figures of programs like this one lie within.",
                    width(band ? band->contiguous : 0, latency.contiguous_us), band_basis});
    const auto& end_to_end = latency.end_to_end.value;
    const std::string basis = end_to_end ? end_to_end->basis : latency.end_to_end.reason;
    list.push_back({"end_to_end_us.mean", "End-to-end latency, mean", "µs",
                    "Modelled compute plus the published mean of the IO round trip.",
                    optional_value(end_to_end ? std::optional(end_to_end->mean) : std::nullopt), basis});
    list.push_back(
        {"end_to_end_us.p99", "End-to-end latency, p99", "µs",
         "Modelled compute, which does not vary, plus the published 99th percentile of the IO round trip.",
         optional_value(end_to_end ? std::optional(end_to_end->p99) : std::nullopt), basis});
    const auto& end_band = latency.end_to_end_band.value;
    const std::string end_basis = end_band ? end_band->basis : latency.end_to_end_band.reason;
    list.push_back({"end_to_end_us.plus_minus.mean", "± End-to-end latency, mean", "µs",
                    "Nine in ten latencies measured on cards lie within.",
                    optional_value(end_band ? std::optional(end_band->mean) : std::nullopt), end_basis});
    list.push_back({"end_to_end_us.plus_minus.p99", "± End-to-end latency, p99", "µs",
                    "Nine in ten 99th percentiles measured on cards lie within.",
                    optional_value(end_band ? std::optional(end_band->p99) : std::nullopt),
                    end_band ? end_band->p99_basis : end_basis});
    if (latency.target) {
        const TargetResult& target = *latency.target;
        list.push_back(
            {"target.us", "Target", "µs", "The latency that was asked for, end to end.", target.us, "given"});
        list.push_back(
            {"target.verdict", "Target met", "",
             "The end-to-end mean with its band against the target: under, over, or too close to "
             "call.",
             target.verdict ? MetricValue(std::string(name(*target.verdict))) : MetricValue(std::monostate{}),
             target.verdict ? verdict_text(target, latency.end_to_end_band) : target.reason});
    }
}

void add_run(std::vector<Metric>& list, const RunPart& run) {
    const Recording& recording = *run.recording;
    const ErrorSummary& error = recording.error;
    list.push_back({"inferences", "Inferences run", "", "How many inferences the VM executed.",
                    recording.total(), run.inputs});
    const bool known = error.inferences > 0;
    const std::string basis =
        known ? fmt::format("VM against LibTorch fp32 ({}), {}", name(recording.reference.kind), run.inputs)
              : recording.reference.note;
    const auto add = [&](const char* key, const char* label, const char* help, MetricValue value) {
        list.push_back(
            {key, label, "", help, known ? std::move(value) : MetricValue(std::monostate{}), basis});
    };
    add("error.max_abs", "Largest absolute error", "Largest |VM - reference| over all outputs.",
        error.max_abs);
    add("error.rms", "RMS error", "Root of the mean square of VM - reference.", error.rms);
    add("error.relative_rms", "Relative RMS error", "RMS error divided by the RMS of the reference.",
        error.relative_rms);
    add("error.reference_max_abs", "Largest reference output", "Largest |reference| over all outputs.",
        error.reference_max_abs);
    add("error.allclose", "All close", "Every |VM - reference| is at most atol + rtol × |reference|.",
        error.allclose);
    add("error.non_finite", "Outputs not finite",
        "Output values where the VM or the reference is NaN or infinite.", error.non_finite);
    const auto time = [](double us) { return us > 0 ? MetricValue(us) : MetricValue(std::monostate{}); };
    list.push_back({"speed.vm_us_per_inference", "VM, wall clock", "µs",
                    "Mean time of one inference in the VM on this computer.",
                    time(run.speed.vm_us_per_inference), "measured on this computer"});
    list.push_back({"speed.reference_us_per_inference", "LibTorch, wall clock", "µs",
                    "Mean time of one call of LibTorch with its state passed, timed inside the worker.",
                    time(run.speed.reference_us_per_inference), "measured on this computer"});
}

}  // namespace

std::vector<Metric> metrics(const Report& report) {
    std::vector<Metric> list;
    add_latency(list, report.latency);
    if (report.run) add_run(list, *report.run);
    return list;
}

std::string value_text(const Metric& metric) {
    const std::string unit = metric.unit.empty() ? "" : " " + metric.unit;
    return std::visit(Overloaded{[](std::monostate) { return std::string("–"); },
                                 [&](std::int64_t value) { return count_text(value) + unit; },
                                 [&](double value) { return number_text(value) + unit; },
                                 [](bool value) { return std::string(value ? "yes" : "no"); },
                                 [](const std::string& value) { return value; }},
                      metric.value);
}

}  // namespace lockstep
