#include <QtTest>

#include <random>

#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/passes/streaming_transform.h"
#include "core/support/error.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

Q_DECLARE_METATYPE(Graph)
Q_DECLARE_METATYPE(StreamingAxes)

namespace {

template <class Body>
Graph graph(Shape input, Body&& body) {
    GraphBuilder b;
    b.module("part");
    const ValueId x = b.input("x", std::move(input));
    b.output(body(b, x));
    return b.finish();
}

/// nn.LSTM(128, 256, num_layers=2) and nn.Linear(256, 16) on 20 x 128.
Graph example_lstm() {
    GraphBuilder b("lstm");
    const ValueId x = b.input("x", {20, 128});
    b.module("lstm");
    const ValueId h = b.lstm(b.lstm(x, sample_lstm(128, 256, 1), 0, 0), sample_lstm(256, 256, 5), 0, 1);
    b.module("readout");
    b.output(b.linear(h, sample_tensor({16, 256}, 9), sample_tensor({16}, 10)));
    return b.finish();
}

Graph mlp() {
    return graph({7}, [](GraphBuilder& b, ValueId x) {
        return b.relu(b.linear(x, sample_tensor({3, 7}, 1)));
    });
}

Graph lstm() {
    return graph({2, 5, 3}, [](GraphBuilder& b, ValueId x) { return b.lstm(x, sample_lstm(3, 4, 1), 1); });
}

/// torch.nn.functional.max_pool1d, avg_pool1d over the last axis.
ValueId pool(GraphBuilder& b, ValueId x, const std::string& function, std::int64_t kernel,
             std::int64_t stride) {
    Attributes attributes{{"function", function},
                          {"kernel", kernel},
                          {"stride", stride},
                          {"padding", std::int64_t{0}},
                          {"dilation", std::int64_t{1}}};
    if (function == "mean") attributes.set("count_padding", true);
    return b.add("Pool1d", attributes, {x});
}

ValueId softmax(GraphBuilder& b, ValueId x, std::int64_t axis) {
    return b.add("Softmax", {{"axis", axis}, {"log", false}}, {x});
}

/// nn.LSTM(3, 4, bidirectional=True) on time x features: both directions side by side.
ValueId both_directions(GraphBuilder& b, ValueId x) {
    const LstmWeights backwards = sample_lstm(3, 4, 5);
    const ValueId second = b.add("Lstm",
                                 {{"time_axis", std::int64_t{0}},
                                  {"layer", std::int64_t{0}},
                                  {"weight_ih", backwards.input},
                                  {"weight_hh", backwards.recurrent},
                                  {"reverse", true}},
                                 {x});
    return b.add("Concat", {{"axis", std::int64_t{1}}}, {b.lstm(x, sample_lstm(3, 4, 1), 0), second});
}

/// Scores of time x features with themselves, softmax over them, and the mean of the values that they weigh.
ValueId self_attention(GraphBuilder& b, ValueId x) {
    const ValueId queries = b.linear(x, sample_tensor({4, 3}, 1));
    const ValueId keys = b.transpose(b.linear(x, sample_tensor({4, 3}, 2)), {1, 0});
    const ValueId weights = softmax(b, b.add("MatMul", {}, {queries, keys}), 1);
    return b.add("MatMul", {}, {weights, b.linear(x, sample_tensor({4, 3}, 3))});
}

}  // namespace

