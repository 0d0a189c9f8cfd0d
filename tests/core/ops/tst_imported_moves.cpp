#include <QtTest>

#include <numeric>

#include "../passes/imported_graphs.h"
#include "core/nnir/evaluate.h"
#include "core/passes/import_nnir.h"
#include "core/support/error.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using B = ImportedBuilder;
using Ints = std::vector<std::int64_t>;
using Values = std::vector<double>;

Q_DECLARE_METATYPE(ImportedGraph)
Q_DECLARE_METATYPE(std::vector<Values>)

namespace {

Tensor tensor(Shape shape, std::vector<float> values) {
    return {std::move(shape), std::move(values)};
}

ImportedArgument integer(const char* name, std::int64_t value) {
    return B::known(name, value);
}

ImportedArgument none(const char* name) {
    return B::known(name, std::monostate());
}

using Entry = std::variant<std::uint32_t, Tensor>;
ImportedArgument list(const char* name, std::vector<Entry> entries) {
    ImportedArgument argument{name, ImportedAttribute(std::monostate()), {}};
    argument.list = std::move(entries);
    return argument;
}

/// One operator on x = 0, 1, 2, … of `shape`, its argument `self` first.
ImportedGraph one(const std::string& op, Shape shape, std::vector<ImportedArgument> rest,
                  const std::vector<Shape>& results) {
    B b;
    rest.insert(rest.begin(), B::value("self", b.input("x", std::move(shape))));
    return b.finish(b.add_many(op, std::move(rest), results));
}

ImportedGraph joined(const std::string& op, Shape shape, std::vector<Entry> entries,
                     std::vector<ImportedArgument> rest, Shape result) {
    B b;
    const std::uint32_t x = b.input("x", std::move(shape));
    for (Entry& entry : entries)
        if (std::holds_alternative<std::uint32_t>(entry)) entry = x;
    rest.insert(rest.begin(), list("tensors", std::move(entries)));
    return b.finish({b.add(op, std::move(rest), std::move(result))});
}

}  // namespace

