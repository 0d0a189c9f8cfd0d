#include <QtTest>

#include <nlohmann/json.hpp>

#include "core/nnir/builder.h"
#include "core/nnir/dot.h"
#include "core/nnir/json.h"
#include "core/nnir/op_help.h"
#include "core/nnir/text.h"

using namespace lockstep;
using namespace lockstep::nnir;

namespace {

Graph example() {
    GraphBuilder b("example");
    b.module("head \"a\"");
    const ValueId x = b.input("x", {2, 3});
    const ValueId before = b.state("sum", "hidden", Tensor::filled({2, 4}, 0.0F));
    const ValueId y = b.pointwise("add", b.relu(b.linear(x, Tensor::filled({4, 3}, 1.0F))), before);
    b.write(before, y);
    b.output(y);
    Graph graph = b.finish();
    graph.value(x).type.data_dim = 1;
    graph.nodes[0].origins = {3, 5};
    graph.nodes[0].provenance = {"torchscript", "head", "model.py", 12, "y = self.fc(x)"};
    return graph;
}

}  // namespace

/// The forms in which people and tools see a graph.
class TestInspect : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void jsonHasTheContractsNames() {
        const auto json = to_json(example());
        const auto& node = json.at("nodes").at(0);
        QCOMPARE(node.at("id").get<int>(), 0);
        QCOMPARE(node.at("op").get<std::string>(), std::string("Linear"));
        QCOMPARE(node.at("inputs").get<std::vector<std::string>>(), std::vector<std::string>{"x"});
        QCOMPARE(node.at("outputs").dump(),
                 std::string(R"([{"value":"linear","shape":[2,4],"data_dim":null,"format":"bf16"}])"));
        QCOMPARE(node.at("module").get<std::string>(), std::string("head"));
        QCOMPARE(node.at("source").dump(),
                 std::string(R"j({"file":"model.py","line":12,"text":"y = self.fc(x)"})j"));
        QCOMPARE(node.at("origins").dump(), std::string("[3,5]"));
        QCOMPARE(node.at("attributes").dump(), std::string(R"({"weight":{"constant":[4,3],"elements":12}})"));
        QCOMPARE(node.at("support").at("level").get<std::string>(), std::string("published"));
        QCOMPARE(json.at("states").at(0).at("name").get<std::string>(), std::string("sum"));
        QCOMPARE(json.at("inputs").dump(),
                 std::string(R"([{"value":"x","shape":[2,3],"data_dim":1,"format":"bf16"}])"));
        QCOMPARE(json.at("outputs").at(0).at("value").get<std::string>(), std::string("pointwise"));
    }

    void jsonWritesInfinityAsText() {
        const auto json = to_json(example());
        QCOMPARE(json.at("nodes").at(1).at("attributes").dump(), std::string(R"({"max":"inf","min":0.0})"));
    }

    void canonicalText() {
        const QByteArray text = QByteArray::fromStdString(canonical_text(example()));
        QVERIFY(text.startsWith("input %0 bf16[2 x 3!]\nstate %1 hidden bf16[2 x 4] initial (2 x 4 #"));
        QVERIFY(text.contains("%2 = Linear(%0) weight=(4 x 3 #"));
        QVERIFY(text.contains(
            "%3 = Clamp(%2) max=inf min=0 -> bf16[2 x 4]\n%4 = Pointwise(%3, %1) op=add -> bf16[2 x 4]\n"));
        QVERIFY(text.endsWith("write %1 = %4\noutput %4\n"));
    }

    void canonicalTextTellsConstantsApart() {
        Graph other = example();
        std::vector<float> values(12, 1.0F);
        values.back() = 1.0000001F;
        other.nodes[0].attributes.set("weight", Tensor({4, 3}, values));
        QVERIFY(canonical_text(other) != canonical_text(example()));
    }

    void canonicalTextDoesNotDependOnTheOrderOfNodes() {
        const auto two = [](bool swapped) {
            GraphBuilder b;
            const ValueId x = b.input("x", {3});
            ValueId first = b.clamp(x, swapped ? 1 : 0, 2);
            ValueId second = b.clamp(x, swapped ? 0 : 1, 2);
            if (swapped) std::swap(first, second);
            b.output(b.pointwise("subtract", first, second));
            return b.finish();
        };
        QCOMPARE(canonical_text(two(true)), canonical_text(two(false)));
    }

    void fullTextShowsWhereANodeComesFrom() {
        const QByteArray text = QByteArray::fromStdString(full_text(example()));
        QVERIFY(text.contains(
            "linear = Linear(x) weight=(4 x 3)  bf16[2 x 4]  in head  model.py:12  y = self.fc(x)\n"));
        QVERIFY(text.contains("state sum  hidden  bf16[2 x 4]  from sum to pointwise\n"));
    }

    void theHelpPageIsWhatTheOperatorsSay() {
        QFile page(QStringLiteral(LOCKSTEP_RESOURCES "/help/operators.md"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        QCOMPARE(page.readAll(), QByteArray::fromStdString(operator_help()));
    }

    void dotEscapesNames() {
        const QByteArray dot = QByteArray::fromStdString(to_dot(example()));
        QVERIFY(dot.contains("n1 [label=\"Clamp\\nhead \\\"a\\\"\"];"));
        QVERIFY(dot.contains("n2 -> s0 [label=\"2 x 4\", style=dashed, constraint=false];"));
    }
};

QTEST_APPLESS_MAIN(TestInspect)
#include "tst_inspect.moc"
