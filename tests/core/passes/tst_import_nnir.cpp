#include <QtTest>

#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/nnir/text.h"
#include "core/passes/import_nnir.h"
#include "core/support/error.h"
#include "graph_checks.h"
#include "imported_graphs.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;
using B = ImportedBuilder;

Q_DECLARE_METATYPE(Graph)
Q_DECLARE_METATYPE(ImportedGraph)

namespace {

using Ints = std::vector<std::int64_t>;
Tensor vector3() {
    return Tensor::filled({3}, 0.5F);
}

constexpr auto integer = [](const char* name, std::int64_t value) { return B::known(name, value); };

/// One imported node on an input of `shape`, its argument `self` or `input` first.
ImportedGraph one(const std::string& op, const std::string& argument, Shape shape,
                  std::vector<ImportedArgument> rest, Shape result) {
    B b;
    rest.insert(rest.begin(), B::value(argument, b.input("x", std::move(shape))));
    return b.finish({b.add(op, std::move(rest), std::move(result))});
}

template <class Body>
Graph graph(Shape input, Body&& body) {
    GraphBuilder b;
    const ValueId x = b.input("x", std::move(input));
    b.output(body(b, x));
    return b.finish();
}

const Tensor matrix = sample_tensor({4, 3}, 1);
const Tensor vector = sample_tensor({4}, 2);
const Tensor kernel = sample_tensor({4, 3, 2}, 3);

std::vector<Tensor> lstm_params(const std::vector<LstmWeights>& layers) {
    std::vector<Tensor> all;
    for (const LstmWeights& w : layers)
        for (const Tensor& tensor : {w.input, w.recurrent, *w.input_bias, *w.recurrent_bias})
            all.push_back(tensor);
    return all;
}

std::vector<ImportedArgument> lstm_arguments(const std::vector<LstmWeights>& layers, Shape state,
                                             bool batch_first, bool bidirectional = false) {
    return {B::tensors("hx", {Tensor::filled(state, 0.0F), Tensor::filled(state, 0.0F)}),
            B::tensors("params", lstm_params(layers)),
            B::known("has_biases", true),
            integer("num_layers", static_cast<std::int64_t>(layers.size())),
            B::known("dropout", 0.0),
            B::known("train", false),
            B::known("bidirectional", bidirectional),
            B::known("batch_first", batch_first)};
}

ImportedGraph lstm(std::vector<ImportedArgument> arguments, Shape input, const std::vector<Shape>& results,
                   std::size_t output) {
    B b;
    b.module("rnn");
    arguments.insert(arguments.begin(), B::value("input", b.input("x", std::move(input))));
    return b.finish({b.add_many("aten::lstm", std::move(arguments), results)[output]});
}

std::vector<ImportedArgument> conv(Tensor weight, Ints stride, Ints padding, Ints dilation,
                                   std::int64_t groups) {
    return {B::known("weight", std::move(weight)),     B::known("bias", vector),
            B::known("stride", std::move(stride)),     B::known("padding", std::move(padding)),
            B::known("dilation", std::move(dilation)), integer("groups", groups)};
}

}  // namespace

