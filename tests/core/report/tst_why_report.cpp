#include <QTest>

#include <sstream>

#include "core/report/html_report.h"
#include "core/report/markdown_report.h"
#include "core/report/why_report.h"
#include "core/report/why_words.h"
#include "small_model.h"

using namespace lockstep;

class TestWhyReport : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        compiled_ = small_model::streamed_lstm();
        why_ = explain(*compiled_.program);
    }

    void findingsAddUp() {
        std::int64_t cycles = 0;
        std::int64_t before = why_.spaced;
        for (const WhyFinding& finding : what_holds(*compiled_.program, why_)) {
            QVERIFY(!finding.text.empty());
            QVERIFY(finding.cycles <= before);
            before = finding.cycles;
            cycles += finding.cycles;
        }
        QCOMPARE(cycles, why_.spaced);
    }

    /// 40 hidden values are 2 blocks, on 2 of 6 cores.
    void unevenCoresAreSaid() {
        std::string all;
        for (const WhyFinding& finding : what_holds(*compiled_.program, why_)) all += finding.text;
        QVERIFY2(
            all.find("2 blocks over 6 cores, so that the fullest core has 1 of 0.33") != std::string::npos,
            all.c_str());
    }

    void linesOfText() {
        const std::string text = why_text(*compiled_.program, *compiled_.timeline, why_);
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
            QVERIFY2(QString::fromStdString(line).size() <= 100, line.c_str());
        for (const char* part : {"small on v80_c6b32", "what holds it", "critical path of the spaced figure",
                                 "together, spread evenly", "core 0 matvec"})
            QVERIFY2(text.find(part) != std::string::npos, text.c_str());
    }

    void json() {
        const Json json = why_json(*compiled_.program, *compiled_.timeline, why_);
        const auto sum = [](const Json& list, const char* key) {
            std::int64_t cycles = 0;
            for (const Json& entry : list) cycles += entry.at(key).get<std::int64_t>();
            return cycles;
        };
        QCOMPARE(sum(json.at("holds"), "cycles"), why_.spaced);
        QCOMPARE(sum(json.at("holders"), "cycles"), why_.spaced);
        QCOMPARE(sum(json.at("critical_path"), "cycles"), why_.spaced);
        QCOMPARE(sum(json.at("critical_path_contiguous"), "cycles"), why_.contiguous);
        QCOMPARE(json.at("instructions").size(), compiled_.timeline->events.size());
        QVERIFY(json.at("roofline").at("combined_cycles").get<std::int64_t>() <= why_.spaced);
        for (const Json& unit : json.at("units")) {
            std::int64_t cycles = unit.at("busy_spaced_cycles").get<std::int64_t>() +
                                  unit.at("idle_cycles").get<std::int64_t>();
            for (const auto& [wait, waited] : unit.at("waits_cycles").items())
                cycles += waited.get<std::int64_t>();
            QCOMPARE(cycles, why_.spaced);
        }
    }

    void stateUpdatesHaveAnySlack() {
        bool found = false;
        for (std::size_t i = 0; i < compiled_.timeline->events.size(); ++i)
            if (compiled_.timeline->events[i].state_update) {
                found = true;
                QVERIFY(!why_.slack[i].spaced);
            }
        QVERIFY(found);
    }

    void stepsOfThePathAreWhole() {
        const auto runs = path_runs(*compiled_.program, *compiled_.timeline, why_.path);
        std::size_t next = 0;
        for (const PathRun& run : runs) {
            QCOMPARE(run.first, next);
            next += run.count;
        }
        QCOMPARE(next, why_.path.entries.size());
    }

    void documents() {
        Report report = make_report(compiled_, {});
        QVERIFY(html_report(report_document(report)).find("Why it takes so long") == std::string::npos);
        report.why = std::make_shared<const Why>(why_);
        const ReportDocument document = report_document(report);
        const std::string html = html_report(document);
        for (const char* part : {"Why it takes so long", "Roofline", "Utilisation", "What holds it"})
            QVERIFY2(html.find(part) != std::string::npos, part);
        QVERIFY(markdown_report(document).find("What holds it") != std::string::npos);
    }

  private:
    CompiledProgram compiled_;
    Why why_;
};

QTEST_APPLESS_MAIN(TestWhyReport)
#include "tst_why_report.moc"
