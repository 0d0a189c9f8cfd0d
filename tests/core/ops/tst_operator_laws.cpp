#include <QtTest>

#include <algorithm>

#include "core/nnir/evaluate.h"
#include "core/nnir/op.h"
#include "core/nnir/text.h"
#include "core/nnir/torch_source.h"
#include "core/passes/canonicalize.h"
#include "graph_checks.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

Q_DECLARE_METATYPE(Sample)

namespace {

constexpr std::uint64_t seed = 7;

/// The same graph under other ids and names.
Graph disguised(const Graph& graph) {
    constexpr std::uint32_t shift = 1000;
    const auto moved = [](ValueId id) { return ValueId{id.value + shift}; };
    Graph result = graph;
    result.values.clear();
    for (const auto& [id, value] : graph.values)
        result.values[moved(id)] = {moved(id), "other " + value.name, value.type};
    for (auto* list : {&result.inputs, &result.outputs})
        std::transform(list->begin(), list->end(), list->begin(), moved);
    for (Node& node : result.nodes) {
        node.id.value += shift;
        node.provenance.module = "elsewhere";
        for (auto* list : {&node.inputs, &node.outputs})
            std::transform(list->begin(), list->end(), list->begin(), moved);
    }
    for (State& state : result.states) {
        state.read = moved(state.read);
        state.written = moved(state.written);
    }
    result.next_value += shift;
    result.next_node += shift;
    return result;
}

}  // namespace

/// Every law of an operator, on every sample of every operator.
class TestOperatorLaws : public QObject {
    Q_OBJECT

    static void rows(bool streaming_only = false) {
        QTest::addColumn<Sample>("sample");
        for (const Op* op : all_ops())
            for (const Sample& sample : op->samples())
                if (!streaming_only || !sample.axes.empty())
                    QTest::newRow((op->name() + ": " + sample.name).c_str()) << sample;
    }

  private Q_SLOTS:
    void everyOperatorIsDescribed() {
        QVERIFY(all_ops().size() >= 11);
        for (const Op* op : all_ops()) {
            QVERIFY2(!op->info().summary.empty() && !op->samples().empty(), op->name().c_str());
            QCOMPARE(find_op(op->name()), op);
        }
    }

    void samplesUseTheirOperator_data() { rows(); }
    void samplesUseTheirOperator() {
        QFETCH(Sample, sample);
        const std::string op =
            std::string(QTest::currentDataTag()).substr(0, std::string(QTest::currentDataTag()).find(':'));
        const auto& nodes = sample.graph.nodes;
        QVERIFY(std::any_of(nodes.begin(), nodes.end(), [&](const Node& n) { return n.op->name() == op; }));
        for (const Node& node : nodes)
            for (const auto& [key, value] : node.attributes.entries()) {
                const auto& known = node.op->info().attributes;
                QVERIFY2(std::any_of(known.begin(), known.end(),
                                     [&](const AttributeInfo& a) { return a.name == key; }),
                         key.c_str());
            }
    }

    void inferredShapesAreActual_data() { rows(); }
    void inferredShapesAreActual() {
        QFETCH(Sample, sample);
        check_sound(sample.graph);
        const Evaluation result = evaluate(sample.graph, sample_inputs(sample.graph, seed));
        for (const auto& [id, tensor] : result.values) {
            QCOMPARE(tensor.shape, sample.graph.value(id).type.shape);
            QCOMPARE(static_cast<std::int64_t>(tensor.values.size()), element_count(tensor.shape));
        }
    }

    void canonicalTextKnowsNoIdsOrNames_data() { rows(); }
    void canonicalTextKnowsNoIdsOrNames() {
        QFETCH(Sample, sample);
        QCOMPARE(canonical_text(disguised(sample.graph)), canonical_text(sample.graph));
    }

    void canonicalizeKeepsTheResult_data() { rows(); }
    void canonicalizeKeepsTheResult() {
        QFETCH(Sample, sample);
        const std::vector<PassResult> results = canonicalize(sample.graph);
        const auto inputs = sample_inputs(sample.graph, seed);
        const auto expected = evaluate(sample.graph, inputs).outputs;
        for (const PassResult& result : results) {
            check_sound(result.graph);
            QVERIFY2(difference(evaluate(result.graph, inputs).outputs, expected) <= 1e-9,
                     result.record.pass.c_str());
        }
        if (!results.empty()) QVERIFY(canonicalize(results.back().graph).empty());
    }

    void streamedEqualsWhole_data() { rows(true); }
    void streamedEqualsWhole() {
        QFETCH(Sample, sample);
        check_streaming(sample.graph, StreamingAxes(sample.axes.begin(), sample.axes.end()), seed);
    }

    void loweringComputesTheNode_data() { rows(); }
    void loweringComputesTheNode() {
        QFETCH(Sample, sample);
        check_lowering(sample.graph, seed);
    }

    void torchSourceSetsEveryOutput_data() { rows(); }
    void torchSourceSetsEveryOutput() {
        QFETCH(Sample, sample);
        const SteppedReference reference = stepped_reference(sample.graph);
        QCOMPARE(reference.initial_states.size(), sample.graph.states.size());
        for (const Node& node : sample.graph.nodes)
            for (const ValueId id : node.outputs)
                QVERIFY2(reference.source.find(" " + TorchSource::variable(id) + " = ") != std::string::npos,
                         reference.source.c_str());
    }
};

QTEST_APPLESS_MAIN(TestOperatorLaws)
#include "tst_operator_laws.moc"
