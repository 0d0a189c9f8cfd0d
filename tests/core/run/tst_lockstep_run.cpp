#include "counted_run.h"

using namespace lockstep;
using namespace counted_run;

class TestLockstepRun : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theRecordingHoldsWhatTheVmGives() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        LockstepRun run(compiled, random_inputs(compiled.program->inputs, 3), nullptr);
        run.run(4);
        Vm vm(compiled.program);
        std::vector<float> input(static_cast<std::size_t>(compiled.program->input_values()));
        std::vector<float> output(static_cast<std::size_t>(compiled.program->output_values()));
        const auto recording = run.recording();
        QCOMPARE(recording->rows, 4);
        QCOMPARE(recording->states.size(), std::size_t{2});
        for (std::size_t i = 0; i < 4; ++i) {
            run.inputs().values(static_cast<std::int64_t>(i), input);
            vm.step(input, output);
            for (std::size_t o = 0; o < output.size(); ++o)
                QCOMPARE(recording->outputs[i * output.size() + o], output[o]);
            for (std::size_t s = 0; s < recording->states.size(); ++s) {
                std::vector<float> state(40);
                vm.read_state(s, state);
                for (std::size_t k = 0; k < state.size(); ++k)
                    QCOMPARE(recording->states[s].vm[i * state.size() + k], state[k]);
            }
        }
        QCOMPARE(recording->error.inferences, 0);
        QVERIFY(recording->reference.kind == ReferenceKind::none);
        QVERIFY(!recording->reference.note.empty());
        QCOMPARE(recording->inferences[0].cycles, compiled.timeline->spaced);
    }

    /// Moves that end at the same inference give the same bits, whatever way they took.
    void everyWayToAnInferenceGivesTheSame_data() {
        QTest::addColumn<QList<int>>("moves");
        QTest::addColumn<int>("window");
        QTest::addColumn<int>("resetEvery");
        const QList<std::pair<const char*, QList<int>>> ways = {{"forwards", {23}},
                                                                {"in steps", {1, 2, 3, 9, 10, 23}},
                                                                {"over and back", {40, 23}},
                                                                {"back to the start", {30, 0, 23}},
                                                                {"back by ones", {26, 25, 24, 23}},
                                                                {"to and fro", {9, 3, 17, 16, 70, 5, 23}}};
        for (const auto& [name, moves] : ways)
            for (const int window : {1000, 4})
                for (const int resetEvery : {0, 1, 5, 100})
                    QTest::addRow("%s, window %d, reset every %d", name, window, resetEvery)
                        << moves << window << resetEvery;
    }
    void everyWayToAnInferenceGivesTheSame() {
        QFETCH(QList<int>, moves);
        QFETCH(int, window);
        QFETCH(int, resetEvery);
        const RecorderOptions options{.window = window, .snapshot_every = 8, .max_snapshots = 4};
        LockstepRun straight = make_run(options, resetEvery);
        straight.run(23);
        LockstepRun run = make_run(options, resetEvery);
        for (const int move : moves) run.go_to(move);
        QCOMPARE(run.position(), 23);
        compare(*run.recording(), *straight.recording());
        run.step();
        straight.step();
        compare(*run.recording(), *straight.recording());
    }

    void stepBackUndoesAStep() {
        LockstepRun run = make_run();
        run.step_back();
        QCOMPARE(run.position(), 0);
        run.run(7);
        const auto before = run.recording();
        run.step();
        run.step_back();
        compare(*run.recording(), *before);
    }

    void olderRowsAreReplayed() {
        const RecorderOptions small{.window = 4, .snapshot_every = 8, .max_snapshots = 64};
        LockstepRun run = make_run(small);
        LockstepRun all = make_run({.window = 1000, .snapshot_every = 8, .max_snapshots = 64});
        run.run(50);
        all.run(50);
        QCOMPARE(run.recording()->rows, 4);
        for (const auto& [first, count] : {std::pair{0, 50}, {11, 6}, {49, 1}, {48, 10}})
            compare(run.rows(first, count), all.rows(first, count));
        const RecordedRows whole = run.rows(0, 50);
        QCOMPARE(whole.outputs, all.recording()->outputs);
        QCOMPARE(run.rows(60, 3).rows, 0);
        run.step();
        all.step();
        compare(run.rows(40, 11), all.rows(40, 11));
    }

    void theSinkSeesEveryInferenceOnce() {
        LockstepRun run = make_run();
        std::vector<std::int64_t> seen;
        run.run(130, {}, [&](const InferenceRecord& record, std::span<const float> outputs) {
            seen.push_back(record.index);
            QCOMPARE(outputs.size(), std::size_t{3});
        });
        QCOMPARE(seen.size(), std::size_t{130});
        for (std::size_t i = 0; i < seen.size(); ++i) QCOMPARE(seen[i], static_cast<std::int64_t>(i));
    }

    void recordsAreBoundedAndFiguresCoverAll() {
        LockstepRun all = make_run();
        LockstepRun few = make_run({.window = 8, .snapshot_every = 4, .max_snapshots = 8, .max_records = 10});
        all.run(500);
        few.run(500);
        QCOMPARE(few.recording()->inferences.size(), std::size_t{10});
        QCOMPARE(few.recording()->total(), 500);
        QCOMPARE(few.recording()->error.rms, all.recording()->error.rms);
        QCOMPARE(few.recording()->error.inferences, 500);
        // Going back forgets what came after.
        few.go_to(123);
        all.go_to(123);
        QCOMPARE(few.recording()->total(), 123);
        QCOMPARE(few.recording()->error.rms, all.recording()->error.rms);
        QVERIFY(few.recording()->histogram == all.recording()->histogram);
        QCOMPARE(few.recording()->worst.front().index, all.recording()->worst.front().index);
        compare(few.rows(60, 10), all.rows(60, 10));
    }

    void aConditionStopsTheRun() {
        LockstepRun run = make_run();
        std::int64_t seen = 0;
        const auto at_100 = [&seen](const InferenceView& view) {
            ++seen;
            return view.record.index == 100;
        };
        QVERIFY(run.run_until(1000, at_100));
        QCOMPARE(run.position(), 101);
        QCOMPARE(seen, 101);
        QVERIFY(!run.run_until(50, at_100));
        QCOMPARE(run.position(), 151);
        LockstepRun straight = make_run();
        straight.run(151);
        compare(*run.recording(), *straight.recording());
    }

    void aSavedRunGoesOnAsIfNothingHadHappened_data() {
        QTest::addColumn<int>("position");
        for (const int position : {0, 1, 63, 64, 200}) QTest::addRow("%d", position) << position;
    }
    void aSavedRunGoesOnAsIfNothingHadHappened() {
        QFETCH(int, position);
        const RecorderOptions options{
            .window = 8, .snapshot_every = 4, .max_snapshots = 8, .max_records = 20};
        LockstepRun straight = make_run(options, 7);
        straight.run(300);
        LockstepRun first = make_run(options, 7);
        first.run(position);
        ByteWriter writer;
        first.save(writer);
        LockstepRun second = make_run(options, 7);
        ByteReader reader(writer.bytes(), "run");
        second.load(reader);
        reader.expect_end();
        second.run(300 - position);
        compare(*second.recording(), *straight.recording());
        QCOMPARE(second.recording()->resets, straight.recording()->resets);
        QCOMPARE(second.recording()->resets, 42);
        compare(second.rows(30, 10), straight.rows(30, 10));
        // Every cut is noticed.
        for (std::size_t size = 0; size < writer.bytes().size(); size += writer.bytes().size() / 9 + 1) {
            LockstepRun third = make_run(options, 7);
            ByteReader cut(std::span(writer.bytes()).first(size), "run");
            QVERIFY_THROWS_EXCEPTION(Error, third.load(cut));
        }
    }

    void aCancelledRunStandsAtACompletedInference() {
        LockstepRun run = make_run();
        std::stop_source stop;
        const JobControl job{.stop = stop.get_token(),
                             .progress = [&](double, std::string_view) { stop.request_stop(); }};
        QVERIFY_THROWS_EXCEPTION(Error, run.run(1000, job));
        QVERIFY(run.position() > 0 && run.position() < 1000);
        LockstepRun other = make_run();
        other.run(run.position());
        compare(*run.recording(), *other.recording());
    }

    void aTargetBeyondTheInputsIsRefused() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const InputArray rows{
            .name = {}, .where = "x.npy", .shape = {3, 12}, .values = std::vector<float>(36)};
        LockstepRun run(compiled, array_inputs(compiled.program->inputs, {rows}), nullptr);
        run.go_to(3);
        QVERIFY_THROWS_EXCEPTION(Error, run.step());
        QVERIFY_THROWS_EXCEPTION(Error, run.go_to(-1));
        QCOMPARE(run.position(), 3);
    }

    /// Why nothing was compared: a model may have a reference that was not asked for.
    void whyThereIsNoReference() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const auto inputs = random_inputs(compiled.program->inputs, 3);
        LockstepRun alone(compiled, inputs, nullptr);
        QVERIFY(alone.recording()->reference.note.find("program alone") != std::string::npos);
        RunOptions options;
        options.no_reference = "none was asked for";
        LockstepRun asked(compiled, inputs, nullptr, options);
        QCOMPARE(asked.recording()->reference.note, std::string("none was asked for"));
    }

    /// Rows that a loaded run does not have are made again.
    void rowsOfALoadedRun() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const auto inputs = random_inputs(compiled.program->inputs, 3);
        LockstepRun whole(compiled, inputs, nullptr);
        whole.run(100);
        ByteWriter writer;
        whole.save(writer);
        LockstepRun loaded(compiled, inputs, nullptr);
        ByteReader reader(writer.bytes(), "the run");
        loaded.load(reader);
        QCOMPARE(loaded.recording()->rows, 0);
        loaded.restore_rows();
        QCOMPARE(loaded.position(), 100);
        const auto expected = whole.recording();
        const auto found = loaded.recording();
        QVERIFY(found->rows > 0);
        const RecordedRows same = cut_rows(*expected, found->first, found->rows);
        QVERIFY(found->outputs == same.outputs);
    }
};

QTEST_APPLESS_MAIN(TestLockstepRun)
#include "tst_lockstep_run.moc"
