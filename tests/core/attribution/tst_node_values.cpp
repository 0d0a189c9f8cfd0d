#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/attribution/activation_arrays.h"
#include "core/attribution/node_values.h"
#include "core/compiler/compile.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/nnir/op.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

const AcceleratorConfig& config() {
    static const AcceleratorConfig found = find_config("v80_c6b32");
    return found;
}

nnir::Graph mlp() {
    nnir::GraphBuilder b("mlp");
    nnir::ValueId x = b.input("x", {48});
    x = b.linear(x, nnir::sample_tensor({64, 48}, 1, 0.3), nnir::sample_tensor({64}, 2));
    x = b.add("Activation", {{"function", std::string("tanh")}}, {x});
    b.output(b.linear(x, nnir::sample_tensor({8, 64}, 3, 0.3), nnir::sample_tensor({8}, 4)));
    return solve_data_dimensions(b.graph());
}

nnir::Graph streamed_lstm() {
    nnir::GraphBuilder b("lstm");
    const nnir::ValueId x = b.input("x", {5, 12});
    const nnir::ValueId h = b.lstm(x, nnir::sample_lstm(12, 40, 1), 0, 0);
    b.output(b.linear(h, nnir::sample_tensor({3, 40}, 9, 0.317), nnir::sample_tensor({3}, 10)));
    return solve_data_dimensions(streaming_transform(b.graph(), {0}).graph);
}

/// Two causal convolutions: their windows may be kept as partial sums.
nnir::Graph streamed_convolutions() {
    nnir::GraphBuilder b("convolutions");
    nnir::ValueId x = b.input("x", {16, 40});
    nnir::GraphBuilder::Conv conv;
    conv.pad_left = 2;
    x = b.conv1d(x, nnir::sample_tensor({32, 16, 3}, 1, 0.2), nnir::sample_tensor({32}, 2), conv);
    x = b.clamp(x, 0, 6);
    x = b.conv1d(x, nnir::sample_tensor({24, 32, 3}, 3, 0.2), nnir::sample_tensor({24}, 4), conv);
    b.output(x);
    return solve_data_dimensions(streaming_transform(b.graph(), {1}).graph);
}

/// A convolution whose window may be kept as partial sums, in front of a layer that carries its state on.
nnir::Graph streamed_convolution_and_lstm() {
    nnir::GraphBuilder b("both");
    nnir::ValueId x = b.input("x", {16, 40});
    nnir::GraphBuilder::Conv conv;
    conv.pad_left = 2;
    x = b.conv1d(x, nnir::sample_tensor({12, 16, 3}, 1, 0.2), nnir::sample_tensor({12}, 2), conv);
    x = b.lstm(b.transpose(x, {1, 0}), nnir::sample_lstm(12, 24, 1), 0, 0);
    b.output(b.linear(x, nnir::sample_tensor({3, 24}, 9, 0.317), nnir::sample_tensor({3}, 10)));
    return solve_data_dimensions(streaming_transform(b.graph(), {1}).graph);
}

LockstepRun run_of(const nnir::Graph& graph, std::int64_t inferences) {
    const CompiledProgram compiled = compile(graph, config());
    LockstepRun run(compiled, random_inputs(compiled.program->inputs, 11), nullptr);
    run.run(inferences);
    return run;
}

NodeValues values_of(const nnir::Graph& graph, LockstepRun& run, std::int64_t index, nnir::NodeId node) {
    return node_values(graph, config(), {}, inference_stretch(run, graph, index), node);
}

bool same_bits(const Tensor& a, const Tensor& b) {
    return std::ranges::equal(a.values(), b.values());
}

}  // namespace

