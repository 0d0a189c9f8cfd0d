#include <QtTest>
#include <set>

#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/passes/pipeline.h"
#include "core/support/error.h"
#include "graph_checks.h"
#include "imported_graphs.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;
using B = ImportedBuilder;

namespace {

/// pad 4, two valid convolutions with a relu between.
ImportedGraph one_pad() {
    using Ints = std::vector<std::int64_t>;
    const auto conv = [](B& b, std::uint32_t x, const Tensor& weight, Shape shape) {
        return b.add("aten::conv1d",
                     {B::value("input", x), B::known("weight", weight),
                      B::known("bias", sample_tensor({weight.shape()[0]}, 9)), B::known("padding", Ints{0})},
                     std::move(shape));
    };
    B b;
    std::uint32_t x = b.input("x", {1, 3, 6});
    x = b.add("aten::pad", {B::value("self", x), B::known("pad", Ints{4, 0})}, {1, 3, 10});
    x = conv(b, x, sample_tensor({4, 3, 3}, 1), {1, 4, 8});
    x = b.add("aten::relu", {B::value("self", x)}, {1, 4, 8});
    return b.finish({conv(b, x, sample_tensor({2, 4, 3}, 2), {1, 2, 6})});
}

const Node& node_of(const Graph& graph, const std::string& op, std::size_t index = 0) {
    for (const Node& node : graph.nodes)
        if (node.op->name() == op && index-- == 0) return node;
    throw std::runtime_error("no " + op);
}

}  // namespace

class TestPipeline : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keepsEveryStage() {
        const ModelGraphs graphs = build_graphs(one_pad(), {2});
        QCOMPARE(graphs.imported, 0U);
        QVERIFY(graphs.canonical > 0);
        QCOMPARE(graphs.streaming, std::optional(graphs.stages.size() - 1));
        QCOMPARE(graphs.stages.front().record.pass, std::string("import"));
        QCOMPARE(graphs.stages.back().record.pass, std::string("streaming_transform"));
        for (const GraphStage& stage : graphs.stages) check_sound(*stage.graph);
        check_sound(graphs.canonical_graph(), true);
        check_sound(*graphs.compiled_form(), true);
        QCOMPARE(graphs.input_axes, std::vector<std::optional<int>>{2});
        QCOMPARE(graphs.output_axes, std::vector<std::optional<int>>{2});
    }

    void withoutAnAxisTheCanonicalGraphIsCompiled() {
        const ModelGraphs graphs = build_graphs(one_pad(), {std::nullopt});
        QVERIFY(!graphs.streaming);
        QCOMPARE(graphs.compiled_form().get(), &graphs.canonical_graph());
        QCOMPARE(graphs.input_axes, std::vector<std::optional<int>>{std::nullopt});
    }

    void stagesShareTheWeights() {
        const ModelGraphs graphs = build_graphs(one_pad(), {2});
        const float* imported =
            node_of(*graphs.stages[0].graph, "Conv1d").attributes.tensor("weight").storage().get();
        QCOMPARE(node_of(*graphs.compiled_form(), "Conv1dStep").attributes.tensor("weight").storage().get(),
                 imported);
    }

    void mapsNodesBothWays() {
        const ModelGraphs graphs = build_graphs(one_pad(), {2});
        const Graph& imported = *graphs.stages[0].graph;
        const Graph& streaming = *graphs.compiled_form();
        const NodeMapping mapping = map_nodes(graphs, graphs.imported, *graphs.streaming);
        const NodeId first = node_of(streaming, "Conv1dStep", 0).id;
        const NodeId second = node_of(streaming, "Conv1dStep", 1).id;
        const NodeId relu = node_of(streaming, "Clamp").id;
        const auto leads_to = [&](const Node& node, NodeId target) {
            const auto& all = mapping.forward.at(node.id);
            return std::find(all.begin(), all.end(), target) != all.end();
        };
        QVERIFY(leads_to(node_of(imported, "Conv1d", 0), first));
        QVERIFY(leads_to(node_of(imported, "Conv1d", 1), second));
        QVERIFY(leads_to(node_of(imported, "Clamp"), relu));
        QVERIFY(leads_to(node_of(imported, "Pad"), first));
        // The pad went through the first convolution into the second one's history.
        QVERIFY(leads_to(node_of(imported, "Pad"), second));
        for (const auto& [from, all] : mapping.forward)
            for (const NodeId to : all) {
                const auto& back = mapping.backward.at(to);
                QVERIFY(std::find(back.begin(), back.end(), from) != back.end());
            }
        QCOMPARE(mapping.backward.size(), streaming.nodes.size());
        const NodeMapping reversed = map_nodes(graphs, *graphs.streaming, graphs.imported);
        QVERIFY(reversed.forward == mapping.backward && reversed.backward == mapping.forward);
    }

    void aRemovedNodeHasNoCounterpart() {
        B b;
        const std::uint32_t x = b.input("x", {2, 3});
        const std::uint32_t same = b.add(
            "aten::view", {B::value("self", x), B::known("size", std::vector<std::int64_t>{2, 3})}, {2, 3});
        const ModelGraphs graphs =
            build_graphs(b.finish({b.add("aten::relu", {B::value("self", same)}, {2, 3})}), StreamingAxes{});
        const NodeMapping mapping = map_nodes(graphs, 0, graphs.canonical);
        const Graph& imported = *graphs.stages[0].graph;
        QVERIFY(mapping.forward.at(node_of(imported, "Reshape").id).empty());
        QCOMPARE(mapping.forward.at(node_of(imported, "Clamp").id),
                 std::vector<NodeId>{node_of(imported, "Clamp").id});
    }

    void aMappingToItselfIsTheIdentity() {
        const ModelGraphs graphs = build_graphs(one_pad(), StreamingAxes{});
        const NodeMapping mapping = map_nodes(graphs, graphs.canonical, graphs.canonical);
        for (const auto& [id, all] : mapping.forward) QCOMPARE(all, std::vector<NodeId>{id});
    }

    void outputsHaveTheNamesOfTheModel() {
        B b;
        const std::uint32_t x = b.input("x", {2, 3});
        b.module("head");
        const std::uint32_t first = b.add("aten::relu", {B::value("self", x)}, {2, 3});
        const std::uint32_t second = b.add("aten::tanh", {B::value("self", first)}, {2, 3});
        const std::uint32_t same =
            b.add("aten::view", {B::value("self", second), B::known("size", std::vector<std::int64_t>{2, 3})},
                  {2, 3});
        ImportedGraph imported = b.finish({same, second, x, first});
        imported.values[same].name = "level";
        imported.values[second].name = "again";  // the view is taken away: one value, one name
        imported.values[first].name = "head_2";  // what the second node would be called
        const ModelGraphs graphs = build_graphs(imported, StreamingAxes{0});
        QVERIFY(graphs.streaming.has_value());
        for (const GraphStage& stage : graphs.stages) {
            const auto name_of = [&](std::size_t output) {
                return stage.graph->value(stage.graph->outputs.at(output)).name;
            };
            QCOMPARE(name_of(0), std::string("level"));
            QCOMPARE(name_of(2), std::string("x"));
            QCOMPARE(name_of(3), std::string("head_2"));
            std::set<std::string> names;
            for (const auto& [id, value] : stage.graph->values) names.insert(value.name);
            QCOMPARE(names.size(), stage.graph->values.size());
        }
    }

    void canBeCancelled() {
        std::stop_source source;
        source.request_stop();
        try {
            build_graphs(one_pad(), StreamingAxes{}, {.stop = source.get_token()});
            QFAIL("went on");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::cancelled);
        }
    }
};

QTEST_APPLESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
