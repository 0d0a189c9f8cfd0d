#include <QtTest>

#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/nnir/text.h"
#include "core/nnir/verify.h"
#include "core/passes/data_dimension.h"

using namespace lockstep;
using namespace lockstep::nnir;

Q_DECLARE_METATYPE(Graph)

namespace {

template <class Body>
Graph graph(Shape input, Body&& body) {
    GraphBuilder b;
    const ValueId x = b.input("x", std::move(input));
    b.output(body(b, x));
    return b.finish();
}

}  // namespace

class TestDataDimension : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Types of the input and of the nodes' outputs in order, the data dimension marked.
    void solves_data() {
        QTest::addColumn<Graph>("source");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, Graph source, const char* expected) {
            QTest::newRow(name) << source << QString::fromLatin1(expected);
        };
        row("linear: the contracted axis",
            graph({5, 3},
                  [](GraphBuilder& b, ValueId x) {
                      return b.linear(x, sample_tensor({2, 3}, 1));
                  }),
            "5 x 3! | 5 x 2!");
        row("convolution: the channels",
            graph({1, 3, 5},
                  [](GraphBuilder& b, ValueId x) {
                      return b.conv1d(x, sample_tensor({2, 3, 1}, 1));
                  }),
            "1 x 3! x 5 | 1 x 2! x 5");
        row("lstm: the features",
            graph({5, 1, 3}, [](GraphBuilder& b, ValueId x) { return b.lstm(x, sample_lstm(3, 4, 1), 0); }),
            "5 x 1 x 3! | 5 x 1 x 4!");
        row("transposes move it, backwards too",
            graph({1, 3, 5},
                  [](GraphBuilder& b, ValueId x) {
                      return b.transpose(
                          b.linear(b.relu(b.transpose(x, {2, 0, 1})), sample_tensor({2, 3}, 1)), {1, 2, 0});
                  }),
            "1 x 3! x 5 | 5 x 1 x 3! | 5 x 1 x 3! | 5 x 1 x 2! | 1 x 2! x 5");
        row("nothing demands it: the last axis",
            graph({4, 3}, [](GraphBuilder& b, ValueId x) { return b.relu(x); }), "4 x 3! | 4 x 3!");
        row("a free input that only another axis fits",
            graph({4, 3},
                  [](GraphBuilder& b, ValueId x) {
                      return b.linear(b.transpose(b.reshape(x, {2, 2, 3}), {2, 0, 1}),
                                      sample_tensor({2, 2}, 1));
                  }),
            "4! x 3 | 2 x 2! x 3 | 3 x 2 x 2! | 3 x 2 x 2!");
        row("reshape: [a b! c] to [(ab)! c]",
            graph({2, 3, 4},
                  [](GraphBuilder& b, ValueId x) {
                      return b.reshape(b.conv1d(x, sample_tensor({3, 3, 1}, 1)), {6, 4});
                  }),
            "2 x 3! x 4 | 2 x 3! x 4 | 6! x 4");
        row("reshape: [a (nb)! c] to [a n b! c]",
            graph({2, 6, 4},
                  [](GraphBuilder& b, ValueId x) {
                      return b.reshape(b.conv1d(x, sample_tensor({6, 6, 1}, 1)), {2, 2, 3, 4});
                  }),
            "2 x 6! x 4 | 2 x 6! x 4 | 2 x 2 x 3! x 4");
        row("several candidates: the leftmost",
            graph({2, 3},
                  [](GraphBuilder& b, ValueId x) {
                      return b.reshape(b.linear(x, sample_tensor({3, 3}, 1)), {2, 3, 1});
                  }),
            "2 x 3! | 2 x 3! | 2 x 3! x 1");
        row("several candidates: the one that is needed",
            graph({2, 3},
                  [](GraphBuilder& b, ValueId x) {
                      return b.linear(b.reshape(b.linear(x, sample_tensor({3, 3}, 1)), {2, 3, 1}),
                                      sample_tensor({4, 1}, 2));
                  }),
            "2 x 3! | 2 x 3! | 2 x 3 x 1! | 2 x 3 x 4!");
    }
    void solves() {
        QFETCH(Graph, source);
        QFETCH(QString, expected);
        const Graph solved = solve_data_dimensions(source);
        QString found = QString::fromStdString(type_text(solved.value(solved.inputs[0]).type));
        for (const Node& node : solved.nodes)
            found +=
                QStringLiteral(" | ") + QString::fromStdString(type_text(solved.value(node.outputs[0]).type));
        QCOMPARE(found, expected);
    }

    void aConflictIsSolved_data() {
        QTest::addColumn<Graph>("source");
        QTest::addColumn<QString>("expected");
        QTest::newRow("convolution and linear on one value") << graph({1, 3, 5}, [](GraphBuilder& b,
                                                                                    ValueId x) {
            return b.linear(b.conv1d(x, sample_tensor({2, 3, 1}, 1)), sample_tensor({4, 5}, 2));
        }) << QStringLiteral("Conv1d 1 x 2! x 5 | Linear 1 x 2! x 4");
        QTest::newRow("an operand of two nodes") << graph({1, 3, 3}, [](GraphBuilder& b, ValueId x) {
            const ValueId a = b.linear(x, sample_tensor({3, 3}, 1));
            return b.pointwise("add", a, b.conv1d(x, sample_tensor({3, 3, 1}, 2)));
        }) << QStringLiteral("Linear 1 x 3! x 3 | Conv1d 1 x 3! x 3 | Pointwise 1 x 3! x 3");
        QTest::newRow("a node that has no other way") << graph({1, 3, 5}, [](GraphBuilder& b, ValueId x) {
            return b.lstm(b.conv1d(x, sample_tensor({2, 3, 1}, 1)), sample_lstm(5, 4, 2), 1);
        }) << QStringLiteral("Conv1d 1 x 2! x 5 | Realign 1 x 2 x 5! | Lstm 1 x 2 x 4!");
    }
    /// A Linear multiplies across the data dimension where that spares every turn of a value; a value is
    /// turned for a node that has no other way.
    void aConflictIsSolved() {
        QFETCH(Graph, source);
        QFETCH(QString, expected);
        const Graph solved = solve_data_dimensions(source);
        QStringList found;
        for (const Node& node : solved.nodes)
            found +=
                QString::fromStdString(node.op->name() + ' ' + type_text(solved.value(node.outputs[0]).type));
        QCOMPARE(found.join(QStringLiteral(" | ")), expected);
        QVERIFY(verify(solved, {.data_dims_solved = true}).empty());
        std::vector<RealTensor> inputs{
            RealTensor(sample_tensor(source.value(source.inputs[0]).type.shape, 3))};
        QCOMPARE(evaluate(solved, inputs).outputs[0].values, evaluate(source, inputs).outputs[0].values);
    }

    void aStateIsReadAndWrittenAlike() {
        GraphBuilder b;
        const ValueId x = b.input("x", {2, 3});
        const ValueId before = b.state("s", "hidden", Tensor::filled({2, 3}, 0.0F));
        const ValueId after = b.pointwise("add", before, x);
        b.write(before, after);
        b.output(b.linear(b.transpose(after, {1, 0}), sample_tensor({4, 2}, 1)));
        const Graph solved = solve_data_dimensions(b.finish());
        QCOMPARE(solved.value(solved.states[0].read).type.data_dim, 0);
        QCOMPARE(solved.value(solved.states[0].written).type.data_dim, 0);
    }
};

QTEST_APPLESS_MAIN(TestDataDimension)
#include "tst_data_dimension.moc"
