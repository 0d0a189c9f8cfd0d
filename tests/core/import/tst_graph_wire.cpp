#include "core/import/graph_wire.h"

#include <QtTest>
#include <functional>
#include <vector>

using namespace lockstep;
using nlohmann::json;

namespace {

constexpr std::uint64_t weight_bytes = 64;

std::shared_ptr<const std::byte> weights() {
    auto bytes = std::make_shared<std::vector<float>>(16, 1.5F);
    return {bytes, reinterpret_cast<const std::byte*>(bytes->data())};
}

/// y, z = op(x, weight, list)
json good_graph() {
    return json::parse(R"({
        "name": "M", "inputs": [0], "outputs": [2], "notes": ["a note"],
        "values": [{"n": "x", "s": [2, 3], "d": "float32"}, {"n": "y", "s": [2], "d": "float32"}, {"n": "z", "s": [], "d": "bool"},
                   {"n": "h", "s": [2], "d": "float32"}],
        "states": [{"n": "h", "initial": {"k": "tensor", "s": [2], "o": 0}, "read": 3, "written": 1, "module": "m", "file": "f.py", "line": 2, "text": "self.h = y"}],
        "proposals": [{"in": "x", "out": "z", "why": "same shape"}],
        "nodes": [
            {"op": "aten::a", "outs": [1], "module": "m", "file": "f.py", "line": 3, "text": "t", "args": [
                {"n": "self", "v": {"k": "value", "i": 0}}, {"n": "w", "v": {"k": "tensor", "s": [4, 4], "o": 0}},
                {"n": "none", "v": {"k": "none"}}, {"n": "b", "v": {"k": "bool", "b": true}}, {"n": "i", "v": {"k": "int", "i": -7}},
                {"n": "d", "v": {"k": "double", "d": "-inf"}}, {"n": "s", "v": {"k": "string", "s": "constant"}},
                {"n": "ints", "v": {"k": "ints", "i": [1, -2]}}, {"n": "doubles", "v": {"k": "doubles", "d": [0.5, "nan"]}}]},
            {"op": "aten::b", "outs": [2], "module": "", "file": "", "line": 0, "text": "", "args": [
                {"n": "tensors", "l": [{"k": "value", "i": 1}, {"k": "tensor", "s": [2], "o": 56}, {"k": "none"}]}]}]})");
}

json good_probe() {
    return {{"methods", {"forward"}},
            {"signatures", {"forward(x: Tensor) -> Tensor"}},
            {"exported_by", "PyTorch 1.13.0"},
            {"parameters", 7},
            {"inputs",
             {{{"name", "x"},
               {"type", "Tensor"},
               {"shape", {2}},
               {"basis", "stored"},
               {"axes", {"time"}},
               {"streaming_axis", 0}},
              {{"name", "gain"}, {"type", "float"}, {"value", 0.5}}}},
            {"vectors", {{{"inputs", {{{"s", {2}}, {"o", 0}}}}, {"outputs", {{{"s", {1}}, {"o", 8}}}}}}}};
}

}  // namespace

