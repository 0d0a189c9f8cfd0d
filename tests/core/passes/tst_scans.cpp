#include <QtTest>

#include <functional>
#include <random>
#include <variant>

#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/nnir/op.h"
#include "core/passes/canonicalize.h"
#include "core/passes/streaming_transform.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

namespace {

/// What a tracer of a Python loop holds: a value, or a constant, on which it computes at once.
using Traced = std::variant<ValueId, Tensor>;

/// Writes loops as an importer leaves them: unrolled, with everything folded that is known.
class Loop {
  public:
    Loop(std::int64_t positions, std::int64_t width) : positions_(positions) {
        x_ = b_.input("x", {positions, width});
        b_.module("cell");
    }

    GraphBuilder& builder() { return b_; }
    std::int64_t positions() const { return positions_; }
    ValueId input() const { return x_; }

    Traced node(const std::string& op, const Attributes& attributes, const std::vector<Traced>& operands) {
        std::vector<ValueId> ids;
        std::vector<RealTensor> known;
        for (const Traced& operand : operands) {
            if (const auto* id = std::get_if<ValueId>(&operand)) {
                ids.push_back(*id);
            } else {
                known.emplace_back(std::get<Tensor>(operand));
            }
        }
        if (ids.empty()) return to_tensor(nnir::op(op).reference(attributes, known).front());
        for (const Traced& operand : operands)
            if (std::holds_alternative<Tensor>(operand)) return folded(op, attributes, operands);
        return b_.add(op, attributes, ids);
    }

    Traced at_position(ValueId sequence, std::int64_t t) {
        const Shape shape = without_axis(b_.graph().value(sequence).type.shape, 0);
        return b_.reshape(b_.slice(sequence, 0, t, 1), with_axis(shape, 0, 1));
    }
    Traced linear(const Tensor& weight, const Traced& v) { return node("Linear", {{"weight", weight}}, {v}); }
    Traced linear(const Tensor& weight, const Tensor& bias, const Traced& v) {
        return node("Linear", {{"weight", weight}, {"bias", bias}}, {v});
    }
    Traced pointwise(const std::string& op, const Traced& a, const Traced& b) {
        return node("Pointwise", {{"op", op}}, {a, b});
    }
    Traced add(const Traced& a, const Traced& b) { return pointwise("add", a, b); }
    Traced multiply(const Traced& a, const Traced& b) { return pointwise("multiply", a, b); }
    Traced function(const std::string& name, const Traced& v) {
        return node("Activation", {{"function", name}}, {v});
    }
    Traced part(const Traced& v, std::int64_t first, std::int64_t count) {
        return node("Slice", {{"axis", std::int64_t{1}}, {"first", first}, {"count", count}}, {v});
    }
    Traced join(const Traced& a, const Traced& b) {
        return node("Concat", {{"axis", std::int64_t{1}}}, {a, b});
    }
    ValueId value(const Traced& v) {
        if (const auto* id = std::get_if<ValueId>(&v)) return *id;
        return b_.add("Constant", {{"value", std::get<Tensor>(v)}}, {});
    }
    ValueId collect(const std::vector<Traced>& results) {
        std::vector<ValueId> ids;
        for (const Traced& result : results) ids.push_back(value(result));
        return b_.add("Concat", {{"axis", std::int64_t{0}}}, ids);
    }

  private:
    Traced folded(const std::string& op, Attributes attributes, const std::vector<Traced>& operands) {
        const bool first = std::holds_alternative<Tensor>(operands[0]);
        const Tensor& constant = std::get<Tensor>(operands[first ? 0 : 1]);
        const ValueId value = std::get<ValueId>(operands[first ? 1 : 0]);
        if (op == "Pointwise") {
            attributes.set("constant", constant);
            if (first) attributes.set("constant_first", true);
        } else {
            const auto axis = attributes.integer("axis");
            const std::int64_t extent = constant.shape()[at(axis)];
            attributes.set("constants", constant);
            attributes.set("parts", first ? std::vector<std::int64_t>{extent, -1}
                                          : std::vector<std::int64_t>{-1, extent});
        }
        return b_.add(op, attributes, {value});
    }