class TestStreamingTransform : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theExampleLstmKeepsFourStates() {
        const Graph whole = example_lstm();
        const StreamedGraph streamed = streaming_transform(whole, {0});
        check_sound(streamed.graph);
        QCOMPARE(streamed.graph.value(streamed.graph.inputs[0]).type.shape, Shape({128}));
        QCOMPARE(streamed.graph.value(streamed.graph.outputs[0]).type.shape, Shape({16}));
        QCOMPARE(streamed.input_axes, std::vector<int>{0});
        QCOMPARE(streamed.output_axes, std::vector<int>{0});
        QStringList states;
        for (const State& state : streamed.graph.states)
            states.append(QString::fromStdString(state.name + " " + state.role));
        QCOMPARE(states.join(u','),
                 QStringLiteral("lstm.h0 hidden,lstm.c0 cell,lstm.h1 hidden,lstm.c1 cell"));
        QCOMPARE(streamed.record.changes.size(), 2U);
        // What is the same operator on one position keeps its id.
        QCOMPARE(streamed.graph.nodes.back().id, whole.nodes.back().id);
    }

    void twoConvolutionsAndAResidual() {
        const Graph whole = graph({1, 4, 7}, [](GraphBuilder& b, ValueId x) {
            const ValueId y = b.relu(b.conv1d(x, sample_tensor({4, 4, 3}, 1), sample_tensor({4}, 2),
                                              {.dilation = 2, .pad_left = 4}));
            return b.pointwise("add", b.conv1d(y, sample_tensor({4, 4, 2}, 3), {}, {.pad_left = 1}), x);
        });
        check_streaming(whole, {-1}, 11);
    }

    void statesOfOneModuleHaveDifferentNames() {
        const Graph whole = graph({1, 4, 7}, [](GraphBuilder& b, ValueId x) {
            return b.conv1d(b.conv1d(x, sample_tensor({4, 4, 2}, 1), {}, {.pad_left = 1}),
                            sample_tensor({4, 4, 2}, 3), {}, {.pad_left = 1});
        });
        const StreamedGraph streamed = streaming_transform(whole, {2});
        QCOMPARE(streamed.graph.states[0].name, std::string("part.history"));
        QCOMPARE(streamed.graph.states[1].name, std::string("part_2.history"));
    }

    void anInputWithoutAnAxisIsTheSameInEachInference() {
        GraphBuilder b;
        const ValueId x = b.input("x", {5, 3});
        const ValueId gain = b.relu(b.input("gain", {3}));
        b.output(b.pointwise("multiply", b.lstm(x, sample_lstm(3, 3, 1), 0), gain));
        check_streaming(b.finish(), {0, std::nullopt}, 21);
    }

    void inputsAndOutputsStreamAlongAxesOfTheirOwn() {
        GraphBuilder b;
        const ValueId x = b.input("x", {5, 3});
        const ValueId y = b.transpose(b.input("y", {3, 5}), {1, 0});
        const ValueId sum = b.pointwise("add", x, y);
        b.output(sum);
        b.output(b.transpose(b.lstm(sum, sample_lstm(3, 4, 1), 0), {1, 0}));
        const Graph whole = b.finish();
        const StreamedGraph streamed = streaming_transform(whole, {0, 1});
        QCOMPARE(streamed.input_axes, std::vector<int>({0, 1}));
        QCOMPARE(streamed.output_axes, std::vector<int>({0, 1}));
        QCOMPARE(streamed.warm_up, 0);
        check_streaming(whole, {0, 1}, 31);
    }

    void anOutputThatDoesNotStreamIsRefused() {
        GraphBuilder b;
        b.output(b.relu(b.input("x", {5, 3})));
        b.output(b.relu(b.input("gain", {3})));
        try {
            streaming_transform(b.finish(), {0, std::nullopt});
            QFAIL("streamed");
        } catch (const Error& error) {
            QCOMPARE(error.failure().nodes.size(), 1U);
            QVERIFY(error.failure().nodes[0].op.starts_with("output 'clamp_2'"));
            QVERIFY(error.failure().nodes[0].reason.find("same in every inference") != std::string::npos);
        }
    }

    /// Stacks of unpadded convolutions with residuals that are cut to their length, as audio networks have
    /// them: at the end of what is cut (causal), in its middle, or at its front.
    void unpaddedStacksStreamWithAWarmUp_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 60; ++seed) QTest::addRow("%u", seed) << seed;
    }
    void unpaddedStacksStreamWithAWarmUp() {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        const auto pick = [&](int low, int high) {
            return std::uniform_int_distribution<int>(low, high)(random);
        };
        constexpr std::int64_t length = 40;
        GraphBuilder b;
        const bool batched = pick(0, 1) == 1;
        const int time = batched ? 2 : 1;
        ValueId x = b.input("x", batched ? Shape{1, 3, length} : Shape{3, length});
        std::int64_t lost = 0;
        for (int layer = pick(1, 4); layer > 0; --layer) {
            const std::int64_t kernel = pick(1, 3);
            const std::int64_t dilation = pick(1, 3);
            const std::int64_t span = (kernel - 1) * dilation;
            const auto weights = static_cast<std::uint64_t>(100 * seed + static_cast<unsigned>(layer));
            const ValueId y = b.relu(b.conv1d(x, sample_tensor({3, 3, kernel}, weights, 0.5),
                                              sample_tensor({3}, weights + 50), {.dilation = dilation}));
            const std::int64_t kept = length - lost - span;
            const std::int64_t first = span * pick(0, 2) / 2;
            x = pick(0, 3) == 0 ? y : b.pointwise("add", y, b.slice(x, time, first, kept));
            lost += span;
        }
        b.output(x);
        const Graph whole = b.finish();
        QCOMPARE(streaming_transform(whole, StreamingAxes{time}).warm_up, lost);
        check_streaming(whole, StreamingAxes{time}, seed);
    }

    void everyRefusedNodeHasItsAdvice() {
        GraphBuilder b;
        const ValueId x = b.input("x", {1, 3, 6});
        const auto padded = [&](std::uint64_t seed, std::int64_t right) {
            return b.conv1d(x, sample_tensor({3, 3, 3}, seed), {},
                            {.pad_left = 2 - right, .pad_right = right});
        };
        b.output(padded(1, 1));
        b.output(padded(2, 1));
        b.output(b.linear(x, sample_tensor({4, 6}, 3)));
        try {
            streaming_transform(b.finish(), StreamingAxes{2});
            QFAIL("streamed");
        } catch (const Error& error) {
            // Two that are alike are one.
            QCOMPARE(error.failure().nodes.size(), 2U);
            const QStringList advice = QString::fromStdString(error.failure().advice).split(u'\n');
            QCOMPARE(advice.size(), 2);
            QVERIFY(advice[0].startsWith(QStringLiteral("Conv1d: ")));
            QVERIFY(advice[1].startsWith(QStringLiteral("Linear: ")));
        }
    }

    void refuses_data() {
        QTest::addColumn<Graph>("source");
        QTest::addColumn<StreamingAxes>("axes");
        QTest::addColumn<QString>("op");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("advice");
        const auto row = [](const char* name, const Graph& source, const StreamingAxes& axes, const char* op,
                            const char* reason, const char* advice) {
            QTest::newRow(name) << source << axes << QString::fromLatin1(op) << QString::fromLatin1(reason)
                                << QString::fromLatin1(advice);
        };
        row("an LSTM over its features", lstm(), {2}, "Lstm", "its features", "axis 1");
        row("an LSTM over the batch", lstm(), {0}, "Lstm", "batch", "axis 1");
        row("a linear layer over what it sums", mlp(), {0}, "Linear", "sums over axis 0",
            "without streaming");
        row("a convolution with padding on the right",
            graph({1, 3, 6},
                  [](GraphBuilder& b, ValueId x) {
                      return b.conv1d(x, sample_tensor({3, 3, 3}, 1), {}, {.pad_left = 1, .pad_right = 1});
                  }),
            {2}, "Conv1d", "on the right", "on the left only");
        row("a convolution over its channels",
            graph({1, 3, 6},
                  [](GraphBuilder& b, ValueId x) {
                      return b.conv1d(x, sample_tensor({3, 3, 1}, 1));
                  }),
            {1}, "Conv1d", "its channels", "axis 2");
        row("the last position of an LSTM",
            graph({5, 3}, [](GraphBuilder& b,
                             ValueId x) { return b.slice(b.lstm(x, sample_lstm(3, 4, 1), 0), 0, 4, 1); }),
            {0}, "Slice", "the last of 5 positions", "readout every-step");
        row("a pad that is left over",
            graph({5, 3}, [](GraphBuilder& b, ValueId x) { return b.pad(x, 0, 1, 0); }), {0}, "Pad",
            "its length changes", "convolution");
        row("a reshape across the sequence",
            graph({4, 3},
                  [](GraphBuilder& b, ValueId x) {
                      return b.reshape(x, {2, 6});
                  }),
            {0}, "Reshape", "breaks up axis 0", "keeps");
        row("one position that looks like a batch",
            graph({1, 3},
                  [](GraphBuilder& b, ValueId x) {
                      return b.relu(b.reshape(x, {1, 1, 3}));
                  }),
            {0}, "Reshape", "one position only", "longer sequence");
        row("a constant that differs by position",
            graph({4, 3},
                  [](GraphBuilder& b, ValueId x) {
                      return b.pointwise("add", x, sample_tensor({4, 1}, 1));
                  }),
            {0}, "Pointwise", "differs from position to position", "stream an axis");
        for (const char* function : {"max", "mean"})
            row(QByteArray("pooling over the sequence: ").append(function).constData(),
                graph({3, 8}, [&](GraphBuilder& b, ValueId x) { return b.relu(pool(b, x, function, 2, 2)); }),
                {1}, "Pool1d", "windows of 2 with stride 2 lie along the sequence", "a causal convolution");
        row("the mean of the sequence",
            graph({6, 3},
                  [](GraphBuilder& b, ValueId x) {
                      return b.add("Reduce",
                                   {{"function", std::string("mean")},
                                    {"axes", std::vector<std::int64_t>{0}},
                                    {"keepdim", false}},
                                   {x});
                  }),
            {0}, "Reduce", "needs all positions", "reduce over a window");
        row("layer normalisation over the sequence",
            graph({3, 6},
                  [](GraphBuilder& b, ValueId x) {
                      return b.add("LayerNorm", {{"normalized_shape", Shape{6}}, {"eps", 1e-5}}, {x});
                  }),
            {1}, "LayerNorm", "normalises over axis 1", "over features only");
        row("softmax over the sequence",
            graph({5, 3}, [](GraphBuilder& b, ValueId x) { return softmax(b, x, 0); }), {0}, "Softmax",
            "divides by a sum over axis 0", "attend over a window");
        row("attention of the sequence to itself", graph({5, 3}, self_attention), {0}, "MatMul",
            "every position of the sequence with every other", "attend over a window");
        row(
            "a weighted sum of the sequence",
            [] {
                GraphBuilder b;
                const ValueId values = b.input("values", {5, 4});
                b.output(b.add("MatMul", {}, {b.input("weights", {2, 5}), values}));
                return b.finish();
            }(),
            {0, std::nullopt}, "MatMul", "sums over the sequence", "attend over a window");
        row("an LSTM of both directions", graph({6, 3}, both_directions), {0}, "Lstm",
            "backwards from the last position", "a layer of one direction");
        row(
            "operands that stream along different axes",
            [] {
                GraphBuilder b;
                const ValueId a = b.input("a", {3, 3});
                b.output(b.pointwise("add", a, b.input("b", {3, 3})));
                return b.finish();
            }(),
            {0, 1}, "Pointwise", "axis 1 of 'b'", "meet");
    }
    void refuses() {
        QFETCH(Graph, source);
        QFETCH(StreamingAxes, axes);
        QFETCH(QString, op);
        QFETCH(QString, reason);
        QFETCH(QString, advice);
        try {
            streaming_transform(source, axes);
            QFAIL("streamed");
        } catch (const Error& error) {
            const Failure& failure = error.failure();
            QCOMPARE(failure.kind, FailureKind::cannot_stream);
            QCOMPARE(failure.nodes.size(), 1U);
            QCOMPARE(QString::fromStdString(failure.nodes[0].op), op);
            QVERIFY2(QString::fromStdString(failure.nodes[0].reason).contains(reason),
                     failure.nodes[0].reason.c_str());
            QVERIFY2(QString::fromStdString(failure.advice).contains(advice), failure.advice.c_str());
        }
    }

    void refusesWrongAxes_data() {
        QTest::addColumn<StreamingAxes>("axes");
        QTest::addColumn<QString>("message");
        QTest::newRow("too few") << StreamingAxes{0} << QStringLiteral("2 inputs");
        QTest::newRow("none") << StreamingAxes{std::nullopt, std::nullopt}
                              << QStringLiteral("no input has a streaming axis");
        QTest::newRow("out of range") << StreamingAxes{2, 0} << QStringLiteral("no axis 2");
        QTest::newRow("negative, out of range") << StreamingAxes{-3, 0} << QStringLiteral("no axis -3");
        QTest::newRow("other lengths") << StreamingAxes{0, 1} << QStringLiteral("3 positions");
    }
    void refusesWrongAxes() {
        QFETCH(StreamingAxes, axes);
        QFETCH(QString, message);
        GraphBuilder b;
        const ValueId a = b.input("a", {5, 3});
        b.output(b.pointwise("add", a, b.input("b", {5, 3})));
        try {
            streaming_transform(b.finish(), axes);
            QFAIL("streamed");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::cannot_stream);
            QVERIFY2(QString::fromStdString(error.failure().message).contains(message), error.what());
        }
    }

    void refusesAllBranchesAtOnce() {
        GraphBuilder b;
        const ValueId x = b.input("x", {5, 3});
        b.output(b.slice(x, 0, 0, 1));
        b.output(b.relu(b.pad(x, 0, 1, 1)));
        try {
            streaming_transform(b.finish(), {0});
            QFAIL("streamed");
        } catch (const Error& error) {
            QCOMPARE(error.failure().nodes.size(), 2U);
        }
    }

    /// Nodes that are in the way of each other's results as well: what comes behind a refused node is left
    /// out.
    void refusesDifferentOperatorsAtOnce() {
        GraphBuilder b;
        const ValueId x = b.input("x", {6, 3});
        b.module("encoder");
        b.output(b.linear(both_directions(b, x), sample_tensor({2, 8}, 9)));
        b.module("attention");
        b.output(self_attention(b, x));
        b.module("down");
        b.output(softmax(b, pool(b, b.transpose(x, {1, 0}), "max", 2, 2), 1));
        b.module("head");
        b.output(b.linear(x, sample_tensor({2, 3}, 10)));
        try {
            streaming_transform(b.finish(), {0});
            QFAIL("streamed");
        } catch (const Error& error) {
            const Failure& failure = error.failure();
            QCOMPARE(failure.kind, FailureKind::cannot_stream);
            QCOMPARE(failure.message, std::string("the model does not stream along axis 0 of input 'x'"));
            QStringList found;
            for (const FailureNode& node : failure.nodes)
                found.append(QString::fromStdString(node.module + " " + node.op));
            QCOMPARE(found.join(u','), QStringLiteral("encoder Lstm,attention MatMul,down Pool1d"));
            QVERIFY2(failure.nodes[0].reason.find("backwards") != std::string::npos,
                     failure.nodes[0].reason.c_str());
            QVERIFY2(failure.nodes[1].reason.find("every other") != std::string::npos,
                     failure.nodes[1].reason.c_str());
            QVERIFY2(failure.nodes[2].reason.find("windows of 2") != std::string::npos,
                     failure.nodes[2].reason.c_str());
            QVERIFY2(failure.advice.find("layer of one direction") != std::string::npos,
                     failure.advice.c_str());
        }
    }

    void aStreamingFormIsNotStreamedAgain() {
        const StreamedGraph once = streaming_transform(lstm(), {1});
        QVERIFY_THROWS_EXCEPTION(Error, streaming_transform(once.graph, {0}));
    }
};

QTEST_APPLESS_MAIN(TestStreamingTransform)
#include "tst_streaming_transform.moc"