class TestNodeValues : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// A value inside the graph is what a program gives that has it as an output from the start.
    void innerValuesAreTheVms_data() {
        QTest::addColumn<int>("graph");
        QTest::newRow("mlp") << 0;
        QTest::newRow("lstm") << 1;
        QTest::newRow("convolutions") << 2;
        QTest::newRow("convolution and lstm") << 3;
    }
    void innerValuesAreTheVms() {
        QFETCH(int, graph);
        const nnir::Graph plain = graph == 0   ? mlp()
                                  : graph == 1 ? streamed_lstm()
                                  : graph == 2 ? streamed_convolutions()
                                               : streamed_convolution_and_lstm();
        constexpr std::int64_t index = 20;
        LockstepRun run = run_of(plain, index + 1);
        std::size_t compared = 0;
        std::size_t fused = 0;
        for (const nnir::Node& node : plain.nodes) {
            const nnir::ValueId id = node.outputs.front();
            nnir::Graph open = plain;
            open.outputs.push_back(id);
            const NodeValues values = values_of(plain, run, index, node.id);
            // A window that is kept as partial sums has no values.
            QVERIFY(values.values.size() <= node.outputs.size());
            QCOMPARE(values.values.size() < node.outputs.size(),
                     node.op->name() == "Conv1dStep" && node.outputs.size() > 1);
            QVERIFY(values.values.front().value == id);
            // Where a result is written that the run's program hands on unrounded, what follows moves.
            const auto& nodes = run.compiled().program->nodes;
            const auto own = std::ranges::find(nodes, node.id.value, &ProgramNode::id);
            QVERIFY(own != nodes.end());
            const auto place = static_cast<std::uint32_t>(own - nodes.begin());
            const bool hands_on = std::ranges::any_of(nodes, [&](const ProgramNode& other) {
                return std::ranges::find(other.fused_into, place) != other.fused_into.end();
            });
            if (!hands_on) QVERIFY(values.same_outputs);
            if (!values.same_outputs) ++fused;
            if (plain.is_output(id)) {
                QVERIFY(values.values.front().recorded);
                const RecordedRows rows = run.rows(index, 1);
                QVERIFY(std::ranges::equal(values.values.front().vm.values(), rows.outputs));
                continue;
            }
            LockstepRun judge = run_of(open, index + 1);
            const RecordedRows rows = judge.rows(index, 1);
            const std::int64_t size = element_count(plain.value(id).type.shape);
            const std::vector<float> expected(rows.outputs.end() - size, rows.outputs.end());
            QVERIFY2(std::ranges::equal(values.values.front().vm.values(), expected),
                     qPrintable(QString::fromStdString(plain.value(id).name)));
            ++compared;
        }
        QVERIFY(compared > 0);
        if (graph == 0) QCOMPARE(fused, std::size_t{1});
    }

    /// The reference is the graph in float64.
    void theReferenceIsFloat64() {
        const nnir::Graph graph = mlp();
        LockstepRun run = run_of(graph, 3);
        std::vector<float> row(48);
        run.inputs().values(2, row);
        nnir::RealTensor input({48});
        std::ranges::copy(row, input.values.begin());
        const nnir::Evaluation exact = nnir::evaluate(graph, {input});
        for (const nnir::Node& node : graph.nodes) {
            const NodeValue value = values_of(graph, run, 2, node.id).values.front();
            QVERIFY(value.reference.has_value());
            QVERIFY(same_bits(*value.reference, nnir::to_tensor(exact.values.at(value.value))));
            // The VM's are near, and not the same.
            QVERIFY(!same_bits(*value.reference, value.vm));
            for (std::size_t k = 0; k < value.vm.values().size(); ++k)
                QVERIFY(std::abs(value.vm.values()[k] - value.reference->values()[k]) < 0.05F);
        }
    }

    /// States are the run's own; without a reference that was stepped there is none behind the first one.
    void statesAreRecorded() {
        const nnir::Graph graph = streamed_lstm();
        LockstepRun run = run_of(graph, 10);
        const RecordedRows rows = run.rows(7, 1);
        std::size_t states = 0;
        for (const nnir::Node& node : graph.nodes) {
            for (const NodeValue& value : values_of(graph, run, 0, node.id).values)
                QVERIFY(value.reference.has_value());
            for (const NodeValue& value : values_of(graph, run, 7, node.id).values) {
                QVERIFY(!value.reference.has_value());
                const auto state = std::ranges::find(graph.states, value.value, &nnir::State::written);
                if (state == graph.states.end()) continue;
                const auto trace = std::ranges::find(rows.states, state->name, &StateTrace::name);
                QVERIFY(trace != rows.states.end());
                QVERIFY(value.recorded);
                QVERIFY(std::ranges::equal(value.vm.values(), trace->vm));
                ++states;
            }
        }
        QCOMPARE(states, graph.states.size());
    }

    void whatWasNotRunIsRefused() {
        const nnir::Graph graph = mlp();
        LockstepRun run = run_of(graph, 2);
        QVERIFY_THROWS_EXCEPTION(Error, inference_stretch(run, graph, 2));
        QVERIFY_THROWS_EXCEPTION(Error, inference_stretch(run, graph, -1));
        const nnir::NodeId node = graph.nodes.front().id;
        QVERIFY_THROWS_EXCEPTION(Error, node_values(graph, config(), {}, InferenceStretch{}, node));
        QVERIFY_THROWS_EXCEPTION(Error, values_of(graph, run, 1, nnir::NodeId{9999}));
        std::stop_source stop;
        stop.request_stop();
        const JobControl job{.stop = stop.get_token(), .progress = {}};
        QVERIFY_THROWS_EXCEPTION(
            Error, node_values(graph, config(), {}, inference_stretch(run, graph, 1), node, job));
    }

    /// All of them at once are those that each node gives, and the last one is the output that was written.
    void allOfAnInference() {
        const nnir::Graph graph = streamed_lstm();
        LockstepRun run = run_of(graph, 6);
        const InferenceStretch stretch = inference_stretch(run, graph, 5);
        const std::vector<OutputArray> all = activation_arrays(graph, config(), {}, stretch);
        const auto find = [](const std::vector<OutputArray>& arrays, const std::string& name) {
            const auto found = std::ranges::find(arrays, name, &OutputArray::name);
            return found == arrays.end() ? nullptr : &*found;
        };
        std::size_t values = 0;
        for (const nnir::Node& node : graph.nodes) {
            for (const NodeValue& value : node_values(graph, config(), {}, stretch, node.id).values) {
                const OutputArray* vm = find(all, graph.value(value.value).name + ".vm");
                QVERIFY(vm != nullptr && vm->shape == value.vm.shape());
                QVERIFY(std::ranges::equal(vm->values, value.vm.values()));
                ++values;
            }
        }
        QVERIFY(values >= graph.nodes.size());
        const OutputArray* output = find(all, graph.value(graph.outputs.front()).name + ".vm");
        QVERIFY(output != nullptr && output->values == stretch.vm_outputs);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(activation_arrays(graph, config(), {}, stretch, {stop.get_token(), {}}),
                                 Error);

        RecordedRows rows;
        rows.first = 4;
        rows.rows = 2;
        rows.output_size = 2;
        rows.outputs = {1, 2, 3, 4};
        rows.states = {{.name = "s",
                        .role = "hidden",
                        .node = 1,
                        .module = {},
                        .size = 1,
                        .vm = {5, 6},
                        .reference = {}}};
        const std::vector<OutputArray> kept = recording_arrays(rows);
        QCOMPARE(kept.size(), 3U);
        QVERIFY((find(kept, "run.inferences")->integers == std::vector<std::int64_t>{4, 5}));
        QVERIFY((find(kept, "run.outputs.vm")->shape == Shape{2, 2}));
        QVERIFY((find(kept, "run.s.vm")->values == std::vector<float>{5, 6}));
    }
};

QTEST_APPLESS_MAIN(TestNodeValues)
#include "tst_node_values.moc"
