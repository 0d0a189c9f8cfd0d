#include "core/nnir/node_pattern.h"

#include <QtTest>

#include "core/support/error.h"

using namespace lockstep;
using namespace lockstep::nnir;

class TestNodePattern : public QObject {
    Q_OBJECT

    /// Nodes with these module paths, and the ids 10, 11, …
    static Graph graph(const QString& paths) {
        Graph made;
        made.name = "net";
        std::uint32_t id = 10;
        for (const QString& path : paths.split(u' ')) {
            Node node;
            node.id = NodeId{id++};
            node.provenance.module = path == QLatin1String("-") ? std::string() : path.toStdString();
            made.nodes.push_back(node);
        }
        return made;
    }

    static constexpr const char* encoder =
        "- encoder encoder.lstm encoder.lstm.cell encoder2 encoder.lstm2 head.0 head.12";

    static QString failure(const Graph& in, const std::vector<NodePattern>& patterns) {
        try {
            last_matches(in, patterns, "--precision");
        } catch (const Error& error) {
            return QString::fromStdString(to_text(error.failure()));
        }
        return {};
    }

  private Q_SLOTS:
    void chooses_data() {
        QTest::addColumn<QString>("paths");
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("ids");
        const QString paths = QLatin1String(encoder);
        QTest::newRow("a module and all inside it") << paths << "encoder"
                                                    << "11 12 13 15";
        QTest::newRow("a module inside another") << paths << "encoder.lstm"
                                                 << "12 13";
        QTest::newRow("a star needs the dot that stands before it") << paths << "encoder.*"
                                                                    << "12 13 15";
        QTest::newRow("a star inside") << paths << "en*.lstm"
                                       << "12";
        QTest::newRow("two stars that must share") << paths << "*lstm*l"
                                                   << "13";
        QTest::newRow("one character") << paths << "encoder?"
                                       << "14";
        QTest::newRow("all") << paths << "*"
                             << "10 11 12 13 14 15 16 17";
        QTest::newRow("a question mark is no empty path") << paths << "?"
                                                          << "";
        QTest::newRow("an id") << paths << "12"
                               << "12";
        QTest::newRow("an id as it is listed") << paths << "n12"
                                               << "12";
        QTest::newRow("the module n12, not the node") << QStringLiteral("n12 1.fc 12 -") << "n12"
                                                      << "10";
        QTest::newRow("an id by its sign") << paths << "#17"
                                           << "17";
        QTest::newRow("no such id") << paths << "#9"
                                    << "";
        QTest::newRow("case counts") << paths << "Encoder"
                                     << "";
        QTest::newRow("not the end of a word") << paths << "lstm"
                                               << "";
        QTest::newRow("nothing chooses nothing") << paths << ""
                                                 << "";
        QTest::newRow("modules with numbers as names") << QStringLiteral("0 1.fc 12 -") << "1"
                                                       << "11";
        QTest::newRow("a module's number before an id") << QStringLiteral("0 1.fc 12 -") << "12"
                                                        << "12";
        QTest::newRow("the module 11, not the node") << QStringLiteral("11 1.fc 12 -") << "11"
                                                     << "10";
        QTest::newRow("the node 11, not the module") << QStringLiteral("11 1.fc 12 -") << "#11"
                                                     << "11";
        QTest::newRow("a number that no id can be") << paths << "99999999999"
                                                    << "";
    }
    void chooses() {
        QFETCH(QString, paths);
        QFETCH(QString, pattern);
        QFETCH(QString, ids);
        const Graph in = graph(paths);
        QStringList chosen;
        for (const std::size_t index : NodePattern(pattern.toStdString()).choose(in))
            chosen << QString::number(in.nodes[index].id.value);
        QCOMPARE(chosen.join(u' '), ids);
    }

    void theLastPatternWins() {
        const Graph in = graph(QLatin1String(encoder));
        const std::vector<NodePattern> patterns = {NodePattern("encoder"), NodePattern("#13"),
                                                   NodePattern("encoder.lstm2"), NodePattern("encoder2")};
        QStringList text;
        for (const std::optional<std::size_t>& match : last_matches(in, patterns, "--cores"))
            text << (match ? QString::number(*match) : QStringLiteral("-"));
        QCOMPARE(text.join(u' '), QStringLiteral("- 0 0 1 3 2 - -"));
        QCOMPARE(last_matches(in, {}, "--cores"), std::vector<std::optional<std::size_t>>(in.nodes.size()));
    }

    void aNodesOwnPattern() {
        const Graph in = graph(QStringLiteral("10 11 -"));
        for (std::size_t i = 0; i < in.nodes.size(); ++i)
            QCOMPARE(pattern_of(in.nodes[i].id).choose(in), std::vector<std::size_t>{i});
    }

    void whatMatchesNothingIsRefused_data() {
        QTest::addColumn<QString>("paths");
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("near") << QString::fromLatin1(encoder) << "encoder.lstn"
                              << "--precision: no node of \"net\" matches \"encoder.lstn\"\nDid you mean "
                                 "encoder.lstm";
        QTest::newRow("far") << QStringLiteral("a.b a.c") << "something.else"
                             << "The modules are: a, a.b, a.c.";
        QTest::newRow("many") << QStringLiteral("a b c d e f g h i") << "something.else"
                              << "g, h, …";
        QTest::newRow("no modules") << QStringLiteral("- -") << "lstm"
                                    << "The model has no modules";
        QTest::newRow("the list") << QStringLiteral("- -") << "lstm"
                                  << "lockstep inspect lists the nodes";
    }
    void whatMatchesNothingIsRefused() {
        QFETCH(QString, paths);
        QFETCH(QString, pattern);
        QFETCH(QString, wanted);
        const QString text = failure(graph(paths), {NodePattern("*"), NodePattern(pattern.toStdString())});
        QVERIFY2(text.contains(wanted), qPrintable(text));
    }

    void aLongPatternOfStarsIsFast() {
        const Graph in = graph(QString(2000, u'a'));
        std::string pattern;
        for (int i = 0; i < 500; ++i) pattern += "a*";
        QVERIFY(NodePattern(pattern + "b").choose(in).empty());
        QCOMPARE(NodePattern(pattern).choose(in).size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(TestNodePattern)
#include "tst_node_pattern.moc"
