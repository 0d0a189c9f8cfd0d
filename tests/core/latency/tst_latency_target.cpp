#include <QtTest>

#include "core/latency/latency_target.h"

using namespace lockstep;

class TestLatencyTarget : public QObject {
    Q_OBJECT

  private:
    static EndToEndResult figure(double mean) {
        return {.value = EndToEnd{.mean = mean, .p99 = mean + 0.1, .path = IoPath::mmio, .basis = "test"},
                .reason = {}};
    }
    static EndToEndBandResult band(double mean) {
        return {.value = EndToEndBand{.mean = mean, .p99 = mean, .basis = "test", .p99_basis = "test"},
                .reason = {}};
    }

  private Q_SLOTS:
    void verdicts_data() {
        QTest::addColumn<double>("target");
        QTest::addColumn<QString>("verdict");
        QTest::newRow("far over the figure") << 3.0 << "under";
        QTest::newRow("at the upper end of the band") << 2.25 << "under";
        QTest::newRow("just within, above") << 2.24 << "too_close";
        QTest::newRow("at the figure") << 2.0 << "too_close";
        QTest::newRow("at the lower end of the band") << 1.75 << "too_close";
        QTest::newRow("below the band") << 1.74 << "over";
    }
    void verdicts() {
        QFETCH(double, target);
        QFETCH(QString, verdict);
        const TargetResult result = judge_target(target, figure(2.0), band(0.25));
        QVERIFY(result.verdict.has_value());
        QCOMPARE(QString::fromUtf8(name(*result.verdict).data()), verdict);
        QCOMPARE(*result.margin_us, target - 2.0);
        QVERIFY(result.reason.empty());
    }

    void nothingElseIsTakenForTheFigure() {
        const EndToEndResult none{.value = std::nullopt, .reason = "no IO figures are published for X"};
        const TargetResult result = judge_target(1000, none, band(0.1));
        QVERIFY(!result.verdict && !result.margin_us);
        QCOMPARE(QString::fromStdString(result.reason),
                 QStringLiteral("there is no end-to-end figure: no IO figures are published for X"));
        QVERIFY(target_text(result).find("1000 us: not known") == 0);
    }

    void withoutABandNothingIsCalled() {
        const EndToEndBandResult none{.value = std::nullopt, .reason = "compiled with --optimize"};
        const TargetResult result = judge_target(1000, figure(1.0), none);
        QVERIFY(!result.verdict);
        QCOMPARE(*result.margin_us, 999.0);
        QVERIFY(result.reason.find("--optimize") != std::string::npos);
    }

    void words() {
        QCOMPARE(target_text(judge_target(3, figure(2), band(0.25))), std::string("under 3 us"));
        QCOMPARE(target_text(judge_target(1, figure(2), band(0.25))), std::string("over 1 us"));
        QCOMPARE(target_text(judge_target(2, figure(2), band(0.25))),
                 std::string("too close to 2 us to call"));
    }
};

QTEST_APPLESS_MAIN(TestLatencyTarget)
#include "tst_latency_target.moc"
