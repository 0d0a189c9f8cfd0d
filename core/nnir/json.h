#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/nnir/graph.h"

namespace lockstep::nnir {

/// The graph as `inspect --format json` shows it: {name, nodes [{id, op, inputs, outputs [{value, shape,
/// data_dim, format}], module, source {file, line, text}, origins, attributes, support {level, note}}],
/// states [{name, role, value, shape, written, module}], inputs, outputs [{value, shape, data_dim, format}]}.
/// Values are named; data_dim is null where it is open; constants are given by {"constant": shape,
/// "elements": n}; numbers that are not finite are strings.
nlohmann::ordered_json to_json(const Graph& graph);

}  // namespace lockstep::nnir
