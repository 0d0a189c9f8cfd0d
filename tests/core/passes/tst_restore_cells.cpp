#include <QtTest>

#include <array>
#include <set>

#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/passes/canonicalize.h"
#include "core/passes/streaming_transform.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

Q_DECLARE_METATYPE(Graph)

namespace {

constexpr std::int64_t width = 3;
constexpr std::int64_t hidden = 4;

/// Cells from their parts, one step on inputs x, h and c.
class Parts {
  public:
    GraphBuilder b{"cell"};
    ValueId x = b.input("x", {1, width});
    ValueId h = b.input("h", {1, hidden});
    ValueId c = b.input("c", {1, hidden});

    ValueId function(const char* name, ValueId v) {
        return b.add("Activation", {{"function", std::string(name)}}, {v});
    }
    ValueId sigmoid(ValueId v) { return function("sigmoid", v); }
    ValueId tanh(ValueId v) { return function("tanh", v); }
    ValueId add(ValueId p, ValueId q) { return b.pointwise("add", p, q); }
    ValueId multiply(ValueId p, ValueId q) { return b.pointwise("multiply", p, q); }
    ValueId rest(ValueId z) {
        return b.add("Pointwise",
                     {{"op", std::string("subtract")},
                      {"constant", Tensor::filled({}, 1.0F)},
                      {"constant_first", true}},
                     {z});
    }
    ValueId join(ValueId p, ValueId q) { return b.add("Concat", {{"axis", std::int64_t{1}}}, {p, q}); }
    ValueId from(ValueId v, std::uint64_t seed, bool bias = true, std::int64_t gates = 1) {
        const std::int64_t columns = b.graph().value(v).type.shape.back();
        const Tensor weight = sample_tensor({gates * hidden, columns}, seed, 0.5);
        return bias ? b.linear(v, weight, sample_tensor({gates * hidden}, seed + 1)) : b.linear(v, weight);
    }
    ValueId gate(ValueId gates, std::int64_t place) { return b.slice(gates, 1, place * hidden, hidden); }

