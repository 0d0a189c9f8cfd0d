#include "tests/core/compiler/carried_graphs.h"

#include "core/nnir/builder.h"

namespace lockstep::test {

using namespace nnir;

namespace {

ValueId activation(GraphBuilder& b, const std::string& function, ValueId x) {
    return b.add("Activation", {{"function", function}}, {x});
}

/// h' = h + sigmoid(Wz x + Uz h) * (tanh(Wn x + Un h) - h)
Graph gated_unit() {
    GraphBuilder b("gated unit");
    const ValueId x = b.input("x", {9});
    const ValueId h = b.state("h", "hidden", sample_tensor({13}, 1));
    const auto gate = [&](std::uint64_t seed) {
        return b.pointwise("add", b.linear(x, sample_tensor({13, 9}, seed, 0.5), sample_tensor({13}, seed)),
                           b.linear(h, sample_tensor({13, 13}, seed + 1, 0.5)));
    };
    const ValueId z = activation(b, "sigmoid", gate(2));
    const ValueId n = activation(b, "tanh", gate(4));
    const ValueId next = b.pointwise("add", h, b.pointwise("multiply", z, b.pointwise("subtract", n, h)));
    b.write(h, next);
    b.output(b.linear(next, sample_tensor({3, 13}, 6)));
    return b.finish();
}

/// The last six positions in a state, the newest asks all of them.
Graph attention_over_a_window() {
    GraphBuilder b("attention over a window");
    const ValueId x = b.input("x", {1, 9});
    const ValueId window = b.state("window", "carried", sample_tensor({6, 9}, 1));
    const ValueId next = b.add("Concat", {{"axis", std::int64_t{0}}}, {b.slice(window, 0, 1, 5), x});
    b.write(window, next);
    const ValueId query = b.linear(x, sample_tensor({9, 9}, 2, 0.5));
    const ValueId scores = b.add("MatMul", {}, {query, b.transpose(next, {1, 0})});
    const ValueId weights = b.add("Softmax", {{"axis", std::int64_t{1}}, {"log", false}}, {scores});
    b.output(b.add("MatMul", {}, {weights, next}));
    return b.finish();
}

/// y = c S, then S_k' = a * S_k + b_k * u: the read-out multiplies with the state, whose next value is
/// written in its place.
Graph state_space() {
    GraphBuilder b("state space");
    const ValueId x = b.input("x", {9});
    const ValueId state = b.state("S", "carried", sample_tensor({4, 21}, 1));
    const ValueId c = b.linear(b.add("Reshape", {{"shape", std::vector<std::int64_t>{1, 9}}}, {x}),
                               sample_tensor({4, 9}, 2, 0.5));
    b.output(b.add("MatMul", {}, {c, state}));
    const ValueId a = activation(b, "sigmoid", b.linear(x, sample_tensor({21, 9}, 3, 0.5)));
    const ValueId u = b.linear(x, sample_tensor({21, 9}, 4, 0.5));
    std::vector<ValueId> next;
    for (std::int64_t k = 0; k < 4; ++k) {
        const ValueId factor = b.linear(x, sample_tensor({1, 9}, 5 + static_cast<std::uint64_t>(k), 0.5));
        next.push_back(b.pointwise("add", b.pointwise("multiply", a, b.slice(state, 0, k, 1)),
                                   b.pointwise("multiply", u, factor)));
    }
    b.write(state, b.add("Concat", {{"axis", std::int64_t{0}}}, next));
    return b.finish();
}

/// (x - mean) / sqrt(variance) with a running mean and variance.
Graph normaliser() {
    GraphBuilder b("normaliser");
    const ValueId x = b.input("x", {20});
    const ValueId mean = b.state("mean", "carried", Tensor::filled({20}, 0.25F));
    const ValueId variance = b.state("variance", "carried", Tensor::filled({20}, 1.0F));
    const ValueId off = b.pointwise("subtract", x, mean);
    const ValueId square = b.pointwise("multiply", off, off);
    b.write(mean, b.pointwise("add", mean, b.pointwise("multiply", off, Tensor::filled({}, 0.125F))));
    b.write(variance, b.pointwise("add", b.pointwise("multiply", variance, Tensor::filled({}, 0.875F)),
                                  b.pointwise("multiply", square, Tensor::filled({}, 0.125F))));
    b.output(b.pointwise("multiply", off, activation(b, "rsqrt", variance)));
    return b.finish();
}

/// x(t) + x(t - 1) - x(t - 3), each state what the one before was.
Graph delay_line() {
    GraphBuilder b("delay line");
    const ValueId x = b.input("x", {11});
    const ValueId first = b.state("d1", "carried", sample_tensor({11}, 1));
    const ValueId second = b.state("d2", "carried", sample_tensor({11}, 2));
    const ValueId third = b.state("d3", "carried", sample_tensor({11}, 3));
    b.write(third, second);
    b.write(first, x);
    b.write(second, first);
    b.output(b.pointwise("subtract", b.pointwise("add", x, first), third));
    return b.finish();
}

/// Two buffers that change places in every inference.
Graph double_buffer() {
    GraphBuilder b("double buffer");
    const ValueId x = b.input("x", {10});
    const ValueId front = b.state("front", "carried", sample_tensor({10}, 1));
    const ValueId back = b.state("back", "carried", sample_tensor({10}, 2));
    b.write(front, back);
    b.write(back, front);
    b.output(b.pointwise("add", front, x));
    return b.finish();
}

/// The largest value so far and how many there were: states of one value.
Graph running_figures() {
    GraphBuilder b("running figures");
    const ValueId x = b.input("x", {1, 12});
    const ValueId most = b.state("most", "carried", Tensor({1, 1}, {-0.5F}));
    const ValueId count = b.state("count", "carried", Tensor({1, 1}, {0.0F}));
    const ValueId here = b.add(
        "Reduce",
        {{"function", std::string("max")}, {"axes", std::vector<std::int64_t>{1}}, {"keepdim", true}}, {x});
    const ValueId next = b.pointwise("maximum", here, most);
    b.write(most, next);
    const ValueId counted = b.pointwise("add", count, Tensor::filled({}, 1.0F));
    b.write(count, counted);
    b.output(b.pointwise("subtract", x, next));
    b.output(counted);
    return b.finish();
}

}  // namespace

std::vector<CarriedGraph> carried_graphs() {
    std::vector<CarriedGraph> all;
    for (const auto make : {gated_unit, attention_over_a_window, state_space, normaliser, delay_line,
                            double_buffer, running_figures}) {
        Graph graph = make();
        all.push_back({graph.name, std::move(graph)});
    }
    return all;
}

}  // namespace lockstep::test
