#include "core/layout/graph_scene.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/layout/text_width.h"
#include "core/nnir/node_pattern.h"
#include "core/nnir/node_words.h"
#include "core/nnir/op.h"

namespace lockstep {
namespace {

namespace metrics = scene_metrics;

/// The way of the data is kept straight; states stand beside it.
constexpr double data_weight = 8;
/// Against rounding: a box is as wide as its texts.
constexpr double slack = 0.01;

std::string shape_of(const nnir::Graph& graph, nnir::ValueId value) {
    const auto found = graph.values.find(value);
    return found == graph.values.end() ? std::string() : shape_label(found->second.type.shape);
}

std::string name_of(const nnir::Graph& graph, nnir::ValueId value) {
    const auto found = graph.values.find(value);
    return found == graph.values.end() ? std::string() : found->second.name;
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
    SceneMaker(const nnir::Graph& graph, const Folding& folding) : graph_(graph), folding_(folding) {
        for (const nnir::Node& node : graph_.nodes) {
            if (nnir::is_inside(node.provenance.module, folding_.root)) drawn_.push_back(&node);
        }
        for (const nnir::Node* node : drawn_) {
            for (const nnir::ValueId input : node->inputs) readers_[input].push_back(node);
            for (const nnir::ValueId output : node->outputs) maker_[output] = node;
        }
    }

    GraphScene make() {
        for (const nnir::ValueId value : outer_inputs()) {
            source_[value] = add({.kind = SceneKind::input,
                                  .value = value,
                                  .title = name_of(graph_, value),
                                  .detail = shape_of(graph_, value),
                                  .subtitle = "input"});
        }
        std::vector<std::pair<const nnir::State*, std::uint32_t>> states;
        for (const nnir::State& state : graph_.states) {
            if (!is_drawn(state)) continue;
            states.emplace_back(&state,
                                add({.kind = SceneKind::state,
                                     .value = state.read,
                                     .state = state.id,
                                     .title = state.name,
                                     .detail = shape_of(graph_, state.read),
                                     .subtitle = state.role.empty() ? "state" : state.role + " state"}));
            source_[state.read] = states.back().second;
        }
        for (const nnir::Node* node : drawn_) add_node(*node);
        for (const nnir::ValueId value : outer_outputs()) {
            const std::uint32_t box = add({.kind = SceneKind::output,
                                           .value = value,
                                           .title = name_of(graph_, value),
                                           .detail = shape_of(graph_, value),
                                           .subtitle = "output"});
            connect(value, box, false);
        }
        for (const auto& [state, box] : states) finish_state(*state, box);
        number_twins();
        finish_modules();
        for (SceneBox& box : scene_.boxes) fit(box);
        return std::move(scene_);
    }

  private:
    std::uint32_t add(SceneBox box) {
        scene_.boxes.push_back(std::move(box));
        return static_cast<std::uint32_t>(scene_.boxes.size() - 1);
    }

    /// Values that nodes read which are drawn, and that none of them makes.
    std::vector<nnir::ValueId> outer_inputs() const {
        if (folding_.root.empty()) return graph_.inputs;
        std::vector<nnir::ValueId> values;
        for (const nnir::Node* node : drawn_) {
            for (const nnir::ValueId input : node->inputs) {
                const nnir::State* state = graph_.state_read_as(input);
                if (maker_.contains(input) || (state != nullptr && is_drawn(*state))) continue;
                if (std::find(values.begin(), values.end(), input) == values.end()) values.push_back(input);
            }
        }
        return values;
    }

    std::vector<nnir::ValueId> outer_outputs() const {
        if (folding_.root.empty()) return graph_.outputs;
        std::set<nnir::ValueId> outside(graph_.outputs.begin(), graph_.outputs.end());
        for (const nnir::Node& node : graph_.nodes) {
            if (!nnir::is_inside(node.provenance.module, folding_.root))
                outside.insert(node.inputs.begin(), node.inputs.end());
        }
        std::vector<nnir::ValueId> values;
        for (const nnir::Node* node : drawn_) {
            for (const nnir::ValueId output : node->outputs)
                if (outside.contains(output)) values.push_back(output);
        }
        return values;
    }

    /// A state is inside a folded module if nobody else reads or writes it.
    bool is_drawn(const nnir::State& state) const {
        const auto readers = readers_.find(state.read);
        const auto writer = maker_.find(state.written);
        if (readers == readers_.end() && writer == maker_.end()) return folding_.root.empty();
        std::set<std::optional<std::string>> modules;
        if (writer != maker_.end()) modules.insert(fold_of(folding_, writer->second->provenance.module));
        if (readers != readers_.end()) {
            for (const nnir::Node* node : readers->second)
                modules.insert(fold_of(folding_, node->provenance.module));
        }
        // Written from outside every drawn node: by an input, or under a root by what is not drawn.
        const bool foreign = writer == maker_.end() || graph_.is_output(state.read);
        return modules.size() > 1 || !modules.begin()->has_value() || foreign;
    }

    bool is_module(std::uint32_t box) const { return scene_.boxes[box].kind == SceneKind::module; }

    void connect(nnir::ValueId value, std::uint32_t to, bool back) {
        const auto from = source_.find(value);
        if (from == source_.end()) return;
        if (is_module(to) || is_module(from->second)) {
            const bool inside = from->second == to;
            if (inside || !joined_.insert({from->second, to, value}).second) return;
        }
        scene_.edges.push_back({from->second, to, value, shape_of(graph_, value), back});
    }

    std::uint32_t box_for(const nnir::Node& node, nnir::ValueId output) {
        const std::optional<std::string> module = fold_of(folding_, node.provenance.module);
        if (!module) {
            return add({.kind = SceneKind::node,
                        .node = node.id,
                        .value = output,
                        .op = node.op == nullptr ? std::string() : node.op->name(),
                        .title = nnir::operator_word(node),
                        .detail = shape_of(graph_, output),
                        .subtitle = nnir::node_place(graph_, node)});
        }
        const auto [known, fresh] = modules_.try_emplace(*module, 0U);
        if (fresh) known->second = add({.kind = SceneKind::module, .value = output, .module = *module});
        scene_.boxes[known->second].members.push_back(node.id);
        return known->second;
    }

    void add_node(const nnir::Node& node) {
        const nnir::ValueId output = node.outputs.empty() ? nnir::ValueId{} : node.outputs.front();
        const std::uint32_t box = box_for(node, output);
        for (const nnir::ValueId input : node.inputs) connect(input, box, false);
        for (const nnir::ValueId made : node.outputs) source_[made] = box;
    }

    /// Texts, twins, and the edges that would lead in circles.
    void finish_modules() {
        if (modules_.empty()) return;
        const auto alike = identical_modules(graph_, folded_nodes(graph_, folding_));
        for (const auto& [path, index] : modules_) {
            SceneBox& box = scene_.boxes[index];
            box.title = path;
            const std::size_t count = box.members.size();
            box.subtitle = std::to_string(count) + (count == 1 ? " operator" : " operators");
            if (const auto twins = alike.find(path); twins != alike.end()) {
                box.alike = twins->second.size();
                box.subtitle += " \u00B7 \u00D7" + std::to_string(box.alike + 1) + " identical";
            }
        }
        for (const SceneEdge& edge : scene_.edges) {
            // What leaves it first says its shape.
            if (is_module(edge.from) && scene_.boxes[edge.from].detail.empty())
                scene_.boxes[edge.from].detail = edge.shape;
        }
        mark_circles();
    }

    void mark_circles() {
        std::vector<std::vector<std::size_t>> out(scene_.boxes.size());
        for (std::size_t e = 0; e < scene_.edges.size(); ++e)
            if (!scene_.edges[e].back) out[scene_.edges[e].from].push_back(e);
        enum class Visit : std::uint8_t { fresh, open, done };
        std::vector<Visit> visits(scene_.boxes.size(), Visit::fresh);
        std::vector<std::pair<std::uint32_t, std::size_t>> way;
        for (std::uint32_t start = 0; start < scene_.boxes.size(); ++start) {
            if (visits[start] != Visit::fresh) continue;
            way.emplace_back(start, 0);
            visits[start] = Visit::open;
            while (!way.empty()) {
                auto& [box, next] = way.back();
                if (next == out[box].size()) {
                    visits[box] = Visit::done;
                    way.pop_back();
                    continue;
                }
                SceneEdge& edge = scene_.edges[out[box][next++]];
                if (visits[edge.to] == Visit::open) {
                    edge.against = true;
                } else if (visits[edge.to] == Visit::fresh) {
                    visits[edge.to] = Visit::open;
                    way.emplace_back(edge.to, 0);
                }
            }
        }
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
    const Folding& folding_;
    std::vector<const nnir::Node*> drawn_;
    std::map<nnir::ValueId, std::vector<const nnir::Node*>> readers_;  ///< among the drawn
    std::map<nnir::ValueId, const nnir::Node*> maker_;
    std::map<std::string, std::uint32_t> modules_;  ///< boxes of the folded ones
    std::set<std::tuple<std::uint32_t, std::uint32_t, nnir::ValueId>> joined_;
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

GraphScene make_scene(const nnir::Graph& graph, const Folding& folding) {
    return SceneMaker(graph, folding).make();
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
                                 .ranks = !edge.back && !edge.against,
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