    GraphBuilder b_{"loop"};
    std::int64_t positions_;
    ValueId x_;
};

/// One iteration: takes x[t] and what is carried, and gives the result.
using Body = std::function<Traced(Loop&, const Traced& x, std::vector<Traced>& carried)>;
enum class Result { every, last };

Graph unrolled(std::int64_t positions, std::int64_t width, const std::vector<Tensor>& initial,
               const Body& body, Result result = Result::every, bool known = true) {
    Loop loop(positions, width);
    std::vector<Traced> carried;
    for (const Tensor& tensor : initial)
        carried.push_back(known ? Traced(tensor) : Traced(loop.value(Traced(tensor))));
    std::vector<Traced> results;
    for (std::int64_t t = 0; t < positions; ++t)
        results.push_back(body(loop, loop.at_position(loop.input(), t), carried));
    if (result == Result::every) {
        loop.builder().output(loop.collect(results));
    } else {
        loop.builder().output(
            loop.value(loop.linear(sample_tensor({2, 4}, 900), sample_tensor({2}, 901), results.back())));
    }
    return loop.builder().finish();
}

constexpr std::int64_t width = 4;

/// As in a file, a weight is one tensor in all iterations.
Tensor sample(const Shape& shape, std::uint64_t seed, double scale = 1.0) {
    static std::map<std::pair<Shape, std::uint64_t>, Tensor> known;
    return known.try_emplace({shape, seed}, sample_tensor(shape, seed, scale)).first->second;
}
Tensor weight(std::uint64_t seed) {
    return sample({width, width}, seed, 0.5);
}
Tensor row(std::uint64_t seed) {
    return sample({1, width}, seed);
}

Traced ssm(Loop& l, const Traced& x, std::vector<Traced>& h) {
    h[0] = l.add(l.multiply(row(1), h[0]), l.linear(weight(2), x));
    return l.add(l.linear(weight(3), h[0]), x);
}

Traced minimal_gru(Loop& l, const Traced& x, std::vector<Traced>& h) {
    const Traced z = l.function("sigmoid", l.linear(weight(4), row(5).reshaped({width}), x));
    const Traced keep = l.pointwise("subtract", Tensor::filled({}, 1.0F), z);
    h[0] = l.add(l.multiply(keep, h[0]), l.multiply(z, l.linear(weight(6), x)));
    return h[0];
}

Traced gru(Loop& l, const Traced& x, std::vector<Traced>& h) {
    const Traced gi = l.linear(sample({3 * width, width}, 7, 0.5), sample({3 * width}, 8), x);
    const Traced gh = l.linear(sample({3 * width, width}, 9, 0.5), sample({3 * width}, 10), h[0]);
    const Traced r = l.function("sigmoid", l.add(l.part(gi, 0, width), l.part(gh, 0, width)));
    const Traced z = l.function("sigmoid", l.add(l.part(gi, width, width), l.part(gh, width, width)));
    const Traced n =
        l.function("tanh", l.add(l.part(gi, 2 * width, width), l.multiply(r, l.part(gh, 2 * width, width))));
    h[0] = l.add(n, l.multiply(z, l.pointwise("subtract", h[0], n)));
    return h[0];
}

Traced lstm(Loop& l, const Traced& x, std::vector<Traced>& s) {
    const Traced gates = l.linear(sample({4 * width, 2 * width}, 11, 0.5), l.join(x, s[0]));
    const auto gate = [&](std::int64_t k, const char* name) {
        return l.function(name, l.part(gates, k * width, width));
    };
    s[1] = l.add(l.multiply(gate(1, "sigmoid"), s[1]), l.multiply(gate(0, "sigmoid"), gate(2, "tanh")));
    s[0] = l.multiply(gate(3, "sigmoid"), l.function("tanh", s[1]));
    return s[0];
}

/// y[t] = b x[t] + c x[t-1] + d x[t-2] - e y[t-1] - f y[t-2].
Traced biquad(Loop& l, const Traced& x, std::vector<Traced>& s) {
    Traced y = l.multiply(row(20), x);
    y = l.add(y, l.add(l.multiply(row(21), s[0]), l.multiply(row(22), s[1])));
    y = l.pointwise("subtract", y, l.add(l.multiply(row(23), s[2]), l.multiply(row(24), s[3])));
    s = {x, s[0], y, s[2]};
    return y;
}

/// h[t] of h[t-1] and h[t-3].
Traced three_back(Loop& l, const Traced& x, std::vector<Traced>& h) {
    const Traced next =
        l.function("tanh", l.add(l.linear(weight(25), x), l.add(l.linear(weight(26), h[0]), h[2])));
    h = {next, h[0], h[1]};
    return l.linear(weight(27), next);
}

Traced lstm_cell(Loop& l, const Traced& x, std::vector<Traced>& s) {
    static const LstmWeights w = sample_lstm(width, width, 12);
    const ValueId h = l.value(s[0]);
    const ValueId c = l.value(s[1]);
    s[0] = l.builder().add("LstmCell",
                           {{"weight_ih", w.input},
                            {"weight_hh", w.recurrent},
                            {"bias_ih", *w.input_bias},
                            {"bias_hh", *w.recurrent_bias}},
                           {std::get<ValueId>(x), h, c});
    s[1] = l.builder().graph().nodes.back().outputs[1];
    return s[0];
}

/// A body that nobody chose: sums, products, layers and functions of x[t] and what is carried.
class RandomBody {
  public:
    RandomBody(unsigned seed, std::size_t states, bool last) : seed_(seed), states_(states), last_(last) {}

