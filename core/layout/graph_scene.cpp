#include "core/layout/graph_scene.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/layout/text_width.h"
#include "core/nnir/op.h"

namespace lockstep {
namespace {

namespace metrics = scene_metrics;

/// The way of the data is kept straight; states stand beside it.
constexpr double data_weight = 8;
/// Against rounding: a box is as wide as its texts.
constexpr double slack = 0.01;

/// "add" of a family of operators (Pointwise) says more than the family's name.
std::string title_of(const nnir::Node& node) {
    const auto& attributes = node.attributes.entries();
    if (const auto found = attributes.find("op"); found != attributes.end()) {
        if (const auto* word = std::get_if<std::string>(&found->second); word != nullptr && !word->empty()) {
            std::string title = *word;
            if (title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
            return title;
        }
    }
    return node.op == nullptr ? "?" : node.op->name();
}

std::string shape_of(const nnir::Graph& graph, nnir::ValueId value) {
    const auto found = graph.values.find(value);
    return found == graph.values.end() ? std::string() : shape_label(found->second.type.shape);
}

std::string name_of(const nnir::Graph& graph, nnir::ValueId value) {
    const auto found = graph.values.find(value);
    return found == graph.values.end() ? std::string() : found->second.name;
}

/// Where it comes from, with its number in a stack of layers; else its value's name.
std::string subtitle_of(const nnir::Graph& graph, const nnir::Node& node, nnir::ValueId output) {
    std::string text = node.provenance.module.empty() ? name_of(graph, output) : node.provenance.module;
    const auto& attributes = node.attributes.entries();
    if (const auto found = attributes.find("layer"); found != attributes.end()) {
        if (const auto* layer = std::get_if<std::int64_t>(&found->second)) {
            text += (text.empty() ? "layer " : " \u00B7 layer ") + std::to_string(*layer);
        }
    }
    return text;
}

/// Gives the box its width and cuts its texts to it.
void fit(SceneBox& box) {
    const double detail = text_width(box.detail, metrics::subtitle_size);
    const double gap = box.detail.empty() ? 0 : metrics::padding;
    const double first = text_width(box.title, metrics::title_size) + gap + detail;
    const double second = text_width(box.subtitle, metrics::subtitle_size);
    // States have round ends, which take room from the text.
    const double around = (box.kind == SceneKind::state ? 3 : 2) * metrics::padding;
    box.width = std::clamp(std::max(first, second) + around, metrics::narrowest, metrics::widest);
    const double inside = box.width - around;
    box.title =
        elide_middle(box.title, metrics::title_size, std::max(inside - gap - detail, inside / 3) + slack);
    const double title = text_width(box.title, metrics::title_size);
    box.detail = elide_middle(box.detail, metrics::subtitle_size, inside - gap - title + slack);
    box.subtitle = elide_middle(box.subtitle, metrics::subtitle_size, inside + slack);
}

class SceneMaker {
  public:
    explicit SceneMaker(const nnir::Graph& graph) : graph_(graph) {}

    GraphScene make() {
        for (const nnir::ValueId value : graph_.inputs) {
            source_[value] = add({.kind = SceneKind::input,
                                  .value = value,
                                  .title = name_of(graph_, value),
                                  .detail = shape_of(graph_, value),
                                  .subtitle = "input"});
        }
        std::vector<std::uint32_t> states;
        for (const nnir::State& state : graph_.states) {
            states.push_back(add({.kind = SceneKind::state,
                                  .value = state.read,
                                  .state = state.id,
                                  .title = state.name,
                                  .detail = shape_of(graph_, state.read),
                                  .subtitle = state.role.empty() ? "state" : state.role + " state"}));
            source_[state.read] = states.back();
        }
        for (const nnir::Node& node : graph_.nodes) add_node(node);
        for (const nnir::ValueId value : graph_.outputs) {
            const std::uint32_t box = add({.kind = SceneKind::output,
                                           .value = value,
                                           .title = name_of(graph_, value),
                                           .detail = shape_of(graph_, value),
                                           .subtitle = "output"});
            connect(value, box, false);
        }
        for (std::size_t s = 0; s < states.size(); ++s) finish_state(graph_.states[s], states[s]);
        number_twins();
        for (SceneBox& box : scene_.boxes) fit(box);
        return std::move(scene_);
    }

  private:
    std::uint32_t add(SceneBox box) {
        scene_.boxes.push_back(std::move(box));
        return static_cast<std::uint32_t>(scene_.boxes.size() - 1);
    }

    void connect(nnir::ValueId value, std::uint32_t to, bool back) {
        const auto from = source_.find(value);
        if (from == source_.end()) return;
        scene_.edges.push_back({from->second, to, value, shape_of(graph_, value), back});
    }

    void add_node(const nnir::Node& node) {
        const nnir::ValueId output = node.outputs.empty() ? nnir::ValueId{} : node.outputs.front();
        const std::uint32_t box = add({.kind = SceneKind::node,
                                       .node = node.id,
                                       .value = output,
                                       .op = node.op == nullptr ? std::string() : node.op->name(),
                                       .title = title_of(node),
                                       .detail = shape_of(graph_, output),
                                       .subtitle = subtitle_of(graph_, node, output)});
        for (const nnir::ValueId input : node.inputs) connect(input, box, false);
        for (const nnir::ValueId made : node.outputs) source_[made] = box;
    }

    /// Nodes that would read alike are told apart by a number, in the order of the graph.
    void number_twins() {
        std::map<std::pair<std::string, std::string>, std::vector<SceneBox*>> alike;
        for (SceneBox& box : scene_.boxes) {
            if (box.kind == SceneKind::node) alike[{box.title, box.subtitle}].push_back(&box);
        }
        for (const auto& [texts, boxes] : alike) {
            for (std::size_t i = 0; boxes.size() > 1 && i < boxes.size(); ++i) {
                boxes[i]->subtitle += (boxes[i]->subtitle.empty() ? "#" : " \u00B7 #") + std::to_string(i);
            }
        }
    }

    void finish_state(const nnir::State& state, std::uint32_t box) {
        connect(state.written, box, true);
        const auto writer = source_.find(state.written);
        if (writer != source_.end()) scene_.boxes[box].node = scene_.boxes[writer->second].node;
        if (scene_.boxes[box].node.valid()) return;
        const auto reads = [box](const SceneEdge& edge) { return edge.from == box && !edge.back; };
        const auto reader = std::find_if(scene_.edges.begin(), scene_.edges.end(), reads);
        if (reader != scene_.edges.end()) scene_.boxes[box].node = scene_.boxes[reader->to].node;
    }

    const nnir::Graph& graph_;
    GraphScene scene_;
    std::map<nnir::ValueId, std::uint32_t> source_;  ///< the box that gives the value
};

}  // namespace

std::uint32_t GraphScene::box_of(nnir::NodeId node) const {
    for (std::uint32_t i = 0; i < boxes.size(); ++i) {
        if (boxes[i].kind == SceneKind::node && boxes[i].node == node) return i;
    }
    return no_box;
}

GraphScene make_scene(const nnir::Graph& graph) {
    return SceneMaker(graph).make();
}

LayoutRequest layout_request(const GraphScene& scene, LayoutDirection direction) {
    LayoutRequest request;
    request.direction = direction;
    if (direction == LayoutDirection::right) std::swap(request.box_gap, request.rank_gap);
    for (std::uint32_t i = 0; i < scene.boxes.size(); ++i) {
        request.boxes.push_back(
            {.id = i, .width = scene.boxes[i].width, .height = scene_metrics::box_height});
    }
    for (std::uint32_t i = 0; i < scene.edges.size(); ++i) {
        const SceneEdge& edge = scene.edges[i];
        const bool of_state = scene.boxes[edge.from].kind == SceneKind::state || edge.back;
        request.edges.push_back({.id = i,
                                 .from = edge.from,
                                 .to = edge.to,
                                 .ranks = !edge.back,
                                 .weight = of_state ? 1 : data_weight});
    }
    return request;
}

std::string shape_label(const Shape& shape) {
    if (shape.empty()) return "scalar";
    std::string text;
    for (const std::int64_t extent : shape) {
        if (!text.empty()) text += " \u00D7 ";
        text += std::to_string(extent);
    }
    return text;
}

}  // namespace lockstep
