#include <QtTest>
#include <cmath>
#include <limits>

#include "core/program/byte_stream.h"
#include "core/run/run_watch.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

Program program(Shape shape = {4}) {
    Program made;
    IoTensor output;
    output.name = "y";
    output.shape = std::move(shape);
    made.outputs.push_back(output);
    IoTensor input;
    input.name = "x";
    input.shape = {2};
    made.inputs.push_back(input);
    return made;
}

std::vector<StateTrace> states() {
    std::vector<StateTrace> list(2);
    list[0].name = "lstm.h0";
    list[0].role = "hidden";
    list[0].size = 2;
    list[1].name = "lstm.c0";
    list[1].role = "cell";
    list[1].size = 3;
    return list;
}

/// One inference by hand.
struct Made {
    InferenceRecord record;
    std::vector<float> inputs = {1, 2};
    std::vector<float> outputs = {1, 2, 3, 4};
    std::vector<float> reference = {1, 2, 3, 4};
    std::vector<float> states = {0.5F, -0.5F, 1, -3, 2};

    Made() {
        record.index = 17;
        record.cycles = 254;
        record.reference = ReferenceKind::stepped;
        record.max_abs_error = 0.125;
        record.rms_error = 0.0625;
        record.reference_max_abs = 0.5;
    }
    InferenceView view() const {
        return {.record = record,
                .inputs = inputs,
                .outputs = outputs,
                .reference_outputs = reference,
                .states = states};
    }
};

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

}  // namespace

