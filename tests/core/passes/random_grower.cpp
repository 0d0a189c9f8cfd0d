#include "random_grower.h"

#include <array>
#include <limits>
#include <optional>

using namespace lockstep;
using namespace lockstep::nnir;

namespace {

/// No sum of multiples of 1/16 meets it, so that no comparison hangs on a rounding.
constexpr float limit = 0.3F;

}  // namespace

Graph RandomGrower::grow() {
    width_ = pick(1, 4);
    batched_ = coin();
    positions_ = pick(6, 9);
    value_ = builder_.input("x", layout(width_, positions_));
    const int steps = pick(2, 5);
    for (int k = 0; k < steps; ++k) add();
    // A state would start too early behind these.
    for (int k = pick(-2, 2); k > 0; --k) {
        unpadded();
        add_alone();
    }
    builder_.output(value_);
    if (coin()) builder_.output(builder_.relu(value_));
    return builder_.finish();
}

Shape RandomGrower::layout(std::int64_t channels, std::int64_t positions) const {
    return batched_ ? Shape{1, channels, positions} : Shape{channels, positions};
}

std::vector<std::int64_t> RandomGrower::swap_order() const {
    return batched_ ? std::vector<std::int64_t>{0, 2, 1} : std::vector<std::int64_t>{1, 0};
}

void RandomGrower::add() {
    builder_.module("part" + std::to_string(pick(0, 2)));
    switch (pick(0, 8)) {
        case 0:
            return convolution();
        case 1:
            return grouped_convolution();
        case 2:
            return one_pad_for_two();
        case 3:
            return residual();
        case 4:
            return lstm();
        case 5:
            return simple_recurrent();
        default:
            return add_alone();
    }
}

/// What makes each position of that position alone.
void RandomGrower::add_alone() {
    switch (pick(0, 9)) {
        case 0:
            value_ = builder_.clamp(value_, -0.75, coin() ? 0.5 : std::numeric_limits<double>::infinity());
            return;
        case 1:
            return dense();
        case 2:
            return function();
        case 3:
            return divide();
        case 4:
            return extreme();
        case 5:
            return choose();
        case 6:
            return reduce();
        case 7:
            return softmax();
        case 8:
            return layer_norm();
        default:
            return concat();
    }
}

ValueId RandomGrower::branch(std::int64_t& width) {
    width = pick(1, 3);
    return swapped(builder_.linear(swapped(value_), tensor({width, width_}), tensor({width})));
}

void RandomGrower::convolution() {
    const std::int64_t kernel = pick(1, 3);
    const std::int64_t dilation = pick(1, 2);
    const std::int64_t span = (kernel - 1) * dilation;
    const std::int64_t out = pick(1, 4);
    const Tensor weight = tensor({out, width_, kernel});
    const std::optional<Tensor> bias = coin() ? std::optional(tensor({out})) : std::nullopt;
    const int time = axis();
    switch (pick(0, 2)) {
        case 0:
            value_ = builder_.conv1d(value_, weight, bias, {.dilation = dilation, .pad_left = span});
            break;
        case 1:
            value_ = builder_.conv1d(builder_.pad(value_, time, span, 0, pick(0, 1)), weight, bias,
                                     {.dilation = dilation});
            break;
        default:
            value_ = builder_.conv1d(value_, weight, bias,
                                     {.dilation = dilation, .pad_left = span, .pad_right = span});
            if (coin()) value_ = builder_.relu(value_);
            value_ = builder_.slice(value_, time, 0, positions_);
    }
    width_ = out;
}

/// As many groups as channels (depthwise), or two.
void RandomGrower::grouped_convolution() {
    const std::int64_t groups = width_ % 2 == 0 && coin() ? 2 : width_;
    const std::int64_t out = groups * pick(1, 2);
    const std::int64_t kernel = pick(1, 3);
    const std::int64_t dilation = pick(1, 2);
    Attributes attributes{{"weight", tensor({out, width_ / groups, kernel})},
                          {"dilation", dilation},
                          {"groups", groups},
                          {"pad_left", (kernel - 1) * dilation},
                          {"pad_right", std::int64_t{0}}};
    if (coin()) attributes.set("bias", tensor({out}));
    value_ = builder_.add("Conv1d", attributes, {value_});
    width_ = out;
}

