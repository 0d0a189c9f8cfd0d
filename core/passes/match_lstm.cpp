#include <algorithm>

#include "core/nnir/axes.h"
#include "core/passes/cell_match.h"

namespace lockstep {
namespace {

using namespace nnir;

/// The product of two values, or of a value and a constant, that makes the value.
const Node* product(const Rewrite& rewrite, ValueId value) {
    const Node* node = rewrite.made_by(value, "Pointwise");
    if (node == nullptr || node->attributes.string("op") != "multiply" || node->attributes.has("squeezed"))
        return nullptr;
    return node;
}

/// o, f, i and g as what is under their functions, and c.
struct LstmParts {
    std::optional<Stretch> input, forget, candidate, output;
    CellState c;
};

class LstmMatcher {
  public:
    LstmMatcher(const Rewrite& rewrite, const Node& last)
        : rewrite_(rewrite),
          last_(last),
          shape_(rewrite.type(last.outputs.front()).shape),
          hidden_(shape_.back()),
          reader_(rewrite, element_count(shape_) / hidden_) {}

    std::optional<CellMatch> match() {
        if (last_.inputs.size() != 2) return std::nullopt;
        for (const bool swapped : {false, true})
            if (auto found = match_output(last_.inputs[swapped ? 1 : 0], last_.inputs[swapped ? 0 : 1]))
                return found;
        return std::nullopt;
    }

  private:
    Stretch all_of(ValueId value) const { return {value, 0, hidden_}; }
    bool same_shape(ValueId value) const { return rewrite_.type(value).shape == shape_; }

    /// h' = sigmoid(o) tanh(c')
    std::optional<CellMatch> match_output(ValueId gate, ValueId function) {
        const Node* tanh = rewrite_.made_by(function, "Activation");
        if (tanh == nullptr || tanh->attributes.string("function") != "tanh" || !same_shape(gate))
            return std::nullopt;
        next_c_ = tanh->inputs.front();
        const Node* update = rewrite_.made_by(next_c_, "Pointwise");
        if (update == nullptr || update->attributes.string("op") != "add" || update->inputs.size() != 2)
            return std::nullopt;
        reader_ = GateReader(rewrite_, element_count(shape_) / hidden_);
        for (const Node* node : {&last_, tanh, update}) reader_.note(*node);
        parts_.output = reader_.behind_function(all_of(gate), "sigmoid");
        if (!parts_.output) return std::nullopt;
        for (const bool swapped : {false, true})
            if (auto found = match_update(update->inputs[swapped ? 1 : 0], update->inputs[swapped ? 0 : 1]))
                return found;
        return std::nullopt;
    }

    /// c' = sigmoid(f) c + sigmoid(i) tanh(g)
    std::optional<CellMatch> match_update(ValueId kept, ValueId fresh) {
        const Node* keeps = product(rewrite_, kept);
        const Node* adds = product(rewrite_, fresh);
        if (keeps == nullptr || adds == nullptr || adds->inputs.size() != 2 || !same_shape(fresh))
            return std::nullopt;
        const GateReader before = reader_;
        reader_.note(*keeps);
        reader_.note(*adds);
        for (const bool swapped : {false, true}) {
            parts_.input = reader_.behind_function(all_of(adds->inputs[swapped ? 1 : 0]), "sigmoid");
            parts_.candidate = reader_.behind_function(all_of(adds->inputs[swapped ? 0 : 1]), "tanh");
            if (!parts_.input || !parts_.candidate) continue;
            if (auto found = match_forget(*keeps)) return found;
        }
        reader_ = before;
        return std::nullopt;
    }

    std::optional<CellMatch> match_forget(const Node& keeps) {
        if (keeps.inputs.size() == 1) {
            parts_.forget = reader_.behind_function(all_of(keeps.inputs[0]), "sigmoid");
            const Tensor& constant = keeps.attributes.tensor("constant");
            if (!parts_.forget || !same_shape(keeps.inputs[0])) return std::nullopt;
            parts_.c = constant.size() == 1 ? Tensor::filled(shape_, constant.values()[0]) : constant;
            return constant.size() == 1 || constant.size() == element_count(shape_) ? finish() : std::nullopt;
        }
        for (const bool swapped : {false, true}) {
            const ValueId c = keeps.inputs[swapped ? 0 : 1];
            parts_.forget = reader_.behind_function(all_of(keeps.inputs[swapped ? 1 : 0]), "sigmoid");
            parts_.c = cell_state(rewrite_, c);
            if (!parts_.forget || !same_shape(c)) continue;
            if (auto found = finish()) return found;
        }
        return std::nullopt;
    }

