#include <functional>
#include <utility>

#include "core/ops/import_rules.h"
#include "core/ops/moves.h"
#include "core/ops/products.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// "lstm", "gru", "rnn_tanh" or "rnn_relu": what tells their imports apart.
struct Kind {
    std::string layer;         ///< the NNIR operator over a sequence
    std::string cell;          ///< on one position
    std::string nonlinearity;  ///< of an RNN
    bool has_c = false;
};

/// h or c of one layer and direction, without the axis of the layers.
Term state_of(ImportContext& c, const Term& all, std::int64_t index) {
    Shape shape = shape_of(c, all);
    shape.erase(shape.begin());
    if (const auto* id = std::get_if<ValueId>(&all))
        return add_reshape(c, add_slice(c, *id, 0, index, 1), shape);
    return std::get<Tensor>(all).rows(index, 1).reshaped(shape);
}

ValueId as_value(ImportContext& c, const Term& state) {
    if (const auto* id = std::get_if<ValueId>(&state)) return *id;
    return c.operand(ImportContext::Item{std::get<Tensor>(state)});
}

/// Walks the layers of one imported node.
class LayerImport {
  public:
    LayerImport(ImportContext& c, const Kind& kind) : c_(c), kind_(kind) {}

    void run() {
        if (!c_.is_value("input"))
            c_.refuse(
                "packed sequences are not supported; give it a padded tensor, without pack_padded_sequence");
        read_arguments();
        ValueId x = c_.value("input");
        for (std::int64_t layer = 0; layer < layers_; ++layer) {
            std::vector<ImportContext::Item> outputs;
            for (std::int64_t direction = 0; direction < directions_; ++direction)
                outputs.emplace_back(run_layer(x, layer, direction));
            x = directions_ == 1 ? std::get<ValueId>(outputs[0]) : add_concat(c_, outputs, 2);
        }
        c_.set_output(0, x);
        if (c_.output_used(1)) c_.set_output(1, add_concat(c_, last_h_, 0));
        if (kind_.has_c && c_.output_used(2)) c_.set_output(2, add_concat(c_, last_c_, 0));
    }

  private:
    void read_arguments() {
        const Shape& x = c_.type(c_.value("input")).shape;
        if (rank(x) != 3) c_.refuse("its input has " + std::to_string(rank(x)) + " axes, not 3");
        layers_ = c_.integer("num_layers");
        directions_ = c_.boolean("bidirectional", false) ? 2 : 1;
        biases_ = c_.boolean("has_biases", true);
        time_ = c_.boolean("batch_first", false) ? 1 : 0;
        for (const ImportContext::Item& item : c_.items("params")) {
            const auto* constant = std::get_if<Tensor>(&item);
            if (constant == nullptr)
                c_.refuse("its weights are computed from the input; only constant weights are supported");
            weights_.push_back(*constant);
        }
        const std::int64_t count = layers_ * directions_;
        each_ = biases_ ? 4 : 2;
        projected_ = kind_.has_c && weights_.size() == (each_ + 1) * at(count);
        if (projected_) ++each_;
        if (layers_ < 1 || weights_.size() != each_ * at(count))
            c_.refuse("its number of weights is not that of " + std::to_string(layers_) + " layers");
        std::vector<Term> states;
        for (const ImportContext::Item& item : c_.items("hx")) {
            if (std::holds_alternative<std::monostate>(item)) c_.refuse("an initial state is missing");
            const auto* id = std::get_if<ValueId>(&item);
            states.push_back(id != nullptr ? Term(*id) : Term(std::get<Tensor>(item)));
        }
        if (states.empty()) states.push_back(term(c_, "hx"));
        if (states.size() != (kind_.has_c ? 2U : 1U))
            c_.refuse("it needs an initial h" + std::string(kind_.has_c ? " and c" : ""));
        for (const Term& state : states) {
            const Shape& shape = shape_of(c_, state);
            if (rank(shape) != 3 || shape[0] != count || shape[1] != x[at(1 - time_)])
                c_.refuse("an initial state of " + to_text(shape) + " does not fit it");
        }
        states_ = std::move(states);
    }

    Attributes weights(std::int64_t index, std::int64_t layer) const {
        const std::size_t first = each_ * at(index);
        Attributes attributes{
            {"layer", layer}, {"weight_ih", weights_[first]}, {"weight_hh", weights_[first + 1]}};
        if (biases_) {
            attributes.set("bias_ih", weights_[first + 2]);
            attributes.set("bias_hh", weights_[first + 3]);
        }
        if (projected_) attributes.set("weight_hr", weights_[first + each_ - 1]);
        if (!kind_.nonlinearity.empty()) attributes.set("nonlinearity", kind_.nonlinearity);
        return attributes;
    }

