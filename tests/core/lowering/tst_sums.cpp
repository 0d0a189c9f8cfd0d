#include <QtTest>

#include <cmath>
#include <functional>

#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/passes/data_dimension.h"
#include "evaluate_work.h"

using namespace lockstep;
using namespace lockstep::lowering;
using nnir::Graph;
using nnir::GraphBuilder;
using nnir::RealTensor;
using nnir::sample_tensor;
using nnir::ValueId;

using Body = std::function<void(GraphBuilder&)>;
Q_DECLARE_METATYPE(Body)

namespace {

/// Work by kind: linear, lstm, partial sum, pointwise, reduce; those behind the outputs apart.
struct Counts {
    std::array<int, 5> ahead{};
    std::array<int, 5> behind{};
};

Counts count(const WorkList& list) {
    Counts counts;
    for (const Work& work : list.work)
        ++(work.state_update ? counts.behind : counts.ahead)[work.body.index()];
    return counts;
}

ValueId activation(GraphBuilder& b, const char* function, ValueId x) {
    return b.add("Activation", {{"function", std::string(function)}}, {x});
}

ValueId rms_norm(GraphBuilder& b, ValueId x, std::int64_t length) {
    const ValueId squares = b.pointwise("multiply", x, x);
    const ValueId mean = b.linear(squares, Tensor::filled({1, length}, 1.0F / static_cast<float>(length)));
    const ValueId scale = activation(b, "rsqrt", mean);
    return b.pointwise("multiply", b.pointwise("multiply", x, scale), sample_tensor({length}, 7));
}

}  // namespace

