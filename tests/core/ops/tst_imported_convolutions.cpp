#include <QtTest>

#include <set>

#include "../passes/imported_graphs.h"
#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/passes/canonicalize.h"
#include "core/passes/data_dimension.h"
#include "core/passes/import_nnir.h"
#include "core/passes/streaming_transform.h"
#include "core/support/error.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using B = ImportedBuilder;
using Ints = std::vector<std::int64_t>;

namespace {

/// A convolution as PyTorch is asked for it.
struct Case {
    std::int64_t rows = 4;
    std::int64_t channels = 4;
    std::int64_t kernel = 3;
    std::int64_t length = 9;
    std::int64_t groups = 1;
    std::int64_t stride = 1;
    std::int64_t dilation = 1;
    std::int64_t left = 0;
    std::int64_t right = 0;
    std::string padding = {};    ///< "same" or "valid" instead of a number
    bool two_axes = false;       ///< written as conv2d with one row
    bool padded_before = false;  ///< by an operator of its own
};

struct Made {
    ImportedGraph imported;
    RealTensor input;
    RealTensor expected;
};

Made make(const Case& c) {
    Made made;
    const std::int64_t share = c.channels / c.groups;
    const Tensor weight = sample_tensor({c.rows, share, c.kernel}, 1);
    const Tensor bias = sample_tensor({c.rows}, 2);
    const Tensor x = sample_tensor({2, c.channels, c.length}, 3);
    const std::int64_t span = (c.kernel - 1) * c.dilation;
    const std::int64_t positions = (c.length + c.left + c.right - span - 1) / c.stride + 1;
    made.expected = RealTensor({2, c.rows, positions});
    for (std::int64_t n = 0; n < 2; ++n)
        for (std::int64_t o = 0; o < c.rows; ++o)
            for (std::int64_t t = 0; t < positions; ++t) {
                double sum = double{bias.values()[at(o)]};
                for (std::int64_t i = 0; i < share; ++i)
                    for (std::int64_t k = 0; k < c.kernel; ++k) {
                        const std::int64_t position = t * c.stride + k * c.dilation - c.left;
                        if (position < 0 || position >= c.length) continue;
                        const std::int64_t channel = o / (c.rows / c.groups) * share + i;
                        sum += double{weight.values()[at((o * share + i) * c.kernel + k)]} *
                               double{x.values()[at((n * c.channels + channel) * c.length + position)]};
                    }
                made.expected[(n * c.rows + o) * positions + t] = sum;
            }
    B b;
    const auto wide = [&](Shape shape) {
        if (c.two_axes) shape.insert(shape.end() - 1, 1);
        return shape;
    };
    const auto pair = [&](std::int64_t value, std::int64_t other) {
        return c.two_axes ? Ints{other, value} : Ints{value};
    };
    made.input = RealTensor(wide(x.shape()), RealTensor(x).values);
    made.expected.shape = wide(made.expected.shape);
    std::uint32_t input = b.input("x", made.input.shape);
    if (c.padded_before)
        input = b.add("aten::pad", {B::value("self", input), B::known("pad", Ints{c.left, c.right})},
                      {2, c.channels, c.length + c.left + c.right});
    std::vector<ImportedArgument> arguments{B::value("input", input),
                                            B::known("weight", weight.reshaped(wide(weight.shape()))),
                                            B::known("bias", bias),
                                            B::known("stride", pair(c.stride, 1)),
                                            B::known("dilation", pair(c.dilation, 1)),
                                            B::known("groups", c.groups)};
    if (!c.padding.empty()) {
        arguments.push_back(B::known("padding", c.padding));
    } else {
        arguments.push_back(B::known("padding", pair(c.padded_before ? 0 : c.left, 0)));
    }
    made.imported =
        b.finish({b.add(c.two_axes ? "aten::conv2d" : "aten::conv1d", arguments, made.expected.shape)});
    return made;
}

}  // namespace

Q_DECLARE_METATYPE(Case)

