#include "core/report/json_report.h"

#include <algorithm>
#include <cmath>

#include "core/report/attribution_report.h"
#include "core/report/band_report.h"
#include "core/report/latency_budget.h"
#include "core/report/latency_distribution.h"
#include "core/report/number_text.h"
#include "core/report/operator_support.h"
#include "core/report/precision_report.h"
#include "core/report/readout_report.h"
#include "core/report/report_warnings.h"
#include "core/report/watch_report.h"
#include "core/report/why_report.h"

namespace lockstep {
namespace {

Json json_or_null(const std::optional<double>& value) {
    return value ? json_number(*value) : Json(nullptr);
}

template <class T>
Json json_figure(const Figure<T>& figure) {
    return {{"value", figure.value},
            {"unit", figure.unit},
            {"basis", name(figure.basis)},
            {"source", figure.source}};
}

Json json_axes(const std::vector<IoTensor>& tensors) {
    Json axes = Json::array();
    for (const IoTensor& tensor : tensors)
        axes.push_back(tensor.streaming_axis ? Json(*tensor.streaming_axis) : Json(nullptr));
    return axes;
}

Json json_tensors(const std::vector<IoTensor>& tensors) {
    Json list = Json::array();
    for (const IoTensor& tensor : tensors)
        list.push_back(
            {{"name", tensor.name}, {"shape", tensor.shape}, {"format", tensor.fp32 ? "fp32" : "bf16"}});
    return list;
}

Json json_ops(const std::vector<OpRow>& ops) {
    const auto cycle = [](const std::optional<std::int64_t>& value) {
        return value ? Json(*value) : Json(nullptr);
    };
    Json list = Json::array();
    for (const OpRow& row : ops) {
        list.push_back({{"node", row.node},
                        {"name", row.name},
                        {"op", row.op},
                        {"module", row.module},
                        {"source", row.source},
                        {"fused_into", row.fused_into},
                        {"instructions", row.instructions},
                        {"busy_cycles", row.busy},
                        {"occupied_cycles", row.occupied},
                        {"state_update_cycles", row.state_update},
                        {"first_start_cycle", cycle(row.first_start)},
                        {"last_end_cycle", cycle(row.last_end)},
                        {"share", json_number(row.share)},
                        {"weight_blocks", row.weight_blocks},
                        {"support", {{"level", nnir::name(row.support.level)}, {"note", row.support.note}}}});
    }
    return list;
}

void add_latency(Json& json, const LatencyFigures& latency) {
    json["cycles_per_inference"] = {{"spaced", latency.spaced_cycles},
                                    {"contiguous", latency.contiguous_cycles}};
    json["latency_us"] = {{"spaced", json_or_null(latency.spaced_us)},
                          {"contiguous", json_or_null(latency.contiguous_us)},
                          {"basis", latency.clock_mhz ? "modelled: cycles / MHz" : "the clock is not known"}};
    json["clock_mhz"] = latency.clock_mhz ? json_figure(*latency.clock_mhz) : Json(nullptr);
    const EndToEndResult& result = latency.end_to_end;
    json["end_to_end_us"] = nullptr;
    json["end_to_end_note"] = result.reason;
    if (result.value) {
        json["end_to_end_us"] = {{"mean", json_number(result.value->mean)},
                                 {"p99", json_number(result.value->p99)},
                                 {"io_path", name(result.value->path)},
                                 {"basis", result.value->basis}};
    }
    add_bands(json, latency);
}

Json json_reset(const ResetCost& cost, const std::optional<Figure<double>>& clock_mhz) {
    Json memory = Json::array();
    for (const ResetCost::Extra& extra : cost.memory)
        memory.push_back({{"core", extra.core}, {"name", extra.name}, {"blocks", extra.blocks}});
    const double cycles = static_cast<double>(cost.cycles);
    return {{"cycles", cost.cycles},
            {"us", clock_mhz ? json_number(cycles / clock_mhz->value) : Json(nullptr)},
            {"instructions", cost.instructions},
            {"memory", std::move(memory)},
            {"inference_cycles_change",
             cost.spaced_change
                 ? Json{{"spaced", *cost.spaced_change}, {"contiguous", cost.contiguous_change.value_or(0)}}
                 : Json(nullptr)}};
}

void add_run(Json& json, const RunPart& run, const Program& program) {
    const Recording& recording = *run.recording;
    const ReferenceInfo& reference = recording.reference;
    const ErrorSummary& error = recording.error;
    json["inferences"] = recording.total();
    json["inputs_from"] = run.inputs;
    json["random_inputs"] = run.random_inputs;
    json["seed"] = run.seed ? Json(*run.seed) : Json(nullptr);
    json["reset_every"] = run.reset_every > 0 ? Json(run.reset_every) : Json(nullptr);
    json["reset_column"] = run.reset_column.empty() ? Json(nullptr) : Json(run.reset_column);
    json["resets"] = nullptr;
    if (run.reset_every > 0 || !run.reset_column.empty()) {
        const std::int64_t count = resets_done(run);
        json["resets"] = {{"by", run.reset_cycles ? "program" : "host"},
                          {"count", count},
                          {"cycles_each", run.reset_cycles ? Json(*run.reset_cycles) : Json(nullptr)},
                          {"cycles", run.reset_cycles ? Json(count * *run.reset_cycles) : Json(nullptr)}};
    }
    json["reference"] = {
        {"kind", name(reference.kind)},
        {"checked_steps", reference.checked_steps},
        {"max_abs", reference.checked_steps > 0 ? json_number(reference.max_abs) : Json(nullptr)},
        {"sequence_length", reference.sequence_length},
        {"every", reference.every},
        {"note", reference.note}};
    json["error"] = nullptr;
    if (error.inferences > 0) {
        json["error"] = {{"max_abs", json_number(error.max_abs)},
                         {"rms", json_number(error.rms)},
                         {"relative_rms", json_number(error.relative_rms)},
                         {"reference_max_abs", json_number(error.reference_max_abs)},
                         {"allclose", error.allclose},
                         {"atol", json_number(run.tolerance.atol)},
                         {"rtol", json_number(run.tolerance.rtol)},
                         {"inferences", error.inferences},
                         {"undefined_inferences", error.undefined},
                         {"non_finite", error.non_finite},
                         {"worst_inference", error.worst_index}};
    }
    add_distribution(json, recording);
    if (run.watch) add_watch(json, *run.watch);
    if (run.attribution) json["attribution"] = json_attribution(*run.attribution, program);
    Json list = Json::array();
    const std::size_t count = std::min(recording.inferences.size(), json_inference_limit);
    for (std::size_t i = 0; i < count; ++i) list.push_back(json_inference(recording.inferences[i]));
    json["per_inference"] = std::move(list);
    const auto time = [](double us) { return us > 0 ? json_number(us) : Json(nullptr); };
    json["speed"] = {{"vm_us_per_inference", time(run.speed.vm_us_per_inference)},
                     {"reference_us_per_inference", time(run.speed.reference_us_per_inference)},
                     {"basis", "measured on this computer, wall clock"}};
}

}  // namespace

Json json_memory(const std::vector<MemoryUse>& memory) {
    Json list = Json::array();
    for (const MemoryUse& use : memory) {
        list.push_back({{"core", use.core},
                        {"name", use.name},
                        {"used", use.used},
                        {"depth", use.depth},
                        {"unit", use.unit},
                        {"basis", name(use.basis)}});
    }
    return list;
}

Json json_number(double value) {
    return std::isfinite(value) ? Json(value) : Json(exact_text(value));
}

Json json_head(bool ok) {
    return {{"schema_version", json_schema_version}, {"ok", ok}};
}

Json json_failure(const Failure& failure) {
    Json nodes = Json::array();
    for (const FailureNode& node : failure.nodes)
        nodes.push_back(
            {{"op", node.op}, {"module", node.module}, {"source", node.source}, {"reason", node.reason}});
    Json json = json_head(false);
    json["failure"] = {{"kind", name(failure.kind)},
                       {"message", failure.message},
                       {"advice", failure.advice},
                       {"nodes", std::move(nodes)}};
    return json;
}

Json json_inference(const InferenceRecord& record) {
    const bool known = record.reference != ReferenceKind::none;
    return {{"index", record.index},
            {"max_abs_error", known ? json_number(record.max_abs_error) : Json(nullptr)},
            {"rms_error", known ? json_number(record.rms_error) : Json(nullptr)},
            {"cycles", record.cycles},
            {"reference", name(record.reference)},
            {"reference_max_abs", known ? json_number(record.reference_max_abs) : Json(nullptr)},
            {"allclose", known ? Json(record.allclose) : Json(nullptr)}};
}

Json json_gates(const std::vector<GateResult>& gates) {
    Json list = Json::array();
    for (const GateResult& gate : gates)
        list.push_back({{"expression", gate.expression}, {"value", gate.value}, {"hit", gate.hit}});
    return list;
}

Json json_report(const Report& report) {
    const Program& program = *report.program;
    Json json = json_head(true);
    json["tool_version"] = report.tool_version;
    if (!report.command.empty()) json["command"] = report.command;
    json["model"] = program.model_name;
    json["model_file"] = report.model_file;
    json["program_file"] = report.program_file;
    json["model_sha256"] = program.model_sha256;
    json["config"] = program.config.name;
    json["board"] = program.config.board;
    json["cores"] = program.config.cores.value;
    json["cores_used"] = program.cores_used;
    json["block_size"] = program.config.block_size.value;
    json["optimized"] = program.optimized;
    json["policy"] = program.optimized ? "optimized" : "calibrated";
    json["quick"] = program.search.quick;
    json["seeds"] = program.search.seeds;
    json["seed"] = program.search.seed;
    json["search"] = {{"candidates", program.search.candidates},
                      {"comparable_with_published", program.departures().empty()},
                      {"departures", program.departures()},
                      {"cores", program.pins}};
    if (program.optimized)
        json["search"]["calibrated_cycles_per_inference"] = {
            {"spaced", program.search.calibrated_spaced},
            {"contiguous", program.search.calibrated_contiguous}};
    add_latency(json, report.latency);
    json["latency_distribution"] = latency_distribution_json(report.latency);
    json["streaming"] = {{"input_axes", json_axes(program.inputs)},
                         {"output_axes", json_axes(program.outputs)},
                         {"warm_up", program.warm_up}};
    json["inputs"] = json_tensors(program.inputs);
    json["outputs"] = json_tensors(program.outputs);
    json["io_bytes"] = {{"input", program.input_bytes()}, {"output", program.output_bytes()}};
    json["memory"] = json_memory(program.memory);
    json["state_reset"] = report.reset ? json_reset(*report.reset, report.latency.clock_mhz) : Json(nullptr);
    json["per_op"] = json_ops(report.ops);
    const SupportCount support = count_support(report.ops);
    json["support"] = {{"all_published", support.lockstep_only.empty()},
                       {"summary", support_text(support)},
                       {"composed", support.composed},
                       {"lockstep_only", support.lockstep_only}};
    json["reconciliation"] = {{"spaced_cycles", report.reconciliation.spaced},
                              {"sum_of_ops_cycles", report.reconciliation.sum_of_ops},
                              {"overlap_cycles", report.reconciliation.overlap},
                              {"idle_cycles", report.reconciliation.idle},
                              {"state_update_cycles", report.reconciliation.state_update}};
    if (report.why && report.latency.target) {
        const double target = report.latency.target->us;
        json["budget"] = budget_json(latency_budget(program, *report.why, report.latency, target), target);
    }
    if (report.why) json["why"] = why_json(program, *report.timeline, *report.why);
    json["precision"] = json_precision(report);
    json["warnings"] = report_warnings(report);
    json["notes"] = report.notes;
    if (report.vectors) {
        json["vectors"] = {{"count", report.vectors->count},
                           {"made_by", report.vectors->made_by},
                           {"reference_max_abs", json_number(report.vectors->reference_max_abs)},
                           {"vm_max_abs", json_number(report.vectors->vm_max_abs)},
                           {"allclose", report.vectors->allclose}};
    }
    if (report.readout) json["readout"] = json_readout(*report.readout);
    if (report.run) add_run(json, *report.run, program);
    if (!report.gates.empty()) json["fail_if"] = json_gates(report.gates);
    return json;
}

std::string to_text(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_line(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lockstep