    /// c' = f c + i g and h' = o tanh(c') of functions that were applied.
    Graph lstm(ValueId i, ValueId f, ValueId g, ValueId o, bool turned = false) {
        const ValueId kept = turned ? multiply(c, f) : multiply(f, c);
        const ValueId fresh = turned ? multiply(g, i) : multiply(i, g);
        const ValueId next = turned ? add(fresh, kept) : add(kept, fresh);
        b.output(turned ? multiply(tanh(next), o) : multiply(o, tanh(next)));
        b.output(next);
        return b.finish();
    }
};

Graph chunked_lstm(const std::array<std::int64_t, 4>& order, bool turned) {
    Parts p;
    const ValueId gates = p.add(p.from(p.h, 1, true, 4), p.from(p.x, 3, true, 4));
    return p.lstm(p.sigmoid(p.gate(gates, order[0])), p.sigmoid(p.gate(gates, order[1])),
                  p.tanh(p.gate(gates, order[2])), p.sigmoid(p.gate(gates, order[3])), turned);
}

Graph joined_lstm(bool h_first) {
    Parts p;
    const ValueId gates = p.from(h_first ? p.join(p.h, p.x) : p.join(p.x, p.h), 5, true, 4);
    const ValueId three = p.sigmoid(p.b.slice(gates, 1, 0, 3 * hidden));
    return p.lstm(p.gate(three, 0), p.gate(three, 2), p.tanh(p.gate(gates, 3)), p.gate(three, 1));
}

Graph lstm_of_eight_linears(bool biases) {
    Parts p;
    std::vector<ValueId> sums;
    for (std::uint64_t k = 0; k < 4; ++k)
        sums.push_back(p.add(p.from(p.x, 10 + 4 * k, biases), p.from(p.h, 12 + 4 * k, biases)));
    return p.lstm(p.sigmoid(sums[0]), p.sigmoid(sums[1]), p.tanh(sums[2]), p.sigmoid(sums[3]));
}

Graph lstm_with_one_bias() {
    Parts p;
    const ValueId gates = p.b.pointwise("add", p.add(p.from(p.x, 40, false, 4), p.from(p.h, 42, false, 4)),
                                        sample_tensor({4 * hidden}, 44));
    return p.lstm(p.sigmoid(p.gate(gates, 0)), p.sigmoid(p.gate(gates, 1)), p.tanh(p.gate(gates, 2)),
                  p.sigmoid(p.gate(gates, 3)));
}

Graph lstm_through_reshapes() {
    Parts p;
    const ValueId gates =
        p.b.reshape(p.from(p.b.reshape(p.join(p.x, p.h), {width + hidden}), 46, true, 4), {1, 4, hidden});
    const auto gate = [&](std::int64_t k) { return p.b.reshape(p.b.slice(gates, 1, k, 1), {1, hidden}); };
    return p.lstm(p.sigmoid(gate(0)), p.sigmoid(gate(1)), p.tanh(gate(2)), p.sigmoid(gate(3)));
}

enum class Mix { difference, other_difference, products, other_products };

Graph gru(Mix mix, bool joined) {
    Parts p;
    ValueId r;
    ValueId z;
    if (joined) {
        const ValueId both = p.sigmoid(p.from(p.join(p.x, p.h), 50, true, 2));
        r = p.gate(both, 0);
        z = p.gate(both, 1);
    } else {
        r = p.sigmoid(p.add(p.from(p.x, 52), p.from(p.h, 54)));
        z = p.sigmoid(p.add(p.from(p.h, 56), p.from(p.x, 58)));
    }
    const ValueId n = p.tanh(p.add(p.from(p.x, 60), p.multiply(r, p.from(p.h, 62))));
    const auto subtract = [&](ValueId a, ValueId b) { return p.b.pointwise("subtract", a, b); };
    switch (mix) {
        case Mix::difference:
            p.b.output(p.add(n, p.multiply(z, subtract(p.h, n))));
            break;
        case Mix::other_difference:
            p.b.output(p.add(p.h, p.multiply(z, subtract(n, p.h))));
            break;
        case Mix::products:
            p.b.output(p.add(p.multiply(p.rest(z), n), p.multiply(z, p.h)));
            break;
        case Mix::other_products:
            p.b.output(p.add(p.multiply(p.rest(z), p.h), p.multiply(z, n)));
            break;
    }
    p.b.output(p.b.relu(p.c));
    return p.b.finish();
}

/// What only looks like a cell.
Graph reset_in_front_of_the_product() {
    Parts p;
    const ValueId r = p.sigmoid(p.add(p.from(p.x, 70), p.from(p.h, 72)));
    const ValueId z = p.sigmoid(p.add(p.from(p.x, 74), p.from(p.h, 76)));
    const ValueId n = p.tanh(p.add(p.from(p.x, 78), p.from(p.multiply(r, p.h), 80)));
    p.b.output(p.add(p.multiply(p.rest(z), n), p.multiply(z, p.h)));
    p.b.output(p.b.relu(p.c));
    return p.b.finish();
}

Graph gate_that_is_read() {
    Parts p;
    const ValueId gates = p.add(p.from(p.h, 82, true, 4), p.from(p.x, 84, true, 4));
    const ValueId f = p.sigmoid(p.gate(gates, 1));
    p.b.output(f);
    return p.lstm(p.sigmoid(p.gate(gates, 0)), f, p.tanh(p.gate(gates, 2)), p.sigmoid(p.gate(gates, 3)));
}

Graph gate_that_sees_c() {
    Parts p;
    const ValueId gates = p.add(p.from(p.h, 86, true, 4), p.from(p.x, 88, true, 4));
    const ValueId seen = p.add(p.gate(gates, 1), p.b.pointwise("multiply", p.c, sample_tensor({hidden}, 90)));
    return p.lstm(p.sigmoid(p.gate(gates, 0)), p.sigmoid(seen), p.tanh(p.gate(gates, 2)),
                  p.sigmoid(p.gate(gates, 3)));
}

Graph wrong_function() {
    Parts p;
    const ValueId gates = p.add(p.from(p.h, 92, true, 4), p.from(p.x, 94, true, 4));
    return p.lstm(p.sigmoid(p.gate(gates, 0)), p.sigmoid(p.gate(gates, 1)), p.b.relu(p.gate(gates, 2)),
                  p.sigmoid(p.gate(gates, 3)));
}

Graph canonical(const Graph& source) {
    const auto results = canonicalize(source);
    return results.empty() ? source : results.back().graph;
}

QStringList operators(const Graph& graph) {
    QStringList names;
    for (const Node& node : graph.nodes) names.append(QString::fromStdString(node.op->name()));
    return names;
}

}  // namespace

/// Cells from their parts, held against the parts in float64.
class TestRestoreCells : public QObject {
    Q_OBJECT