    std::optional<CellMatch> finish() {
        std::vector<CellGate> gates;
        for (const auto* part : {&parts_.input, &parts_.forget, &parts_.candidate, &parts_.output}) {
            auto sum = reader_.sum(**part);
            if (!sum) return std::nullopt;
            gates.push_back({std::move(*sum)});
        }
        const auto operands = common_operands({&gates[0].sum, &gates[1].sum, &gates[2].sum, &gates[3].sum});
        if (!operands) return std::nullopt;
        const std::optional<GateOperand> h = recurrent_operand(*operands);
        CellMatch match{.op = "LstmCell",
                        .nodes = {},
                        .next_h = last_.outputs.front(),
                        .next_c = next_c_,
                        .x = {},
                        .h = {},
                        .c = parts_.c,
                        .folded = !h,
                        .attributes = {}};
        for (const GateOperand& operand : *operands)
            if (!h || !(operand == *h)) match.x.push_back(operand);
        const bool constants =
            std::any_of(match.x.begin(), match.x.end(), [](const GateOperand& o) { return o.is_constant(); });
        if (match.x.empty() || constants || (match.folded && !std::holds_alternative<Tensor>(parts_.c)))
            return std::nullopt;
        const CellWeights weights(hidden_);
        const auto input = weights.weight(gates, match.x);
        const auto sides = CellWeights::sides(gates, h);
        if (!input || !sides) return std::nullopt;
        match.attributes.set("weight_ih", *input);
        if (h) {
            const auto recurrent = weights.weight(gates, {*h});
            if (!recurrent) return std::nullopt;
            match.attributes.set("weight_hh", *recurrent);
            match.h = h->is_constant() ? CellState(h->constant.reshaped(shape_)) : CellState(h->value);
        }
        weights.set_biases(gates, *sides, match.attributes);
        match.nodes = reader_.noted();
        return match;
    }

    /// The operand that is h: it goes with c. Nothing if it is folded.
    std::optional<GateOperand> recurrent_operand(const std::vector<GateOperand>& operands) const {
        const auto* c = std::get_if<ValueId>(&parts_.c);
        std::vector<GateOperand> wide;
        for (const GateOperand& operand : operands) {
            if (operand.width != hidden_ || operand.position) continue;
            if (operand.is_constant()) {
                if (c == nullptr && operand.constant.size() == element_count(shape_)) return operand;
            } else if (c != nullptr &&
                       element_count(rewrite_.type(operand.value).shape) == element_count(shape_)) {
                if (made_beside(unreshaped(rewrite_, operand.value), unreshaped(rewrite_, *c)))
                    return operand;
                wide.push_back(operand);
            }
        }
        if (wide.empty() || operands.size() < 2) return std::nullopt;
        // Any operand may play the part: the one that came last is what such a model carries.
        return *std::max_element(wide.begin(), wide.end(), [](const GateOperand& a, const GateOperand& b) {
            return a.value < b.value;
        });
    }

    /// True if h and c are what a cell before made, or states that this one writes.
    bool made_beside(ValueId h, ValueId c) const {
        if (const State* state = rewrite_.graph.state_read_as(h))
            return unreshaped(rewrite_, state->written) == last_.outputs.front();
        const Node* node = rewrite_.producer(h);
        if (node == nullptr) return false;
        if (node->op->name() == "LstmCell") return node->outputs[0] == h && node->outputs[1] == c;
        if (product(rewrite_, h) == nullptr) return false;
        return std::any_of(node->inputs.begin(), node->inputs.end(), [&](ValueId input) {
            const Node* tanh = rewrite_.made_by(input, "Activation");
            return tanh != nullptr && tanh->attributes.string("function") == "tanh" &&
                   unreshaped(rewrite_, tanh->inputs.front()) == c;
        });
    }

    const Rewrite& rewrite_;
    const Node& last_;
    Shape shape_;
    std::int64_t hidden_;
    GateReader reader_;
    LstmParts parts_;
    ValueId next_c_;
};

}  // namespace

std::optional<CellMatch> match_lstm(const Rewrite& rewrite, const Node& node) {
    if (node.op->name() != "Pointwise" || product(rewrite, node.outputs.front()) == nullptr ||
        rewrite.type(node.outputs.front()).shape.empty() ||
        element_count(rewrite.type(node.outputs.front()).shape) == 0)
        return std::nullopt;
    return LstmMatcher(rewrite, node).match();
}

}  // namespace lockstep
