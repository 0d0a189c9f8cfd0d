#include "core/nnir/node_query.h"

#include <QElapsedTimer>
#include <QtTest>

#include "core/nnir/builder.h"
#include "core/nnir/op.h"

using namespace lockstep;
using namespace lockstep::nnir;

class TestNodeQuery : public QObject {
    Q_OBJECT

    /// 0 Linear(a) -> 1 Clamp(a) -> 2 add(b) <- 0; 2 -> 3 Linear(b.out) -> 4 mul(top), read by the output.
    static Graph graph() {
        GraphBuilder b("net");
        const ValueId x = b.input("x", {20, 8});
        b.module("a");
        const ValueId first = b.linear(x, sample_tensor({16, 8}, 1));
        const ValueId clamped = b.clamp(first, -2, 2);
        b.module("b");
        const ValueId sum = b.pointwise("add", first, clamped);
        b.module("b.out");
        const ValueId second = b.linear(sum, sample_tensor({4, 16}, 2));
        b.module("");
        b.output(b.pointwise("multiply", second, second));
        return b.finish();
    }

    /// "0,1 2": the matches as places in the graph.
    static QString found(const Graph& in, const NodeQuery& query) {
        QStringList matches;
        for (const NodeMatch& match : query.find(in)) {
            QStringList places;
            for (const NodeId id : match.nodes) {
                const auto at = std::find_if(in.nodes.begin(), in.nodes.end(),
                                             [&](const Node& node) { return node.id == id; });
                places << QString::number(at - in.nodes.begin());
            }
            matches << places.join(QLatin1Char(','));
        }
        return matches.join(QLatin1Char(' '));
    }

  private Q_SLOTS:
    void finds_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("regular");
        QTest::addColumn<QString>("places");
        const auto row = [](const char* query, const char* places, bool regular = false) {
            QTest::newRow(query) << QString::fromUtf8(query) << regular << QString::fromLatin1(places);
        };
        row("", "");
        row("  ", "");
        row("linear", "0 3");
        row("LINEAR", "0 3");
        row("op:lin", "0 3");
        row("op:add", "2");
        row("op:Pointwise", "2 4");
        row("op:*ear", "0 3");
        row("op:ear?", "");
        row("module:b", "2 3");
        row("module:b.out", "3");
        row("module:?", "0 1 2");
        row("-module:b", "0 1 4");
        row("op:linear module:b", "3");
        row("op:linear -module:b", "0");
        row("name:nothing", "");
        row("shape:20x8", "0");
        row("shape:20,16", "0 1 2 3");
        row("shape:20\u00D716", "0 1 2 3");
        row("shape:*x4", "3 4");
        row("shape:4x20", "");
        row("shape:4", "3 4");
        row("attr:op", "2 4");
        row("attr:op=multiply", "4");
        row("attr:op=m*", "4");
        row("attr:min=-2", "1");
        row("\"linear\"", "0 3");
        row("linear > clamp", "0,1");
        row("clamp > linear", "");
        row("linear > add", "0,2");
        row("linear > * > add", "0,1,2");
        row("linear > ... > add", "0,2");
        row("linear > \u2026 > multiply", "0,2,3,4 3,4");
        row("clamp>...>multiply", "1,2,3,4");
        row("clamp > ... > ... > multiply", "1,2,3,4");
        row("module:a > op:add", "0,2 1,2");
        row("* > * > * > * > *", "0,1,2,3,4");
        row("lin > clamp", "");
        row("lin* > clamp", "0,1");
        row("line > ... > multiply", "");
        row("^lin.*r$", "0 3", true);
        row("op:^(add|multiply)$", "2 4", true);
        row("shape:^20x16$ op:^Lin", "0 3", true);
        row("^Linear$ > ^Clamp$", "0,1", true);
        row("module:^$", "4", true);
    }
    void finds() {
        QFETCH(QString, query);
        QFETCH(bool, regular);
        QFETCH(QString, places);
        const NodeQuery asked(query.toStdString(), regular);
        QCOMPARE(found(graph(), asked), places);
        QCOMPARE(asked.empty(), query.trimmed().isEmpty());
        QCOMPARE(asked.is_chain(), query.contains(QLatin1Char('>')));
    }

    void refuses_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("regular");
        QTest::addColumn<QString>("words");
        QTest::newRow("unknown key") << "kind:linear" << false << "\"kind:\"";
        QTest::newRow("no word") << "op:" << false << "behind the colon";
        QTest::newRow("open quote") << "name:\"a b" << false << "quote";
        QTest::newRow("open chain") << "linear >" << false << "beside >";
        QTest::newRow("gap at the end") << "linear > ..." << false << "between two";
        QTest::newRow("no shape") << "shape:wide" << false << "20x128";
        QTest::newRow("too large an extent") << "shape:99999999999999999999" << false << "20x128";
        QTest::newRow("broken expression") << "op:(" << true << "no regular expression";
        QTest::newRow("back reference") << "(a)\\1" << true << "no regular expression";
        QTest::newRow("large count") << "a{9999}" << true << "up to 64";
        QTest::newRow("nested counts") << "(a{60}){60}" << true << "once";
        QTest::newRow("long") << QString(201, QLatin1Char('a')) << false << "200";
    }
    void refuses() {
        QFETCH(QString, query);
        QFETCH(bool, regular);
        QFETCH(QString, words);
        try {
            const NodeQuery asked(query.toStdString(), regular);
            QFAIL("it was read");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::usage);
            QVERIFY2(error.failure().message.find(words.toStdString()) != std::string::npos, error.what());
        }
    }

    /// Two ways at every place: 2^40 of them. They are counted up to the limit, and none is walked in vain.
    void manyWaysEnd() {
        Graph ladder;
        const auto value = [&] { return ladder.add_value("v", {.shape = {8}}); };
        ValueId left = value(), right = value();
        ladder.inputs = {left, right};
        for (int rung = 0; rung < 40; ++rung) {
            const ValueId before[] = {left, right};
            for (ValueId* side : {&left, &right}) {
                Node node;
                node.id = ladder.new_node_id();
                node.op = find_op("Pointwise");
                node.attributes = {{"op", std::string("add")}};
                node.inputs = {before[0], before[1]};
                *side = value();
                node.outputs = {*side};
                ladder.nodes.push_back(node);
            }
        }
        ladder.outputs = {left, right};
        std::string query = "add";
        for (int i = 0; i < 20; ++i) query += " > add";
        QCOMPARE(NodeQuery(query).find(ladder).size(), NodeQuery::most_matches);
        QVERIFY(NodeQuery(query + " > linear").find(ladder).empty());
    }

    void anExpressionThatTriesForEverEnds() {
        Graph one;
        Node node;
        node.id = one.new_node_id();
        node.op = find_op("Clamp");
        node.provenance.module = std::string(60, 'a') + "b";
        one.nodes.push_back(node);
        QVERIFY(NodeQuery("module:^(a+)+$", true).find(one).empty());
    }

    void stops() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(
            NodeQuery("linear").find(graph(), {.stop = stop.get_token(), .progress = {}}), Error);
    }
};

QTEST_APPLESS_MAIN(TestNodeQuery)
#include "tst_node_query.moc"