void RandomGrower::one_pad_for_two() {
    const std::int64_t middle = pick(1, 3);
    const std::int64_t out = pick(1, 3);
    ValueId y = builder_.pad(value_, axis(), 3, 0);
    y = builder_.conv1d(y, tensor({middle, width_, 3}), tensor({middle}));
    if (coin()) y = builder_.pointwise("multiply", y, tensor({middle, 1}));
    y = builder_.relu(y);
    value_ = builder_.conv1d(y, tensor({out, middle, 2}), tensor({out}));
    width_ = out;
}

void RandomGrower::residual() {
    const std::array<const char*, 3> ops = {"add", "subtract", "multiply"};
    const ValueId skip = value_;
    const std::int64_t width = width_;
    convolution();
    if (width_ == width) {
        value_ = builder_.pointwise(ops.at(static_cast<std::size_t>(pick(0, 2))), value_, skip);
    } else {
        value_ = builder_.pointwise("add", value_, tensor({width_, 1}));
    }
}

void RandomGrower::lstm() {
    const std::int64_t hidden = pick(1, 3);
    LstmWeights weights = sample_lstm(width_, hidden, seed_);
    seed_ += 10;
    if (coin()) weights.input_bias.reset();
    ValueId y = swapped(value_);
    // time x features, batch x time x features or, as nn.LSTM does without a batch, time x 1 x features.
    const bool wrap = !batched_ && coin();
    if (wrap) y = builder_.reshape(y, {positions_, 1, width_});
    if (coin()) {
        const Shape state = batched_ || wrap ? Shape{1, hidden} : Shape{hidden};
        weights.initial_hidden = tensor(state);
        weights.initial_cell = tensor(state);
    }
    y = builder_.lstm(y, weights, batched_ ? 1 : 0);
    if (wrap) y = builder_.reshape(y, {positions_, hidden});
    value_ = swapped(y);
    width_ = hidden;
}

void RandomGrower::simple_recurrent() {
    const bool gru = coin();
    const std::int64_t hidden = pick(1, 3);
    const std::int64_t rows = gru ? 3 * hidden : hidden;
    Attributes attributes{{"time_axis", std::int64_t{batched_ ? 1 : 0}},
                          {"layer", std::int64_t{0}},
                          {"weight_ih", tensor({rows, width_})},
                          {"weight_hh", tensor({rows, hidden})}};
    if (coin()) attributes.set("bias_ih", tensor({rows}));
    if (coin()) attributes.set("bias_hh", tensor({rows}));
    if (coin()) attributes.set("initial_h", tensor(batched_ ? Shape{1, hidden} : Shape{hidden}));
    if (!gru) attributes.set("nonlinearity", std::string(coin() ? "tanh" : "relu"));
    value_ = swapped(builder_.add(gru ? "Gru" : "Rnn", attributes, {swapped(value_)}));
    width_ = hidden;
}

void RandomGrower::dense() {
    const std::int64_t out = pick(1, 4);
    ValueId y = builder_.linear(swapped(value_), tensor({out, width_}));
    if (coin()) y = builder_.pointwise("add", y, tensor({out}));
    value_ = swapped(y);
    width_ = out;
}

void RandomGrower::function() {
    const std::array<const char*, 14> names = {"tanh",     "sigmoid", "silu",  "gelu",      "gelu_tanh",
                                               "softplus", "exp",     "exp2",  "log",       "log2",
                                               "log10",    "sqrt",    "rsqrt", "reciprocal"};
    const auto index = static_cast<std::size_t>(pick(0, 13));
    // Powers stay small; roots and logarithms get what is above zero.
    if (index >= 6) value_ = builder_.clamp(value_, -1, 1);
    if (index >= 8) value_ = builder_.pointwise("add", value_, Tensor::filled({}, 1.25F));
    value_ = builder_.add("Activation", {{"function", std::string(names.at(index))}}, {value_});
}

