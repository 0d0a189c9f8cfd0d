#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/nnir/evaluate.h"
#include "core/run/lockstep_run.h"
#include "core/run/model_document.h"
#include "core/run/state_edit.h"

using namespace lockstep;

namespace {

constexpr std::int64_t sequence = 20;
constexpr std::size_t inputs = 128;

/// The example LSTM, streamed, with LibTorch beside it.
struct Example {
    LoadedModel model;
    CompiledProgram compiled;
    std::shared_ptr<const InputSource> source;
};

Example load_example() {
    ModelOptions options;
    options.input_shapes = {{"", {sequence, inputs}}};
    options.streaming_axes = {{"", 0}};
    Example example;
    example.model = load_model(LOCKSTEP_TEST_DATA "/models/lstm_traced.pt", options);
    example.compiled = compile_model(example.model, find_config("v80_c6b32"));
    example.source = random_inputs(example.compiled.program->inputs, 3);
    return example;
}

std::vector<nnir::RealTensor> states_of(const nnir::Graph& graph, std::span<const float> flat) {
    std::vector<nnir::RealTensor> states;
    for (const nnir::State& state : graph.states) {
        nnir::RealTensor tensor(state.initial.shape());
        for (double& value : tensor.values) {
            value = static_cast<double>(flat.front());
            flat = flat.subspan(1);
        }
        states.push_back(std::move(tensor));
    }
    return states;
}

/// Outputs of the inferences [first, first + count) in float64 from these states on.
std::vector<double> evaluated(const Example& example, std::span<const float> states, std::int64_t first,
                              std::int64_t count) {
    const auto graph = compiled_graph(example.model);
    std::vector<nnir::RealTensor> now = states_of(*graph, states);
    std::vector<double> outputs;
    std::vector<float> row(inputs);
    for (std::int64_t i = first; i < first + count; ++i) {
        example.source->values(i, row);
        nnir::RealTensor input(graph->value(graph->inputs[0]).type.shape);
        std::ranges::copy(row, input.values.begin());
        nnir::Evaluation exact = nnir::evaluate(*graph, {input}, now);
        now = std::move(exact.states);
        outputs.insert(outputs.end(), exact.outputs[0].values.begin(), exact.outputs[0].values.end());
    }
    return outputs;
}

}  // namespace