class TestImportNnir : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void maps_data() {
        QTest::addColumn<ImportedGraph>("imported");
        QTest::addColumn<Graph>("expected");
        const auto row = [](const char* name, const ImportedGraph& imported, const Graph& expected) {
            QTest::newRow(name) << imported << expected;
        };
        row("linear",
            one("aten::linear", "input", {2, 3}, {B::known("weight", matrix), B::known("bias", vector)},
                {2, 4}),
            graph({2, 3}, [](GraphBuilder& b, ValueId x) { return b.linear(x, matrix, vector); }));
        row("linear without bias",
            one("aten::linear", "input", {2, 3},
                {B::known("weight", matrix), B::known("bias", std::monostate())}, {2, 4}),
            graph({2, 3}, [](GraphBuilder& b, ValueId x) { return b.linear(x, matrix); }));
        row("matmul with the weight stored [in, out]",
            one("aten::matmul", "self", {2, 3}, {B::known("other", matrix.permuted({1, 0}))}, {2, 4}),
            graph({2, 3}, [](GraphBuilder& b, ValueId x) { return b.linear(x, matrix); }));
        row("a matrix times the input", one("aten::matmul", "other", {3}, {B::known("self", matrix)}, {4}),
            graph({3}, [](GraphBuilder& b, ValueId x) { return b.linear(x, matrix); }));
        row("addmm",
            one("aten::addmm", "mat1", {2, 3},
                {B::known("self", vector), B::known("mat2", matrix.permuted({1, 0})), integer("beta", 1),
                 integer("alpha", 1)},
                {2, 4}),
            graph({2, 3}, [](GraphBuilder& b, ValueId x) { return b.linear(x, matrix, vector); }));
        row("relu", one("aten::relu", "self", {3}, {}, {3}),
            graph({3}, [](GraphBuilder& b, ValueId x) { return b.relu(x); }));
        row("hardtanh",
            one("aten::hardtanh", "self", {3}, {integer("min_val", -2), B::known("max_val", 2.5)}, {3}),
            graph({3}, [](GraphBuilder& b, ValueId x) { return b.clamp(x, -2, 2.5); }));
        row("clamp with one limit",
            one("aten::clamp", "self", {3}, {B::known("min", std::monostate()), integer("max", 2)}, {3}),
            graph({3}, [](GraphBuilder& b, ValueId x) {
                return b.clamp(x, -std::numeric_limits<double>::infinity(), 2);
            }));
        row("add a number", one("aten::add", "self", {3}, {B::known("other", 0.5), integer("alpha", 1)}, {3}),
            graph({3}, [](GraphBuilder& b, ValueId x) { return b.pointwise("add", x, Tensor({}, {0.5F})); }));
        row("a tensor minus the input", one("aten::sub", "other", {2, 4}, {B::known("self", vector)}, {2, 4}),
            graph({2, 4}, [](GraphBuilder& b, ValueId x) {
                return b.add(
                    "Pointwise",
                    {{"op", std::string("subtract")}, {"constant", vector}, {"constant_first", true}}, {x});
            }));
        row("conv1d", one("aten::conv1d", "input", {1, 3, 6}, conv(kernel, {1}, {2}, {2}, 1), {1, 4, 8}),
            graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
                return b.conv1d(x, kernel, vector, {.dilation = 2, .pad_left = 2, .pad_right = 2});
            }));
        row("conv1d, padding 'same'",
            one("aten::conv1d", "input", {1, 3, 6},
                {B::known("weight", kernel), B::known("bias", vector),
                 B::known("padding", std::string("same"))},
                {1, 4, 6}),
            graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) {
                return b.conv1d(x, kernel, vector, {.pad_left = 0, .pad_right = 1});
            }));
        row("_convolution",
            one("aten::_convolution", "input", {1, 3, 6},
                [] {
                    auto arguments = conv(kernel, {1}, {0}, {1}, 1);
                    arguments.push_back(B::known("transposed", false));
                    arguments.push_back(B::known("output_padding", Ints{0}));
                    return arguments;
                }(),
                {1, 4, 5}),
            graph({1, 3, 6}, [](GraphBuilder& b, ValueId x) { return b.conv1d(x, kernel, vector); }));
        row("pad of two axes",
            one("aten::pad", "self", {2, 3},
                {B::known("pad", Ints{1, 0, 0, 2}), B::known("mode", std::string("constant")),
                 B::known("value", 1.5)},
                {4, 4}),
            graph({2, 3},
                  [](GraphBuilder& b, ValueId x) { return b.pad(b.pad(x, 1, 1, 0, 1.5), 0, 0, 2, 1.5); }));
        row("a negative pad cuts",
            one("aten::constant_pad_nd", "self", {5}, {B::known("pad", Ints{2, -1}), integer("value", 0)},
                {6}),
            graph({5}, [](GraphBuilder& b, ValueId x) { return b.pad(b.slice(x, 0, 0, 4), 0, 2, 0); }));
        row("slice from the end",
            one("aten::slice", "self", {2, 5},
                {integer("dim", 1), B::known("start", std::monostate()), integer("end", -2),
                 integer("step", 1)},
                {2, 3}),
            graph({2, 5}, [](GraphBuilder& b, ValueId x) { return b.slice(x, 1, 0, 3); }));
        row("slice beyond the end",
            one("aten::slice", "self", {2, 5},
                {integer("dim", 1), integer("start", 1), integer("end", 9223372036854775807),
                 integer("step", 1)},
                {2, 4}),
            graph({2, 5}, [](GraphBuilder& b, ValueId x) { return b.slice(x, 1, 1, 4); }));
        row("select", one("aten::select", "self", {2, 5}, {integer("dim", 0), integer("index", -1)}, {5}),
            graph({2, 5}, [](GraphBuilder& b, ValueId x) { return b.reshape(b.slice(x, 0, 1, 1), {5}); }));
        row("view with -1", one("aten::view", "self", {2, 6}, {B::known("size", Ints{-1, 3})}, {4, 3}),
            graph({2, 6}, [](GraphBuilder& b, ValueId x) {
                return b.reshape(x, {4, 3});
            }));
        row("flatten",
            one("aten::flatten", "self", {2, 3, 4}, {integer("start_dim", 1), integer("end_dim", -1)},
                {2, 12}),
            graph({2, 3, 4}, [](GraphBuilder& b, ValueId x) {
                return b.reshape(x, {2, 12});
            }));
        row("squeeze", one("aten::squeeze", "self", {1, 3, 1}, {}, {3}),
            graph({1, 3, 1}, [](GraphBuilder& b, ValueId x) { return b.reshape(x, {3}); }));
        row("squeeze of an axis that is not 1",
            one("aten::squeeze", "self", {2, 3}, {integer("dim", 0)}, {2, 3}),
            graph({2, 3}, [](GraphBuilder& b, ValueId x) {
                return b.reshape(x, {2, 3});
            }));
        row("unsqueeze behind", one("aten::unsqueeze", "self", {2, 3}, {integer("dim", -1)}, {2, 3, 1}),
            graph({2, 3}, [](GraphBuilder& b, ValueId x) {
                return b.reshape(x, {2, 3, 1});
            }));
        row("transpose",
            one("aten::transpose", "self", {2, 3, 4}, {integer("dim0", 0), integer("dim1", -1)}, {4, 3, 2}),
            graph({2, 3, 4}, [](GraphBuilder& b, ValueId x) {
                return b.transpose(x, {2, 1, 0});
            }));
        row("permute", one("aten::permute", "self", {2, 3, 4}, {B::known("dims", Ints{2, 0, -2})}, {4, 2, 3}),
            graph({2, 3, 4}, [](GraphBuilder& b, ValueId x) {
                return b.transpose(x, {2, 0, 1});
            }));
        row("dropout in evaluation mode",
            one("aten::dropout", "input", {3}, {B::known("p", 0.5), B::known("train", false)}, {3}),
            graph({3}, [](GraphBuilder&, ValueId x) { return x; }));
        const LstmWeights first = sample_lstm(3, 4, 10);
        const LstmWeights second = sample_lstm(4, 4, 20);
        row("lstm of two layers",
            lstm(lstm_arguments({first, second}, {2, 1, 4}, false), {6, 1, 3},
                 {{6, 1, 4}, {2, 1, 4}, {2, 1, 4}}, 0),
            graph({6, 1, 3},
                  [&](GraphBuilder& b, ValueId x) { return b.lstm(b.lstm(x, first, 0, 0), second, 0, 1); }));
        row("lstm, batch first, last h",
            lstm(lstm_arguments({first}, {1, 2, 4}, true), {2, 6, 3}, {{2, 6, 4}, {1, 2, 4}, {1, 2, 4}}, 1),
            graph({2, 6, 3}, [&](GraphBuilder& b, ValueId x) {
                return b.transpose(b.slice(b.lstm(x, first, 1), 1, 5, 1), {1, 0, 2});
            }));
    }
    void maps() {
        QFETCH(ImportedGraph, imported);
        QFETCH(Graph, expected);
        const Graph graph = import_nnir(imported);
        check_sound(graph);
        QCOMPARE(canonical_text(graph), canonical_text(expected));
        for (const Node& node : graph.nodes) {
            QCOMPARE(node.origins, std::vector<ImportedId>{0});
            QCOMPARE(node.provenance.file, std::string("model.py"));
            QCOMPARE(node.provenance.line, 10);
            QCOMPARE(node.provenance.front_end, std::string("torchscript"));
        }
    }

    void keepsAnInitialState() {
        const LstmWeights weights = sample_lstm(3, 4, 10);
        auto arguments = lstm_arguments({weights, sample_lstm(4, 4, 20)}, {2, 1, 4}, false);
        const Tensor h = sample_tensor({2, 1, 4}, 30);
        arguments[0] = B::tensors("hx", {h, Tensor::filled({2, 1, 4}, 0.0F)});
        const Graph graph = import_nnir(lstm(arguments, {6, 1, 3}, {{6, 1, 4}, {2, 1, 4}, {2, 1, 4}}, 0));
        QCOMPARE(graph.nodes[1].attributes.tensor("initial_h"), h.rows(1, 1).reshaped({1, 4}));
        QVERIFY(!graph.nodes[1].attributes.has("initial_c"));
    }

    void sharesTheWeights() {
        const Graph graph =
            import_nnir(one("aten::linear", "input", {2, 3}, {B::known("weight", matrix)}, {2, 4}));
        QCOMPARE(graph.nodes[0].attributes.tensor("weight").storage().get(), matrix.storage().get());
    }

    void refuses_data() {
        QTest::addColumn<ImportedGraph>("imported");
        QTest::addColumn<QString>("op");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const ImportedGraph& imported, const char* op,
                            const char* reason) {
            QTest::newRow(name) << imported << QString::fromLatin1(op) << QString::fromLatin1(reason);
        };
        row("an unknown operator", one("aten::fft", "self", {3}, {}, {3}), "aten::fft", "not supported");
        row("a 3-d convolution",
            one("aten::_convolution", "input", {1, 3, 6, 6, 6},
                conv(sample_tensor({4, 3, 2, 2, 2}, 1), {1, 1, 1}, {0, 0, 0}, {1, 1, 1}, 1), {1, 4, 5, 5, 5}),
            "aten::_convolution", "3-d");
        row("an unknown padding",
            one("aten::pad", "self", {1, 5},
                {B::known("pad", Ints{1, 1}), B::known("mode", std::string("mirror"))}, {1, 7}),
            "aten::pad", "'mirror'");
        row("active dropout",
            one("aten::dropout", "input", {3}, {B::known("p", 0.5), B::known("train", true)}, {3}),
            "aten::dropout", "evaluation mode");
        row("a shape that PyTorch did not have", one("aten::relu", "self", {3}, {}, {4}), "aten::relu",
            "shape 4 in PyTorch");
    }
    void refuses() {
        QFETCH(ImportedGraph, imported);
        QFETCH(QString, op);
        QFETCH(QString, reason);
        try {
            import_nnir(imported);
            QFAIL("imported");
        } catch (const Error& error) {
            const Failure& failure = error.failure();
            QCOMPARE(failure.kind, FailureKind::unsupported);
            QCOMPARE(failure.nodes.size(), 1U);
            QCOMPARE(QString::fromStdString(failure.nodes[0].op), op);
            QVERIFY2(QString::fromStdString(failure.nodes[0].reason).contains(reason),
                     failure.nodes[0].reason.c_str());
            QVERIFY2(QString::fromStdString(failure.nodes[0].source)
                         .startsWith(QStringLiteral("model.py:10: y = ")),
                     failure.nodes[0].source.c_str());
        }
    }

    void theTurnsOfALoopAreRefusedOnce() {
        B b;
        std::uint32_t x = b.input("x", {2, 3});
        for (int turn = 0; turn < 5; ++turn) x = b.add("aten::sort", {B::value("self", x)}, {2, 3});
        ImportedGraph imported = b.finish({x});
        for (ImportedNode& node : imported.nodes) node.source.line = 10;
        try {
            import_nnir(imported);
            QFAIL("imported");
        } catch (const Error& error) {
            QCOMPARE(error.failure().nodes.size(), std::size_t{1});
            QVERIFY2(error.failure().nodes[0].reason.ends_with(" (5 times)"),
                     error.failure().nodes[0].reason.c_str());
            QVERIFY2(error.failure().message.find("one operator") != std::string::npos, error.what());
        }
    }

    void refusesEverythingAtOnce() {
        B b;
        const std::uint32_t x = b.input("x", {3});
        b.module("head");
        const std::uint32_t y = b.add("aten::fft", {B::value("self", x)}, {3});
        // Behind what failed: a supported operator is no finding, an unsupported one is.
        const std::uint32_t z = b.add(
            "aten::polygamma", {B::value("self", b.add("aten::relu", {B::value("self", y)}, {3}))}, {3});
        b.add("aten::unused", {B::value("self", x)}, {3});
        try {
            import_nnir(b.finish({z, b.add("aten::slice", {B::value("self", x), integer("step", 0)}, {3})}));
            QFAIL("imported");
        } catch (const Error& error) {
            QStringList found;
            for (const FailureNode& node : error.failure().nodes)
                found.append(QString::fromStdString(node.op + " in " + node.module));
            QCOMPARE(found.join(u','),
                     QStringLiteral("aten::fft in head,aten::polygamma in head,aten::slice in head"));
        }
    }

    void namesResultsByTheirModule_data() {
        QTest::addColumn<QString>("traced");
        QTest::addColumn<QString>("module");
        QTest::addColumn<QString>("expected");
        QTest::newRow("in a module") << "input.3"
                                     << "head.readout"
                                     << "readout";
        QTest::newRow("in a list of modules") << "9"
                                              << "net.layers.0"
                                              << "layers.0";
        QTest::newRow("in a list at the top") << "9"
                                              << "layers.12"
                                              << "layers.12";
        QTest::newRow("in a nameless module") << "9"
                                              << "0"
                                              << "0";
        QTest::newRow("a variable at the top") << "y.1"
                                               << ""
                                               << "y.1";
        QTest::newRow("a number at the top") << "9"
                                             << ""
                                             << "clamp";
    }

    void namesResultsByTheirModule() {
        QFETCH(QString, traced);
        QFETCH(QString, module);
        QFETCH(QString, expected);
        B b;
        b.module(module.toStdString());
        const std::uint32_t x = b.input("x", {3});
        ImportedGraph imported = b.finish({b.add("aten::relu", {B::value("self", x)}, {3})});
        imported.values[imported.outputs[0]].name = traced.toStdString();
        const Graph made = import_nnir(imported);
        QCOMPARE(made.value(made.outputs[0]).name, expected.toStdString());
    }

    void keepsAStateThatTheModelCarries() {
        B b;
        const std::uint32_t x = b.input("x", {3});
        const std::uint32_t before = b.state("net.level", vector3());
        const std::uint32_t after =
            b.add("aten::add", {B::value("self", before), B::value("other", x), integer("alpha", 1)}, {3});
        b.write(before, after);
        const Graph graph = import_nnir(b.finish({b.add("aten::relu", {B::value("self", after)}, {3})}));
        check_sound(graph);
        QCOMPARE(graph.states.size(), 1U);
        QCOMPARE(graph.states[0].name, std::string("net.level"));
        QCOMPARE(graph.states[0].role, std::string("carried"));
        QVERIFY(graph.states[0].initial == vector3());
        QCOMPARE(graph.inputs.size(), 1U);
        // 0.5 + x, then + x again: the state is carried on.
        const RealTensor input({3}, {1, 2, 3});
        const Evaluation first = evaluate(graph, {input});
        QCOMPARE(first.outputs[0].values, std::vector<double>({1.5, 2.5, 3.5}));
        QCOMPARE(evaluate(graph, {input}, first.states).outputs[0].values,
                 std::vector<double>({2.5, 4.5, 6.5}));
    }

    void dropsAStateThatNoOutputNeeds() {
        B b;
        const std::uint32_t x = b.input("x", {3});
        const std::uint32_t calls = b.state("calls", vector3());
        b.write(calls, b.add("aten::unknown", {B::value("self", calls)}, {3}));
        const Graph graph = import_nnir(b.finish({b.add("aten::relu", {B::value("self", x)}, {3})}));
        QVERIFY(graph.states.empty());
        QCOMPARE(graph.nodes.size(), 1U);
    }

    void findsWhatIsUnsupportedInAState() {
        B b;
        const std::uint32_t x = b.input("x", {3});
        const std::uint32_t before = b.state("level", vector3());
        b.write(before, b.add("aten::sort", {B::value("self", before)}, {3}));
        try {
            import_nnir(b.finish({b.add(
                "aten::add", {B::value("self", before), B::value("other", x), integer("alpha", 1)}, {3})}));
            QFAIL("imported");
        } catch (const Error& error) {
            QCOMPARE(error.failure().nodes.size(), 1U);
            QCOMPARE(error.failure().nodes[0].op, std::string("aten::sort"));
        }
    }

    void refusesAnIntegerInput() {
        B b;
        const std::uint32_t x = b.input("tokens", {3}, "int64");
        QVERIFY_THROWS_EXCEPTION(Error,
                                 import_nnir(b.finish({b.add("aten::relu", {B::value("self", x)}, {3})})));
    }
};

QTEST_APPLESS_MAIN(TestImportNnir)
#include "tst_import_nnir.moc"
