#include <algorithm>
#include <cmath>

#include <QTest>

#include <nlohmann/json.hpp>

#include "core/compiler/compile.h"
#include "core/nnir/evaluate.h"
#include "core/nnir/op.h"
#include "core/passes/canonicalize.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "core/program/program_file.h"
#include "core/vm/vm.h"
#include "tests/core/compiler/carried_graphs.h"
#include "tests/core/compiler/machines.h"
#include "tests/core/passes/graph_checks.h"

using namespace lockstep;
using nnir::RealTensor;

Q_DECLARE_METATYPE(nnir::Graph)

namespace {

constexpr int inferences = 4;

std::vector<float> flat(const std::vector<RealTensor>& tensors) {
    std::vector<float> values;
    for (const RealTensor& tensor : tensors)
        for (const double value : tensor.values) values.push_back(static_cast<float>(value));
    return values;
}

/// Largest difference over 1 + the size of the reference.
double relative(std::span<const float> ours, const std::vector<double>& expected) {
    double worst = ours.size() == expected.size() ? 0 : 1e9;
    for (std::size_t i = 0; i < std::min(ours.size(), expected.size()); ++i) {
        const double difference =
            std::abs(static_cast<double>(ours[i]) - expected[i]) / (1 + std::abs(expected[i]));
        worst = std::max(worst, std::isnan(difference) ? 1e9 : difference);
    }
    return worst;
}

nnir::Graph prepared(const nnir::Graph& graph) {
    const auto results = canonicalize(graph);
    return solve_data_dimensions(results.empty() ? graph : results.back().graph);
}

}  // namespace

/// What compiled programs compute, step by step on the VM, against the float64 reference of the graph: every
/// sample of every operator, whole and streamed, and graphs that carry states, on machines of many shapes.
class TestCompileGraphs : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void computes_data() {
        QTest::addColumn<nnir::Graph>("graph");
        for (const test::CarriedGraph& carried : test::carried_graphs())
            QTest::addRow("%s", carried.name.c_str()) << prepared(carried.graph);
        for (const nnir::Op* op : nnir::all_ops())
            for (const nnir::Sample& sample : op->samples()) {
                QTest::addRow("%s: %s", op->name().c_str(), sample.name.c_str()) << prepared(sample.graph);
                if (sample.axes.empty()) continue;
                const StreamingAxes axes(sample.axes.begin(), sample.axes.end());
                const nnir::Graph whole = prepared(sample.graph);
                QTest::addRow("%s: %s, streamed", op->name().c_str(), sample.name.c_str())
                    << solve_data_dimensions(streaming_transform(whole, axes).graph);
            }
    }
    void computes() {
        QFETCH(nnir::Graph, graph);
        for (const AcceleratorConfig& config : test::machines()) {
            const CompiledProgram compiled = compile(graph, config);
            QVERIFY(compiled.timeline->spaced > 0);
            Vm vm(compiled.program);
            std::vector<RealTensor> states = nnir::initial_states(graph);
            for (int inference = 0; inference < inferences; ++inference) {
                compareStates(vm, states, config.name);
                const auto inputs =
                    graph_checks::sample_inputs(graph, static_cast<std::uint64_t>(10 + inference));
                std::vector<float> outputs(static_cast<std::size_t>(compiled.program->output_values()));
                vm.step(flat(inputs), outputs);
                const nnir::Evaluation expected = nnir::evaluate(graph, inputs, states);
                std::vector<double> reference;
                for (const RealTensor& output : expected.outputs)
                    reference.insert(reference.end(), output.values.begin(), output.values.end());
                const double error = relative(outputs, reference);
                QVERIFY2(error < 0.03, qPrintable(QStringLiteral("%1, inference %2: %3")
                                                      .arg(QString::fromStdString(config.name))
                                                      .arg(inference)
                                                      .arg(error)));
                states = expected.states;
            }
            compareStates(vm, states, config.name);
        }
    }

    /// The same input gives the same bytes.
    void isDeterministic_data() { computes_data(); }
    void isDeterministic() {
        QFETCH(nnir::Graph, graph);
        const AcceleratorConfig config = find_config("ip_core_c5b8");
        QCOMPARE(program_to_bytes(*compile(graph, config).program),
                 program_to_bytes(*compile(graph, config).program));
    }

  private:
    static void compareStates(const Vm& vm, const std::vector<RealTensor>& states, const std::string& where) {
        const std::vector<StateEntry>& entries = vm.program().states;
        QCOMPARE(entries.size(), states.size());
        for (std::size_t s = 0; s < entries.size(); ++s) {
            if (entries[s].memory == StateMemory::partial_sums) continue;
            // StateEntry gives vector after vector; with the data dimension last that is row-major.
            if (entries[s].vector_length != states[s].shape.back()) continue;
            std::vector<float> values(states[s].values.size());
            vm.read_state(s, values);
            const double error = relative(values, states[s].values);
            QVERIFY2(error < 0.03, qPrintable(QStringLiteral("%1, state %2: %3")
                                                  .arg(QString::fromStdString(where),
                                                       QString::fromStdString(entries[s].name))
                                                  .arg(error)));
        }
    }
};

QTEST_APPLESS_MAIN(TestCompileGraphs)
#include "tst_compile_graphs.moc"
