#include "core/import/bind_states.h"

#include <QtTest>

#include "core/support/error.h"

using namespace lockstep;

namespace {

/// y, h' = f(x, h)
ImportedGraph cell() {
    ImportedGraph graph;
    graph.values = {{"x", {3}, "float32"},
                    {"h", {1, 4}, "float32"},
                    {"y", {3}, "float32"},
                    {"h_out", {1, 4}, "float32"},
                    {"flag", {1, 4}, "bool"}};
    graph.inputs = {0, 1};
    graph.outputs = {2, 3, 4};
    ImportedNode node;
    node.op = "test::cell";
    node.outputs = {2, 3, 4};
    graph.nodes = {node};
    graph.state_proposals = {{"h", "h_out", "same shape"}};
    return graph;
}

QStringList words(const char* text) {
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

}  // namespace

class TestBindStates : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aPairBecomesState() {
        const ImportedGraph bound = bind_states(cell(), {{"h", "h_out"}});
        QVERIFY(bound.inputs == std::vector<std::uint32_t>{0});
        QVERIFY(bound.outputs == cell().outputs);
        QCOMPARE(bound.states.size(), std::size_t{1});
        QCOMPARE(bound.states[0].name, std::string("h"));
        QCOMPARE(bound.states[0].read, 1U);
        QCOMPARE(bound.states[0].written, 3U);
        QVERIFY(bound.states[0].initial == Tensor::filled({1, 4}, 0.0F));
        QVERIFY(bound.state_proposals.empty());
        QVERIFY(bound.notes.at(0).find("'h' is state") == 0);
    }

    void nothingIsBoundUnasked() {
        const ImportedGraph same = bind_states(cell(), {});
        QVERIFY(same.states.empty());
        QCOMPARE(same.inputs.size(), std::size_t{2});
        QCOMPARE(same.state_proposals.size(), std::size_t{1});
    }

    void refuses_data() {
        QTest::addColumn<QStringList>("pairs");
        QTest::addColumn<QString>("message");
        QTest::newRow("no such input")
            << words("c h_out") << "the model has no input 'c'; its inputs are: x (3), h (1 x 4)";
        QTest::newRow("no such output") << words("h c") << "its outputs are: y (3), h_out (1 x 4)";
        QTest::newRow("shapes differ")
            << words("x h_out") << "(3, float32) and the output 'h_out' (1 x 4, float32)";
        QTest::newRow("types differ") << words("h flag") << "(1 x 4, bool) cannot be one state";
        QTest::newRow("an input twice")
            << words("h h_out h h_out") << "h=h_out names an input or output for a second time";
        QTest::newRow("nothing left") << words("h h_out x y") << "none is left for data";
    }
    void refuses() {
        QFETCH(QStringList, pairs);
        QFETCH(QString, message);
        std::vector<std::pair<std::string, std::string>> given;
        for (qsizetype i = 0; i + 1 < pairs.size(); i += 2)
            given.emplace_back(pairs[i].toStdString(), pairs[i + 1].toStdString());
        try {
            bind_states(cell(), given);
            QFAIL("bound");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(message), error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TestBindStates)
#include "tst_bind_states.moc"
