#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/layout/folding.h"
#include "core/layout/graph_layout.h"
#include "core/nnir/graph.h"

/// What of an NNIR graph is drawn: boxes with their texts and edges between them, still without places.
namespace lockstep {

enum class SceneKind : std::uint8_t { node, input, output, state, module };

inline constexpr std::uint32_t no_box = 0xFFFFFFFFU;

struct SceneBox {
    SceneKind kind = SceneKind::node;
    /// Of a node; of a state: the node that writes it, else the first that reads it; else invalid.
    nnir::NodeId node = {};
    nnir::ValueId value = {};  ///< of an input or output; of a node its first output; of a state what is read
    nnir::StateId state = {};
    std::string op = {};        ///< operator name; empty for what is no node
    std::string title = {};     ///< operator, or the name of input, output or state; elided to the box
    std::string detail = {};    ///< shape, right of the title
    std::string subtitle = {};  ///< module path, or what the box is
    std::string module = {};    ///< path of a folded module
    std::vector<nnir::NodeId> members = {};  ///< the nodes of a folded module, in graph order
    std::size_t alike = 0;                   ///< other folded modules that are the same but for constants
    double width = 0;
};

struct SceneEdge {
    std::uint32_t from = 0;  ///< index of a box
    std::uint32_t to = 0;
    nnir::ValueId value = {};
    std::string shape = {};
    /// The value that a state takes over to the next inference.
    bool back = false;
    /// Leads back into a folded module that it comes out of: it is drawn but moves no box.
    bool against = false;
};

/// Boxes in a fixed order: inputs, states, nodes in graph order (a folded module where its first node is),
/// outputs. Edges in the order of the operands; of several with one value between two boxes the first.
struct GraphScene {
    std::vector<SceneBox> boxes;
    std::vector<SceneEdge> edges;

    /// The box of the node; no_box if there is none.
    std::uint32_t box_of(nnir::NodeId node) const;
};

/// Metrics of a box, in pixels at a text size of 13.
namespace scene_metrics {
inline constexpr double title_size = 13;
inline constexpr double subtitle_size = 11;
inline constexpr double box_height = 44;
inline constexpr double padding = 12;
inline constexpr double title_baseline = 19;
inline constexpr double subtitle_baseline = 35;
inline constexpr double narrowest = 120;
inline constexpr double widest = 264;
}  // namespace scene_metrics

/// States that only nodes of one folded module read and write are inside it. Under a root the values that
/// come from outside it are inputs, those that go out are outputs.
GraphScene make_scene(const nnir::Graph& graph, const Folding& folding = {});

/// Box ids and edge ids are indices into the scene.
LayoutRequest layout_request(const GraphScene& scene, LayoutDirection direction = LayoutDirection::down);

/// "20 × 128"; "scalar".
std::string shape_label(const Shape& shape);

}  // namespace lockstep
