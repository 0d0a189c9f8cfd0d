#include <QtTest>

#include "core/report/band_report.h"
#include "core/report/csv_report.h"
#include "core/report/gate.h"
#include "core/report/html_report.h"
#include "core/report/markdown_report.h"
#include "core/report/text_report.h"
#include "small_model.h"

using namespace lockstep;

/// Every form of a report says how sure its latency is.
class TestBandReport : public QObject {
    Q_OBJECT

  private:
    static Report sample(const char* config = "v80_c6b32", std::optional<double> target = std::nullopt) {
        Report report = make_report(small_model::streamed_lstm(config), IoPath::mmio);
        set_target(report.latency, target);
        return report;
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }

  private Q_SLOTS:
    void widthsAreRoundedUp() {
        QCOMPARE(plus_minus_us(0.0301, 0.85), std::string("± 0.031 µs"));
        QCOMPARE(plus_minus_us(0.0301, 1.73), std::string("± 0.04 µs"));
        QCOMPARE(plus_minus_us(0.03, 1.73), std::string("± 0.03 µs"));
        QCOMPARE(plus_minus_us(0.31, 12.0), std::string("± 0.4 µs"));
        QCOMPARE(plus_minus_us(1.5, 123.0), std::string("± 2 µs"));
        QCOMPARE(band_cycles(0.025, 254), 7);
        QCOMPARE(band_cycles(0.02, 100), 2);
    }

    void theJsonHasItsNames() {
        const Report report = sample();
        const Json json = json_report(report);
        const LatencyBand& band = *report.latency.band.value;
        QCOMPARE(json["latency_us"]["plus_minus"]["spaced"].get<double>(),
                 band.spaced * *report.latency.spaced_us);
        QVERIFY(json["cycles_per_inference"]["plus_minus"]["contiguous"].get<int>() > 0);
        QCOMPARE(json["end_to_end_us"]["plus_minus"]["mean"].get<double>(),
                 report.latency.end_to_end_band.value->mean);
        QVERIFY(json["end_to_end_us"]["plus_minus"]["mean"] > json["latency_us"]["plus_minus"]["spaced"]);
        for (const char* group : {"latency_us", "end_to_end_us"}) {
            QCOMPARE(json[group]["nearest_rows"].size(), band.nearest.size());
            QCOMPARE(json[group]["nearest_rows"][0]["row"].get<std::string>(), band.nearest[0].name);
            QCOMPARE(json[group]["calibrated_range"]["inside"].get<bool>(), band.outside.empty());
        }
        QVERIFY(!json.contains("target"));
    }

    void everyFormNamesTheNearestRows() {
        const Report report = sample();
        const std::string nearest = report.latency.band.value->nearest.front().name;
        QVERIFY(has(text_report(report), nearest));
        QVERIFY(has(html_report(report_document(report)), nearest));
        QVERIFY(has(csv_report(report), nearest));
        QVERIFY(has(markdown_report(report_document(report)), "nine in ten published figures"));
        const double us = *report.latency.spaced_us;
        const std::string width = plus_minus_us(report.latency.band.value->spaced * us, us);
        QVERIFY2(has(text_report(report), width), text_report(report).c_str());
        QVERIFY(has(html_report(report_document(report)), width));
    }

    void withoutAClockTheBandIsInCycles() {
        const Report report = sample("artena_c8b32", 2.0);
        const Json json = json_report(report);
        QVERIFY(json["latency_us"]["plus_minus"].is_null());
        QVERIFY(json["cycles_per_inference"]["plus_minus"]["spaced"].get<int>() > 0);
        QCOMPARE(json["latency_us"]["calibrated_range"]["inside"].get<bool>(), false);
        QVERIFY(has(json["latency_us"]["calibrated_range"]["outside"].dump(), "no cycles are published"));
        QVERIFY(json["target"]["verdict"].is_null());
        QVERIFY(has(json["target"]["reason"], "no end-to-end figure"));
        QVERIFY(has(text_report(report), "not known, there is no end-to-end figure"));
        QVERIFY(has(html_report(report_document(report)), "OUTSIDE the calibrated range"));
        try {
            Gate("target == over").check(json);
            QFAIL("a target without a verdict passed a gate");
        } catch (const Error& error) {
            QVERIFY2(has(error.failure().message, "no end-to-end figure"), error.what());
        }
    }

    void optimizedProgramsHaveNoBand() {
        CompiledProgram compiled = small_model::streamed_lstm("v80_c6b32");
        auto optimized = std::make_shared<Program>(*compiled.program);
        optimized->optimized = true;
        compiled.program = optimized;
        Report report = make_report(compiled, IoPath::mmio);
        set_target(report.latency, 1000.0);
        const Json json = json_report(report);
        QVERIFY(json["latency_us"]["plus_minus"].is_null() && json["end_to_end_us"]["plus_minus"].is_null());
        QVERIFY(json["end_to_end_us"]["mean"].is_number());
        QVERIFY(has(json["band_note"], "--optimize"));
        QVERIFY(json["target"]["verdict"].is_null());
        QVERIFY(has(text_report(report), "--optimize"));
    }

    void targets_data() {
        QTest::addColumn<double>("factor");
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<QString>("gate");
        QTest::addColumn<bool>("hit");
        QTest::newRow("under") << 2.0 << "under"
                               << "target == under" << true;
        QTest::newRow("over") << 0.5 << "over"
                              << "target.verdict == 'over'" << true;
        QTest::newRow("too close") << 1.0 << "too_close"
                                   << "target != under" << true;
        QTest::newRow("not over") << 1.0 << "too_close"
                                  << "target == over" << false;
    }
    void targets() {
        QFETCH(double, factor);
        QFETCH(QString, verdict);
        QFETCH(QString, gate);
        QFETCH(bool, hit);
        const double mean = sample().latency.end_to_end.value->mean;
        const Report report = sample("v80_c6b32", mean * factor);
        const Json json = json_report(report);
        QCOMPARE(QString::fromStdString(json["target"]["verdict"]), verdict);
        QCOMPARE(json["target"]["us"].get<double>(), mean * factor);
        const GateResult result = Gate(gate.toStdString()).check(json);
        QCOMPARE(result.hit, hit);
        QCOMPARE(QString::fromStdString(result.value), verdict);
        QVERIFY(has(text_report(report), factor > 1 ? "UNDER " : factor < 1 ? "OVER " : "TOO CLOSE to "));
        QVERIFY(has(csv_report(report), "target.verdict," + verdict.toStdString()));
    }
};

QTEST_APPLESS_MAIN(TestBandReport)
#include "tst_band_report.moc"
