#include <QTest>

#include <cmath>
#include <numeric>
#include <set>

#include "core/report/html_report.h"
#include "core/report/latency_budget.h"
#include "small_model.h"

using namespace lockstep;

/// How a target is spent: its parts against the played cycles and the figures of the report.
class TestLatencyBudget : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        compiled_ = small_model::streamed_lstm();
        why_ = explain(*compiled_.program);
        latency_ = make_report(compiled_, {}).latency;
    }

    void partsAddUp_data() {
        QTest::addColumn<QString>("config");
        QTest::addColumn<bool>("host");
        QTest::newRow("with IO tables") << "v80_c6b32" << true;
        QTest::newRow("without") << "artena_c8b32" << false;
    }
    void partsAddUp() {
        QFETCH(QString, config);
        QFETCH(bool, host);
        const CompiledProgram compiled = small_model::streamed_lstm(config.toUtf8());
        const LatencyFigures latency = make_report(compiled, {}).latency;
        const LatencyBudgetResult result =
            latency_budget(*compiled.program, explain(*compiled.program), latency, 1.5);
        if (!latency.clock_mhz) {
            QVERIFY(!result.value);
            QVERIFY(result.reason.find("clock") != std::string::npos);
            return;
        }
        const LatencyBudget& budget = *result.value;
        std::int64_t cycles = 0;
        double us = 0;
        for (const BudgetPart& part : budget.parts) {
            cycles += part.cycles;
            us += part.us;
        }
        QCOMPARE(cycles, compiled.timeline->spaced);
        QCOMPARE(budget.with_host, host);
        QVERIFY(std::abs(us - budget.used_us) < 1e-12);
        QCOMPARE(budget.used_us, host ? latency.end_to_end.value->mean : *latency.spaced_us);
        QCOMPARE(budget.left_us, 1.5 - budget.used_us);
        QVERIFY(budget.least_cycles <= budget.cycles);
        if (!host) QVERIFY(!budget.host_note.empty());
    }

    /// The cycles of a module are those that the critical path spends in its nodes.
    void modulesAreThoseOfThePath() {
        const LatencyBudget budget = *latency_budget(*compiled_.program, why_, latency_, 2).value;
        std::set<std::string> names;
        for (const BudgetPart& part : budget.parts) {
            if (part.kind != BudgetPart::Kind::module) continue;
            names.insert(part.name);
            std::int64_t cycles = 0;
            std::int64_t before = budget.cycles;
            for (const std::uint32_t id : part.nodes) {
                for (std::size_t i = 0; i < compiled_.program->nodes.size(); ++i) {
                    if (compiled_.program->nodes[i].id != id) continue;
                    QCOMPARE(compiled_.program->nodes[i].module, part.name);
                    QVERIFY(why_.nodes[i].on_path <= before);
                    before = why_.nodes[i].on_path;
                    cycles += before;
                }
            }
            QCOMPARE(cycles, part.cycles);
        }
        QVERIFY(names.contains("lstm"));
        QVERIFY(names.contains("readout"));
    }

    void modulesAreJoinedByTheirPaths() {
        Program program = *compiled_.program;
        for (std::size_t i = 0; i < program.nodes.size(); ++i)
            program.nodes[i].module = "body.part" + std::to_string(i) + ".deep";
        const auto modules = [&](std::size_t most) {
            std::vector<std::string> names;
            const LatencyBudgetResult budget = latency_budget(program, why_, latency_, 2, most);
            for (const BudgetPart& part : budget.value->parts)
                if (part.kind == BudgetPart::Kind::module) names.push_back(part.name);
            return names;
        };
        const std::vector<std::string> all = modules(0);
        QVERIFY(all.size() >= 2);
        for (const std::string& name : all) QVERIFY(name.ends_with(".deep"));
        QCOMPARE(modules(all.size()), all);
        QCOMPARE(modules(1), std::vector<std::string>{"body"});
    }

    void leftAndOver() {
        const double mean = latency_.end_to_end.value->mean;
        const LatencyBudget left = *latency_budget(*compiled_.program, why_, latency_, mean + 0.5).value;
        QVERIFY(std::abs(left.left_us - 0.5) < 1e-12);
        QVERIFY(budget_sentence(left).starts_with("0.5"));
        QVERIFY(budget_text({left, {}}, left.target_us).find("left") != std::string::npos);
        const LatencyBudget over = *latency_budget(*compiled_.program, why_, latency_, mean / 2).value;
        QVERIFY(over.left_us < 0);
        const std::string text = budget_text({over, {}}, over.target_us);
        QVERIFY(text.find("over") != std::string::npos && text.find("left") == std::string::npos);
        // Without host IO the compute latency is what is held against the target.
        LatencyFigures compute = make_report(compiled_, IoPath::none).latency;
        const LatencyBudget alone = *latency_budget(*compiled_.program, why_, compute, 1).value;
        QVERIFY(!alone.with_host);
        QCOMPARE(alone.used_us, *compute.spaced_us);
        QVERIFY(budget_sentence(alone).ends_with("compute alone"));
    }

    void jsonAndReports() {
        const Json json = budget_json(latency_budget(*compiled_.program, why_, latency_, 2), 2);
        std::int64_t cycles = 0;
        double share = 0;
        for (const Json& part : json.at("parts")) {
            cycles += part.at("cycles").get<std::int64_t>();
            share += part.at("share_of_target").get<double>();
        }
        QCOMPARE(cycles, json.at("cycles").get<std::int64_t>());
        QVERIFY(std::abs(share * 2 - json.at("used_us").get<double>()) < 1e-12);
        Report report = make_report(compiled_, {});
        set_target(report.latency, 2);
        QVERIFY(html_report(report_document(report)).find("Latency budget") == std::string::npos);
        QVERIFY(!json_report(report).contains("budget"));
        report.why = std::make_shared<const Why>(why_);
        QVERIFY(html_report(report_document(report)).find("Latency budget") != std::string::npos);
        QVERIFY(json_report(report).at("budget") == json);
    }

    void anotherProgramsExplanationIsRefused() {
        Why other = why_;
        ++other.spaced;
        QVERIFY_THROWS_EXCEPTION(Error, latency_budget(*compiled_.program, other, latency_, 2));
    }

  private:
    CompiledProgram compiled_;
    Why why_;
    LatencyFigures latency_;
};

QTEST_APPLESS_MAIN(TestLatencyBudget)
#include "tst_latency_budget.moc"
