#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "core/import/imported_graph.h"
#include "core/import/model_session.h"
#include "core/support/error.h"

/// What the worker answers, read as hostile input: it has run a stranger's program.
namespace lockstep::graph_wire {

/// Reads a graph. Tensors point into `weights` (of `weight_bytes`). Throws Error(worker_failed) naming the
/// place when an index, size, offset, shape or length is out of range, a value is used before it is computed
/// or computed twice, or a field is missing.
ImportedGraph read_graph(const nlohmann::json& json, const std::shared_ptr<const std::byte>& weights,
                         std::uint64_t weight_bytes);

/// Reads what could be imported around refused places: as a graph, but it may have no outputs.
ImportedGraph read_partial_graph(const nlohmann::json& json, const std::shared_ptr<const std::byte>& weights,
                                 std::uint64_t weight_bytes);

/// Reads a probe (methods, inputs, parameter count, test vectors whose fp32 numbers lie in `blob`). Throws
/// Error(worker_failed).
ModelProbe read_probe(const nlohmann::json& json, const std::string& blob = {});

/// Reads a failure of the worker, with its texts cut to bearable lengths. Throws Error(worker_failed) when it
/// is malformed.
Failure read_failure(const nlohmann::json& json);

}  // namespace lockstep::graph_wire