class TestRunWatch : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void conditions_data() {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<bool>("hits");
        QTest::addColumn<QString>("where");
        QTest::addColumn<double>("value");
        const auto row = [](const char* expression, bool hits, const char* where = "", double value = 0) {
            QTest::newRow(expression)
                << QString::fromLatin1(expression) << hits << QString::fromLatin1(where) << value;
        };
        row("error > 0.124", true, "", 0.125);
        row("error > 0.125", false);
        row("error>=0.125", true, "", 0.125);
        row("rms > 0.06", true, "", 0.0625);
        row("relative > 0.2", true, "", 0.25);
        row("relative > 0.26", false);
        row("cycles > 253", true, "", 254);
        row("cycles > 254", false);
        row("nan", false);
        row("not-close", false);
        row("saturated", false);
        row("y > 3.5", true, "y[3]", 4);
        row("y > 0.5", true, "y[3]", 4);
        row("y < 2.5", true, "y[0]", 1);
        row("y[1] > 1.5", true, "y[1]", 2);
        row("y[1] > 2", false);
        row("lstm.c0 < -2", true, "lstm.c0[1]", -3);
        row("abs(lstm.c0) > 2.5", true, "lstm.c0[1]", 3);
        row("abs(lstm.c0[2]) > 2.5", false);
        row("x >= 2", true, "x[1]", 2);
    }
    void conditions() {
        QFETCH(QString, expression);
        QFETCH(bool, hits);
        QFETCH(QString, where);
        QFETCH(double, value);
        const Condition condition(condition_rule(expression.toStdString()), program(), states());
        const Made made;
        const auto hit = condition.look(made.view(), false);
        QCOMPARE(hit.has_value(), hits);
        if (!hit) return;
        QCOMPARE(QString::fromStdString(hit->where), where);
        QCOMPARE(hit->value, value);
    }

    void valuesThatAreNotFinite() {
        Made made;
        made.states[2] = not_a_number;
        const Condition any(condition_rule("nan"), program(), states());
        QCOMPARE(any.look(made.view(), false)->where, std::string("lstm.c0[0]"));
        made.outputs[1] = std::numeric_limits<float>::infinity();
        QCOMPARE(any.look(made.view(), false)->where, std::string("y[1]"));
        QVERIFY(any.needs_values());
        made.inputs[1] = -std::numeric_limits<float>::infinity();
        QCOMPARE(any.look(made.view(), false)->where, std::string("x[1]"));
        QCOMPARE(any.look(made.view(), false)->detail, std::string("already in the inputs"));
        const Condition hidden(condition_rule("nan(lstm.h0)"), program(), states());
        QVERIFY(!hidden.look(made.view(), false));
        // NaN is neither above nor below a bound.
        const Condition bound(condition_rule("lstm.c0[0] < 1e30"), program(), states());
        QVERIFY(!bound.look(made.view(), false));
    }

    void aCellSaturatesWhereTanhIsOne() {
        Made made;
        const Condition condition(condition_rule("saturated"), program(), states());
        // The bf16 value nearest to tanh(c) is 1 beyond atanh(1 - 2^-9).
        made.states[3] = -3.46F;
        QVERIFY(!condition.look(made.view(), false));
        made.states[3] = -3.47F;
        QVERIFY(condition.look(made.view(), false).has_value());
        QVERIFY(1 - std::tanh(3.46) > 0x1p-9);
        QVERIFY(1 - std::tanh(3.47) < 0x1p-9);
        Program stateless = program();
        QVERIFY_THROWS_EXCEPTION(Error, Condition(condition_rule("saturated"), stateless, {}));
    }

    void anInferenceWithoutReferenceHasNoError() {
        Made made;
        made.record.reference = ReferenceKind::none;
        made.record.allclose = false;
        for (const char* expression : {"error > 0", "rms >= 0", "relative > 0", "not-close"})
            QVERIFY(!Condition(condition_rule(expression), program(), states()).look(made.view(), false));
    }

    void badExpressions_data() {
        QTest::addColumn<QString>("expression");
        for (const char* bad : {"", "error", "error >", "error > x", "error > inf", "error = 1", "y[ > 1",
                                "y[-1] > 1", "y[1 > 1", "> 3", "nan(", "abs() > 1", "error > 1 2"})
            QTest::newRow(bad) << QString::fromLatin1(bad);
    }
    void badExpressions() {
        QFETCH(QString, expression);
        try {
            condition_rule(expression.toStdString());
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY(error.failure().kind == FailureKind::usage);
            QVERIFY(!error.failure().advice.empty());
        }
    }

    void unknownValuesAreNamed() {
        try {
            Condition(condition_rule("z > 1"), program(), states());
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY(std::string(error.what()).find("y, lstm.h0, lstm.c0, x") != std::string::npos);
        }
        QVERIFY_THROWS_EXCEPTION(Error, Condition(condition_rule("y[4] > 1"), program(), states()));
    }

    void decisions_data() {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QList<float>>("vm");
        QTest::addColumn<QList<float>>("reference");
        QTest::addColumn<bool>("differs");
        QTest::addColumn<double>("margin");
        QTest::addColumn<QString>("ours");
        QTest::addColumn<QString>("theirs");
        using F = QList<float>;
        const auto row = [](const char* name, const char* rule, const F& vm, const F& reference, bool differs,
                            double margin, const char* ours, const char* theirs) {
            QTest::newRow(name) << QString::fromLatin1(rule) << vm << reference << differs << margin
                                << QString::fromLatin1(ours) << QString::fromLatin1(theirs);
        };
        row("argmax, the same", "argmax", F{0, 3, 1, 2}, F{0, 4, 1, 2}, false, 2, "1", "1");
        row("argmax, another", "argmax", F{0, 3, 1, 4}, F{0, 4, 1, 3.5F}, true, 0.5, "3", "1");
        row("argmax, a tie goes to the first", "argmax", F{5, 5, 1, 4}, F{5, 4, 1, 3}, false, 1, "0", "0");
        row("argmax, NaN is the largest", "argmax", F{5, not_a_number, 1, 4}, F{5, 4, 1, 3}, true, 1, "1",
            "0");
        row("sign", "sign", F{1, -1, 2, -0.5F}, F{1, -1, 2, 0.25F}, true, 0.25, "-", "+");
        row("sign, 0 is not above it", "sign", F{1, 1, 1, 0}, F{1, 1, 1, -0.5F}, false, 0.5, "-", "-");
        row("threshold", "threshold=2", F{1, 2, 3, 4}, F{1, 2.5F, 3, 4}, true, 0.5, "-", "+");
        row("threshold, the nearest", "y=threshold=2", F{1, 0, 3, 4}, F{1, 0, 2.25F, 4}, false, 0.25, "+",
            "+");
        // The margin is the reference's own, whatever the VM decides.
        row("threshold, several differ", "threshold=2", F{1, 0, 0, 9}, F{1, 2.5F, 4, 2.25F}, true, 0.25, "-",
            "+");
        row("threshold, the same reference", "threshold=2", F{1, 3, 3, 9}, F{1, 2.5F, 4, 2.25F}, false, 0.25,
            "+", "+");
        const float inf = std::numeric_limits<float>::infinity();
        const double never = std::numeric_limits<double>::infinity();
        row("argmax of an infinity", "argmax", F{0, inf, 1, 2}, F{0, inf, 1, 2}, false, never, "1", "1");
        row("argmax of two infinities", "argmax", F{0, inf, inf, 2}, F{0, inf, inf, 2}, false, 0, "1", "1");
        row("threshold of an infinity", "y=threshold=2", F{-inf, inf, inf, inf}, F{-inf, inf, inf, inf},
            false, never, "-", "-");
        row("topk as a set", "topk=2", F{4, 3, 1, 0}, F{3, 4, 1, 0}, false, 2, "0, 1", "0, 1");
        row("topk, another", "topk=2", F{4, 1, 3, 0}, F{3, 4, 1, 0}, true, 2, "0, 2", "0, 1");
    }
    void decisions() {
        QFETCH(QString, rule);
        QFETCH(QList<float>, vm);
        QFETCH(QList<float>, reference);
        QFETCH(bool, differs);
        QFETCH(double, margin);
        QFETCH(QString, ours);
        QFETCH(QString, theirs);
        const Decision decision(decision_rule(rule.toStdString()), program());
        const DecisionOutcome outcome = decision.judge(
            std::vector<float>(vm.begin(), vm.end()), std::vector<float>(reference.begin(), reference.end()));
        QCOMPARE(outcome.differs, differs);
        QCOMPARE(outcome.margin, margin);
        QCOMPARE(QString::fromStdString(outcome.vm), ours);
        QCOMPARE(QString::fromStdString(outcome.reference), theirs);
    }

    /// An infinite margin is the most certain one.
    void infiniteMarginsComeLast() {
        const float inf = std::numeric_limits<float>::infinity();
        RunWatch watch({}, {Decision(decision_rule("argmax"), program())});
        for (const float top : {inf, 1.0F, inf}) {
            Made made;
            made.outputs = made.reference = {0, top, 0, 0};
            watch.see(made.view());
        }
        const std::vector<MarginBin> expected = {{.from = 1, .to = 2, .inferences = 1, .differing = 0},
                                                 {.from = static_cast<double>(inf),
                                                  .to = static_cast<double>(inf),
                                                  .inferences = 2,
                                                  .differing = 0}};
        QVERIFY(watch.result().decisions[0].margins == expected);
    }

    /// A hit of "wrong" says which decision, and what the reference's margin was.
    void wrongHitsNameTheDecision() {
        RunWatch watch({Condition(condition_rule("wrong"), program(), states())},
                       {Decision(decision_rule("argmax"), program()),
                        Decision(decision_rule("y=threshold=2.5"), program())});
        Made made;
        made.outputs = {1, 2, 5, 4};
        QVERIFY(watch.see(made.view()));
        made.outputs = {1, 2.75F, 3, 4};
        QVERIFY(watch.see(made.view()));
        QVERIFY(!watch.see(Made().view()));
        QVERIFY(!watch.was_wrong());
        const std::vector<Hit>& hits = watch.result().hits;
        QCOMPARE(hits.size(), std::size_t{2});
        QCOMPARE(hits[0].where, std::string("argmax of y"));
        QCOMPARE(hits[0].value, 1.0);
        QCOMPARE(hits[0].detail, std::string("the reference's margin; VM 2, reference 3"));
        QCOMPARE(hits[1].where, std::string("y=threshold=2.5 of y"));
        QCOMPARE(hits[1].value, 0.5);
    }

    /// Where both hold a NaN nothing is decided: it is counted apart.
    void whatIsUndecidedIsCountedApart() {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        RunWatch watch({}, {Decision(decision_rule("argmax"), program())});
        Made both;
        both.outputs = both.reference = {nan, nan, nan, nan};
        both.record.compared = 0;
        QVERIFY(!watch.see(both.view()));
        Made one;
        one.reference = {nan, 2, 3, 4};
        watch.see(one.view());
        watch.see(Made().view());
        const DecisionResult& result = watch.result().decisions[0];
        QCOMPARE(result.undecided, 1);
        QCOMPARE(result.compared, 2);
        QCOMPARE(result.differing, 1);
        ByteWriter writer;
        watch.save(writer);
        RunWatch again({}, {Decision(decision_rule("argmax"), program())});
        ByteReader reader(writer.bytes(), "the watch");
        again.load(reader);
        QVERIFY(again.result() == watch.result());
    }

    void eachRowOfTheLastAxisDecides() {
        const Decision decision(decision_rule("argmax"), program({2, 2}));
        const DecisionOutcome outcome =
            decision.judge(std::vector<float>{1, 2, 4, 3}, std::vector<float>{1, 2, 3, 4});
        QVERIFY(outcome.differs);
        QCOMPARE(outcome.place, 1);
    }

    void badDecisions() {
        for (const char* bad :
             {"", "best", "topk=0", "topk=x", "threshold=", "threshold=nan", "y=", "=argmax"})
            QVERIFY_THROWS_EXCEPTION(Error, decision_rule(bad));
        QVERIFY_THROWS_EXCEPTION(Error, Decision(decision_rule("topk=4"), program()));
        QVERIFY_THROWS_EXCEPTION(Error, Decision(decision_rule("argmax"), program({1})));
        QVERIFY_THROWS_EXCEPTION(Error, Decision(decision_rule("z=argmax"), program()));
        Program two = program();
        two.outputs.push_back(two.outputs[0]);
        two.outputs[1].name = "z";
        QVERIFY_THROWS_EXCEPTION(Error, Decision(decision_rule("argmax"), two));
        QCOMPARE(Decision(decision_rule("z=argmax"), two).output(), std::string("z"));
    }

    void theWatchCountsAndGoesOnFromBytes() {
        const auto make = [] {
            std::vector<Condition> conditions;
            for (const char* text : {"wrong", "y[0] > 50", "cycles > 1000"})
                conditions.emplace_back(condition_rule(text), program(), states());
            std::vector<Decision> decisions;
            decisions.emplace_back(decision_rule("argmax"), program());
            return RunWatch(std::move(conditions), std::move(decisions));
        };
        RunWatch whole = make();
        RunWatch first = make();
        RunWatch second = make();
        for (int i = 0; i < 100; ++i) {
            if (i == 40) {
                ByteWriter writer;
                first.save(writer);
                ByteReader reader(writer.bytes(), "watch");
                second.load(reader);
                reader.expect_end();
            }
            Made made;
            made.record.index = i;
            made.outputs = {static_cast<float>(i), 2, 3, 4};
            made.reference = {0, 2, 3, 4};
            if (i % 10 == 9) made.record.reference = ReferenceKind::none;
            InferenceView view = made.view();
            if (i % 10 == 9) view.reference_outputs = {};
            const bool wrong = i > 3 && i % 10 != 9;  // at 4 a tie, which goes to the first
            QCOMPARE(whole.see(view), wrong || i > 50);
            (i < 40 ? first : second).see(view);
        }
        const WatchResult& result = whole.result();
        QVERIFY(result.has_hits());
        // Every i from 4 to 99 that does not end in 9.
        QCOMPARE(result.conditions[0].hits, 96 - 10);
        QCOMPARE(result.conditions[0].first, 4);
        QCOMPARE(result.conditions[1].hits, 49);
        QCOMPARE(result.conditions[1].last, 99);
        QCOMPARE(result.conditions[2].hits, 0);
        QCOMPARE(result.decisions[0].compared, 90);
        QCOMPARE(result.decisions[0].differing, 86);
        QCOMPARE(result.decisions[0].largest_margin, 1.0);
        QCOMPARE(
            result.decisions[0].listed.front(),
            (WrongDecision{
                .index = 4, .margin = 1, .place = 0, .vm = "0", .reference = "3", .max_abs_error = 0.125}));
        const std::vector<MarginBin> margins = {{.from = 1, .to = 2, .inferences = 90, .differing = 86}};
        QVERIFY(result.decisions[0].margins == margins);
        QVERIFY(second.result() == whole.result());
    }
};

QTEST_APPLESS_MAIN(TestRunWatch)
#include "tst_run_watch.moc"
