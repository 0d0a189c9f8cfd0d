#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/compiler/compile.h"
#include "core/nnir/builder.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "core/run/recording_difference.h"
#include "core/run/state_edit.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

nnir::Graph lstm() {
    nnir::GraphBuilder b("small");
    const nnir::ValueId x = b.input("x", {5, 12});
    const nnir::ValueId h = b.lstm(x, nnir::sample_lstm(12, 40, 1), 0, 0);
    b.output(b.linear(h, nnir::sample_tensor({3, 40}, 9), nnir::sample_tensor({3}, 10)));
    return solve_data_dimensions(streaming_transform(b.graph(), {0}).graph);
}

CompiledProgram compiled(const nnir::Graph& graph) {
    return compile(graph, find_config("v80_c6b32"));
}

}  // namespace

/// States that are set in the middle of a run, and runs laid over each other.
class TestStateEdit : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void changesAsText_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("inference");
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("element");
        QTest::addColumn<double>("value");
        QTest::newRow("an element") << "37:lstm.c0[17]=2.5" << 37 << "lstm.c0" << 17 << 2.5;
        QTest::newRow("all of it") << "0:lstm.h0=-1e-3" << 0 << "lstm.h0" << -1 << -1e-3;
        QTest::newRow("a name with signs")
            << "5:a:b=c[2]=inf" << 5 << "a:b=c" << 2 << std::numeric_limits<double>::infinity();
    }
    void changesAsText() {
        QFETCH(QString, text);
        QFETCH(int, inference);
        QFETCH(QString, state);
        QFETCH(int, element);
        QFETCH(double, value);
        const StateChange change = state_change(text.toStdString());
        QCOMPARE(change.inference, std::int64_t{inference});
        QCOMPARE(QString::fromStdString(change.state), state);
        QCOMPARE(change.element, std::int64_t{element});
        QCOMPARE(change.value, value);
        QVERIFY(state_change(to_text(change)) == change);
    }
    void brokenChanges() {
        for (const char* text : {"", "x", "37", "37:", "37:c0", "37:c0=", "37:=2", "-1:c0=2", "37:c0]=2",
                                 "37:c0[-1]=2", "37:c0[x]=2", "37:c0=two", "x:c0=2", "37:[1]=2"})
            QVERIFY_EXCEPTION_THROWN(state_change(text), Error);
    }
    void changesOfValues() {
        const nnir::Graph graph = lstm();
        const std::string name = graph.states[1].name;
        std::vector<float> expected(80, 0.5F);
        expected[40 + 17] = 3;
        QVERIFY(changed_states(graph, std::vector<float>(80, 0.5F),
                               std::vector{StateChange{4, name, 17, 3}}) == expected);
        std::fill(expected.begin() + 40, expected.end(), -1.0F);
        QVERIFY(changed_states(graph, std::vector<float>(80, 0.5F),
                               std::vector{StateChange{4, name, -1, -1}}) == expected);
        const std::vector<float> values(80);
        QVERIFY_EXCEPTION_THROWN(changed_states(graph, values, std::vector{StateChange{0, "nobody", 0, 1}}),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(changed_states(graph, values, std::vector{StateChange{0, name, 40, 1}}),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(changed_states(graph, values, std::vector{StateChange{0, name, 0, 1e40}}),
                                 Error);
    }

    /// What the VM holds after a number of inferences, set anew: nothing changes, in any bit.
    void theSameStateChangesNothing() {
        const nnir::Graph graph = lstm();
        const CompiledProgram program = compiled(graph);
        const auto inputs = random_inputs(program.program->inputs, 3);
        LockstepRun straight(program, inputs, nullptr);
        straight.run(60);
        for (const std::int64_t position : {0, 1, 23}) {
            LockstepRun run(program, inputs, nullptr);
            run.run(position);
            const StateEdit edit = edit_states(graph, program, {}, vm_states(run, graph));
            run.edit(position, edit);
            QCOMPARE(run.position(), position);
            run.run(60 - position);
            QVERIFY(run.recording()->outputs == straight.recording()->outputs);
            QVERIFY(run.recording()->states[1].vm == straight.recording()->states[1].vm);
        }
    }

    /// A program that was compiled with these initial states goes the same way.
    void anotherStateIsGoneOnFrom() {
        const nnir::Graph graph = lstm();
        const CompiledProgram program = compiled(graph);
        const auto inputs = random_inputs(program.program->inputs, 3);
        std::vector<float> values(80);
        for (std::size_t k = 0; k < values.size(); ++k) values[k] = static_cast<float>(k % 7) / 8 - 0.25F;
        LockstepRun run(program, inputs, nullptr);
        run.run(50);
        run.edit(20, edit_states(graph, program, {}, values));
        QVERIFY(run.is_edited());
        run.run(30);
        nnir::Graph other = graph;
        std::size_t at = 0;
        for (nnir::State& state : other.states) {
            const auto size = static_cast<std::size_t>(state.initial.size());
            state.initial =
                Tensor(state.initial.shape(),
                       std::vector<float>(values.begin() + static_cast<std::ptrdiff_t>(at),
                                          values.begin() + static_cast<std::ptrdiff_t>(at + size)));
            at += size;
        }
        Vm vm(compiled(other).program);
        std::vector<float> input(12);
        std::vector<float> output(3);
        const auto recording = run.recording();
        for (std::int64_t i = 20; i < 50; ++i) {
            inputs->values(i, input);
            vm.step(input, output);
            QVERIFY(std::ranges::equal(
                output, std::span(recording->outputs).subspan(static_cast<std::size_t>(i * 3), 3)));
        }
        // Whatever way is taken, and until a reset.
        run.go_to(5);
        run.go_to(50);
        QVERIFY(run.recording()->outputs == recording->outputs);
        QVERIFY(run.rows(18, 10).outputs ==
                std::vector<float>(recording->outputs.begin() + 18 * 3, recording->outputs.begin() + 28 * 3));
        run.reset();
        run.run(50);
        QVERIFY(!run.is_edited());
        const RecordingDifference apart = difference(*recording, *run.recording());
        QCOMPARE(apart.outputs.first, std::optional<std::int64_t>(20));
        QCOMPARE(apart.rows, 50);
        for (std::size_t k = 0; k < 20; ++k) QCOMPARE(apart.outputs.max_abs[k], 0.0);
        QCOMPARE(apart.states.size(), std::size_t{2});
        QCOMPARE(apart.states[0].first, std::optional<std::int64_t>(20));
        QVERIFY(apart.only_in_one.empty());
    }

    void editsThatDoNotFitAreRefused() {
        const nnir::Graph graph = lstm();
        const CompiledProgram program = compiled(graph);
        QVERIFY_THROWS_EXCEPTION(Error, edit_states(graph, program, {}, std::vector<float>(79)));
        QVERIFY_THROWS_EXCEPTION(Error, edit_states(graph, program, {}, std::vector<float>(81)));
        LockstepRun run(program, random_inputs(program.program->inputs, 3), nullptr);
        QVERIFY_THROWS_EXCEPTION(Error, run.edit(0, StateEdit()));
        QVERIFY_THROWS_EXCEPTION(Error, run.edit(-1, StateEdit()));
    }

    /// By hand.
    void differencesOfRows() {
        RecordedRows a;
        a.first = 2;
        a.rows = 3;
        a.output_size = 2;
        a.outputs = {1, 2, 3, 4, 5, 6};
        a.states = {
            {.name = "h", .role = {}, .node = 0, .module = {}, .size = 1, .vm = {1, 2, 3}, .reference = {}},
            {.name = "k", .role = {}, .node = 0, .module = {}, .size = 1, .vm = {1, 2, 3}, .reference = {}}};
        RecordedRows b = a;
        b.first = 3;
        b.outputs = {3, 4, 5, std::numeric_limits<float>::quiet_NaN(), 7, 8};
        b.states[1].name = "m";
        b.states[0].vm = {2, 7, 0};
        const RecordingDifference result = difference(a, b);
        QCOMPARE(result.first, 3);
        QCOMPARE(result.rows, 2);
        QCOMPARE(result.outputs.max_abs, (std::vector<double>{0, std::numeric_limits<double>::infinity()}));
        QCOMPARE(result.outputs.first, std::optional<std::int64_t>(4));
        QCOMPARE(result.states.size(), std::size_t{1});
        QCOMPARE(result.states[0].rms, (std::vector<double>{0, 4}));
        QCOMPARE(result.only_in_one, (std::vector<std::string>{"k", "m"}));
        b.first = 9;
        QVERIFY_THROWS_EXCEPTION(Error, difference(a, b));
        b = a;
        b.output_size = 3;
        QVERIFY_THROWS_EXCEPTION(Error, difference(a, b));
    }
};

QTEST_APPLESS_MAIN(TestStateEdit)
#include "tst_state_edit.moc"