/// LibTorch as the reference of a run whose state was edited.
class TestModelReference : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { m_example = load_example(); }

    void anEditedRunIsHeldAgainstTheEditedState_data() {
        QTest::addColumn<int>("at");
        QTest::newRow("inside the sequence") << 7;
        QTest::newRow("at its beginning") << 0;
        QTest::newRow("beyond it") << 26;
    }
    /// Judged by the graph in float64, stepped from the edited state.
    void anEditedRunIsHeldAgainstTheEditedState() {
        QFETCH(int, at);
        const auto graph = compiled_graph(m_example.model);
        LockstepRun run(m_example.compiled, m_example.source,
                        make_reference(m_example.model, m_example.source));
        run.run(40);
        QVERIFY(run.recording()->inferences[0].reference == ReferenceKind::forward);
        std::size_t size = 0;
        for (const nnir::State& state : graph->states) size += static_cast<std::size_t>(state.initial.size());
        std::vector<float> values(size);
        for (std::size_t k = 0; k < size; ++k) values[k] = static_cast<float>(k % 9) / 16 - 0.25F;
        CompileOptions options;
        options.model_name = m_example.compiled.program->model_name;
        options.model_sha256 = m_example.compiled.program->model_sha256;
        options.input_axes = m_example.model.graphs->input_axes;
        options.output_axes = m_example.model.graphs->output_axes;
        run.edit(at, edit_states(*graph, m_example.compiled, options, values));
        run.run(10);
        const auto recording = run.recording();
        const auto count = static_cast<std::size_t>(recording->output_size);
        const std::vector<double> expected = evaluated(m_example, values, at, 10);
        const RecordedRows rows = run.rows(at, 10);
        QCOMPARE(rows.reference_outputs.size(), 10 * count);
        for (std::size_t k = 0; k < 10 * count; ++k)
            QVERIFY(std::abs(static_cast<double>(rows.reference_outputs[k]) - expected[k]) < 1e-5);
        for (std::int64_t i = 0; i < at + 10; ++i) {
            // Forward knows nothing of an edit: it speaks in front of it only.
            const bool forward = i < std::min<std::int64_t>(at, sequence);
            QVERIFY2(recording->inferences[static_cast<std::size_t>(i)].reference ==
                         (forward ? ReferenceKind::forward : ReferenceKind::stepped),
                     qPrintable(QString::number(i)));
            QVERIFY(recording->inferences[static_cast<std::size_t>(i)].max_abs_error < 0.02);
        }
        // Without the edit the reference would be elsewhere: the check above sees it.
        const std::vector<double> unedited = evaluated(m_example, std::vector<float>(size, 0.0F), at, 10);
        double most = 0;
        for (std::size_t k = 0; k < count; ++k) most = std::max(most, std::abs(expected[k] - unedited[k]));
        QVERIFY(most > 1e-3);
        // A reset takes the edit away, and forward speaks again.
        run.reset();
        run.run(sequence);
        QVERIFY(run.recording()->inferences[sequence - 1].reference == ReferenceKind::forward);
        QVERIFY(run.recording()->error.max_abs < 0.02);
    }

    /// The error's figures are over all inferences: stepped is said where some were held against it, though
    /// the newest one was held against forward.
    void theKindIsThatOfAllInferences() {
        LockstepRun run(m_example.compiled, m_example.source,
                        make_reference(m_example.model, m_example.source, 30),
                        RunOptions{.tolerance = {}, .recorder = {}, .reset_every = 30});
        run.run(sequence);
        QCOMPARE(run.recording()->reference.kind, ReferenceKind::forward);
        run.run(33 - sequence);
        QVERIFY(run.recording()->inferences.back().reference == ReferenceKind::forward);
        QCOMPARE(run.recording()->reference.kind, ReferenceKind::stepped);
    }

    /// One value is set in both; what is not named stays as the VM and the reference each have it.
    void anEditNamesOneValue() {
        const auto graph = compiled_graph(m_example.model);
        LockstepRun run(m_example.compiled, m_example.source,
                        make_reference(m_example.model, m_example.source, 0, ReferenceChoice::stepped));
        constexpr std::int64_t at = 30;
        run.run(at);
        const RecordedRows before = run.rows(at - 1, 1);
        const auto& state = graph->states[1];
        std::vector<float> of_vm;
        std::vector<float> of_reference;
        std::size_t first = 0;
        for (const nnir::State& each : graph->states) {
            if (each.name == state.name) first = of_vm.size();
            const auto trace = std::ranges::find(before.states, each.name, &StateTrace::name);
            of_vm.insert(of_vm.end(), trace->vm.begin(), trace->vm.end());
            of_reference.insert(of_reference.end(), trace->reference.begin(), trace->reference.end());
        }
        QVERIFY(of_vm != of_reference);
        of_vm[first + 1] = of_reference[first + 1] = 0.5F;
        edit_run(run, m_example.model, {},
                 {{.inference = at, .state = state.name, .element = 1, .value = 0.5}});
        run.run(1);
        const RecordedRows rows = run.rows(at, 1);
        const std::vector<double> own = evaluated(m_example, of_reference, at, 1);
        const std::vector<double> others = evaluated(m_example, of_vm, at, 1);
        double apart = 0;
        double off = 0;
        for (std::size_t k = 0; k < own.size(); ++k) {
            off = std::max(off, std::abs(static_cast<double>(rows.reference_outputs[k]) - own[k]));
            apart = std::max(apart, std::abs(own[k] - others[k]));
        }
        QVERIFY2(off < apart / 20, qPrintable(QStringLiteral("%1 of %2").arg(off).arg(apart)));
        const RunStand stand = run.stand(at);
        QVERIFY(stand.reference_states == of_reference);
    }

    /// Of a state that was set back the edit is of its initial values, not of those before.
    void anEditAtAReset() {
        const auto graph = compiled_graph(m_example.model);
        LockstepRun run(m_example.compiled, m_example.source,
                        make_reference(m_example.model, m_example.source, 8, ReferenceChoice::stepped),
                        RunOptions{.tolerance = {}, .recorder = {}, .reset_every = 8});
        run.run(20);
        edit_run(run, m_example.model, {},
                 {{.inference = 16, .state = graph->states[0].name, .element = 0, .value = 0.5}});
        std::vector<float> expected;
        for (const nnir::State& state : graph->states)
            expected.insert(expected.end(), state.initial.values().begin(), state.initial.values().end());
        expected[0] = 0.5F;
        const RunStand stand = run.stand(16);
        QVERIFY(stand.reference_states == expected);
        QVERIFY(vm_states(run, *graph) == expected);
    }

  private:
    Example m_example;
};

QTEST_APPLESS_MAIN(TestModelReference)
#include "tst_model_reference.moc"
