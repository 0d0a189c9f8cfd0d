#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/run/watched_run.h"
#include "core/support/error.h"
#include "small_model.h"

using namespace lockstep;

namespace {

std::unique_ptr<LockstepRun> small_run(const RecorderOptions& recorder = {}) {
    static const CompiledProgram compiled = small_model::streamed_lstm();
    RunOptions options;
    options.recorder = recorder;
    return std::make_unique<LockstepRun>(compiled, random_inputs(compiled.program->inputs, 3), nullptr,
                                         options);
}

std::vector<ConditionRule> rules(std::initializer_list<const char*> texts) {
    std::vector<ConditionRule> made;
    for (const char* text : texts) made.push_back(condition_rule(text));
    return made;
}

/// What a run that nothing stops finds of one condition, from the recorded outputs alone.
std::vector<std::int64_t> above(const Recording& recording, float bound) {
    std::vector<std::int64_t> found;
    for (std::int64_t row = 0; row < recording.rows; ++row) {
        const auto begin = recording.outputs.begin() + row * recording.output_size;
        if (*std::max_element(begin, begin + recording.output_size) > bound)
            found.push_back(recording.first + row);
    }
    return found;
}

/// A bound that few inferences of the 200 cross.
float rare_bound(const Recording& recording) {
    std::vector<float> largest;
    for (std::int64_t row = 0; row < recording.rows; ++row) {
        const auto begin = recording.outputs.begin() + row * recording.output_size;
        largest.push_back(*std::max_element(begin, begin + recording.output_size));
    }
    std::ranges::sort(largest);
    return largest[largest.size() - 12];
}

std::string bound_rule(const Program& program, float bound) {
    return program.outputs[0].name + " > " +
           QString::number(static_cast<double>(bound), 'g', 17).toStdString();
}

}  // namespace

/// Breakpoints on the way, and places that are shown again.
class TestWatchedRun : public QObject {
    Q_OBJECT

  private:
    std::shared_ptr<const Recording> m_straight;
    std::vector<std::int64_t> m_hits;
    std::vector<ConditionRule> m_rules;

  private Q_SLOTS:
    void initTestCase() {
        const auto run = small_run();
        run->run(200);
        m_straight = run->recording();
        const float bound = rare_bound(*m_straight);
        m_hits = above(*m_straight, bound);
        QCOMPARE(m_hits.size(), std::size_t{11});
        m_rules = {condition_rule(bound_rule(*run->compiled().program, bound))};
    }

    void itStopsBehindEachHit() {
        WatchedRun watched(small_run());
        watched.watch(m_rules, {});
        std::vector<std::int64_t> found;
        while (watched.run().position() < 200) {
            const auto hit = watched.advance(200 - watched.run().position(), true);
            if (!hit) break;
            QCOMPARE(watched.run().position(), hit->index + 1);
            QCOMPARE(hit->condition, std::size_t{0});
            found.push_back(hit->index);
        }
        QVERIFY(found == m_hits);
        QCOMPARE(watched.result().hits.size(), m_hits.size());
        QCOMPARE(watched.result().conditions[0].hits, std::ssize(m_hits));
    }

    /// Nothing is counted twice when the run goes back, and it stops at the same places again.
    void backAndForthCountsOnce() {
        WatchedRun watched(small_run());
        watched.watch(m_rules, {});
        QVERIFY(!watched.advance(200, false));
        watched.run().go_to(m_hits[3]);
        const auto again = watched.advance(150, true);
        QVERIFY(again);
        QCOMPARE(again->index, m_hits[3]);
        QVERIFY(!watched.advance(200 - watched.run().position(), false));
        QCOMPARE(watched.result().conditions[0].hits, std::ssize(m_hits));
        QCOMPARE(watched.result().conditions[0].last, m_hits.back());
    }

