#include <algorithm>
#include <utility>

#include "core/nnir/axes.h"
#include "core/passes/cell_match.h"

namespace lockstep {
namespace {

using namespace nnir;

/// h' = (1 - z) n + z h; with `opposite` h' = (1 - z) h + z n.
struct Mixture {
    ValueId z;
    ValueId n;
    CellState h;
    bool opposite = false;
    std::vector<NodeId> nodes;
};

class GruMatcher {
  public:
    GruMatcher(const Rewrite& rewrite, const Node& last)
        : rewrite_(rewrite),
          last_(last),
          shape_(rewrite.type(last.outputs.front()).shape),
          hidden_(shape_.back()),
          rows_(element_count(shape_) / hidden_) {}

    std::optional<CellMatch> match() {
        for (const Mixture& mixture : mixtures())
            if (auto found = match_gates(mixture)) return found;
        return std::nullopt;
    }

  private:
    const Node* pointwise(ValueId value, const char* op) const {
        const Node* node = rewrite_.made_by(value, "Pointwise");
        return node != nullptr && node->attributes.string("op") == op && !node->attributes.has("squeezed") &&
                       rewrite_.type(value).shape == shape_
                   ? node
                   : nullptr;
    }

    /// The operands in the order of the operator; nothing if a constant does not have the cell's shape.
    std::vector<CellState> operands(const Node& node) const {
        std::vector<CellState> all;
        for (const ValueId input : node.inputs) all.push_back(cell_state(rewrite_, input));
        if (!node.attributes.has("constant")) return all;
        const Tensor& constant = node.attributes.tensor("constant");
        Tensor whole = constant.size() == 1 ? Tensor::filled(shape_, constant.values()[0]) : constant;
        if (whole.size() != element_count(shape_)) return {};
        const bool first = node.attributes.has("constant_first") && node.attributes.boolean("constant_first");
        all.insert(first ? all.begin() : all.end(), whole.reshaped(shape_));
        return all;
    }

    /// z if the value is 1 - z.
    const Node* rest(ValueId value) const {
        const Node* node = pointwise(value, "subtract");
        if (node == nullptr || node->inputs.size() != 1) return nullptr;
        const Tensor& constant = node->attributes.tensor("constant");
        const bool ones = std::all_of(constant.values().begin(), constant.values().end(),
                                      [](float v) { return v == 1.0F; });
        return ones && node->attributes.has("constant_first") && node->attributes.boolean("constant_first")
                   ? node
                   : nullptr;
    }

    std::vector<Mixture> mixtures() const {
        std::vector<Mixture> all;
        std::vector<CellState> terms = operands(last_);
        if (terms.size() != 2) return all;
        for (const bool swapped : {false, true}) {
            const CellState& a = terms[swapped ? 1 : 0];
            const CellState& b = terms[swapped ? 0 : 1];
            if (!std::holds_alternative<ValueId>(a)) continue;
            const Node* product = pointwise(std::get<ValueId>(a), "multiply");
            if (product == nullptr || product->inputs.size() != 2) continue;
            for (const bool turned : {false, true}) {
                const ValueId u = product->inputs[turned ? 1 : 0];
                const ValueId v = product->inputs[turned ? 0 : 1];
                add_difference(all, *product, u, v, b);
                add_two_products(all, *product, u, v, b);
            }
        }
        return all;
    }

    /// (h - n) z + n, or (n - h) z + h.
    void add_difference(std::vector<Mixture>& all, const Node& product, ValueId difference, ValueId z,
                        const CellState& other) const {
        const Node* node = pointwise(difference, "subtract");
        if (node == nullptr) return;
        const std::vector<CellState> both = operands(*node);
        if (both.size() != 2 || !(both[1] == other)) return;
        const std::vector<NodeId> nodes{last_.id, product.id, node->id};
        if (const auto* n = std::get_if<ValueId>(&both[1])) all.push_back({z, *n, both[0], false, nodes});
        if (const auto* n = std::get_if<ValueId>(&both[0])) all.push_back({z, *n, both[1], true, nodes});
    }

    /// (1 - z) n + z h, or (1 - z) h + z n.
    void add_two_products(std::vector<Mixture>& all, const Node& product, ValueId complement, ValueId kept,
                          const CellState& other) const {
        const Node* one_less = rest(complement);
        if (one_less == nullptr || !std::holds_alternative<ValueId>(other)) return;
        const ValueId z = one_less->inputs.front();
        const Node* second = pointwise(std::get<ValueId>(other), "multiply");
        if (second == nullptr) return;
        const std::vector<CellState> both = operands(*second);
        const std::vector<NodeId> nodes{last_.id, product.id, one_less->id, second->id};
        for (std::size_t k = 0; k < both.size(); ++k) {
            if (!(both[k] == CellState(z)) || both.size() != 2) continue;
            const CellState& factor = both[1 - k];
            all.push_back({z, kept, factor, false, nodes});
            if (const auto* n = std::get_if<ValueId>(&factor)) all.push_back({z, *n, kept, true, nodes});
        }
    }