    Traced operator()(Loop& l, const Traced& x, std::vector<Traced>& carried) const {
        std::mt19937 random(seed_);
        const auto pick = [&](std::size_t most) {
            return std::uniform_int_distribution<std::size_t>(0, most)(random);
        };
        std::uint64_t weights = 1000 * (seed_ + 1);
        std::vector<Traced> pool{l.linear(weight(++weights), x)};
        pool.insert(pool.end(), carried.begin(), carried.end());
        const std::size_t nodes = 3 + pick(6);
        for (std::size_t k = 0; k < nodes; ++k) {
            const Traced& a = pool[pick(pool.size() - 1)];
            const Traced& b = pool[pick(pool.size() - 1)];
            switch (pick(4)) {
                case 0:
                    pool.push_back(l.linear(weight(++weights), a));
                    break;
                case 1:
                    pool.push_back(l.function(pick(1) == 0 ? "tanh" : "sigmoid", a));
                    break;
                case 2:
                    pool.push_back(l.pointwise(pick(1) == 0 ? "add" : "subtract", a, b));
                    break;
                case 3:
                    pool.push_back(l.multiply(a, l.function("tanh", b)));
                    break;
                default:
                    pool.push_back(l.part(l.join(a, b), static_cast<std::int64_t>(pick(width)), width));
            }
        }
        for (std::size_t k = 0; k < states_; ++k)
            carried[k] = l.function("tanh", l.add(l.add(carried[k], pool[pick(pool.size() - 1)]),
                                                  l.linear(weight(++weights), x)));
        const Traced result = l.linear(weight(++weights), carried[0]);
        // Of the last step alone it can't be told what the first one started from.
        return last_ ? result : l.add(pool.back(), result);
    }

  private:
    unsigned seed_;
    std::size_t states_;
    bool last_;
};

Graph canonical(const Graph& source) {
    const auto results = canonicalize(source);
    return results.empty() ? source : results.back().graph;
}

}  // namespace

Q_DECLARE_METATYPE(Graph)

/// Unrolled loops over the sequence stream as their body with states.
class TestScans : public QObject {
    Q_OBJECT

    static std::vector<Tensor> zeros(std::size_t count) {
        return std::vector<Tensor>(count, Tensor::filled({1, width}, 0.0F));
    }