    /// y = 1 / (1 + exp(linear(x))) is 0 where the exponential is infinite: only inside is it to be seen.
    void nanInsideTheProgram() {
        nnir::GraphBuilder b("hidden");
        const nnir::ValueId sum =
            b.linear(b.input("x", {3}), Tensor(Shape{1, 3}, std::vector<float>{60, 60, 60}));
        const nnir::ValueId e = b.add("Activation", {{"function", std::string("exp")}}, {sum}, "exp");
        const nnir::ValueId plus = b.pointwise("add", e, Tensor(Shape{1}, std::vector<float>{1}));
        b.output(b.add("Activation", {{"function", std::string("reciprocal")}}, {plus}, "y"));
        const CompiledProgram compiled = compile(solve_data_dimensions(b.graph()), find_config("v80_c6b32"));
        const auto inputs = random_inputs(compiled.program->inputs, 3);
        std::vector<std::int64_t> expected;
        for (std::int64_t k = 0; k < 200; ++k) {
            std::vector<float> x(3);
            inputs->values(k, x);
            if (60 * (x[0] + x[1] + x[2]) > 90) expected.push_back(k);
        }
        QVERIFY(expected.size() > 10 && expected.size() < 100);
        WatchedRun watched(std::make_unique<LockstepRun>(compiled, inputs, nullptr));
        watched.watch(rules({"nan", "nan(exp)", "nan(y)", "nan(x)"}), {});
        watched.advance(200, false);
        const WatchResult& found = watched.result();
        for (const std::size_t inside : {0U, 1U})
            QCOMPARE(found.conditions[inside].hits, std::ssize(expected));
        QCOMPARE(found.conditions[2].hits, 0);
        QCOMPARE(found.conditions[3].hits, 0);
        QCOMPARE(found.hits.front().index, expected.front());
        QCOMPARE(found.hits.front().where, std::string("exp[0]"));
        QVERIFY(found.hits.front().detail.find("(store, exp)") != std::string::npos);
        QVERIFY(found.hits.front().node.has_value());
        QVERIFY(std::isinf(found.hits.front().value));
        // A search sees it in a run that does not watch for it.
        watched.watch({}, {});
        QVERIFY(!watched.run().watches_values());
        const Condition until(condition_rule("nan"), *compiled.program, {});
        const auto hit = watched.search(expected.front() + 1, 200, &until);
        QVERIFY(hit && hit->index == expected[1] && hit->where == "exp[0]");
        QVERIFY(!watched.run().watches_values());
        QVERIFY_THROWS_EXCEPTION(Error, watched.watch(rules({"nan(nobody)"}), {}));
        QVERIFY_THROWS_EXCEPTION(Error, watched.watch(rules({"nan(exp[0])"}), {}));
    }

    void hitsAreFoundWithoutRunning() {
        WatchedRun watched(small_run());
        watched.watch(m_rules, {});
        watched.advance(200, false);
        const auto found = watched.find_hit(m_hits[2] + 1, 200);
        QVERIFY(found.known && found.hit);
        QCOMPARE(found.hit->index, m_hits[3]);
        const auto none = watched.find_hit(m_hits[2] + 1, m_hits[3]);
        QVERIFY(none.known && !none.hit);
        QVERIFY(watched.find_hit(0, 0).known);
        QVERIFY(!watched.find_hit(150, 250).known);
    }

    /// Conditions that come later have seen nothing of what was run, until it is looked at again.
    void lookBack() {
        WatchedRun watched(small_run());
        watched.advance(200, false);
        watched.watch(m_rules, {});
        QCOMPARE(watched.watched_from(), std::int64_t{200});
        QVERIFY(!watched.find_hit(0, 200).known);
        watched.look_back({});
        QCOMPARE(watched.watched_from(), std::int64_t{0});
        QCOMPARE(watched.run().position(), std::int64_t{200});
        QCOMPARE(watched.result().conditions[0].hits, std::ssize(m_hits));
        QVERIFY(watched.run().recording()->outputs == m_straight->outputs);
    }

    void aLookBackThatIsCancelledKeepsTheEnd() {
        WatchedRun watched(small_run());
        watched.advance(200, false);
        watched.watch(m_rules, {});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(watched.look_back({.stop = stop.get_token(), .progress = {}}), Error);
        QCOMPARE(watched.run().position(), std::int64_t{200});
        QCOMPARE(watched.watched_from(), std::int64_t{200});
        QVERIFY(watched.run().recording()->outputs == m_straight->outputs);
        // Another one finds everything.
        watched.look_back({});
        QCOMPARE(watched.result().conditions[0].hits, std::ssize(m_hits));
    }

    /// An edited run too: nothing of what was run is lost, and what was found stays.
    void aLookBackThatIsCancelledKeepsAnEditedRun() {
        auto run = small_run();
        run->run(50);
        run->edit(50,
                  {.vm = Vm(run->compiled().program).snapshot(), .vm_states = {}, .reference_states = {}});
        WatchedRun watched(std::move(run));
        watched.watch(m_rules, {});
        watched.advance(150, false);
        const auto before = watched.run().recording();
        const WatchResult found = watched.result();
        // It is cancelled on its way.
        std::stop_source stop;
        const JobControl control{.stop = stop.get_token(),
                                 .progress = [&stop](double share, std::string_view) {
                                     if (share > 0.5) stop.request_stop();
                                 }};
        QVERIFY_EXCEPTION_THROWN(watched.look_back(control), Error);
        QCOMPARE(watched.run().position(), std::int64_t{200});
        QVERIFY(watched.run().recording()->outputs == before->outputs);
        QVERIFY(watched.result() == found);
        QCOMPARE(watched.watched_from(), std::int64_t{50});
    }

