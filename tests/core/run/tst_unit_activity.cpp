#include <QtTest>
#include <cmath>
#include <limits>

#include "core/numerics/bf16.h"
#include "core/program/byte_stream.h"
#include "core/run/run_watch.h"
#include "core/run/unit_activity.h"
#include "core/support/error.h"
#include "small_model.h"

using namespace lockstep;

namespace {

constexpr std::int64_t inputs = 6;
constexpr std::int64_t units = 40;

/// A GRU of 40 units that takes one position per inference. Unit 3 never changes its state: z is 1 there.
CompiledProgram streamed_gru(const char* config = "v80_c6b32") {
    nnir::GraphBuilder b("gru");
    const nnir::ValueId x = b.input("x", {5, inputs});
    b.module("gru");
    Tensor bias = nnir::sample_tensor({3 * units}, 3);
    std::vector<float> values(bias.values().begin(), bias.values().end());
    values[units + 3] = 60;  // z of unit 3
    const nnir::ValueId h = b.add("Gru",
                                  {{"weight_ih", nnir::sample_tensor({3 * units, inputs}, 1)},
                                   {"weight_hh", nnir::sample_tensor({3 * units, units}, 2)},
                                   {"bias_ih", Tensor({3 * units}, values)},
                                   {"bias_hh", nnir::sample_tensor({3 * units}, 4)},
                                   {"time_axis", std::int64_t{0}},
                                   {"layer", std::int64_t{0}}},
                                  {x});
    b.output(h);
    const StreamedGraph streamed = streaming_transform(b.graph(), {0});
    CompileOptions options;
    options.model_name = "gru";
    for (const int axis : streamed.input_axes) options.input_axes.emplace_back(axis);
    for (const int axis : streamed.output_axes) options.output_axes.emplace_back(axis);
    return compile(solve_data_dimensions(streamed.graph), find_config(config), options);
}

LockstepRun make_run(const CompiledProgram& compiled) {
    return {compiled, random_inputs(compiled.program->inputs, 3), nullptr, {}};
}

std::size_t trace_of(const ActivityReport& report, const std::string& name) {
    const auto found = std::ranges::find(report.traces, name, &ActivityTrace::name);
    if (found == report.traces.end()) throw Error(FailureKind::internal, "no trace " + name);
    return static_cast<std::size_t>(found - report.traces.begin());
}

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

InferenceView view_of(const InferenceRecord& record, std::span<const float> states,
                      std::span<const float> gates) {
    return {.record = record,
            .inputs = {},
            .outputs = {},
            .reference_outputs = {},
            .states = states,
            .gates = gates};
}

std::vector<StateTrace> hand_made_states() {
    std::vector<StateTrace> states(2);
    states[0].name = "a.h";
    states[0].role = "hidden";
    states[0].size = 2;
    states[1].name = "a.c";
    states[1].role = "cell";
    states[1].size = 2;
    return states;
}

std::vector<GateTrace> hand_made_gates() {
    std::vector<GateTrace> gates(2);
    gates[0].name = "a.c.i";
    gates[0].size = 2;
    gates[1].name = "a.c.g";
    gates[1].function = Function::tanh;
    gates[1].size = 2;
    gates[1].first = 2;
    return gates;
}

}  // namespace