  private Q_SLOTS:
    void streams_data() {
        QTest::addColumn<Graph>("whole");
        QTest::addColumn<int>("states");
        const auto add = [](const char* name, const Body& body, std::size_t states) {
            std::vector<Tensor> initial;
            for (std::size_t k = 0; k < states; ++k) initial.push_back(row(50 + k));
            const auto kept = static_cast<int>(states);
            for (const bool known : {true, false}) {
                const QByteArray how = QByteArray(name) + (known ? ", folded" : ", constants");
                QTest::addRow("%s", how.constData())
                    << unrolled(6, width, zeros(states), body, Result::every, known) << kept;
                QTest::addRow("%s, last", how.constData())
                    << unrolled(6, width, zeros(states), body, Result::last, known) << kept;
                QTest::addRow("%s, from other values", how.constData())
                    << unrolled(5, width, initial, body, Result::every, known) << -1;
            }
        };
        add("SSM", ssm, 1);
        add("minimal GRU", minimal_gru, 1);
        add("GRU", gru, 1);
        add("LSTM", lstm, 2);
        add("LSTM cell", lstm_cell, 2);
        QTest::newRow("two turns back") << unrolled(7, width, zeros(4), biquad) << -1;
        QTest::newRow("three turns back") << unrolled(7, width, zeros(3), three_back) << -1;
        QTest::newRow("two turns back, last") << unrolled(7, width, zeros(4), biquad, Result::last) << -1;
    }
    void streams() {
        QFETCH(Graph, whole);
        QFETCH(int, states);
        const Graph form = canonical(whole);
        const StreamOptions options{.axes = {0}, .readout = Readout::every_step};
        check_streaming(form, options, 77);
        if (QTest::currentTestFailed()) return;
        const StreamedGraph streamed = streaming_transform(form, options);
        if (states >= 0) QCOMPARE(static_cast<int>(streamed.graph.states.size()), states);
    }

