#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/nnir/graph.h"

class QComboBox;

namespace lockstep {

/// Fills a chooser with the patterns (nnir::NodePattern) around a node: the node itself, then the modules
/// that it is in, the innermost first. The data of an entry is its pattern. No signal.
void fillScopes(QComboBox& chooser, const nnir::Node* node);

/// The node of the graph; null without one.
const nnir::Node* nodeIn(const std::shared_ptr<const nnir::Graph>& graph, std::optional<std::uint32_t> node);

}  // namespace lockstep