    /// The output of one layer in one direction; notes its last states.
    ValueId run_layer(ValueId x, std::int64_t layer, std::int64_t direction) {
        const std::int64_t index = layer * directions_ + direction;
        Attributes attributes = weights(index, layer);
        std::vector<Term> states;
        bool constant = true;
        for (const Term& all : states_) {
            states.push_back(state_of(c_, all, index));
            constant = constant && std::holds_alternative<Tensor>(states.back());
        }
        // From a computed state, position by position, each an ordinary cell.
        if (!constant) return run_cells(x, attributes, states, direction == 1);
        attributes.set("time_axis", std::int64_t{time_});
        if (direction == 1) attributes.set("reverse", true);
        for (std::size_t k = 0; k < states.size(); ++k)
            if (const Tensor& initial = std::get<Tensor>(states[k]); !is_zero(initial))
                attributes.set(k == 0 ? "initial_h" : "initial_c", initial);
        if (kind_.has_c && c_.output_used(2)) attributes.set("gives_c", true);
        const std::vector<ValueId> made = c_.add_all(kind_.layer, attributes, {x});
        const std::int64_t end = direction == 1 ? 0 : c_.type(x).shape[at(time_)] - 1;
        if (c_.output_used(1)) last_h_.emplace_back(last(made[0], end));
        if (made.size() > 1) last_c_.emplace_back(last(made[1], end));
        return made[0];
    }

    /// The states behind a sequence as 1 x batch x features.
    ValueId last(ValueId sequence, std::int64_t position) {
        const ValueId row =
            c_.add("Slice", {{"axis", std::int64_t{time_}}, {"first", position}, {"count", std::int64_t{1}}},
                   {sequence});
        return time_ == 0 ? row : c_.add("Transpose", {{"order", std::vector<std::int64_t>{1, 0, 2}}}, {row});
    }

    ValueId run_cells(ValueId x, const Attributes& attributes, const std::vector<Term>& states,
                      bool reverse) {
        std::vector<ValueId> now;
        for (const Term& state : states) now.push_back(as_value(c_, state));
        const std::int64_t steps = c_.type(x).shape[at(time_)];
        std::vector<ImportContext::Item> outputs(at(steps));
        for (std::int64_t step = 0; step < steps; ++step) {
            const std::int64_t t = reverse ? steps - 1 - step : step;
            std::vector<ValueId> inputs{add_select(c_, x, time_, t)};
            inputs.insert(inputs.end(), now.begin(), now.end());
            now = c_.add_all(kind_.cell, attributes, inputs);
            outputs[at(t)] = add_reshape(c_, now[0], with_axis(c_.type(now[0]).shape, time_, 1));
        }
        const auto layered = [&](ValueId state) {
            return add_reshape(c_, state, with_axis(c_.type(state).shape, 0, 1));
        };
        if (c_.output_used(1)) last_h_.emplace_back(layered(now[0]));
        if (kind_.has_c && c_.output_used(2)) last_c_.emplace_back(layered(now[1]));
        return add_concat(c_, outputs, time_);
    }

    ImportContext& c_;
    const Kind& kind_;
    std::int64_t layers_ = 0;
    std::int64_t directions_ = 1;
    bool biases_ = true;
    bool projected_ = false;
    int time_ = 0;
    std::size_t each_ = 4;
    std::vector<Tensor> weights_;
    std::vector<Term> states_;
    std::vector<ImportContext::Item> last_h_;
    std::vector<ImportContext::Item> last_c_;
};

}  // namespace

std::vector<ImportRule> recurrent_imports() {
    std::vector<ImportRule> rules;
    for (const auto& [name, kind] : {std::pair("aten::lstm", Kind{"Lstm", "LstmCell", "", true}),
                                     std::pair("aten::gru", Kind{"Gru", "GruCell", "", false}),
                                     std::pair("aten::rnn_tanh", Kind{"Rnn", "RnnCell", "tanh", false}),
                                     std::pair("aten::rnn_relu", Kind{"Rnn", "RnnCell", "relu", false})}) {
        rules.push_back(
            {"torchscript", name, [kind = kind](ImportContext& c) { LayerImport(c, kind).run(); }});
    }
    return rules;
}

}  // namespace lockstep::ops