/// By values above zero: a gate of its own, or a constant on either side.
void RandomGrower::divide() {
    const ValueId divisor =
        builder_.pointwise("add", builder_.clamp(value_, -1, 1), Tensor::filled({}, 2.0F));
    if (coin()) {
        value_ = builder_.pointwise("divide", value_, divisor);
    } else if (coin()) {
        value_ = builder_.pointwise("divide", value_, Tensor::filled({width_, 1}, 1.75F));
    } else {
        value_ = builder_.add(
            "Pointwise",
            {{"op", std::string("divide")}, {"constant", tensor({width_, 1})}, {"constant_first", true}},
            {divisor});
    }
}

void RandomGrower::extreme() {
    const char* const op = coin() ? "minimum" : "maximum";
    if (coin()) {
        value_ = builder_.pointwise(op, value_, tensor({width_, 1}));
        return;
    }
    const ValueId other = swapped(builder_.linear(swapped(value_), tensor({width_, width_})));
    value_ = builder_.pointwise(op, other, value_);
}

void RandomGrower::choose() {
    const double edge = static_cast<double>(limit);
    const std::array<const char*, 4> ops = {"less", "less_equal", "equal", "not_equal"};
    const auto index = static_cast<std::size_t>(pick(0, 3));
    const ValueId compared = index < 2 ? value_ : builder_.clamp(value_, -edge, edge);
    const ValueId mask = builder_.pointwise(ops.at(index), compared, Tensor::filled({}, limit));
    switch (pick(0, 2)) {
        case 0:
            value_ = builder_.add("Where", {{"b", tensor({width_, 1})}}, {mask, value_});
            return;
        case 1:
            value_ = builder_.add("Where", {{"a", Tensor::filled({}, -0.5F)}}, {mask, value_});
            return;
        default:
            value_ = builder_.add(
                "Where", {}, {mask, builder_.pointwise("multiply", value_, tensor({width_, 1})), value_});
    }
}

/// Over the channels: against the value again, or stretched to another number of channels.
void RandomGrower::reduce() {
    const std::array<const char*, 4> functions = {"sum", "mean", "max", "min"};
    const ValueId reduced =
        builder_.add("Reduce",
                     {{"function", std::string(functions.at(static_cast<std::size_t>(pick(0, 3))))},
                      {"axes", std::vector<std::int64_t>{channels_axis()}},
                      {"keepdim", true}},
                     {value_});
    if (coin()) {
        value_ = builder_.pointwise("subtract", value_, reduced);
    } else {
        width_ = pick(1, 4);
        value_ = builder_.add("Expand", {{"shape", layout(width_, positions_)}}, {reduced});
    }
}

void RandomGrower::softmax() {
    value_ = builder_.add("Softmax", {{"axis", std::int64_t{channels_axis()}}, {"log", coin()}}, {value_});
}

void RandomGrower::layer_norm() {
    // A large eps: differences far below 1 stay as they are.
    Attributes attributes{{"normalized_shape", Shape{width_}}, {"eps", 0.125}};
    if (coin()) attributes.set("weight", tensor({width_}));
    if (coin()) attributes.set("bias", tensor({width_}));
    value_ = swapped(builder_.add("LayerNorm", attributes, {swapped(value_)}));
}

void RandomGrower::concat() {
    std::int64_t width = 0;
    const ValueId other = branch(width);
    Attributes attributes{{"axis", std::int64_t{channels_axis()}}};
    std::vector<ValueId> parts = {value_, other};
    if (coin()) std::swap(parts[0], parts[1]);
    if (coin()) {
        attributes.set("constants", Tensor::filled(layout(2, positions_), 0.5F));
        attributes.set("parts", std::vector<std::int64_t>{-1, 2, -1});
        width += 2;
    }
    width_ += width;
    value_ = builder_.add("Concat", attributes, parts);
}

/// With a residual, cut to the convolution's length at one end or in the middle, or without one.
void RandomGrower::unpadded() {
    const std::int64_t kernel = pick(1, 2);
    const std::int64_t dilation = pick(1, 2);
    const std::int64_t span = (kernel - 1) * dilation;
    const ValueId skip = value_;
    const ValueId y =
        builder_.conv1d(value_, tensor({width_, width_, kernel}), tensor({width_}), {.dilation = dilation});
    const std::int64_t first = span * pick(0, 2) / 2;
    positions_ -= span;
    value_ = coin() ? y : builder_.pointwise("add", y, builder_.slice(skip, axis(), first, positions_));
}
