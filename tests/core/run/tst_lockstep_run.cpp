#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "core/program/byte_stream.h"
#include "core/run/watched_run.h"
#include "core/support/error.h"
#include "small_model.h"

using namespace lockstep;

namespace {

/// Counts the inferences in its one state, and says outputs that follow from the count: a wrong state shows
/// in the outputs.
class CountingReference final : public Reference {
  public:
    explicit CountingReference(std::int64_t outputs, std::int64_t reset_every = 0)
        : outputs_(outputs), reset_every_(reset_every) {}

    std::vector<float> initial_states() const override { return {0}; }
    std::int64_t state_offset(const std::string&) const override { return -1; }
    ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                       const JobControl&) override {
        const std::int64_t since_reset = reset_every_ > 0 ? first % reset_every_ : first;
        if (reset_every_ > 0 && since_reset + count > reset_every_)
            throw Error(FailureKind::internal, "one call goes over a reset");
        if (states.size() != 1 || states[0] != static_cast<float>(since_reset))
            throw Error(FailureKind::internal, "the reference was handed another inference's states");
        ReferenceRows rows;
        for (std::int64_t i = first; i < first + count; ++i) {
            for (std::int64_t o = 0; o < outputs_; ++o)
                rows.outputs.push_back(static_cast<float>(i) / 16 + static_cast<float>(o));
            rows.states.push_back(static_cast<float>(since_reset + i - first + 1));
            rows.kinds.push_back(i < 5 ? ReferenceKind::forward : ReferenceKind::stepped);
        }
        return rows;
    }
    ReferenceInfo info(std::int64_t) const override { return {.kind = ReferenceKind::stepped, .note = {}}; }
    double mean_us() const override { return 1; }

  private:
    std::int64_t outputs_;
    std::int64_t reset_every_;
};

/// Keeps the states that it is handed and says what it was asked for.
class ListeningReference final : public Reference {
  public:
    struct Call {
        std::int64_t first;
        std::int64_t count;
        std::vector<float> states;
    };
    ListeningReference(const Program& program, std::vector<Call>& calls) : calls_(calls) {
        std::int64_t at = 0;
        // In another order than the program's.
        for (std::size_t k = program.states.size(); k-- > 0;) {
            offsets_[program.states[k].name] = at;
            at += element_count(program.states[k].shape);
        }
        initial_.assign(static_cast<std::size_t>(at), 0.0F);
        outputs_ = program.output_values();
    }
    std::vector<float> initial_states() const override { return initial_; }
    std::int64_t state_offset(const std::string& name) const override { return offsets_.at(name); }
    ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                       const JobControl&) override {
        calls_.push_back({first, count, {states.begin(), states.end()}});
        ReferenceRows rows;
        rows.outputs.assign(static_cast<std::size_t>(count * outputs_), 0.0F);
        for (std::int64_t i = 0; i < count; ++i)
            rows.states.insert(rows.states.end(), states.begin(), states.end());
        rows.kinds.assign(static_cast<std::size_t>(count), ReferenceKind::stepped);
        return rows;
    }
    ReferenceInfo info(std::int64_t) const override { return {.kind = ReferenceKind::stepped, .note = {}}; }
    double mean_us() const override { return 1; }
    std::int64_t offset(const std::string& name) const { return offsets_.at(name); }

  private:
    std::vector<Call>& calls_;
    std::map<std::string, std::int64_t> offsets_;
    std::vector<float> initial_;
    std::int64_t outputs_ = 0;
};

LockstepRun make_run(RecorderOptions recorder = {}, std::int64_t reset_every = 0) {
    const CompiledProgram compiled = small_model::streamed_lstm();
    return {compiled, random_inputs(compiled.program->inputs, 3),
            std::make_unique<CountingReference>(compiled.program->output_values(), reset_every),
            RunOptions{.tolerance = {}, .recorder = recorder, .reset_every = reset_every, .vm = {}}};
}

void compare(const RecordedRows& a, const RecordedRows& b) {
    QCOMPARE(a.first, b.first);
    QCOMPARE(a.rows, b.rows);
    QCOMPARE(a.outputs, b.outputs);
    QCOMPARE(a.reference_outputs, b.reference_outputs);
    QCOMPARE(a.states.size(), b.states.size());
    for (std::size_t i = 0; i < a.states.size(); ++i) QCOMPARE(a.states[i].vm, b.states[i].vm);
}