/// Convolutions in all the forms that are taken, against sums over every tap.
class TestImportedConvolutions : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void equalsTheSum_data() {
        QTest::addColumn<Case>("test");
        const auto row = [](const char* name, const Case& test) { QTest::newRow(name) << test; };
        row("plain", {});
        row("padded, dilated", {.dilation = 2, .left = 3, .right = 3});
        row("same", {.kernel = 4, .left = 1, .right = 2, .padding = "same"});
        row("valid", {.padding = "valid"});
        row("two groups", {.rows = 6, .groups = 2});
        row("one group per channel", {.groups = 4, .left = 2, .right = 2});
        row("two results per channel", {.rows = 8, .groups = 4, .dilation = 3});
        row("strided", {.stride = 2});
        row("strided, a rest is left over", {.length = 10, .stride = 3, .left = 1, .right = 1});
        row("strided, padded in front of it", {.stride = 2, .left = 3, .right = 0, .padded_before = true});
        row("causal by a pad", {.groups = 2, .left = 2, .right = 0, .padded_before = true});
        row("in two axes, one of them flat", {.dilation = 2, .left = 1, .right = 1, .two_axes = true});
        row("longer than its padding", {.kernel = 1, .left = 2, .right = 2});
    }
    void equalsTheSum() {
        QFETCH(Case, test);
        const Made made = make(test);
        const Graph graph = import_nnir(made.imported);
        graph_checks::check_sound(graph);
        QVERIFY(graph_checks::difference(evaluate(graph, {made.input}).outputs, {made.expected}) <= 1e-12);
        const std::vector<PassResult> passes = canonicalize(graph);
        const Graph& canonical = passes.empty() ? graph : passes.back().graph;
        QVERIFY(graph_checks::difference(evaluate(canonical, {made.input}).outputs, {made.expected}) <=
                1e-12);
        graph_checks::check_lowering(canonical, 4);
    }

    void streams_data() {
        QTest::addColumn<Case>("test");
        const auto row = [](const char* name, const Case& test) { QTest::newRow(name) << test; };
        row("causal, groups", {.rows = 6, .groups = 2, .left = 2, .right = 0, .padded_before = true});
        row("causal, one group per channel, dilated",
            {.groups = 4, .dilation = 2, .left = 4, .right = 0, .padded_before = true});
        row("unpadded", {.dilation = 2});
        row("partly padded", {.kernel = 4, .left = 2, .right = 0, .padded_before = true});
    }
    void streams() {
        QFETCH(Case, test);
        const Graph graph = import_nnir(make(test).imported);
        const std::vector<PassResult> passes = canonicalize(graph);
        graph_checks::check_streaming(passes.empty() ? graph : passes.back().graph, {2}, 5);
    }

    void refuses_data() {
        QTest::addColumn<ImportedGraph>("imported");
        QTest::addColumn<QString>("reason");
        Case odd{.padding = "around"};
        QTest::newRow("a padding") << make(odd).imported << QStringLiteral("'around' is unknown");
        B b;
        const std::uint32_t x = b.input("x", {1, 3, 6, 6, 6});
        QTest::newRow("three axes")
            << b.finish({b.add("aten::_convolution",
                               {B::value("input", x), B::known("weight", sample_tensor({4, 3, 2, 2, 2}, 1))},
                               {1, 4, 5, 5, 5})})
            << QStringLiteral("3-d convolution");
        B t;
        const std::uint32_t y = t.input("x", {1, 3, 6, 6});
        QTest::newRow("transposed") << t.finish({t.add("aten::_convolution",
                                                       {B::value("input", y),
                                                        B::known("weight", sample_tensor({3, 4, 2, 2}, 1)),
                                                        B::known("transposed", true)},
                                                       {1, 4, 7, 7})})
                                    << QStringLiteral("transposed 2-d");
    }
    void refuses() {
        QFETCH(ImportedGraph, imported);
        QFETCH(QString, reason);
        try {
            import_nnir(imported);
            QFAIL("imported");
        } catch (const Error& error) {
            QVERIFY2(QString::fromStdString(error.failure().nodes.at(0).reason).contains(reason),
                     error.failure().nodes[0].reason.c_str());
        }
    }

    /// Each tap is one matrix, at however many positions it is used: it is stored once.
    void positionsShareTheirWeights() {
        const Graph graph =
            solve_data_dimensions(import_nnir(make({.groups = 2, .left = 1, .right = 1}).imported));
        std::set<const float*> matrices;
        std::size_t products = 0;
        for (const lowering::Work& work : lowering::legalise(graph).work) {
            const auto* linear = std::get_if<lowering::LinearWork>(&work.body);
            QVERIFY(linear != nullptr);
            for (const lowering::Product& product : linear->products)
                matrices.insert(product.weight.storage().get());
            products += linear->products.size();
        }
        // 2 sequences of 9 positions with 3 taps, two of which meet the padding.
        QCOMPARE(products, std::size_t{2 * (9 * 3 - 2)});
        QCOMPARE(matrices.size(), std::size_t{3});
    }

    void aStrideDoesNotStream() {
        try {
            streaming_transform(import_nnir(make({.stride = 2}).imported), {2});
            QFAIL("streamed");
        } catch (const Error& error) {
            QVERIFY(QString::fromStdString(error.failure().nodes.at(0).reason)
                        .contains(QStringLiteral("stride is 2")));
        }
    }
};

QTEST_APPLESS_MAIN(TestImportedConvolutions)
#include "tst_imported_convolutions.moc"
