#include <QtTest>

#include <algorithm>
#include <set>

#include "core/nnir/op.h"
#include "core/passes/canonicalize.h"
#include "core/passes/streaming_transform.h"
#include "graph_checks.h"
#include "random_grower.h"

using namespace lockstep;
using namespace lockstep::nnir;
using namespace graph_checks;

namespace {

constexpr unsigned graphs = 400;

}  // namespace

/// The contracts of the passes on graphs that nobody chose.
class TestRandomGraphs : public QObject {
    Q_OBJECT

    static void rows() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= graphs; ++seed) QTest::addRow("%u", seed) << seed;
    }

  private Q_SLOTS:
    /// The rows below hold every operator that they are meant to hold, in both forms.
    void everyOperatorGrows() {
        std::set<std::string> whole;
        std::set<std::string> streamed;
        std::int64_t longest = 0;
        for (unsigned seed = 1; seed <= graphs; ++seed) {
            RandomGrower grower(seed);
            const Graph source = grower.grow();
            for (const Node& node : source.nodes) whole.insert(node.op->name());
            const std::vector<PassResult> results = canonicalize(source);
            const StreamedGraph form = streaming_transform(results.empty() ? source : results.back().graph,
                                                           StreamingAxes{grower.axis()});
            for (const Node& node : form.graph.nodes) streamed.insert(node.op->name());
            longest = std::max(longest, form.warm_up);
        }
        for (const char* const op :
             {"Activation", "Clamp", "Concat", "Conv1d", "Expand", "Gru", "LayerNorm", "Linear", "Lstm",
              "Pad", "Pointwise", "Reduce", "Reshape", "Rnn", "Slice", "Softmax", "Transpose", "Where"})
            QVERIFY2(whole.contains(op), op);
        for (const char* const op : {"Activation", "Concat", "Conv1dStep", "Delay", "Expand", "GruCell",
                                     "LayerNorm", "LstmCell", "Reduce", "RnnCell", "Softmax", "Where"})
            QVERIFY2(streamed.contains(op), op);
        QVERIFY(longest >= 3);
    }

    void passesKeepTheResult_data() { rows(); }
    void passesKeepTheResult() {
        QFETCH(unsigned, seed);
        const Graph source = RandomGrower(seed).grow();
        check_sound(source);
        const auto inputs = sample_inputs(source, seed);
        const auto expected = evaluate(source, inputs).outputs;
        for (const PassResult& result : canonicalize(source)) {
            check_sound(result.graph);
            // Constants that a pass computes are rounded to fp32.
            const double off = difference(evaluate(result.graph, inputs).outputs, expected);
            QVERIFY2(off <= 1e-6, result.record.pass.c_str());
        }
    }

    void streamsAndLowers_data() { rows(); }
    void streamsAndLowers() {
        QFETCH(unsigned, seed);
        RandomGrower grower(seed);
        const Graph source = grower.grow();
        const std::vector<PassResult> results = canonicalize(source);
        const Graph& form = results.empty() ? source : results.back().graph;
        check_lowering(form, seed);
        if (!QTest::currentTestFailed()) check_streaming(form, {grower.axis()}, seed);
    }
};

QTEST_APPLESS_MAIN(TestRandomGraphs)
#include "tst_random_graphs.moc"