class TestGraphWire : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readsEveryKind() {
        const ImportedGraph graph = graph_wire::read_graph(good_graph(), weights(), weight_bytes);
        QCOMPARE(graph.nodes.size(), std::size_t{2});
        const ImportedNode& a = graph.nodes[0];
        const auto attribute = [&](const char* name) {
            return std::get<ImportedAttribute>(a.find(name)->value);
        };
        QCOMPARE(std::get<std::uint32_t>(a.find("self")->value), 0U);
        QVERIFY(std::get<Tensor>(attribute("w")) == Tensor::filled({4, 4}, 1.5F));
        QVERIFY(std::holds_alternative<std::monostate>(attribute("none")));
        QVERIFY(std::get<bool>(attribute("b")));
        QCOMPARE(std::get<std::int64_t>(attribute("i")), std::int64_t{-7});
        QVERIFY(std::isinf(std::get<double>(attribute("d"))));
        QCOMPARE(std::get<std::string>(attribute("s")), std::string("constant"));
        QVERIFY(std::get<std::vector<std::int64_t>>(attribute("ints")) == (std::vector<std::int64_t>{1, -2}));
        QVERIFY(std::isnan(std::get<std::vector<double>>(attribute("doubles")).at(1)));
        QCOMPARE(a.source.line, 3);
        const ImportedArgument& list = graph.nodes[1].arguments[0];
        QCOMPARE(std::get<std::uint32_t>(list.list.at(0)), 1U);
        QVERIFY(std::get<Tensor>(list.list.at(1)) == Tensor::filled({2}, 1.5F));
        QVERIFY(std::get<Tensor>(list.list.at(2)).empty());
        QVERIFY(graph.values[2].shape.empty());
        QCOMPARE(graph.states.size(), std::size_t{1});
        QCOMPARE(graph.states[0].name, std::string("h"));
        QCOMPARE(graph.states[0].read, 3U);
        QCOMPARE(graph.states[0].written, 1U);
        QVERIFY(graph.states[0].initial == Tensor::filled({2}, 1.5F));
        QCOMPARE(graph.states[0].source.line, 2);
        QCOMPARE(graph.state_proposals.at(0).output, std::string("z"));
    }

    void liesAreRefused_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("lie");  // JSON; empty: the field is removed
        const auto row = [](const char* name, const char* pointer, const char* lie) {
            QTest::newRow(name) << QString::fromLatin1(pointer) << QString::fromLatin1(lie);
        };
        row("input out of range", "/inputs/0", "3");
        row("input negative", "/inputs/0", "-1");
        row("input huge", "/inputs/0", "18446744073709551615");
        row("input a fraction", "/inputs/0", "0.5");
        row("input computed by a node", "/inputs/0", "1");
        row("no input", "/inputs", "[]");
        row("no output", "/outputs", "[]");
        row("state computed by a node", "/states/0/read", "1");
        row("state that is an input", "/states/0/read", "0");
        row("state never written", "/states/0/written", "9");
        row("state of another shape", "/states/0/written", "0");
        row("state of another type", "/values/3/d", "\"float16\"");
        row("state begins with another shape", "/states/0/initial/s", "[1]");
        row("state begins outside", "/states/0/initial/o", "60");
        row("state without a name", "/states/0/n", "");
        row("states missing", "/states", "");
        row("proposal of no input", "/proposals/0/in", "\"y\"");
        row("proposal of no output", "/proposals/0/out", "\"x\"");
        row("proposal without a reason", "/proposals/0/why", "");
        row("output never computed", "/nodes/1/outs", "[]");
        row("output is a text", "/outputs/0", "\"2\"");
        row("computed twice", "/nodes/1/outs", "[1]");
        row("used before", "/nodes/0/args/0/v/i", "2");
        row("list uses before", "/nodes/1/args/0/l/0/i", "2");
        row("offset beyond", "/nodes/0/args/1/v/o", "64");
        row("offset reaches beyond", "/nodes/1/args/0/l/1/o", "60");
        row("offset not aligned", "/nodes/1/args/0/l/1/o", "2");
        row("offset negative", "/nodes/0/args/1/v/o", "-4");
        row("shape too large", "/nodes/0/args/1/v/s", "[4, 5]");
        row("shape overflows", "/nodes/0/args/1/v/s", "[4294967296, 4294967296, 4294967296]");
        row("shape negative", "/values/0/s", "[-1]");
        row("shape of texts", "/values/0/s", "[\"2\"]");
        row("shape of many axes", "/values/0/s", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]");
        row("unknown type", "/values/0/d", "\"complex64\"");
        row("unknown kind", "/nodes/0/args/2/v/k", "\"pointer\"");
        row("no kind", "/nodes/0/args/2/v/k", "");
        row("value without place", "/nodes/0/args/0/v/i", "");
        row("truth that is none", "/nodes/0/args/3/v/b", "1");
        row("number that is none", "/nodes/0/args/5/v/d", "\"minus infinity\"");
        row("no operator name", "/nodes/0/op", "\"linear\"");
        row("operator missing", "/nodes/0/op", "");
        row("line negative", "/nodes/0/line", "-3");
        row("line huge", "/nodes/0/line", "4294967296");
        row("node is a list", "/nodes/0", "[]");
        row("nodes missing", "/nodes", "");
        row("note is a number", "/notes/0", "7");
        row("args are an object", "/nodes/0/args", "{}");
    }
    void liesAreRefused() {
        QFETCH(QString, pointer);
        QFETCH(QString, lie);
        json graph = good_graph();
        const json::json_pointer place(pointer.toStdString());
        if (lie.isEmpty()) {
            graph.at(place.parent_pointer()).erase(place.back());
        } else {
            graph.at(place) = json::parse(lie.toStdString());
        }
        try {
            graph_wire::read_graph(graph, weights(), weight_bytes);
            QFAIL("accepted");
        } catch (const Error& error) {
            QVERIFY(error.failure().kind == FailureKind::worker_failed);
            QVERIFY2(error.failure().message.find("malformed") != std::string::npos, error.what());
        }
    }

    void longNamesAreRefused() {
        json graph = good_graph();
        graph["name"] = std::string(5000, 'x');
        QVERIFY_THROWS_EXCEPTION(Error, graph_wire::read_graph(graph, weights(), weight_bytes));
    }

    void everyDamagedByteIsReadOrRefused() {
        // Whatever a byte becomes: an Error or a graph whose indices hold, nothing else.
        const std::string text = good_graph().dump();
        int accepted = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            for (const char c : {'0', '9', '-', '"', '{', ']'}) {
                std::string damaged = text;
                damaged[i] = c;
                const json parsed = json::parse(damaged, nullptr, false);
                if (parsed.is_discarded()) continue;
                try {
                    const ImportedGraph graph = graph_wire::read_graph(parsed, weights(), weight_bytes);
                    for (const std::uint32_t output : graph.outputs) QVERIFY(output < graph.values.size());
                    ++accepted;
                } catch (const Error&) {
                }
            }
        }
        QVERIFY(accepted > 0);
    }

    void failuresMayNotClaimToBeOthers() {
        const json failure = {
            {"kind", "unsupported"},
            {"message", "m"},
            {"advice", ""},
            {"details", ""},
            {"nodes", {{{"op", "aten::sort"}, {"module", ""}, {"source", ""}, {"reason", "r"}}}}};
        QCOMPARE(graph_wire::read_failure(failure).nodes.at(0).op, std::string("aten::sort"));
        json cancelled = failure;
        cancelled["kind"] = "cancelled";
        QVERIFY_THROWS_EXCEPTION(Error, graph_wire::read_failure(cancelled));
        json short_of = failure;
        short_of.erase("message");
        QVERIFY_THROWS_EXCEPTION(Error, graph_wire::read_failure(short_of));
    }

    void aPartialGraphMayHaveNoOutputs() {
        json graph = good_graph();
        graph["outputs"] = json::array();
        graph["proposals"] = json::array();
        QVERIFY(graph_wire::read_partial_graph(graph, weights(), weight_bytes).outputs.empty());
        QVERIFY_THROWS_EXCEPTION(Error, graph_wire::read_graph(graph, weights(), weight_bytes));
    }

    void readsProbes() {
        const std::vector<float> numbers = {1.0F, 2.0F, 3.0F};
        const std::string blob(reinterpret_cast<const char*>(numbers.data()), 12);
        const ModelProbe probe = graph_wire::read_probe(good_probe(), blob);
        QCOMPARE(probe.signatures.at(0), std::string("forward(x: Tensor) -> Tensor"));
        QCOMPARE(*probe.inputs.at(0).streaming_axis, 0);
        QCOMPARE(QString::fromStdString(describe_axes(probe.inputs[0])), QStringLiteral("time = axis 0 (2)"));
        QCOMPARE(*probe.inputs.at(1).value, 0.5);
        QVERIFY(probe.vectors.at(0).inputs.at(0) == Tensor({2}, std::vector<float>{1.0F, 2.0F}));
        QVERIFY(probe.vectors.at(0).outputs.at(0) == Tensor({1}, std::vector<float>{3.0F}));
    }

    void probesAreChecked_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("lie");  // JSON; empty: the field is removed
        const auto row = [](const char* name, const char* pointer, const char* lie) {
            QTest::newRow(name) << QString::fromLatin1(pointer) << QString::fromLatin1(lie);
        };
        row("method is a number", "/methods/0", "1");
        row("method without signature", "/signatures", "[]");
        row("negative count", "/parameters", "-1");
        row("shape without basis", "/inputs/0/basis", "");
        row("broken shape", "/inputs/0/shape", "1");
        row("an axis too many", "/inputs/0/axes", R"(["a", "b"])");
        row("axis out of range", "/inputs/0/streaming_axis", "1");
        row("a value that is no number", "/inputs/1/value", R"("half")");
        row("vector beyond the answer", "/vectors/0/outputs/0/o", "12");
        row("vector longer than the answer", "/vectors/0/outputs/0/s", "[1000000]");
        row("vector without outputs", "/vectors/0/outputs", "");
        row("vectors overlap", "/vectors/0/outputs/0", R"({"s": [2], "o": 4})");
    }
    void probesAreChecked() {
        QFETCH(QString, pointer);
        QFETCH(QString, lie);
        json probe = good_probe();
        const json::json_pointer place(pointer.toStdString());
        if (lie.isEmpty()) {
            probe.at(place.parent_pointer()).erase(place.back());
        } else {
            probe.at(place) = json::parse(lie.toStdString());
        }
        QVERIFY_THROWS_EXCEPTION(Error, graph_wire::read_probe(probe, std::string(12, '\0')));
    }
};

QTEST_APPLESS_MAIN(TestGraphWire)
#include "tst_graph_wire.moc"
