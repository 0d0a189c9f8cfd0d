#include <QtTest>

#include <algorithm>
#include <functional>

#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/passes/streaming_transform.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

Q_DECLARE_METATYPE(Graph)

namespace {

constexpr std::int64_t channels = 3;

/// What stands behind an unpadded convolution: takes and gives channels x time.
using Behind = std::function<ValueId(GraphBuilder&, ValueId)>;

/// A convolution of two taps that lacks `lag` positions in front, then what stands behind it.
Graph unpadded(std::int64_t length, std::int64_t lag, const Behind& behind) {
    GraphBuilder b;
    const ValueId x = b.input("x", {1, channels, length});
    const ValueId y = b.conv1d(x, sample_tensor({channels, channels, 2}, 1), sample_tensor({channels}, 2),
                               {.dilation = lag});
    b.output(behind(b, y));
    return b.finish();
}

ValueId over_time(GraphBuilder& b, ValueId y, const std::function<ValueId(ValueId)>& layer) {
    return b.transpose(layer(b.transpose(y, {0, 2, 1})), {0, 2, 1});
}

Behind lstm(bool h, bool c, std::int64_t layers = 1) {
    return [=](GraphBuilder& b, ValueId y) {
        return over_time(b, y, [&](ValueId x) {
            for (std::int64_t layer = 0; layer < layers; ++layer) {
                LstmWeights weights = sample_lstm(layer == 0 ? channels : 4, 4, 10);
                if (h) weights.initial_hidden = sample_tensor({1, 4}, 20);
                if (c) weights.initial_cell = sample_tensor({1, 4}, 21);
                x = b.lstm(x, weights, 1, layer);
            }
            return x;
        });
    };
}

Behind layer(const std::string& op, std::int64_t gates, bool initial) {
    return [=](GraphBuilder& b, ValueId y) {
        return over_time(b, y, [&](ValueId x) {
            Attributes attributes{{"time_axis", std::int64_t{1}},
                                  {"layer", std::int64_t{0}},
                                  {"weight_ih", sample_tensor({gates * 4, channels}, 30, 0.5)},
                                  {"weight_hh", sample_tensor({gates * 4, 4}, 31, 0.5)},
                                  {"bias_ih", sample_tensor({gates * 4}, 32)}};
            if (op == "Rnn") attributes.set("nonlinearity", std::string("tanh"));
            if (initial) attributes.set("initial_h", sample_tensor({1, 4}, 33));
            return b.add(op, attributes, {x});
        });
    };
}

Behind causal(std::int64_t pad, std::optional<float> history = {}) {
    return [=](GraphBuilder& b, ValueId y) {
        GraphBuilder::Conv conv{.dilation = 2, .pad_left = pad};
        if (history) conv.history = Tensor::filled({1, channels, pad}, *history);
        return b.conv1d(y, sample_tensor({channels, channels, 3}, 40), sample_tensor({channels}, 41), conv);
    };
}

/// h = tanh(W x[t] + a h), written as an unrolled loop that starts from these values.
Behind loop(float start) {
    return [=](GraphBuilder& b, ValueId y) {
        const std::int64_t positions = b.graph().value(y).type.shape[2];
        const Tensor weight = sample_tensor({channels, channels}, 50);
        const Tensor factor = sample_tensor({channels}, 51);
        ValueId h = b.add("Constant", {{"value", Tensor::filled({1, channels}, start)}}, {});
        std::vector<ValueId> results;
        for (std::int64_t t = 0; t < positions; ++t) {
            const ValueId x = b.linear(b.reshape(b.slice(y, 2, t, 1), {1, channels}), weight);
            h = b.add("Activation", {{"function", std::string("tanh")}},
                      {b.pointwise("add", x, b.pointwise("multiply", h, factor))});
            results.push_back(b.reshape(h, {1, channels, 1}));
        }
        return b.add("Concat", {{"axis", std::int64_t{2}}}, results);
    };
}

}  // namespace