    void randomCells_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 150; ++seed) QTest::addRow("%u", seed) << seed;
    }
    void randomCells() {
        QFETCH(unsigned, seed);
        const std::size_t states = 1 + seed % 3;
        std::vector<Tensor> initial;
        for (std::size_t k = 0; k < states; ++k)
            initial.push_back(seed % 2 == 0 ? row(seed + k) : Tensor::filled({1, width}, 0.0F));
        const bool last = seed % 4 >= 2;
        const Graph whole = unrolled(5, width, initial, RandomBody(seed, states, last),
                                     last ? Result::last : Result::every, seed % 5 != 0);
        check_streaming(canonical(whole), StreamOptions{.axes = {0}, .readout = Readout::every_step}, seed);
    }

    /// y[0] = x[0], or something else of its own; then y[t] = a x[t] + b y[t-1].
    void theFirstIterationStartsInItsOwnWay_data() {
        QTest::addColumn<bool>("computed");
        QTest::newRow("from the first position") << false;
        QTest::newRow("from what is computed of it") << true;
    }
    void theFirstIterationStartsInItsOwnWay() {
        QFETCH(bool, computed);
        Loop loop(6, width);
        std::vector<Traced> results;
        for (std::int64_t t = 0; t < loop.positions(); ++t) {
            const Traced x = loop.at_position(loop.input(), t);
            if (t == 0) {
                results.push_back(computed ? loop.function("tanh", loop.linear(weight(40), x)) : x);
            } else {
                results.push_back(
                    loop.add(loop.multiply(row(41), x), loop.multiply(row(42), results.back())));
            }
        }
        loop.builder().output(loop.collect(results));
        check_streaming(canonical(loop.builder().finish()), StreamingAxes{0}, 9);
    }

    void anLstmCellLivesInTheCellStore() {
        const StreamedGraph streamed =
            streaming_transform(unrolled(6, width, zeros(2), lstm_cell), StreamingAxes{0});
        QCOMPARE(streamed.graph.states.size(), 2U);
        QCOMPARE(streamed.graph.states[0].name, std::string("cell.h"));
        QCOMPARE(streamed.graph.states[0].role, std::string("hidden"));
        QCOMPARE(streamed.graph.states[1].name, std::string("cell.c"));
        QCOMPARE(streamed.graph.states[1].role, std::string("cell"));
        const auto cells = std::count_if(streamed.graph.nodes.begin(), streamed.graph.nodes.end(),
                                         [](const Node& n) { return n.op->name() == "LstmCell"; });
        QCOMPARE(cells, 1);
    }

    void twoLayersAndALayerBetween() {
        Loop loop(6, width);
        ValueId sequence = loop.builder().linear(loop.input(), weight(30));
        for (int layer = 0; layer < 2; ++layer) {
            std::vector<Traced> h{Tensor::filled({1, width}, 0.0F)};
            std::vector<Traced> results;
            for (std::int64_t t = 0; t < loop.positions(); ++t)
                results.push_back(minimal_gru(loop, loop.at_position(sequence, t), h));
            sequence = loop.builder().relu(loop.collect(results));
        }
        loop.builder().output(sequence);
        check_streaming(canonical(loop.builder().finish()), StreamingAxes{0}, 5);
    }

    void aLastStepIsRefusedWithItsDeployments() {
        const Graph whole = canonical(unrolled(6, width, zeros(1), gru, Result::last));
        try {
            streaming_transform(whole, StreamingAxes{0});
            QFAIL("streamed");
        } catch (const Error& error) {
            const QString advice = QString::fromStdString(error.failure().advice);
            QVERIFY(advice.contains(QStringLiteral("whole window of 6 positions")));
            QVERIFY(advice.contains(QStringLiteral("readout every-step")));
            QVERIFY(advice.contains(QStringLiteral("reset every 6 steps")));
        }
        QCOMPARE(readout_axes(whole, {std::nullopt}), std::optional(StreamingAxes{0}));
        QVERIFY(!readout_axes(canonical(unrolled(6, width, zeros(1), gru)), {std::nullopt}));
    }

    void refuses_data() {
        QTest::addColumn<Graph>("whole");
        QTest::addColumn<QString>("reason");
        const auto add = [](const char* name, const std::function<void(Loop&)>& write, const char* reason) {
            Loop loop(5, width);
            write(loop);
            QTest::newRow(name) << loop.builder().finish() << QString::fromLatin1(reason);
        };
        add(
            "a loop that runs backwards",
            [](Loop& l) {
                std::vector<Traced> h{Tensor::filled({1, width}, 0.0F)};
                std::vector<Traced> results(5);
                for (std::int64_t t = 4; t >= 0; --t)
                    results[at(t)] = minimal_gru(l, l.at_position(l.input(), t), h);
                l.builder().output(l.collect(results));
            },
            "runs backwards");
        add(
            "weights of their own",
            [](Loop& l) {
                std::vector<Traced> results;
                for (std::int64_t t = 0; t < 5; ++t)
                    results.push_back(
                        l.linear(weight(100 + static_cast<std::uint64_t>(t)), l.at_position(l.input(), t)));
                l.builder().output(l.collect(results));
            },
            "not alike");
        add(
            "the first position in each",
            [](Loop& l) {
                std::vector<Traced> results;
                const Traced first = l.at_position(l.input(), 0);
                for (std::int64_t t = 0; t < 5; ++t)
                    results.push_back(l.add(l.at_position(l.input(), t), first));
                l.builder().output(l.collect(results));
            },
            "same position of the sequence");
        add(
            "constants where later iterations have values",
            [](Loop& l) {
                std::vector<Traced> h;
                for (int k = 0; k < 3; ++k) h.push_back(l.value(Traced(Tensor::filled({1, width}, 0.0F))));
                std::vector<Traced> results;
                for (std::int64_t t = 0; t < 5; ++t)
                    results.push_back(three_back(l, l.at_position(l.input(), t), h));
                l.builder().output(l.collect(results));
            },
            "constants in place of what iterations further behind it read");
        add(
            "a position in the middle",
            [](Loop& l) { l.builder().output(l.value(l.at_position(l.input(), 2))); },
            "position 2 of 5, which is not the last");
    }
    void refuses() {
        QFETCH(Graph, whole);
        QFETCH(QString, reason);
        try {
            streaming_transform(whole, StreamOptions{.axes = {0}, .readout = Readout::every_step});
            QFAIL("streamed");
        } catch (const Error& error) {
            const Failure& failure = error.failure();
            QCOMPARE(failure.kind, FailureKind::cannot_stream);
            QCOMPARE(failure.nodes.size(), 1U);
            QVERIFY2(QString::fromStdString(failure.nodes[0].reason).contains(reason),
                     failure.nodes[0].reason.c_str());
        }
    }

    /// 11 nodes an iteration. (How long it takes is measured in tests/bench.)
    void aThousandIterations() {
        const Graph whole = unrolled(1000, width, zeros(2), lstm);
        const StreamedGraph streamed = streaming_transform(canonical(whole), StreamingAxes{0});
        QCOMPARE(streamed.graph.states.size(), 2U);
        QVERIFY(streamed.graph.nodes.size() < whole.nodes.size() / 500);
    }
};

QTEST_APPLESS_MAIN(TestScans)
#include "tst_scans.moc"