    /// Hits that are not known are looked for without giving up what lies behind.
    void searchLeavesTheRunAsItIs_data() {
        QTest::addColumn<bool>("cancelled");
        QTest::newRow("to its end") << false;
        QTest::newRow("cancelled") << true;
    }
    void searchLeavesTheRunAsItIs() {
        QFETCH(bool, cancelled);
        WatchedRun watched(small_run({.window = 16, .snapshot_every = 8, .max_snapshots = 8}));
        watched.advance(200, false);
        watched.watch(m_rules, {});
        const auto before = watched.run().recording();
        if (cancelled) {
            std::stop_source stop;
            stop.request_stop();
            QVERIFY_EXCEPTION_THROWN(
                watched.search(0, 200, nullptr, {.stop = stop.get_token(), .progress = {}}), Error);
        } else {
            std::vector<std::int64_t> found;
            for (std::int64_t from = 0; from < 200;) {
                const auto hit = watched.search(from, 200, nullptr);
                if (!hit) break;
                found.push_back(hit->index);
                from = hit->index + 1;
            }
            QVERIFY(found == m_hits);
            QVERIFY(!watched.search(m_hits[0] + 1, m_hits[1], nullptr));
        }
        QCOMPARE(watched.run().position(), std::int64_t{200});
        QCOMPARE(watched.run().recording()->outputs, before->outputs);
        QCOMPARE(watched.watched_from(), std::int64_t{200});
        QVERIFY(watched.result().hits.empty());
    }

    void searchUntil() {
        WatchedRun watched(small_run());
        watched.advance(200, false);
        const Condition until(m_rules[0], *watched.run().compiled().program, watched.run().states());
        const auto hit = watched.search(m_hits[4] + 1, 200, &until);
        QVERIFY(hit);
        QCOMPARE(hit->index, m_hits[5]);
        QCOMPARE(hit->condition, std::size_t{0});
        QCOMPARE(watched.run().position(), std::int64_t{200});
    }

    void untilAConditionOfItsOwn() {
        WatchedRun watched(small_run());
        const Condition until(m_rules[0], *watched.run().compiled().program, watched.run().states());
        const auto hit = watched.advance(200, false, &until);
        QVERIFY(hit);
        QCOMPARE(hit->index, m_hits[0]);
        QVERIFY(watched.result().hits.empty());
    }

    void brokenConditionsLeaveWhatWasWatched() {
        WatchedRun watched(small_run());
        watched.watch(m_rules, {});
        QVERIFY_EXCEPTION_THROWN(watched.watch(rules({"error > 1"}), {}), Error);
        QVERIFY_EXCEPTION_THROWN(watched.watch(rules({"wrong"}), {}), Error);
        QVERIFY_EXCEPTION_THROWN(watched.watch(rules({"nobody > 1"}), {}), Error);
        QVERIFY_EXCEPTION_THROWN(watched.watch({}, {decision_rule("argmax")}), Error);
        watched.advance(200, false);
        QCOMPARE(watched.result().conditions[0].hits, std::ssize(m_hits));
    }

    void placesAreShownAgain_data() {
        QTest::addColumn<int>("window");
        QTest::addColumn<int>("position");
        QTest::newRow("in the window") << 1024 << 120;
        QTest::newRow("the beginning") << 1024 << 0;
        QTest::newRow("left the window") << 16 << 120;
        QTest::newRow("one inference, left the window") << 16 << 1;
        QTest::newRow("the end") << 16 << 200;
        QTest::newRow("beyond the end") << 16 << 300;
    }
    void placesAreShownAgain() {
        QFETCH(int, window);
        QFETCH(int, position);
        WatchedRun watched(small_run({.window = window, .snapshot_every = 8, .max_snapshots = 8}));
        watched.advance(200, false);
        const auto shown = watched.recording_at(position);
        const std::int64_t end = std::min(position, 200);
        QCOMPARE(shown->first + shown->rows, end);
        QCOMPARE(shown->total(), std::int64_t{200});
        const RecordedRows expected = cut_rows(*m_straight, shown->first, shown->rows);
        QVERIFY(shown->outputs == expected.outputs);
        QVERIFY(shown->states[1].vm == expected.states[1].vm);
        QCOMPARE(watched.run().position(), std::int64_t{200});
        if (position > 0) QVERIFY(shown->rows > 0);
    }
};

QTEST_APPLESS_MAIN(TestWatchedRun)
#include "tst_watched_run.moc"