/// States behind unpadded convolutions stay as they are until the first result.
class TestStreamerHold : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void streams_data() {
        QTest::addColumn<Graph>("whole");
        QTest::addColumn<int>("warmUp");
        const auto row = [](const char* name, const Behind& behind, int more = 0) {
            for (const int lag : {1, 4})
                QTest::addRow("%s, %d", name, lag) << unpadded(12, lag, behind) << lag + more;
        };
        row("an LSTM", lstm(false, false));
        row("an LSTM that starts from a c", lstm(false, true));
        row("an LSTM that starts from h and c", lstm(true, true));
        row("three LSTM layers", lstm(false, false, 3));
        row("a GRU", layer("Gru", 3, false));
        row("a GRU that starts from an h", layer("Gru", 3, true));
        row("an RNN", layer("Rnn", 1, false));
        row("an RNN that starts from an h", layer("Rnn", 1, true));
        row("a causal convolution", causal(4));
        row("a causal convolution that starts from ones", causal(4, 1.0F));
        row("a convolution that is padded in part", causal(1), 3);
        row(
            "an unpadded one and an LSTM",
            [](GraphBuilder& b, ValueId y) { return lstm(false, false)(b, causal(0)(b, y)); }, 4);
        row("a loop", loop(0));
        row("a loop that starts from a value", loop(0.5F));
        const auto later = [](GraphBuilder& b, ValueId y) {
            const ValueId first = lstm(false, false)(b, y);
            const ValueId second = b.conv1d(first, sample_tensor({channels, 4, 2}, 60), {}, {.dilation = 3});
            return layer("Gru", 3, true)(b, second);
        };
        row("one state earlier than another", later, 3);
    }
    void streams() {
        QFETCH(Graph, whole);
        QFETCH(int, warmUp);
        QCOMPARE(streaming_transform(whole, StreamingAxes{2}).warm_up, warmUp);
        check_streaming(whole, StreamingAxes{2}, 7);
    }

    /// Counts that bf16 does not hold are two digits.
    void waitsLong_data() {
        QTest::addColumn<int>("lag");
        for (const int lag : {255, 256, 257, 512, 513, 700}) QTest::addRow("%d", lag) << lag;
    }
    void waitsLong() {
        QFETCH(int, lag);
        const Graph whole = unpadded(lag + 5, lag, lstm(false, false));
        const StreamedGraph streamed = streaming_transform(whole, StreamingAxes{2});
        for (const State& state : streamed.graph.states)
            if (state.name.starts_with("warm_up"))
                for (const float v : state.initial.values()) QVERIFY(v >= 0 && v <= 256);
        const auto inputs = sample_inputs(whole, 3);
        const auto stepped = evaluate_steps(streamed.graph, inputs, streamed.input_axes, streamed.output_axes,
                                            streamed.warm_up);
        const auto expected = evaluate(whole, inputs).outputs;
        const std::int64_t positions = expected[0].shape[2];
        QVERIFY(difference({slice(stepped[0], 2, 0, positions)}, expected) <= 1e-9);
    }

    /// An LSTM stays on the cell unit: nothing but its own cell reads and writes h and c.
    void anLstmStaysOnTheCellUnit() {
        const StreamedGraph streamed =
            streaming_transform(unpadded(9, 2, lstm(false, true)), StreamingAxes{2});
        const auto cell = std::find_if(streamed.graph.nodes.begin(), streamed.graph.nodes.end(),
                                       [](const Node& node) { return node.op->name() == "LstmCell"; });
        QVERIFY(cell != streamed.graph.nodes.end());
        for (std::size_t k = 0; k < 2; ++k) {
            const State* state = streamed.graph.state_read_as(cell->inputs[k + 1]);
            QVERIFY(state != nullptr);
            QCOMPARE(state->written, cell->outputs[k]);
            QCOMPARE(streamed.graph.consumers(state->read).size(), 1U);
        }
    }

    /// Two layers that wait equally long share one count.
    void countsAreShared() {
        const StreamedGraph streamed =
            streaming_transform(unpadded(9, 2, lstm(false, false, 2)), StreamingAxes{2});
        QCOMPARE(std::count_if(streamed.graph.states.begin(), streamed.graph.states.end(),
                               [](const State& state) { return state.name.starts_with("warm_up"); }),
                 1);
    }

    void paddingOfDifferentPositionsIsRefused() {
        const Graph whole = unpadded(12, 2, [](GraphBuilder& b, ValueId y) {
            return b.conv1d(y, sample_tensor({channels, channels, 3}, 40), {},
                            {.pad_left = 2, .history = sample_tensor({1, channels, 2}, 44)});
        });
        try {
            streaming_transform(whole, StreamingAxes{2});
            QFAIL("streamed");
        } catch (const Error& error) {
            QCOMPARE(error.failure().nodes.size(), 1U);
            QCOMPARE(error.failure().nodes[0].op, std::string("Conv1d"));
            QVERIFY(error.failure().nodes[0].reason.find("not the same at each position") !=
                    std::string::npos);
            QVERIFY(error.failure().nodes[0].reason.find("first 2 inferences") != std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(TestStreamerHold)
#include "tst_streamer_hold.moc"
