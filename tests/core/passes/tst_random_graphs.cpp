#include <QtTest>

#include <algorithm>
#include <random>

#include "core/nnir/builder.h"
#include "core/nnir/text.h"
#include "core/passes/canonicalize.h"
#include "core/passes/streaming_transform.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

namespace {

constexpr std::int64_t positions = 6;

/// Grows a small graph of the operators that stream, channels x time or time x features in turn, as authors
/// write them: padding may be a node, a convolution's own or shared by two, and may have to be cut off.
class Grower {
  public:
    explicit Grower(unsigned seed) : random_(seed), seed_(seed * 1000) {}

    Graph grow() {
        width_ = pick(1, 4);
        batched_ = pick(0, 1) == 1;
        value_ = builder_.input("x", layout(width_));
        const int steps = pick(2, 5);
        for (int k = 0; k < steps; ++k) add();
        builder_.output(value_);
        if (pick(0, 1) == 1) builder_.output(builder_.relu(value_));
        return builder_.finish();
    }

    /// Where time stands in the input.
    int axis() const { return batched_ ? 2 : 1; }

  private:
    int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    Tensor tensor(const Shape& shape) { return sample_tensor(shape, seed_++, 0.5); }
    Shape layout(std::int64_t channels) const {
        return batched_ ? Shape{1, channels, positions} : Shape{channels, positions};
    }
    std::vector<std::int64_t> swap_order() const {
        return batched_ ? std::vector<std::int64_t>{0, 2, 1} : std::vector<std::int64_t>{1, 0};
    }

    void add() {
        builder_.module("part" + std::to_string(pick(0, 2)));
        switch (pick(0, 5)) {
            case 0:
                return convolution();
            case 1:
                return one_pad_for_two();
            case 2:
                return residual();
            case 3:
                return recurrent();
            case 4:
                value_ = builder_.clamp(value_, -0.75,
                                        pick(0, 1) == 1 ? 0.5 : std::numeric_limits<double>::infinity());
                return;
            default:
                return dense();
        }
    }

    void convolution() {
        const std::int64_t kernel = pick(1, 3);
        const std::int64_t dilation = pick(1, 2);
        const std::int64_t span = (kernel - 1) * dilation;
        const std::int64_t out = pick(1, 4);
        const Tensor weight = tensor({out, width_, kernel});
        const std::optional<Tensor> bias = pick(0, 1) == 1 ? std::optional(tensor({out})) : std::nullopt;
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
                if (pick(0, 1) == 1) {
                    value_ = builder_.slice(builder_.relu(value_), time, 0, positions);
                } else {
                    value_ = builder_.slice(value_, time, 0, positions);
                }
        }
        width_ = out;
    }

    void one_pad_for_two() {
        const std::int64_t middle = pick(1, 3);
        const std::int64_t out = pick(1, 3);
        ValueId y = builder_.pad(value_, axis(), 3, 0);
        y = builder_.conv1d(y, tensor({middle, width_, 3}), tensor({middle}));
        if (pick(0, 1) == 1) y = builder_.pointwise("multiply", y, tensor({middle, 1}));
        y = builder_.relu(y);
        value_ = builder_.conv1d(y, tensor({out, middle, 2}), tensor({out}));
        width_ = out;
    }

    void residual() {
        const char* const ops[] = {"add", "subtract", "multiply"};
        const ValueId skip = value_;
        const std::int64_t width = width_;
        convolution();
        if (width_ == width) {
            value_ = builder_.pointwise(ops[pick(0, 2)], value_, skip);
        } else {
            value_ = builder_.pointwise("add", value_, tensor({width_, 1}));
        }
    }

    void recurrent() {
        const std::int64_t hidden = pick(1, 3);
        LstmWeights weights = sample_lstm(width_, hidden, seed_);
        seed_ += 10;
        if (pick(0, 1) == 1) weights.input_bias.reset();
        ValueId y = builder_.transpose(value_, swap_order());
        // time x features, batch x time x features or, as nn.LSTM does without a batch, time x 1 x features.
        const bool wrap = !batched_ && pick(0, 1) == 1;
        if (wrap) y = builder_.reshape(y, {positions, 1, width_});
        if (pick(0, 1) == 1) {
            const Shape state = batched_ || wrap ? Shape{1, hidden} : Shape{hidden};
            weights.initial_hidden = tensor(state);
            weights.initial_cell = tensor(state);
        }
        y = builder_.lstm(y, weights, batched_ ? 1 : 0);
        if (wrap) y = builder_.reshape(y, {positions, hidden});
        value_ = builder_.transpose(y, swap_order());
        width_ = hidden;
    }

    void dense() {
        const std::int64_t out = pick(1, 4);
        ValueId y = builder_.linear(builder_.transpose(value_, swap_order()), tensor({out, width_}));
        if (pick(0, 1) == 1) y = builder_.pointwise("add", y, tensor({out}));
        value_ = builder_.transpose(y, swap_order());
        width_ = out;
    }

    std::mt19937 random_;
    std::uint64_t seed_;
    GraphBuilder builder_{"random"};
    std::int64_t width_ = 1;
    bool batched_ = false;
    ValueId value_;
};

}  // namespace

/// The contracts of the passes on graphs that nobody chose.
class TestRandomGraphs : public QObject {
    Q_OBJECT

    static void rows() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 150; ++seed) QTest::addRow("%u", seed) << seed;
    }

  private Q_SLOTS:
    void passesKeepTheResult_data() { rows(); }
    void passesKeepTheResult() {
        QFETCH(unsigned, seed);
        const Graph source = Grower(seed).grow();
        check_sound(source);
        const auto inputs = sample_inputs(source, seed);
        const auto expected = evaluate(source, inputs).outputs;
        for (const PassResult& result : canonicalize(source)) {
            check_sound(result.graph);
            // Constants that a pass computes are rounded to fp32.
            const double off = difference(evaluate(result.graph, inputs).outputs, expected);
            QVERIFY2(off <= 1e-6, result.record.pass.c_str());
        }
    }

    void streamsAndLowers_data() { rows(); }
    void streamsAndLowers() {
        QFETCH(unsigned, seed);
        Grower grower(seed);
        const Graph source = grower.grow();
        const std::vector<PassResult> results = canonicalize(source);
        const Graph& form = results.empty() ? source : results.back().graph;
        check_lowering(form, seed);
        if (!QTest::currentTestFailed()) check_streaming(form, {grower.axis()}, seed);
    }
};

QTEST_APPLESS_MAIN(TestRandomGraphs)
#include "tst_random_graphs.moc"
