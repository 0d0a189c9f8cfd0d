#include <QtTest>

#include "core/report/latency_distribution.h"

using namespace lockstep;

class TestLatencyDistribution : public QObject {
    Q_OBJECT

  private:
    static LatencyFigures figures() {
        LatencyFigures latency;
        latency.spaced_cycles = 254;
        latency.spaced_us = 0.8466;
        latency.end_to_end.value = EndToEnd{.mean = 1.73, .p99 = 1.75, .path = IoPath::mmio, .basis = "test"};
        return latency;
    }

  private Q_SLOTS:
    void percentilesAreThePublishedOnes() {
        const nlohmann::json json = latency_distribution_json(figures());
        for (const char* key : {"min", "mean", "median", "max"})
            QCOMPARE(json["compute_us"][key].get<double>(), 0.8466);
        for (const char* key : {"p90", "p95", "p97", "p99", "p99_9"})
            QVERIFY(json["compute_us"][key].is_null());
        QCOMPARE(json["end_to_end_us"]["mean"].get<double>(), 1.73);
        QCOMPARE(json["end_to_end_us"]["p99"].get<double>(), 1.75);
        for (const char* key : {"min", "median", "p90", "p95", "p97", "p99_9", "max"})
            QVERIFY(json["end_to_end_us"][key].is_null());
    }

    void everyRowHasACellPerColumn() {
        const Section section = latency_distribution_section(figures());
        const auto& table = std::get<DocumentTable>(section.blocks.front());
        QCOMPARE(table.rows.size(), std::size_t{2});
        for (const std::vector<std::string>& row : table.rows) QCOMPARE(row.size(), table.columns.size());
        QCOMPARE(table.rows[1][2], std::string("1.73"));
        QCOMPARE(table.rows[1][1], std::string("–"));
    }

    /// Without a clock there are cycles, without a table of the board no end-to-end row.
    void whatIsNotKnownIsNotMadeUp() {
        LatencyFigures latency;
        latency.spaced_cycles = 4254;
        QVERIFY(latency_distribution_json(latency)["compute_us"].is_null());
        QVERIFY(latency_distribution_json(latency)["end_to_end_us"].is_null());
        const Section section = latency_distribution_section(latency);
        const auto& table = std::get<DocumentTable>(section.blocks.front());
        QCOMPARE(table.rows.size(), std::size_t{1});
        QCOMPARE(table.columns[0].title, std::string("Cycles"));
        QVERIFY(table.rows[0][1].starts_with("4"));
    }
};

QTEST_APPLESS_MAIN(TestLatencyDistribution)
#include "tst_latency_distribution.moc"
