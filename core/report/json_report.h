#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/report/report.h"
#include "core/support/error.h"

namespace lockstep {

/// Version of all JSON that Lockstep writes; grows when a name changes its meaning or goes away.
inline constexpr int json_schema_version = 1;
/// As many inferences stand in `per_inference`; --per-inference writes all of them.
inline constexpr std::size_t json_inference_limit = 10000;

using Json = nlohmann::ordered_json;

/// A number, or "nan", "inf", "-inf" as a string: JSON has no such numbers.
Json json_number(double value);
/// {"schema_version": 1, "ok": true}.
Json json_head(bool ok);
/// {"schema_version": 1, "ok": false, "failure": {"kind", "message", "advice", "nodes": [{"op", "module",
/// "source", "reason"}]}}.
Json json_failure(const Failure& failure);

/// The JSON of `compile`; with a run in the report, that of `run`. The names are a contract.
Json json_report(const Report& report);
/// One inference, as in `per_inference` and the lines of --per-inference.
Json json_inference(const InferenceRecord& record);
Json json_memory(const std::vector<MemoryUse>& memory);
Json json_gates(const std::vector<GateResult>& gates);

/// Indented by two; text that is not UTF-8 (out of a model file) is replaced instead of failing.
std::string to_text(const Json& json);
/// On one line.
std::string to_line(const Json& json);

}  // namespace lockstep