/// Operators that move values: what each gives for x = 0, 1, 2, … is written out as PyTorch gives it.
class TestImportedMoves : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void gives_data() {
        QTest::addColumn<ImportedGraph>("imported");
        QTest::addColumn<std::vector<Values>>("expected");
        const auto row = [](const char* name, const ImportedGraph& imported,
                            const std::vector<Values>& expected) {
            QTest::newRow(name) << imported << expected;
        };
        const Entry x = std::uint32_t{0};
        row("cat with constants",
            joined("aten::cat", {2, 2}, {tensor({2, 1}, {7, 8}), x, x, tensor({2, 1}, {9, 9})},
                   {integer("dim", -1)}, {2, 6}),
            {{7, 0, 1, 0, 1, 9, 8, 2, 3, 2, 3, 9}});
        row("cat in front of constants that differ",
            joined("aten::cat", {2}, {x, tensor({2}, {5, 6})}, {integer("dim", 0)}, {4}), {{0, 1, 5, 6}});
        row("cat that is a pad",
            joined("aten::concat", {2}, {tensor({2}, {5, 6}), x, tensor({1}, {4})}, {integer("dim", 0)}, {5}),
            {{5, 6, 0, 1, 4}});
        row("cat with an empty list that grew",
            joined("aten::cat", {2, 2}, {tensor({0}, {}), x, x}, {integer("dim", 0)}, {4, 2}),
            {{0, 1, 2, 3, 0, 1, 2, 3}});
        row("stack behind",
            joined("aten::stack", {3}, {x, tensor({3}, {7, 8, 9}), x}, {integer("dim", -1)}, {3, 3}),
            {{0, 7, 0, 1, 8, 1, 2, 9, 2}});
        row("vstack of vectors", joined("aten::vstack", {2}, {x, x}, {}, {2, 2}), {{0, 1, 0, 1}});
        row("column_stack", joined("aten::column_stack", {2}, {x, tensor({2}, {5, 6})}, {}, {2, 2}),
            {{0, 5, 1, 6}});
        row("a slice with a step",
            one("aten::slice", {6},
                {integer("dim", 0), integer("start", -5), integer("end", 6), integer("step", 2)}, {{3}}),
            {{1, 3, 5}});
        row("a slice that is empty",
            one("aten::slice", {2, 3},
                {integer("dim", 1), integer("start", 2), integer("end", 1), integer("step", 1)}, {{2, 0}}),
            {{}});
        row("narrow from the end",
            one("aten::narrow", {2, 3}, {integer("dim", 1), integer("start", -2), integer("length", 1)},
                {{2, 1}}),
            {{1, 4}});
        row("chunk", one("aten::chunk", {5}, {integer("chunks", 3), integer("dim", 0)}, {{2}, {2}, {1}}),
            {{0, 1}, {2, 3}, {4}});
        row("split",
            one("aten::split", {2, 3}, {integer("split_size", 2), integer("dim", 1)}, {{2, 2}, {2, 1}}),
            {{0, 1, 3, 4}, {2, 5}});
        row("split into sizes",
            one("aten::split_with_sizes", {4}, {B::known("split_sizes", Ints{1, 3}), integer("dim", 0)},
                {{1}, {3}}),
            {{0}, {1, 2, 3}});
        row("tensor_split into sections",
            one("aten::tensor_split", {7}, {integer("sections", 3), integer("dim", 0)}, {{3}, {2}, {2}}),
            {{0, 1, 2}, {3, 4}, {5, 6}});
        row("tensor_split at positions",
            one("aten::tensor_split", {5}, {B::known("indices", Ints{1, 4}), integer("dim", 0)},
                {{1}, {3}, {1}}),
            {{0}, {1, 2, 3}, {4}});
        row("unbind", one("aten::unbind", {2, 2}, {integer("dim", 1)}, {{2}, {2}}), {{0, 2}, {1, 3}});
        row("index_select",
            one("aten::index_select", {2, 3}, {integer("dim", 1), B::known("index", tensor({2}, {2, 0}))},
                {{2, 2}}),
            {{2, 0, 5, 3}});
        row("index of one axis",
            one("aten::index", {2, 3}, {list("indices", {Tensor{}, tensor({2, 2}, {0, -1, 1, 1})})},
                {{2, 2, 2}}),
            {{0, 2, 1, 1, 3, 5, 4, 4}});
        row("index of two axes side by side",
            one("aten::index", {2, 2, 3},
                {list("indices", {Tensor{}, tensor({2, 1}, {0, 1}), tensor({2}, {2, 0})})}, {{2, 2, 2}}),
            {{2, 0, 5, 3, 8, 6, 11, 9}});
        row("index of two axes apart",
            one("aten::index", {2, 2, 3},
                {list("indices", {tensor({2}, {1, 0}), Tensor{}, tensor({2}, {2, 1})})}, {{2, 2}}),
            {{8, 11, 1, 4}});
        row("gather of whole positions",
            one("aten::gather", {2, 3}, {integer("dim", 1), B::known("index", tensor({2, 2}, {2, 1, 2, 1}))},
                {{2, 2}}),
            {{2, 1, 5, 4}});
        row("gather of elements",
            one("aten::gather", {2, 3}, {integer("dim", 0), B::known("index", tensor({2, 2}, {1, 0, 0, 0}))},
                {{2, 2}}),
            {{3, 1, 0, 1}});
        row("take", one("aten::take", {2, 3}, {B::known("index", tensor({2}, {5, 1}))}, {{2}}), {{5, 1}});
        row("flip", one("aten::flip", {2, 3}, {B::known("dims", Ints{0, -1})}, {{2, 3}}),
            {{5, 4, 3, 2, 1, 0}});
        row("roll",
            one("aten::roll", {2, 3}, {B::known("shifts", Ints{1}), B::known("dims", Ints{1})}, {{2, 3}}),
            {{2, 0, 1, 5, 3, 4}});
        row("roll of everything",
            one("aten::roll", {2, 2}, {B::known("shifts", Ints{-1}), B::known("dims", Ints{})}, {{2, 2}}),
            {{1, 2, 3, 0}});
        row("repeat_interleave",
            one("aten::repeat_interleave", {2, 2}, {integer("repeats", 2), integer("dim", 1)}, {{2, 4}}),
            {{0, 0, 1, 1, 2, 2, 3, 3}});
        row("repeat_interleave by a list, flattened",
            one("aten::repeat_interleave", {3}, {B::known("repeats", tensor({3}, {0, 2, 1})), none("dim")},
                {{3}}),
            {{1, 1, 2}});
        row("expand",
            one("aten::expand", {2, 1}, {B::known("size", Ints{2, -1, 3}), B::known("implicit", false)},
                {{2, 2, 3}}),
            {{0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1}});
        row("repeat", one("aten::repeat", {1, 2}, {B::known("repeats", Ints{2, 1, 2})}, {{2, 1, 4}}),
            {{0, 1, 0, 1, 0, 1, 0, 1}});
        row("tile with fewer factors", one("aten::tile", {2, 2}, {B::known("dims", Ints{2})}, {{2, 4}}),
            {{0, 1, 0, 1, 2, 3, 2, 3}});
        row("movedim",
            one("aten::movedim", {1, 2, 3}, {integer("source", 2), integer("destination", 0)}, {{3, 1, 2}}),
            {{0, 3, 1, 4, 2, 5}});
        row("mT", one("aten::mT", {1, 2, 2}, {}, {{1, 2, 2}}), {{0, 2, 1, 3}});
        row("unflatten",
            one("aten::unflatten", {4}, {integer("dim", 0), B::known("sizes", Ints{2, -1})}, {{2, 2}}),
            {{0, 1, 2, 3}});
        row("a reflecting pad",
            one("aten::pad", {1, 4}, {B::known("pad", Ints{2, 1}), B::known("mode", std::string("reflect"))},
                {{1, 7}}),
            {{2, 1, 0, 1, 2, 3, 2}});
        row("a pad of edges",
            one("aten::replication_pad1d", {1, 2}, {B::known("padding", Ints{1, 2})}, {{1, 5}}),
            {{0, 0, 1, 1, 1}});
        row("a circular pad",
            one("aten::pad", {1, 3}, {B::known("pad", Ints{2, 1}), B::known("mode", std::string("circular"))},
                {{1, 6}}),
            {{1, 2, 0, 1, 2, 0}});
        row("slice_scatter into a constant",
            [] {
                B b;
                const std::uint32_t part = b.input("x", {2});
                return b.finish(
                    {b.add("aten::slice_scatter",
                           {B::known("self", tensor({4}, {9, 8, 7, 6})), B::value("src", part),
                            integer("dim", 0), integer("start", 1), integer("end", 3), integer("step", 1)},
                           {4})});
            }(),
            {{9, 0, 1, 6}});
        row("select_scatter",
            [] {
                B b;
                const std::uint32_t whole = b.input("x", {2, 2});
                return b.finish({b.add("aten::select_scatter",
                                       {B::value("self", whole), B::known("src", tensor({2}, {7, 8})),
                                        integer("dim", 1), integer("index", -1)},
                                       {2, 2})});
            }(),
            {{0, 7, 2, 8}});
    }
    void gives() {
        QFETCH(ImportedGraph, imported);
        QFETCH(std::vector<Values>, expected);
        const Graph graph = import_nnir(imported);
        graph_checks::check_sound(graph);
        RealTensor x(graph.value(graph.inputs.front()).type.shape);
        std::iota(x.values.begin(), x.values.end(), 0.0);
        const std::vector<RealTensor> outputs = evaluate(graph, {x}).outputs;
        QCOMPARE(outputs.size(), expected.size());
        for (std::size_t k = 0; k < outputs.size(); ++k) QCOMPARE(outputs[k].values, expected[k]);
    }

    void refuses_data() {
        QTest::addColumn<ImportedGraph>("imported");
        QTest::addColumn<QString>("reason");
        B b;
        const std::uint32_t x = b.input("x", {4});
        const std::uint32_t y = b.input("y", {2});
        QTest::newRow("a computed index")
            << b.finish({b.add("aten::index", {B::value("self", x), list("indices", {y})}, {2})})
            << QStringLiteral("positions that come with the input data");
        QTest::newRow("a position outside")
            << one("aten::index_select", {3}, {integer("dim", 0), B::known("index", tensor({1}, {3}))}, {{1}})
            << QStringLiteral("position 3 lies outside");
        QTest::newRow("an expand that does not fit")
            << one("aten::expand", {2}, {B::known("size", Ints{3})}, {{3}})
            << QStringLiteral("do not broadcast");
        QTest::newRow("a broken index")
            << one("aten::index_select", {3}, {integer("dim", 0), B::known("index", tensor({1}, {0.5F}))},
                   {{1}})
            << QStringLiteral("not a list of integers");
    }
    void refuses() {
        QFETCH(ImportedGraph, imported);
        QFETCH(QString, reason);
        try {
            import_nnir(imported);
            QFAIL("imported");
        } catch (const Error& error) {
            QCOMPARE(error.failure().nodes.size(), 1U);
            QVERIFY2(QString::fromStdString(error.failure().nodes[0].reason).contains(reason),
                     error.failure().nodes[0].reason.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestImportedMoves)
#include "tst_imported_moves.moc"
