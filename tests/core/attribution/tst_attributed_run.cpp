#include "attributed_graphs.h"

using namespace lockstep;
using namespace attributed_graphs;

/// The stretch of a run whose error is taken apart.
class TestAttributedRun : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aRunGivesItsStretch() {
        const nnir::Graph graph = solve_data_dimensions(streamed_lstm());
        const CompiledProgram compiled = compile(graph, config());
        LockstepRun alone(compiled, random_inputs(compiled.program->inputs, 11), nullptr);
        alone.run(20);
        // Without a reference there is no error.
        QVERIFY_THROWS_EXCEPTION(Error, attributed_run(alone, graph, 0, 4));
        LockstepRun run(
            compiled, random_inputs(compiled.program->inputs, 11),
            std::make_unique<EvaluatedReference>(graph, random_inputs(compiled.program->inputs, 11)),
            RunOptions{.tolerance = {}, .recorder = {.window = 2}, .reset_every = 15});
        run.run(40);
        QVERIFY_THROWS_EXCEPTION(Error, attributed_run(run, graph, 40, 4));
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 15; k < 25; ++k) inputs.push_back(random_row(12, k));
        const AttributedRun whole = run_beside(graph, inputs).run;
        const AttributedRun stretch = attributed_run(run, graph, 24, 4);
        QCOMPARE(stretch.inputs.size(), std::size_t{4});
        QVERIFY(std::equal(stretch.inputs.begin(), stretch.inputs.end(), inputs.end() - 4));
        QVERIFY(std::equal(stretch.vm_states.begin(), stretch.vm_states.end(), whole.vm_states.end() - 4));
        QVERIFY(stretch.vm_outputs == whole.vm_outputs);
        QVERIFY(stretch.reference_outputs == whole.reference_outputs);
        check_sum(attribute_error(graph, config(), stretch), stretch);
        // It does not reach over a reset.
        QCOMPARE(attributed_run(run, graph, 16, 4).inputs.size(), std::size_t{2});
        QCOMPARE(run.position(), 40);
    }

    /// The stretch of an edited run begins at the edit, and with its states.
    void anEditedRunGivesItsStretch() {
        const nnir::Graph graph = solve_data_dimensions(streamed_lstm());
        const CompiledProgram compiled = compile(graph, config());
        const auto inputs = random_inputs(compiled.program->inputs, 11);
        LockstepRun run(compiled, inputs, std::make_unique<EvaluatedReference>(graph, inputs));
        run.run(12);
        std::vector<float> values(80);
        for (std::size_t k = 0; k < values.size(); ++k) values[k] = k < 40 ? 0.5F : 2;
        StateEdit edit = edit_states(graph, compiled, {}, values);
        // The reference keeps a drift of its own.
        edit.reference_states[3] = 0.501F;
        run.edit(5, edit);
        run.run(7);
        for (const std::int64_t index : {5, 6, 9}) {
            const AttributedRun stretch = attributed_run(run, graph, index, 4);
            QCOMPARE(std::ssize(stretch.inputs), std::min<std::int64_t>(index - 5 + 1, 4));
            const Attribution a = attribute_error(graph, config(), stretch);
            check_sum(a, stretch);
            const double error = std::abs(a.error[static_cast<std::size_t>(a.focus)]);
            for (const ErrorSource source : {ErrorSource::reference, ErrorSource::fusion}) {
                const double share = a.sources[static_cast<std::size_t>(source)].second.max_abs;
                QVERIFY2(share < 0.01 * error, qPrintable(QStringLiteral("%1 of %2").arg(share).arg(error)));
            }
            if (index > 8) continue;
            QVERIFY(stretch.vm_states[0] == values);
            QVERIFY(stretch.reference_states == edit.reference_states);
        }
        // In front of it nothing is edited.
        QCOMPARE(attributed_run(run, graph, 4, 4).inputs.size(), std::size_t{4});
    }

    /// What is NaN is not unknown.
    void statesThatAreNotFiniteAreToldAsSuch() {
        const nnir::Graph graph = solve_data_dimensions(streamed_lstm());
        const CompiledProgram compiled = compile(graph, config());
        InputArray rows{.name = {}, .where = "x.npy", .shape = {20, 12}, .values = std::vector<float>(240)};
        rows.values[5 * 12 + 3] = std::numeric_limits<float>::quiet_NaN();
        const auto inputs = array_inputs(compiled.program->inputs, {rows});
        LockstepRun run(compiled, inputs, std::make_unique<EvaluatedReference>(graph, inputs));
        run.run(20);
        try {
            attributed_run(run, graph, 15, 4);
            QFAIL("nothing was refused");
        } catch (const Error& error) {
            const std::string& message = error.failure().message;
            QVERIFY2(message.find("not finite") != std::string::npos, message.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestAttributedRun)
#include "tst_attributed_run.moc"
