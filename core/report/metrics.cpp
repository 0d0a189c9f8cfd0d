#include "core/report/metrics.h"

#include <fmt/format.h>

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
    const auto& end_to_end = latency.end_to_end.value;
    const std::string basis = end_to_end ? end_to_end->basis : latency.end_to_end.reason;
    list.push_back({"end_to_end_us.mean", "End-to-end latency, mean", "µs",
                    "Modelled compute plus the published mean of the IO round trip.",
                    optional_value(end_to_end ? std::optional(end_to_end->mean) : std::nullopt), basis});
    list.push_back(
        {"end_to_end_us.p99", "End-to-end latency, p99", "µs",
         "Modelled compute, which does not vary, plus the published 99th percentile of the IO round trip.",
         optional_value(end_to_end ? std::optional(end_to_end->p99) : std::nullopt), basis});
}

void add_run(std::vector<Metric>& list, const RunPart& run) {
    const Recording& recording = *run.recording;
    const ErrorSummary& error = recording.error;
    list.push_back({"inferences", "Inferences run", "", "How many inferences the VM executed.",
                    static_cast<std::int64_t>(recording.inferences.size()), run.inputs});
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
