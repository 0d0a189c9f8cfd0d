#include <QtTest>

#include <functional>

#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/nnir/verify.h"

using namespace lockstep;
using namespace lockstep::nnir;

using Damage = std::function<void(Graph&)>;
Q_DECLARE_METATYPE(Damage)

namespace {

/// x -> Linear -> Clamp -> output, and a state that counts.
Graph sound() {
    GraphBuilder b;
    const ValueId x = b.input("x", {2, 3});
    b.output(b.relu(b.linear(x, sample_tensor({4, 3}, 1))));
    const ValueId before = b.state("count", "hidden", Tensor::filled({2, 3}, 0.0F));
    b.write(before, b.pointwise("add", before, x));
    return b.finish();
}

}  // namespace

class TestVerify : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aSoundGraphHasNoFindings() { QVERIFY(verify(sound()).empty()); }

    void findsDamage_data() {
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<QString>("finding");
        const auto row = [](const char* name, const Damage& damage, const char* finding) {
            QTest::newRow(name) << damage << QString::fromLatin1(finding);
        };
        row(
            "order", [](Graph& g) { std::swap(g.nodes[0], g.nodes[1]); }, "before it is made");
        row(
            "missing operand", [](Graph& g) { g.nodes[0].inputs[0] = ValueId{999}; }, "does not exist");
        row(
            "missing output", [](Graph& g) { g.outputs[0] = ValueId{999}; }, "does not exist");
        row(
            "made twice", [](Graph& g) { g.nodes[1].outputs = g.nodes[0].outputs; }, "is made twice");
        row(
            "made by nothing", [](Graph& g) { g.nodes.erase(g.nodes.begin() + 2); }, "nothing makes");
        row(
            "another shape",
            [](Graph& g) {
                g.value(g.outputs[0]).type.shape = {2, 5};
            },
            "where its operator gives");
        row(
            "another format", [](Graph& g) { g.value(g.outputs[0]).type.format = NumberFormat::fp32; },
            "where its operator gives");
        row(
            "weights that do not fit",
            [](Graph& g) {
                g.nodes[0].attributes.set("weight", sample_tensor({4, 2}, 1));
            },
            "must hold 2 values");
        row(
            "no operator", [](Graph& g) { g.nodes[0].op = nullptr; }, "has no operator");
        row(
            "too many outputs",
            [](Graph& g) { g.nodes[0].outputs.push_back(g.add_value("more", {.shape = {1}})); },
            "outputs where");
        row(
            "node id used twice", [](Graph& g) { g.nodes[1].id = g.nodes[0].id; }, "not its own");
        row(
            "node id beyond the counter", [](Graph& g) { g.next_node = 1; }, "not its own");
        row(
            "value name used twice", [](Graph& g) { g.value(g.outputs[0]).name = "x"; }, "not unique");
        row(
            "value id beyond the counter", [](Graph& g) { g.next_value = 1; }, "wrong id");
        row(
            "origins out of order",
            [](Graph& g) {
                g.nodes[0].origins = {2, 1};
            },
            "origins");
        row(
            "data dimension out of range", [](Graph& g) { g.value(g.inputs[0]).type.data_dim = 2; },
            "data dimension 2");
        row(
            "state of two types", [](Graph& g) { g.states[0].written = g.outputs[0]; }, "different types");
        row(
            "state with other initial values", [](Graph& g) { g.states[0].initial = sample_tensor({3}, 1); },
            "another shape");
        row(
            "state of an unknown role", [](Graph& g) { g.states[0].role = "other"; }, "the role");
        row(
            "a state twice", [](Graph& g) { g.states.push_back(g.states[0]); }, "wrong id");
        row(
            "a state that nothing writes", [](Graph& g) { g.states[0].written = {}; }, "does not exist");
    }
    void findsDamage() {
        QFETCH(Damage, damage);
        QFETCH(QString, finding);
        Graph graph = sound();
        damage(graph);
        QString all;
        for (const std::string& line : verify(graph)) all += QString::fromStdString(line) + u'\n';
        QVERIFY2(all.contains(finding), qPrintable(all));
    }

    void openDataDimensionsAreAFindingOnRequest() {
        QVERIFY(!verify(sound(), {.data_dims_solved = true}).empty());
    }
};

QTEST_APPLESS_MAIN(TestVerify)
#include "tst_verify.moc"