/// What legalise() makes of sums, norms and states: the same values, inference by inference, with less work
/// between the inputs and the outputs.
class TestSums : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sameValuesWithLessWork_data() {
        QTest::addColumn<Body>("body");
        QTest::addColumn<QList<int>>("ahead");  // linear, lstm, partial sum, pointwise, reduce
        QTest::addColumn<QList<int>>("behind");
        QTest::newRow("product of a state and of the input") << Body([](GraphBuilder& b) {
            const ValueId h = b.state("h", "carried", sample_tensor({5}, 1));
            const ValueId x = b.input("x", {3});
            const ValueId next =
                activation(b, "tanh",
                           b.pointwise("add", b.linear(h, sample_tensor({5, 5}, 2)),
                                       b.linear(x, sample_tensor({5, 3}, 3), sample_tensor({5}, 4))));
            b.write(h, next);
            b.output(next);
        }) << QList<int>{1, 0, 0, 0, 0} << QList<int>{0, 0, 1, 0, 0};
        QTest::newRow("a vector times many values, for states") << Body([](GraphBuilder& b) {
            const ValueId x = b.input("x", {7});
            const ValueId u = activation(b, "tanh", x);
            for (std::uint64_t k = 0; k < 2; ++k) {
                const ValueId s = b.state("s" + std::to_string(k), "carried", sample_tensor({7}, k));
                const ValueId factor = b.linear(x, sample_tensor({1, 7}, k + 3));
                b.write(s, b.pointwise("add", s, b.pointwise("multiply", u, factor)));
                b.output(b.pointwise("add", s, x));
            }
        }) << QList<int>{0, 0, 0, 2, 0} << QList<int>{4, 0, 0, 3, 0};
        QTest::newRow("a state that is a product") << Body([](GraphBuilder& b) {
            const ValueId p = b.state("p", "carried", sample_tensor({4}, 1));
            const ValueId h = b.pointwise("add", p, b.linear(b.input("x", {3}), sample_tensor({4, 3}, 2)));
            b.write(p, b.linear(h, sample_tensor({4, 4}, 3)));
            b.output(b.linear(h, sample_tensor({2, 4}, 4)));
        }) << QList<int>{2, 0, 0, 0, 0} << QList<int>{0, 0, 1, 0, 0};
        QTest::newRow("product of a state alone") << Body([](GraphBuilder& b) {
            const ValueId h = b.state("h", "carried", sample_tensor({4}, 1));
            const ValueId x = b.input("x", {4});
            const ValueId next =
                b.pointwise("multiply", b.linear(h, sample_tensor({4, 4}, 2), sample_tensor({4}, 3)), x);
            b.write(h, next);
            b.output(next);
        }) << QList<int>{1, 0, 0, 1, 0} << QList<int>{0, 0, 1, 0, 0};
        QTest::newRow("slices of a product") << Body([](GraphBuilder& b) {
            const ValueId y = b.linear(b.input("x", {4}), sample_tensor({10, 4}, 1), sample_tensor({10}, 2));
            b.output(
                b.pointwise("multiply", activation(b, "sigmoid", b.slice(y, 0, 0, 5)), b.slice(y, 0, 5, 5)));
        }) << QList<int>{2, 0, 0, 2, 0} << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("a function behind one of two matrices of a vector") << Body([](GraphBuilder& b) {
            const ValueId x = b.input("x", {4});
            const ValueId gate = activation(b, "sigmoid", b.linear(x, sample_tensor({5, 4}, 1)));
            b.output(b.pointwise("multiply", gate, b.relu(b.linear(x, sample_tensor({5, 4}, 2)))));
        }) << QList<int>{2, 0, 0, 2, 0} << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("a function behind the only matrix of a vector") << Body([](GraphBuilder& b) {
            b.output(activation(b, "sigmoid", b.linear(b.input("x", {4}), sample_tensor({5, 4}, 1))));
        }) << QList<int>{1, 0, 0, 0, 0} << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("slices that leave some out") << Body([](GraphBuilder& b) {
            const ValueId y = b.linear(b.input("x", {4}), sample_tensor({10, 4}, 1), sample_tensor({10}, 2));
            b.output(b.pointwise("add", b.slice(y, 0, 6, 3), b.slice(y, 0, 1, 3)));
        }) << QList<int>{1, 0, 0, 0, 0} << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("a slice of what is read elsewhere") << Body([](GraphBuilder& b) {
            const ValueId y = b.linear(b.input("x", {4}), sample_tensor({6, 4}, 1));
            b.output(y);
            b.output(b.slice(y, 0, 2, 3));
        }) << QList<int>{2, 0, 0, 0, 0} << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("a norm's weight in front of a product") << Body([](GraphBuilder& b) {
            b.output(
                b.linear(rms_norm(b, b.input("x", {6}), 6), sample_tensor({3, 6}, 1), sample_tensor({3}, 2)));
        }) << QList<int>{2, 0, 0, 2, 0} << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("a norm's weight in front of a clamp") << Body([](GraphBuilder& b) {
            b.output(b.linear(b.relu(rms_norm(b, b.input("x", {6}), 6)), sample_tensor({3, 6}, 1)));
        }) << QList<int>{2, 0, 0, 3, 0} << QList<int>{0, 0, 0, 0, 0};
        const auto joined = [](GraphBuilder& b, bool leaves) {
            const ValueId x = b.input("x", {4});
            const ValueId a = b.linear(x, sample_tensor({5, 4}, 1), sample_tensor({5}, 2));
            const ValueId c = activation(b, "tanh", x);
            const ValueId both = b.add("Concat", {{"axis", std::int64_t{0}}}, {a, c});
            if (leaves) b.output(both);
            b.output(b.linear(both, sample_tensor({3, 9}, 3), sample_tensor({3}, 4)));
        };
        QTest::newRow("a sum of what was put side by side")
            << Body([joined](GraphBuilder& b) { joined(b, false); }) << QList<int>{2, 0, 0, 1, 0}
            << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("a sum of what is needed side by side")
            << Body([joined](GraphBuilder& b) { joined(b, true); }) << QList<int>{3, 0, 0, 1, 0}
            << QList<int>{0, 0, 0, 0, 0};
        const auto behind = [](GraphBuilder& b, bool leaves) {
            const ValueId y = b.linear(b.input("x", {4}), sample_tensor({5, 4}, 1), sample_tensor({5}, 2));
            if (leaves) b.output(y);
            b.output(b.relu(b.pointwise("add", b.pointwise("multiply", y, sample_tensor({5}, 3)),
                                        sample_tensor({5}, 4))));
        };
        QTest::newRow("constants behind a sum") << Body([behind](GraphBuilder& b) { behind(b, false); })
                                                << QList<int>{1, 0, 0, 0, 0} << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("constants behind a sum that leaves")
            << Body([behind](GraphBuilder& b) { behind(b, true); }) << QList<int>{1, 0, 0, 2, 0}
            << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("constants behind a function of a sum") << Body([](GraphBuilder& b) {
            const ValueId y = activation(b, "tanh", b.linear(b.input("x", {4}), sample_tensor({5, 4}, 1)));
            b.output(b.pointwise("multiply", y, sample_tensor({5}, 3)));
        }) << QList<int>{1, 0, 0, 1, 0} << QList<int>{0, 0, 0, 0, 0};
        const auto in_front = [](GraphBuilder& b, bool leaves) {
            const ValueId x = b.input("x", {4});
            const ValueId y =
                b.pointwise("add", b.pointwise("multiply", x, sample_tensor({4}, 3)), sample_tensor({4}, 4));
            if (leaves) b.output(y);
            b.output(b.linear(y, sample_tensor({5, 4}, 1), sample_tensor({5}, 2)));
            b.output(b.linear(y, sample_tensor({3, 4}, 5)));
        };
        QTest::newRow("constants in front of sums")
            << Body([in_front](GraphBuilder& b) { in_front(b, false); }) << QList<int>{2, 0, 0, 0, 0}
            << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("constants in front of what leaves, too")
            << Body([in_front](GraphBuilder& b) { in_front(b, true); }) << QList<int>{2, 0, 0, 2, 0}
            << QList<int>{0, 0, 0, 0, 0};
        const auto across = [](GraphBuilder& b, bool leaves) {
            const ValueId x = b.input("x", {3, 5});
            const auto affine = [&](ValueId v, std::uint64_t seed) {
                return b.pointwise("add", b.pointwise("multiply", v, sample_tensor({5}, seed)),
                                   sample_tensor({5}, seed + 1));
            };
            const ValueId scaled = affine(x, 1);
            if (leaves) b.output(scaled);
            const ValueId turned =
                b.linear(b.transpose(scaled, {1, 0}), sample_tensor({3, 3}, 3), sample_tensor({3}, 4));
            const ValueId sum = b.pointwise("add", x, affine(b.transpose(turned, {1, 0}), 5));
            b.output(b.linear(sum, sample_tensor({4, 5}, 7)));
            b.output(sum);
        };
        QTest::newRow("constants on both sides of a product across vectors")
            << Body([across](GraphBuilder& b) { across(b, false); }) << QList<int>{6, 0, 0, 9, 0}
            << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("constants in front of a product across vectors that leave")
            << Body([across](GraphBuilder& b) { across(b, true); }) << QList<int>{6, 0, 0, 15, 0}
            << QList<int>{0, 0, 0, 0, 0};
        QTest::newRow("work for a state alone") << Body([](GraphBuilder& b) {
            const ValueId h = b.state("h", "carried", sample_tensor({4}, 1));
            const ValueId x = b.input("x", {4});
            b.write(h, b.relu(b.pointwise("subtract", h, x)));
            b.output(b.pointwise("multiply", x, h));
        }) << QList<int>{0, 0, 0, 1, 0} << QList<int>{0, 0, 0, 1, 0};
    }
    void sameValuesWithLessWork() {
        QFETCH(Body, body);
        QFETCH(QList<int>, ahead);
        QFETCH(QList<int>, behind);
        GraphBuilder builder;
        body(builder);
        const Graph graph = solve_data_dimensions(builder.finish());
        const WorkList list = legalise(graph);
        const Counts counts = count(list);
        QCOMPARE(QList<int>(counts.ahead.begin(), counts.ahead.end()), ahead);
        QCOMPARE(QList<int>(counts.behind.begin(), counts.behind.end()), behind);

        WorkEvaluator evaluator(list, graph);
        std::vector<RealTensor> states = nnir::initial_states(graph);
        for (std::uint64_t inference = 0; inference < 4; ++inference) {
            const std::vector<RealTensor> inputs{
                RealTensor(sample_tensor(graph.value(graph.inputs[0]).type.shape, 100 + inference))};
            nnir::Evaluation wanted = nnir::evaluate(graph, inputs, states);
            const std::vector<RealTensor> outputs = evaluator.step(inputs);
            for (std::size_t o = 0; o < outputs.size(); ++o)
                for (std::size_t i = 0; i < outputs[o].values.size(); ++i)
                    QVERIFY2(std::abs(outputs[o].values[i] - wanted.outputs[o].values[i]) <=
                                 1e-5 * (1 + std::abs(wanted.outputs[o].values[i])),
                             qPrintable(QStringLiteral("inference %1, output %2: %3, not %4")
                                            .arg(inference)
                                            .arg(i)
                                            .arg(outputs[o].values[i])
                                            .arg(wanted.outputs[o].values[i])));
            states = std::move(wanted.states);
        }
    }
};

QTEST_APPLESS_MAIN(TestSums)
#include "tst_sums.moc"
