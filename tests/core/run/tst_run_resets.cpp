#include "counted_run.h"

using namespace lockstep;
using namespace counted_run;

/// States that go back, by themselves or because the reference is sampled.
class TestRunResets : public QObject {
    Q_OBJECT

  private Q_SLOTS:
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
};

QTEST_APPLESS_MAIN(TestRunResets)
#include "tst_run_resets.moc"