void compare(const Recording& a, const Recording& b) {
    compare(static_cast<const RecordedRows&>(a), static_cast<const RecordedRows&>(b));
    QCOMPARE(a.inferences.size(), b.inferences.size());
    for (std::size_t i = 0; i < a.inferences.size(); ++i) {
        QCOMPARE(a.inferences[i].index, b.inferences[i].index);
        QCOMPARE(a.inferences[i].max_abs_error, b.inferences[i].max_abs_error);
        QCOMPARE(a.inferences[i].reference, b.inferences[i].reference);
    }
    QCOMPARE(a.error.rms, b.error.rms);
}

}  // namespace

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

    /// A VM of its own for the inferences between two resets.
    void resetsBeginAnew() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        constexpr std::int64_t resetEvery = 7;
        LockstepRun run = make_run({}, resetEvery);
        run.run(130);
        const auto recording = run.recording();
        std::vector<float> input(static_cast<std::size_t>(compiled.program->input_values()));
        std::vector<float> output(static_cast<std::size_t>(compiled.program->output_values()));
        std::vector<float> state(40);
        std::optional<Vm> vm;
        for (std::size_t i = 0; i < 130; ++i) {
            if (i % resetEvery == 0) vm.emplace(compiled.program);
            run.inputs().values(static_cast<std::int64_t>(i), input);
            vm->step(input, output);
            vm->read_state(0, state);
            QVERIFY(std::ranges::equal(
                output, std::span(recording->outputs).subspan(i * output.size(), output.size())));
            QVERIFY(std::ranges::equal(state, std::span(recording->states[0].vm).subspan(i * 40, 40)));
        }
        compare(run.rows(20, 30), [] {
            LockstepRun other = make_run({.window = 30}, resetEvery);
            other.run(50);
            return *other.recording();
        }());
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

    void aSampledReferenceStartsFromTheVmsState() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const auto inputs = random_inputs(compiled.program->inputs, 3);
        std::vector<ListeningReference::Call> calls;
        auto reference = std::make_unique<ListeningReference>(*compiled.program, calls);
        const std::int64_t h = reference->offset(compiled.program->states[0].name);
        const std::int64_t c = reference->offset(compiled.program->states[1].name);
        constexpr std::int64_t every = 200;
        LockstepRun run(
            compiled, inputs, std::move(reference),
            RunOptions{.tolerance = {}, .recorder = {}, .reset_every = 0, .reference_every = every});
        run.run(1000);
        const auto recording = run.recording();
        QCOMPARE(recording->error.inferences, 5);
        QCOMPARE(recording->reference.every, every);
        for (const InferenceRecord& record : recording->inferences)
            QCOMPARE(record.reference != ReferenceKind::none, record.index % every == every - 1);
        LockstepRun alone(compiled, inputs, nullptr);
        alone.run(1000);
        const auto states = alone.recording();
        QCOMPARE(calls.size(), std::size_t{5});
        for (std::size_t k = 0; k < calls.size(); ++k) {
            const std::int64_t first = static_cast<std::int64_t>(k + 1) * every - 1 - reference_lead;
            QCOMPARE(calls[k].first, first);
            QCOMPARE(calls[k].count, reference_lead + 1);
            for (std::int64_t e = 0; e < 40; ++e) {
                const auto at = static_cast<std::size_t>((first - 1) * 40 + e);
                QCOMPARE(calls[k].states[static_cast<std::size_t>(h + e)], states->states[0].vm[at]);
                QCOMPARE(calls[k].states[static_cast<std::size_t>(c + e)], states->states[1].vm[at]);
            }
        }
    }

    void inputsAskForResets() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        class Sessions final : public InputSource {
          public:
            explicit Sessions(std::shared_ptr<const InputSource> from) : from_(std::move(from)) {}
            void values(std::int64_t index, std::span<float> values) const override {
                from_->values(index, values);
            }
            std::optional<std::int64_t> count() const override { return std::nullopt; }
            std::string description() const override { return "sessions"; }
            bool is_random() const override { return true; }
            std::shared_ptr<const std::vector<std::int64_t>> resets() const override {
                return std::make_shared<const std::vector<std::int64_t>>(
                    std::vector<std::int64_t>{3, 70, 71, 130});
            }

          private:
            std::shared_ptr<const InputSource> from_;
        };
        const auto inputs = std::make_shared<Sessions>(random_inputs(compiled.program->inputs, 3));
        LockstepRun run(compiled, inputs, nullptr);
        run.run(150);
        QCOMPARE(run.recording()->resets, 4);
        Vm vm(compiled.program);
        std::vector<float> input(static_cast<std::size_t>(compiled.program->input_values()));
        std::vector<float> output(static_cast<std::size_t>(compiled.program->output_values()));
        for (std::int64_t i = 0; i < 150; ++i) {
            if (i == 3 || i == 70 || i == 71 || i == 130) vm = Vm(compiled.program);
            inputs->values(i, input);
            vm.step(input, output);
            const auto row = static_cast<std::size_t>(i) * output.size();
            QVERIFY(
                std::ranges::equal(output, std::span(run.recording()->outputs).subspan(row, output.size())));
        }
    }

    /// The reset in front of an inference that was cancelled is counted when that one is run.
    void aCancelledResetIsCountedOnce() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        RunOptions options;
        options.reset_every = 100;
        /// A reference that is cancelled when it is asked for an inference behind the first reset.
        class Cancelled final : public Reference {
          public:
            explicit Cancelled(std::size_t size) : size_(size) {}
            std::vector<float> initial_states() const override { return {}; }
            std::int64_t state_offset(const std::string&) const override { return -1; }
            ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float>,
                               const JobControl&) override {
                if (first == 100 && times_++ < 3) throw Error(FailureKind::cancelled, "stopped");
                ReferenceRows rows;
                rows.outputs.resize(static_cast<std::size_t>(count) * size_);
                rows.kinds.assign(static_cast<std::size_t>(count), ReferenceKind::stepped);
                return rows;
            }
            ReferenceInfo info(std::int64_t) const override { return {}; }
            double mean_us() const override { return 0; }

          private:
            std::size_t size_;
            int times_ = 0;
        };
        LockstepRun run(
            compiled, random_inputs(compiled.program->inputs, 3),
            std::make_unique<Cancelled>(static_cast<std::size_t>(compiled.program->output_values())),
            options);
        for (int k = 0; k < 3; ++k) QVERIFY_THROWS_EXCEPTION(Error, run.run(250 - run.position()));
        QCOMPARE(run.position(), 100);
        run.run(150);
        QCOMPARE(run.recording()->resets, 2);
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

    /// By hand.
    void errorFigures() {
        InferenceRecord record;
        record.reference = ReferenceKind::forward;
        const std::vector<float> reference = {1, -2, 0, 4};
        set_errors(record, std::vector<float>{1, -1, 0, 1}, reference, {.atol = 0.5, .rtol = 0.25});
        QCOMPARE(record.max_abs_error, 3.0);
        QCOMPARE(record.rms_error, std::sqrt((1.0 + 9.0) / 4));
        QCOMPARE(record.reference_max_abs, 4.0);
        QCOMPARE(record.reference_rms, std::sqrt(21.0 / 4));
        QVERIFY(!record.allclose);
        set_errors(record, std::vector<float>{1, -1, 0, 1}, reference, {.atol = 2.0, .rtol = 0.25});
        QVERIFY(record.allclose);
        const ErrorSummary summary = summarize_errors({record, InferenceRecord{.index = 1}, record});
        QCOMPARE(summary.inferences, 2);
        QCOMPARE(summary.rms, std::sqrt(10.0 / 4));
        QVERIFY(std::abs(summary.relative_rms - std::sqrt(10.0 / 21)) < 1e-15);
    }

    void valuesThatAreNotFinite_data() {
        QTest::addColumn<float>("vm");
        QTest::addColumn<float>("reference");
        QTest::addColumn<bool>("close");
        QTest::addColumn<bool>("compared");
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const float inf = std::numeric_limits<float>::infinity();
        QTest::newRow("both NaN") << nan << nan << false << false;
        QTest::newRow("VM NaN") << nan << 1.0F << false << true;
        QTest::newRow("reference NaN") << 1.0F << nan << false << true;
        QTest::newRow("both infinite") << inf << inf << true << false;
        QTest::newRow("opposite") << inf << -inf << false << true;
        QTest::newRow("reference infinite") << 1.0F << inf << false << true;
    }
    void valuesThatAreNotFinite() {
        QFETCH(float, vm);
        QFETCH(float, reference);
        QFETCH(bool, close);
        QFETCH(bool, compared);
        InferenceRecord record;
        record.reference = ReferenceKind::forward;
        set_errors(record, std::vector<float>{vm, 3}, std::vector<float>{reference, 2},
                   {.atol = 2, .rtol = 0});
        QCOMPARE(record.non_finite, 1);
        QCOMPARE(record.allclose, close);
        QCOMPARE(record.compared, compared ? 1.0 : 0.5);
        // What is undefined in both is left out of the mean: one value is off by 1.
        QCOMPARE(record.rms_error, compared ? std::numeric_limits<double>::infinity() : 1.0);
        QCOMPARE(record.max_abs_error, compared ? std::numeric_limits<double>::infinity() : 1.0);
        QVERIFY(record.has_error());
    }

    void nothingToCompare() {
        const std::vector<float> nans(3, std::numeric_limits<float>::quiet_NaN());
        InferenceRecord record;
        record.reference = ReferenceKind::forward;
        set_errors(record, nans, nans, {});
        QVERIFY(!record.has_error());
        QVERIFY(std::isnan(record.max_abs_error));
        QVERIFY(std::isnan(record.rms_error));
        QVERIFY(!record.allclose);
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