    std::optional<CellMatch> match_gates(const Mixture& mixture) {
        GateReader reader(rewrite_, rows_);
        for (const NodeId id : mixture.nodes) reader.note(rewrite_.node(id));
        const auto z = reader.behind_function({mixture.z, 0, hidden_}, "sigmoid");
        const auto n = reader.behind_function({mixture.n, 0, hidden_}, "tanh");
        if (!z || !n) return std::nullopt;
        auto fresh = reader.sum(*n, true);
        if (!fresh || !fresh->scaled) return std::nullopt;
        const Node& scaled = rewrite_.node(fresh->scaled->first);
        const Stretch& part = fresh->scaled->second;
        if (scaled.inputs.size() == 1) {
            const Tensor& constant = scaled.attributes.tensor("constant");
            if (part.first != 0 || !repeats(constant.values())) return std::nullopt;
            GateSum from_h;
            from_h.biases.push_back({constant, 0, {}});
            return finish(reader, mixture, *z, {scaled.inputs[0], 0, hidden_}, *fresh, from_h);
        }
        for (const bool swapped : {false, true}) {
            const ValueId r = scaled.inputs[swapped ? 1 : 0];
            const ValueId from_h = scaled.inputs[swapped ? 0 : 1];
            if (rewrite_.type(r).shape != rewrite_.type(from_h).shape) return std::nullopt;
            GateReader again = reader;
            const auto sum = again.sum({from_h, part.first, hidden_});
            if (!sum) continue;
            if (auto found = finish(again, mixture, *z, {r, part.first, hidden_}, *fresh, *sum)) return found;
        }
        return std::nullopt;
    }

    std::optional<CellMatch> finish(GateReader reader, const Mixture& mixture, const Stretch& z,
                                    const Stretch& reset, const GateSum& fresh, const GateSum& from_h) {
        const auto r = reader.behind_function(reset, "sigmoid");
        if (!r || from_h.products.size() > 1 || fresh.biases.size() > 1 || from_h.biases.size() > 1)
            return std::nullopt;
        auto r_sum = reader.sum(*r);
        auto z_sum = reader.sum(z);
        if (!r_sum || !z_sum) return std::nullopt;
        CellMatch match{.op = "GruCell",
                        .nodes = {},
                        .next_h = last_.outputs.front(),
                        .next_c = {},
                        .x = {},
                        .h = mixture.h,
                        .c = {},
                        .folded = from_h.products.empty(),
                        .attributes = {}};
        std::optional<GateOperand> h;
        if (!match.folded) {
            h = from_h.products.front().operand;
            if (!is_state(*h, mixture.h)) return std::nullopt;
        } else if (!std::holds_alternative<Tensor>(mixture.h)) {
            return std::nullopt;
        }
        auto operands = common_operands({&*r_sum, &*z_sum});
        const auto x = common_operands({&fresh});
        if (!operands || !x || x->empty()) return std::nullopt;
        // Zeros that h begins with may still stand beside x.
        if (match.folded)
            std::erase_if(*operands, [&](const GateOperand& o) { return is_state(o, mixture.h); });
        if (operands->size() != x->size() + (h ? 1U : 0U)) return std::nullopt;
        match.x = *x;
        if (std::any_of(x->begin(), x->end(), [](const GateOperand& o) { return o.is_constant(); }))
            return std::nullopt;

        const CellWeights weights(hidden_);
        std::vector<CellGate> gates;
        gates.reserve(3);  // The sides point into it.
        gates.push_back({*r_sum});
        gates.push_back({*z_sum, mixture.opposite});
        auto sides = CellWeights::sides(gates, h);
        if (!sides) return std::nullopt;
        sides->input.push_back(fresh.biases.empty() ? nullptr : &fresh.biases.front());
        sides->recurrent.push_back(from_h.biases.empty() ? nullptr : &from_h.biases.front());
        gates.push_back({fresh});
        const auto input = weights.weight(gates, match.x);
        if (!input) return std::nullopt;
        match.attributes.set("weight_ih", *input);
        weights.set_biases(gates, *sides, match.attributes);
        if (h) {
            gates.back().sum = from_h;
            const auto recurrent = weights.weight(gates, {*h});
            if (!recurrent) return std::nullopt;
            match.attributes.set("weight_hh", *recurrent);
        }
        match.nodes = reader.noted();
        return match;
    }

    /// True for one gate's values, or the same ones in every row.
    bool repeats(std::span<const float> values) const {
        const auto size = static_cast<std::size_t>(hidden_);
        if (values.empty() || values.size() % size != 0) return false;
        return std::equal(values.begin() + static_cast<std::ptrdiff_t>(size), values.end(), values.begin());
    }

    bool is_state(const GateOperand& operand, const CellState& h) const {
        if (operand.position || operand.width != hidden_) return false;
        if (const auto* constant = std::get_if<Tensor>(&h))
            return operand.is_constant() && operand.constant.size() == constant->size() &&
                   operand.constant.reshaped(constant->shape()) == *constant;
        return !operand.is_constant() &&
               unreshaped(rewrite_, operand.value) == unreshaped(rewrite_, std::get<ValueId>(h)) &&
               element_count(rewrite_.type(operand.value).shape) == element_count(shape_);
    }

    const Rewrite& rewrite_;
    const Node& last_;
    Shape shape_;
    std::int64_t hidden_;
    std::int64_t rows_;
};

}  // namespace

std::optional<CellMatch> match_gru(const Rewrite& rewrite, const Node& node) {
    const Shape& shape = rewrite.type(node.outputs.front()).shape;
    if (node.op->name() != "Pointwise" || node.attributes.string("op") != "add" ||
        node.attributes.has("squeezed") || shape.empty() || element_count(shape) == 0)
        return std::nullopt;
    return GruMatcher(rewrite, node).match();
}

}  // namespace lockstep
