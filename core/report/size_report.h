#pragma once

#include <string>
#include <vector>

#include "core/analysis/graph_size.h"
#include "core/report/json_report.h"
#include "core/report/report.h"

namespace lockstep {

/// For people: a line per module and one for the whole graph, columns in line.
std::string size_text(const GraphSize& size);
/// {"parameters", "macs", "parameter_bytes", "value_bytes"}.
Json json_size(const Size& size);
/// Adds "size" to each of `json`'s nodes, which are the graph's in order, and "totals" and "modules"
/// [{module, nodes, size}].
void add_sizes(Json& json, const GraphSize& size);

/// The nodes of a graph as rows without costs: of a model that is not compiled.
std::vector<OpRow> graph_rows(const nnir::Graph& graph);

}  // namespace lockstep
