#pragma once

#include <string>

#include "core/nnir/graph.h"

namespace lockstep::nnir {

/// Canonical text: what the graph computes and nothing else. Values are numbered by a walk from the outputs,
/// names, ids and provenance are left out, constants are shown by shape and a hash of their bits. Two graphs
/// that compute the same by the same operators on the same constants have equal text.
std::string canonical_text(const Graph& graph);

/// For people: inputs, states and a line per node in the graph's order, with names, data dimensions and
/// provenance.
std::string full_text(const Graph& graph);

/// "1024 x 128 #0a1b2c3d4e5f": shape and the first 12 digits of the FNV-1a hash of the values' bits.
std::string constant_text(const Tensor& tensor);
/// "20 x 128!": the data dimension is marked.
std::string type_text(const ValueType& type);
/// An attribute's value; constants by shape alone if `hashes` is false.
std::string attribute_text(const Attribute& attribute, bool hashes);

}  // namespace lockstep::nnir