    static void compare(const Graph& a, const Graph& b) {
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            const auto inputs = sample_inputs(a, seed);
            const double off = difference(evaluate(a, inputs).outputs, evaluate(b, inputs).outputs);
            QVERIFY2(off <= 1e-9, qPrintable(QString::number(off)));
        }
    }

  private Q_SLOTS:
    void becomesACell_data() {
        QTest::addColumn<Graph>("parts");
        QTest::addColumn<QString>("expected");
        const QString lstm = QStringLiteral("LstmCell");
        QTest::newRow("gates i f g o") << chunked_lstm({0, 1, 2, 3}, false) << lstm;
        QTest::newRow("operands in the other order") << chunked_lstm({0, 1, 2, 3}, true) << lstm;
        QTest::newRow("gates f i o g") << chunked_lstm({1, 0, 3, 2}, false) << lstm;
        QTest::newRow("gates o g f i") << chunked_lstm({3, 2, 1, 0}, true) << lstm;
        QTest::newRow("x and h joined") << joined_lstm(false) << lstm;
        QTest::newRow("h and x joined") << joined_lstm(true) << lstm;
        QTest::newRow("eight linears") << lstm_of_eight_linears(true) << lstm;
        QTest::newRow("eight linears without bias") << lstm_of_eight_linears(false) << lstm;
        QTest::newRow("one bias behind the sum") << lstm_with_one_bias() << lstm;
        QTest::newRow("gates as an axis") << lstm_through_reshapes() << lstm;
        const QString gru_cell = QStringLiteral("GruCell Clamp");
        for (const bool joined : {false, true}) {
            const QByteArray how = joined ? ", joined" : "";
            QTest::newRow("GRU: n + z (h - n)" + how) << gru(Mix::difference, joined) << gru_cell;
            QTest::newRow("GRU: h + z (n - h)" + how) << gru(Mix::other_difference, joined) << gru_cell;
            QTest::newRow("GRU: (1 - z) n + z h" + how) << gru(Mix::products, joined) << gru_cell;
            QTest::newRow("GRU: (1 - z) h + z n" + how) << gru(Mix::other_products, joined) << gru_cell;
        }
    }
    void becomesACell() {
        QFETCH(Graph, parts);
        QFETCH(QString, expected);
        const PassResult result = restore_cells(parts);
        check_sound(result.graph);
        const Graph form = canonical(parts);
        QCOMPARE(operators(form).join(u' '), expected);
        compare(parts, result.graph);
        compare(parts, form);
        if (QTest::currentTestFailed()) return;
        check_lowering(form, 3);
        // Every part is accounted for, with a reason.
        std::set<NodeId> told;
        for (const Change& change : result.record.changes) {
            QVERIFY(!change.reason.empty());
            told.insert(change.before.begin(), change.before.end());
        }
        for (const Node& node : parts.nodes)
            QVERIFY(told.contains(node.id) || result.graph.find_node(node.id) != nullptr);
    }

    void staysAsItIs_data() {
        QTest::addColumn<Graph>("parts");
        QTest::newRow("the reset gate in front of the product") << reset_in_front_of_the_product();
        QTest::newRow("a gate that is an output too") << gate_that_is_read();
        QTest::newRow("a peephole") << gate_that_sees_c();
        QTest::newRow("another function") << wrong_function();
    }
    void staysAsItIs() {
        QFETCH(Graph, parts);
        QVERIFY(restore_cells(parts).record.changes.empty());
    }

    /// An LSTM that keeps its own state, one call per step: h and c are where the cell unit looks for them.
    void aStatefulModelRunsOnTheCellUnit() {
        GraphBuilder b("stateful");
        const ValueId x = b.input("x", {1, width});
        const ValueId h = b.state("h", "carried", sample_tensor({1, hidden}, 100));
        const ValueId c = b.state("c", "carried", sample_tensor({1, hidden}, 101));
        const ValueId gates = b.pointwise(
            "add", b.linear(x, sample_tensor({4 * hidden, width}, 102), sample_tensor({4 * hidden}, 103)),
            b.linear(h, sample_tensor({4 * hidden, hidden}, 104)));
        const auto gate = [&](const char* function, std::int64_t k) {
            return b.add("Activation", {{"function", std::string(function)}},
                         {b.slice(gates, 1, k * hidden, hidden)});
        };
        const ValueId next_c = b.pointwise("add", b.pointwise("multiply", gate("sigmoid", 1), c),
                                           b.pointwise("multiply", gate("sigmoid", 0), gate("tanh", 2)));
        const ValueId next_h =
            b.pointwise("multiply", gate("sigmoid", 3),
                        b.add("Activation", {{"function", std::string("tanh")}}, {next_c}));
        b.output(next_h);
        b.write(h, next_h);
        b.write(c, next_c);
        const Graph parts = b.finish();
        const Graph form = canonical(parts);
        QCOMPARE(operators(form), QStringList{QStringLiteral("LstmCell")});
        QCOMPARE(form.states.size(), 2U);
        QCOMPARE(form.states[0].written, form.nodes[0].outputs[0]);
        QCOMPARE(form.states[1].written, form.nodes[0].outputs[1]);
        QCOMPARE(form.states[0].role, std::string("hidden"));
        QCOMPARE(form.states[1].role, std::string("cell"));
        check_lowering(form, 5);
    }
};

QTEST_APPLESS_MAIN(TestRestoreCells)
#include "tst_restore_cells.moc"
