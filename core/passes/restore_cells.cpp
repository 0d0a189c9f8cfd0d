#include <algorithm>
#include <set>
#include <utility>

#include "core/nnir/axes.h"
#include "core/passes/canonicalize.h"
#include "core/passes/cell_match.h"
#include "core/passes/state_roles.h"

namespace lockstep {
namespace {

using namespace nnir;

/// What the cells of one graph are told apart by, and what one knows that another has folded.
class CellTable {
  public:
    explicit CellTable(const Rewrite& rewrite) : rewrite_(rewrite) {
        for (const NodeId id : rewrite.node_ids()) {
            auto match = match_lstm(rewrite, rewrite.node(id));
            if (!match) match = match_gru(rewrite, rewrite.node(id));
            if (match) matches_.push_back(std::move(*match));
        }
        share_weights();
        complete();
        drop_broken_loops();
        drop_shared();
    }

    const std::vector<CellMatch>& matches() const { return matches_; }

  private:
    static Tensor bias(const CellMatch& match, const char* key) {
        if (match.attributes.has(key)) return match.attributes.tensor(key);
        return Tensor::filled({match.attributes.tensor("weight_ih").shape()[0]}, 0.0F);
    }

    static bool same_layer(const CellMatch& a, const CellMatch& b) {
        return a.op == b.op && a.attributes.tensor("weight_ih") == b.attributes.tensor("weight_ih");
    }

    /// The steps of a loop have one tensor for one weight.
    void share_weights() {
        std::vector<Tensor> known;
        for (CellMatch& match : matches_) {
            const Attributes found = match.attributes;
            for (const auto& [key, value] : found.entries()) {
                const auto& tensor = std::get<Tensor>(value);
                const auto equal = std::find(known.begin(), known.end(), tensor);
                if (equal == known.end()) {
                    known.push_back(tensor);
                } else {
                    match.attributes.set(key, *equal);
                }
            }
        }
    }

    /// The first step of a loop that begins with zeros has its products with them folded: what is left must
    /// be what the other steps would make of zeros.
    void complete() {
        std::set<const CellMatch*> lost;
        for (CellMatch& match : matches_) {
            if (!match.folded) continue;
            const auto whole = std::find_if(matches_.begin(), matches_.end(), [&](const CellMatch& other) {
                return !other.folded && same_layer(match, other);
            });
            if (whole == matches_.end()) {
                lost.insert(&match);
                continue;
            }
            const std::pair own{bias(match, "bias_ih"), bias(match, "bias_hh")};
            const std::pair wanted{bias(*whole, "bias_ih"), bias(*whole, "bias_hh")};
            const bool swapped = match.op == "LstmCell" && own == std::pair{wanted.second, wanted.first};
            const bool zeros = !match.h || is_zero(std::get<Tensor>(*match.h));
            if (!zeros || (own != wanted && !swapped)) {
                lose_layer(match, lost);
                continue;
            }
            match.attributes = whole->attributes;
            match.h = Tensor::filled(rewrite_.type(match.next_h).shape, 0.0F);
        }
        drop(lost);
    }

    void lose_layer(const CellMatch& match, std::set<const CellMatch*>& lost) const {
        for (const CellMatch& other : matches_)
            if (same_layer(match, other)) lost.insert(&other);
    }

    void drop(const std::set<const CellMatch*>& lost) {
        std::vector<CellMatch> kept;
        for (const CellMatch& match : matches_)
            if (!lost.contains(&match)) kept.push_back(match);
        matches_ = std::move(kept);
    }

    /// A loop whose steps are not all cells stays as it is: its steps have to be alike.
    void drop_broken_loops() {
        for (;;) {
            std::set<const CellMatch*> lost;
            const std::vector<Tensor> others = weights_elsewhere();
            for (const CellMatch& match : matches_) {
                const std::vector<Tensor> own = weights_of(match);
                if (std::any_of(own.begin(), own.end(), [&](const Tensor& weight) {
                        return std::find(others.begin(), others.end(), weight) != others.end();
                    }))
                    lose_layer(match, lost);
            }
            if (lost.empty()) return;
            drop(lost);
        }
    }

    std::vector<Tensor> weights_of(const CellMatch& match) const {
        std::vector<Tensor> weights;
        for (const NodeId id : match.nodes)
            if (const Node& node = rewrite_.node(id); node.op->name() == "Linear")
                weights.push_back(node.attributes.tensor("weight"));
        return weights;
    }

    /// The weights of Linears that belong to no cell, each once.
    std::vector<Tensor> weights_elsewhere() const {
        std::set<NodeId> within;
        for (const CellMatch& match : matches_) within.insert(match.nodes.begin(), match.nodes.end());
        std::vector<Tensor> weights;
        std::set<const float*> known;
        for (const NodeId id : rewrite_.node_ids()) {
            const Node& node = rewrite_.node(id);
            if (node.op->name() != "Linear" || within.contains(id)) continue;
            const Tensor& weight = node.attributes.tensor("weight");
            if (known.insert(weight.storage().get()).second) weights.push_back(weight);
        }
        return weights;
    }

