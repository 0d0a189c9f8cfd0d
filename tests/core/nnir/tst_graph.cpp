#include "core/nnir/graph.h"

#include <QtTest>

using namespace lockstep::nnir;

class TestGraph : public QObject {
    Q_OBJECT

    static QString names(const Graph& graph) {
        QStringList all;
        for (const auto& [id, value] : graph.values) all << QString::fromStdString(value.name);
        return all.join(u' ');
    }

  private Q_SLOTS:
    void namesAreUnique() {
        Graph graph;
        for (const char* wish : {"x", "x", "x_2", "", "x", ""}) graph.add_value(wish, {});
        QCOMPARE(names(graph), QStringLiteral("x x_2 x_2_2 value x_3 value_2"));
    }

    void namesOfValuesThatAreGoneAreGivenUp() {
        Graph graph;
        const ValueId first = graph.add_value("lstm", {});
        graph.add_value("lstm", {});
        graph.add_value("lstm", {});
        graph.add_value("layer_7", {});
        graph.values.erase(first);
        graph.tidy_names();
        QCOMPARE(names(graph), QStringLiteral("lstm lstm_2 layer_7"));
        graph.add_value("lstm", {});
        QCOMPARE(names(graph), QStringLiteral("lstm lstm_2 layer_7 lstm_3"));
    }

    void tenThousandValuesOfOneName() {
        Graph graph;
        for (int k = 0; k < 10'000; ++k) graph.add_value("h", {});
        QCOMPARE(graph.values.rbegin()->second.name, std::string("h_10000"));
    }
};

QTEST_APPLESS_MAIN(TestGraph)
#include "tst_graph.moc"