class TestUnitActivity : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void saturationIsJudgedInBf16_data() {
        QTest::addColumn<int>("range");
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("end");
        const auto row = [](const char* name, UnitRange range, double value, int end) {
            QTest::newRow(name) << static_cast<int>(range) << value << end;
        };
        row("cell", UnitRange::cell, 3.46, 0);
        row("cell beyond", UnitRange::cell, 3.47, 1);
        row("cell below", UnitRange::cell, -3.47, -1);
        row("cell NaN", UnitRange::cell, std::nan(""), 0);
        row("gate open", UnitRange::sigmoid, sigmoid(6.24), 1);
        row("gate nearly open", UnitRange::sigmoid, sigmoid(6.23), 0);
        row("gate shut", UnitRange::sigmoid, sigmoid(-6.24), -1);
        row("gate nearly shut", UnitRange::sigmoid, sigmoid(-6.23), 0);
        row("gate in the middle", UnitRange::sigmoid, 0.5, 0);
        row("gate NaN", UnitRange::sigmoid, std::nan(""), 0);
        row("tanh", UnitRange::tanh, std::tanh(3.46), 0);
        row("tanh beyond", UnitRange::tanh, std::tanh(3.47), 1);
        row("tanh below", UnitRange::tanh, std::tanh(-3.47), -1);
        row("tanh at 0", UnitRange::tanh, 0, 0);
    }
    void saturationIsJudgedInBf16() {
        QFETCH(int, range);
        QFETCH(double, value);
        QFETCH(int, end);
        const auto of = static_cast<UnitRange>(range);
        QCOMPARE(saturation(of, value), end);
        if (std::isnan(value)) return;
        // The judge: its bf16 is the end of the range; a sigmoid's lower end is the mirrored one.
        const double out = of == UnitRange::cell ? std::tanh(value) : value;
        const auto rounded = static_cast<double>(round_to_bf16(static_cast<float>(out)));
        const auto mirrored = static_cast<double>(round_to_bf16(static_cast<float>(1 - out)));
        const bool low = of == UnitRange::sigmoid ? mirrored == 1 : rounded == -1;
        QCOMPARE(end, rounded == 1 ? 1 : low ? -1 : 0);
    }

    void figuresPerUnit() {
        ActivityCounter counter(hand_made_states(), hand_made_gates());
        const InferenceRecord record;
        const float not_a_number = std::numeric_limits<float>::quiet_NaN();
        const std::vector<std::vector<float>> states = {
            {0.5F, 1, 4, -1}, {0.5F, not_a_number, -4, 0}, {0.5F, -2, 0, 1}};
        const std::vector<std::vector<float>> gates = {
            {1, 0.5F, -1, 0.0F}, {0, 0.5F, 1, -0.0F}, {0.25F, 0.5F, 0.5F, 0.0F}};
        for (std::size_t k = 0; k < states.size(); ++k) counter.see(view_of(record, states[k], gates[k]));
        const ActivityReport& report = counter.report();
        QCOMPARE(report.inferences, 3);
        QCOMPARE(report.traces.size(), std::size_t{4});
        const ActivityTrace& hidden = report.traces[0];
        QVERIFY(!hidden.range);
        QVERIFY(hidden.units[0].never_moved);
        QCOMPARE(hidden.dead_units(), 1);
        QCOMPARE(hidden.units[1].min, -2.0F);
        QCOMPARE(hidden.units[1].max, 1.0F);
        const ActivityTrace& cell = report.traces[1];
        QCOMPARE(cell.units[0].saturated_high, 1);
        QCOMPARE(cell.units[0].saturated_low, 1);
        QCOMPARE(cell.saturated_share(0, report.inferences), 2.0 / 3);
        QCOMPARE(cell.saturated_share(1, report.inferences), 0.0);
        QCOMPARE(cell.dead_units(), 0);
        const ActivityTrace& in = report.traces[2];
        QCOMPARE(in.kind, std::string("gate"));
        QCOMPARE(in.units[0].saturated_low, 1);
        QCOMPARE(in.units[0].saturated_high, 1);
        QVERIFY(in.units[1].never_moved);
        const ActivityTrace& candidate = report.traces[3];
        QCOMPARE(candidate.units[0].saturated_low, 1);
        QCOMPARE(candidate.units[0].min, -1.0F);
        QVERIFY(candidate.units[1].never_moved);  // zeros of both signs
    }

    /// An LSTM cell that hands out its cell state is computed by vector instructions: the gates are those
    /// that the next states are made of, with a rounding behind each instruction.
    void gatesOfACellOfVectorInstructions() {
        nnir::GraphBuilder b("cell");
        const nnir::ValueId x = b.input("x", {inputs});
        const Tensor zeros({units}, std::vector<float>(units));
        const nnir::ValueId h = b.state("h", "hidden", zeros);
        const nnir::ValueId c = b.state("c", "cell", zeros);
        const nnir::ValueId hidden = b.add("LstmCell",
                                           {{"weight_ih", nnir::sample_tensor({4 * units, inputs}, 1)},
                                            {"weight_hh", nnir::sample_tensor({4 * units, units}, 2)},
                                            {"bias_ih", nnir::sample_tensor({4 * units}, 3)},
                                            {"bias_hh", nnir::sample_tensor({4 * units}, 4)}},
                                           {x, h, c});
        const nnir::ValueId cell = b.graph().nodes.back().outputs[1];
        b.write(h, hidden);
        b.write(c, cell);
        b.output(hidden);
        b.output(cell);
        LockstepRun run = make_run(compile(solve_data_dimensions(b.graph()), find_config("v80_c6b32"), {}));
        QCOMPARE(run.gates().size(), std::size_t{4});
        const std::string letters = "ifgo";
        for (std::size_t k = 0; k < 4; ++k) QCOMPARE(run.gates()[k].name, std::string("c.") + letters[k]);
        run.keep_gates(true);
        std::vector<float> before(units);
        int seen = 0;
        const InferenceWatch look = [&](const InferenceView& view) {
            const std::span<const float> next = view.outputs.subspan(units, units);
            for (std::size_t u = 0; u < units; ++u) {
                const auto gate = [&](std::size_t k) { return view.gates[k * units + u]; };
                const float kept = round_to_bf16(gate(1) * before[u]);
                const float taken = round_to_bf16(gate(0) * gate(2));
                if (next[u] != round_to_bf16(kept + taken)) return true;
                const double out = static_cast<double>(gate(3)) * std::tanh(static_cast<double>(next[u]));
                if (std::abs(static_cast<double>(view.outputs[u]) - out) > 0.01) return true;
            }
            std::ranges::copy(next, before.begin());
            ++seen;
            return false;
        };
        run.run_until(8, look);
        QCOMPARE(seen, 8);
    }

    void aUnitThatIsAlwaysNanNeverMoved() {
        ActivityCounter counter(hand_made_states(), {});
        const InferenceRecord record;
        const float nan = std::numeric_limits<float>::quiet_NaN();
        counter.see(view_of(record, std::vector<float>{nan, nan, 1, 2}, {}));
        QCOMPARE(counter.report().traces[0].dead_units(), 0);  // one inference shows nothing
        counter.see(view_of(record, std::vector<float>{nan, 1, 1, 3}, {}));
        QVERIFY(counter.report().traces[0].units[0].never_moved);
        QVERIFY(std::isnan(counter.report().traces[0].units[0].max));
        QVERIFY(!counter.report().traces[0].units[1].never_moved);
        QCOMPARE(counter.report().traces[0].units[1].min, 1.0F);
        counter.see(view_of(record, std::vector<float>{2, 1, 1, 2}, {}));
        QVERIFY(!counter.report().traces[0].units[0].never_moved);
        QVERIFY(!counter.report().traces[0].units[1].never_moved);
        QVERIFY(counter.report().traces[1].units[0].never_moved);
        QVERIFY(!counter.report().traces[1].units[1].never_moved);
    }

    void aCounterGoesOnFromItsBytes() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const auto counted = [&](bool interrupted) {
            LockstepRun run = make_run(compiled);
            run.keep_gates(true);
            ActivityCounter counter(run);
            const InferenceWatch see = [&counter](const InferenceView& view) {
                counter.see(view);
                return false;
            };
            run.run_until(30, see);
            if (interrupted) {
                ByteWriter writer;
                counter.save(writer);
                ByteReader reader(writer.bytes(), "activity");
                counter = ActivityCounter(run);
                counter.load(reader);
                reader.expect_end();
            }
            run.run_until(20, see);
            return counter.report();
        };
        QVERIFY(counted(true) == counted(false));
        QCOMPARE(counted(true).inferences, 50);
    }

    /// Against the rows of a recording and the gates that the run shows one by one.
    void aStretchIsRunAgainAsItWas() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        LockstepRun run = make_run(compiled);
        run.run(200);
        const RecordedRows rows = run.rows(100, 50);
        const ActivityReport report = unit_activity(run, 100, 50);
        QCOMPARE(run.position(), 200);
        QVERIFY(!run.keeps_gates());
        QCOMPARE(report.inferences, 50);
        QCOMPARE(report.traces.size(), rows.states.size() + 4);
        for (std::size_t s = 0; s < rows.states.size(); ++s) {
            QCOMPARE(report.traces[s].name, rows.states[s].name);
            QCOMPARE(std::ssize(report.traces[s].units), rows.states[s].size);
            for (std::size_t u = 0; u < report.traces[s].units.size(); ++u) {
                float low = rows.states[s].vm[u];
                float high = low;
                for (std::size_t row = 0; row < 50; ++row) {
                    const float value = rows.states[s].vm[row * report.traces[s].units.size() + u];
                    low = std::min(low, value);
                    high = std::max(high, value);
                }
                QCOMPARE(report.traces[s].units[u].min, low);
                QCOMPARE(report.traces[s].units[u].max, high);
                QCOMPARE(report.traces[s].units[u].never_moved, low == high);
            }
        }
        // It goes on as a run that was not looked at.
        LockstepRun straight = make_run(compiled);
        straight.run(220);
        run.run(20);
        QCOMPARE(run.rows(200, 20).outputs, straight.rows(200, 20).outputs);
    }

    void replayShowsInferencesByTheirNumber() {
        LockstepRun run = make_run(small_model::streamed_lstm());
        run.run(150);
        const RecordedRows rows = run.rows(120, 10);
        std::vector<float> outputs;
        std::vector<std::int64_t> numbers;
        const bool stopped = run.replay(120, 100, [&](const InferenceView& view) {
            outputs.insert(outputs.end(), view.outputs.begin(), view.outputs.end());
            numbers.push_back(view.record.index);
            return numbers.size() == 10;
        });
        QVERIFY(stopped);
        QCOMPARE(numbers.front(), 120);
        QCOMPARE(numbers.back(), 129);
        QCOMPARE(outputs, rows.outputs);
        QCOMPARE(run.position(), 150);
        const auto fails = [](const InferenceView&) -> bool {
            throw Error(FailureKind::cancelled, "enough");
        };
        QVERIFY_THROWS_EXCEPTION(Error, run.replay(3, 5, fails));
        QCOMPARE(run.rows(120, 10).outputs, rows.outputs);
    }

    void aGruShowsItsGates_data() {
        QTest::addColumn<QString>("config");
        for (const char* config : {"v80_c6b32", "nt400d11_c6b32", "artena_c8b32"})
            QTest::newRow(config) << QString::fromLatin1(config);
    }
    /// By the formula of a GRU in float64 from the state before, and through the rounded steps to the next
    /// state to the bit.
    void aGruShowsItsGates() {
        QFETCH(QString, config);
        const CompiledProgram compiled = streamed_gru(config.toStdString().c_str());
        LockstepRun run = make_run(compiled);
        QCOMPARE(run.gates().size(), std::size_t{3});
        QCOMPARE(run.gates()[0].name, std::string("gru.h0.r"));
        QCOMPARE(run.gates()[1].name, std::string("gru.h0.z"));
        QCOMPARE(run.gates()[2].name, std::string("gru.h0.n"));
        run.keep_gates(true);
        const Tensor w = nnir::sample_tensor({3 * units, inputs}, 1);
        const Tensor u = nnir::sample_tensor({3 * units, units}, 2);
        std::vector<float> before(units, 0.0F);
        const auto sums = [&](std::size_t row, const InferenceView& view) {
            double x = 0;
            double h = 0;
            for (std::size_t k = 0; k < inputs; ++k)
                x += static_cast<double>(w.values()[row * inputs + k] * round_to_bf16(view.inputs[k]));
            for (std::size_t k = 0; k < units; ++k)
                h += static_cast<double>(u.values()[row * units + k] * before[k]);
            const double bias_x =
                row == units + 3 ? 60
                                 : static_cast<double>(nnir::sample_tensor({3 * units}, 3).values()[row]);
            return std::pair(x + bias_x,
                             h + static_cast<double>(nnir::sample_tensor({3 * units}, 4).values()[row]));
        };
        const auto check = [&](const InferenceView& view) {
            for (std::size_t k = 0; k < units; ++k) {
                const float r = view.gates[k];
                const float z = view.gates[units + k];
                const float n = view.gates[2 * units + k];
                const auto [rx, rh] = sums(k, view);
                const auto [zx, zh] = sums(units + k, view);
                const auto [nx, nh] = sums(2 * units + k, view);
                QVERIFY(std::abs(static_cast<double>(r) - sigmoid(rx + rh)) < 4e-3);
                QVERIFY(std::abs(static_cast<double>(z) - sigmoid(zx + zh)) < 4e-3);
                QVERIFY(std::abs(static_cast<double>(n) - std::tanh(nx + static_cast<double>(r) * nh)) <
                        5e-2);
                const float fresh = round_to_bf16(round_to_bf16(1.0F - z) * n);
                QCOMPARE(view.states[k], round_to_bf16(fresh + round_to_bf16(z * before[k])));
            }
            before.assign(view.states.begin(), view.states.end());
        };
        run.run_until(12, [&check](const InferenceView& view) {
            check(view);
            return false;
        });
        const ActivityReport report = unit_activity(run, 0, 12);
        QVERIFY(run.keeps_gates());
        const ActivityTrace& z = report.traces[trace_of(report, "gru.h0.z")];
        const ActivityTrace& h = report.traces[trace_of(report, "gru.h0")];
        QCOMPARE(z.units[3].saturated_high, 12);
        QVERIFY(h.units[3].never_moved);
        QVERIFY(!h.units[4].never_moved);
    }

    void breakpointsOnGates_data() {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<bool>("hits");
        const auto row = [](const char* text, bool hits) {
            QTest::newRow(text) << QString::fromLatin1(text) << hits;
        };
        row("saturated(gru.h0.z)", true);
        row("saturated(gru.h0.z[3])", true);
        row("saturated(gru.h0.z) > 0", true);
        row("saturated(gru.h0.z) > 39", false);
        row("saturated(gru.h0.z[3]) >= 1", true);
        row("saturated(gates)", true);
        row("saturated(gates) >= 1", true);
        row("saturated(gates) > 40", false);
        row("gru.h0.z[3] >= 1", true);
        row("gru.h0.z[3] < 1", false);
        row("gru.h0.r > 1", false);
        row("abs(gru.h0.n) > 1", false);
    }
    void breakpointsOnGates() {
        QFETCH(QString, expression);
        QFETCH(bool, hits);
        LockstepRun run = make_run(streamed_gru());
        std::vector<Condition> conditions;
        conditions.emplace_back(condition_rule(expression.toStdString()), *run.compiled().program,
                                run.states());
        RunWatch watch(std::move(conditions), {});
        QVERIFY(watch.needs_gates());
        run.keep_gates(watch.needs_gates());
        bool unit_of_its_own = true;
        run.run_until(5, [&](const InferenceView& view) {
            watch.see(view);
            unit_of_its_own = unit_of_its_own && view.gates.size() == 3 * units;
            return false;
        });
        QVERIFY(unit_of_its_own);
        QCOMPARE(watch.result().conditions[0].hits, hits ? 5 : 0);
        if (hits) QVERIFY(watch.result().hits.front().where.starts_with("gru.h0."));
    }

    void conditionsThatNeedNoGates() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const LockstepRun run = make_run(compiled);
        for (const char* text : {"saturated", "saturated > 3", "nan", "abs(lstm.c0) > 1", "error > 1"})
            QVERIFY(!Condition(condition_rule(text), *compiled.program, run.states()).needs_gates());
        for (const char* text : {"saturated(lstm.c0.f)", "saturated(gates) > 3", "lstm.c0.o[1] > 0.5"})
            QVERIFY(Condition(condition_rule(text), *compiled.program, run.states()).needs_gates());
    }

    void cellsAreCounted() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const LockstepRun run = make_run(compiled);
        const InferenceRecord record;
        std::vector<float> states;
        for (const StateTrace& state : run.states())
            states.insert(states.end(), static_cast<std::size_t>(state.size),
                          state.role == "cell" ? 5.0F : 0.0F);
        const auto look = [&](const char* text) {
            return Condition(condition_rule(text), *compiled.program, run.states())
                .look(view_of(record, states, {}), false);
        };
        QVERIFY(look("saturated > 39"));
        QCOMPARE(look("saturated(lstm.c0) >= 40")->value, 40.0);
        QCOMPARE(look("saturated(lstm.c0) >= 40")->where, std::string("lstm.c0"));
        QVERIFY(!look("saturated > 40"));
        QVERIFY(look("saturated < 41"));
        QVERIFY(!look("saturated(gates) >= 0"));  // nobody kept them
    }

    void whatCannotSaturateIsRefused_data() {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* text, const char* words) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(words);
        };
        row("saturated(lstm.h0)", "lstm.c0, lstm.c0.i, lstm.c0.f, lstm.c0.g, lstm.c0.o");
        row("saturated(ghost) > 3", "no cell state or gate \"ghost\"");
        row("saturated(lstm.c0.f[40])", "has 40 values");
        row("lstm.c0.q > 1", "there is no value \"lstm.c0.q\"");
    }
    void whatCannotSaturateIsRefused() {
        QFETCH(QString, expression);
        QFETCH(QString, words);
        const CompiledProgram compiled = small_model::streamed_lstm();
        const LockstepRun run = make_run(compiled);
        try {
            Condition(condition_rule(expression.toStdString()), *compiled.program, run.states());
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY(error.failure().kind == FailureKind::bad_input);
            QVERIFY2(std::string(error.what()).find(words.toStdString()) != std::string::npos, error.what());
            QVERIFY(!error.failure().advice.empty());
        }
    }

    void aProgramWithoutGatesRefusesThem() {
        Program bare;
        IoTensor output;
        output.name = "y";
        output.shape = {4};
        bare.outputs.push_back(output);
        QVERIFY_THROWS_EXCEPTION(Error, Condition(condition_rule("saturated(gates)"), bare, {}));
        QVERIFY_THROWS_EXCEPTION(Error, Condition(condition_rule("saturated > 3"), bare, {}));
    }
};

QTEST_APPLESS_MAIN(TestUnitActivity)
#include "tst_unit_activity.moc"