    /// A cell whose gates something else reads too would be computed twice.
    void drop_shared() {
        std::set<NodeId> within;
        for (const CellMatch& match : matches_) within.insert(match.nodes.begin(), match.nodes.end());
        std::set<const CellMatch*> lost;
        for (const CellMatch& match : matches_) {
            const bool shared = std::any_of(match.nodes.begin(), match.nodes.end(), [&](NodeId id) {
                const Node& node = rewrite_.node(id);
                const std::string& op = node.op->name();
                const ValueId result = node.outputs.front();
                if ((op != "Activation" && op != "Pointwise") || result == match.next_h ||
                    result == match.next_c)
                    return false;
                const std::vector<Node> readers = rewrite_.readers(result);
                return rewrite_.graph.is_output(result) ||
                       std::any_of(readers.begin(), readers.end(),
                                   [&](const Node& reader) { return !within.contains(reader.id); });
            });
            if (shared) lose_layer(match, lost);
        }
        drop(lost);
        if (!lost.empty()) drop_broken_loops();
    }

    const Rewrite& rewrite_;
    std::vector<CellMatch> matches_;
};

/// Puts cells in place of their parts.
class CellWriter {
  public:
    explicit CellWriter(Rewrite& rewrite) : rewrite_(rewrite) {}

    void write(const CellMatch& match) {
        match_ = &match;
        reason_ = match.op == "LstmCell"
                      ? "linears, sigmoids, tanhs and what joins them are the cell of an LSTM"
                      : "linears, sigmoids, tanhs and what joins them are the cell of a GRU";
        // The cell stands where c is made, or h: all that it reads was made before.
        place_ = rewrite_.producer(match.next_c ? *match.next_c : match.next_h)->id;
        const Shape shape = rewrite_.type(match.next_h).shape;
        std::vector<ValueId> inputs{input(shape), state(*match.h, shape)};
        if (match.next_c) inputs.push_back(state(*match.c, shape));
        const ValueId h = rewrite_.insert(place_, match.op, match.attributes, inputs, match.nodes, reason_);
        const std::vector<ValueId> made = rewrite_.producer(h)->outputs;
        lead(match.next_h, h);
        if (match.next_c) lead(*match.next_c, made[1]);
        erase_unread();
    }

  private:
    void lead(ValueId from, ValueId to) {
        rewrite_.redirect(from, to);
        led_[from] = to;
    }
    ValueId now(ValueId value) const {
        const auto found = led_.find(value);
        return found == led_.end() ? value : found->second;
    }
    ValueId add(const std::string& op, Attributes attributes, std::vector<ValueId> inputs) {
        return rewrite_.insert(place_, op, std::move(attributes), std::move(inputs), match_->nodes, reason_);
    }
    ValueId shaped(ValueId value, const Shape& shape) {
        if (rewrite_.type(value).shape == shape) return value;
        // What another reshape made of it may be there.
        const ValueId source = unreshaped(rewrite_, value);
        if (rewrite_.type(source).shape == shape) return source;
        return add("Reshape", {{"shape", shape}}, {value});
    }

    ValueId state(const CellState& state, const Shape& shape) {
        if (const auto* value = std::get_if<ValueId>(&state)) return shaped(now(*value), shape);
        return add("Constant", {{"value", std::get<Tensor>(state).reshaped(shape)}}, {});
    }

    /// x as one value of the shape of h but for its width.
    ValueId input(const Shape& shape) {
        std::vector<ValueId> parts;
        for (const GateOperand& operand : match_->x)
            parts.push_back(
                shaped(at_position(operand), with_extent(shape, last_axis(shape), operand.width)));
        if (parts.size() == 1) return parts.front();
        return add("Concat", {{"axis", std::int64_t{last_axis(shape)}}}, parts);
    }

    ValueId at_position(const GateOperand& operand) {
        const ValueId value = now(operand.value);
        if (!operand.position) return value;
        const Shape& shape = rewrite_.type(value).shape;
        const std::int64_t rows =
            element_count(rewrite_.type(match_->next_h).shape) / rewrite_.type(match_->next_h).shape.back();
        int axis = 0;
        while (axis_view(shape, axis).outer != rows || shape[at(axis)] == 1) ++axis;
        return add("Slice",
                   {{"axis", std::int64_t{axis}}, {"first", *operand.position}, {"count", std::int64_t{1}}},
                   {value});
    }

    void erase_unread() {
        std::vector<NodeId> nodes = match_->nodes;
        for (bool changed = true; changed;) {
            changed = false;
            for (NodeId& id : nodes) {
                if (!id.valid() || !rewrite_.has_node(id) || !unread(rewrite_.node(id))) continue;
                rewrite_.erase(std::exchange(id, NodeId{}), reason_);
                changed = true;
            }
        }
    }
    bool unread(const Node& node) const {
        return std::all_of(node.outputs.begin(), node.outputs.end(), [&](ValueId value) {
            const auto& states = rewrite_.graph.states;
            return rewrite_.readers(value).empty() && !rewrite_.graph.is_output(value) &&
                   std::none_of(states.begin(), states.end(),
                                [&](const State& state) { return state.written == value; });
        });
    }

    Rewrite& rewrite_;
    const CellMatch* match_ = nullptr;
    NodeId place_;
    std::string reason_;
    std::map<ValueId, ValueId> led_;
};

}  // namespace

PassResult restore_cells(const Graph& graph) {
    Rewrite rewrite(graph, "restore_cells");
    const CellTable table(rewrite);
    CellWriter writer(rewrite);
    for (const CellMatch& match : table.matches()) writer.write(match);
    PassResult result = rewrite.finish();
    name_roles(result.graph);
    return result;
}

}  // namespace lockstep
