#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>
#include <map>
#include <set>

#include "core/report/chrome_trace.h"
#include "core/report/csv_report.h"
#include "core/report/html_report.h"
#include "core/report/markdown_report.h"
#include "core/report/metrics.h"
#include "core/report/number_text.h"
#include "core/report/operator_support.h"
#include "core/report/text_report.h"
#include "small_model.h"

using namespace lockstep;

namespace {

Report sample_report(const char* config = "v80_c6b32") {
    const CompiledProgram compiled = small_model::streamed_lstm(config);
    Report report = make_report(compiled, IoPath::mmio);
    report.model_file = "models/<odd> & \"small\".pt";
    LockstepRun run(compiled, random_inputs(compiled.program->inputs, 3), nullptr);
    run.run(6);
    auto recording = std::make_shared<Recording>(*run.recording());
    for (InferenceRecord& record : recording->inferences) {
        record.reference = ReferenceKind::forward;
        record.max_abs_error = 0.125 * static_cast<double>(record.index);
        record.rms_error = 0.0625 * static_cast<double>(record.index);
        record.reference_rms = 1;
    }
    recording->error = summarize_errors(recording->inferences);
    report.run = RunPart{.inputs = "random inputs, seed 3",
                         .random_inputs = true,
                         .seed = 3,
                         .tolerance = {},
                         .speed = {},
                         .recording = recording};
    return report;
}

const Json* at(const Json& json, const std::string& path) {
    const Json* value = &json;
    for (const QString& part : QString::fromStdString(path).split(u'.')) {
        if (!value->is_object() || !value->contains(part.toStdString())) return nullptr;
        value = &(*value)[part.toStdString()];
    }
    return value;
}

/// The first table of a section of that title; an empty one if there is none.
DocumentTable table_of(const ReportDocument& document, const std::string& title) {
    for (const Section& section : document.sections) {
        if (section.title != title) continue;
        for (const Block& block : section.blocks)
            if (const auto* table = std::get_if<DocumentTable>(&block)) return *table;
    }
    return {};
}

}  // namespace

class TestReport : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void latencyIsCyclesByClock() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const Report report = make_report(compiled, IoPath::mmio);
        QCOMPARE(report.latency.spaced_cycles, compiled.timeline->spaced);
        QCOMPARE(*report.latency.spaced_us, static_cast<double>(compiled.timeline->spaced) / 300.0);
        QVERIFY(report.latency.end_to_end.value.has_value());
    }

    /// The sum over nodes and the latency reconcile, counted cycle by cycle.
    void theSumReconciles() {
        const CompiledProgram compiled = small_model::streamed_lstm();
        const Report report = make_report(compiled, {});
        const Reconciliation& r = report.reconciliation;
        std::int64_t held = 0;
        std::int64_t covered = 0;
        for (std::int64_t cycle = 0; cycle < compiled.timeline->spaced; ++cycle) {
            std::int64_t units = 0;
            for (const TimelineEvent& event : compiled.timeline->events)
                if (event.start <= cycle && cycle < event.end) ++units;
            held += units;
            covered += units > 0 ? 1 : 0;
        }
        QCOMPARE(r.sum_of_ops, held);
        QCOMPARE(r.idle, compiled.timeline->spaced - covered);
        QCOMPARE(r.overlap, held - covered);
        QCOMPARE(r.spaced, r.sum_of_ops - r.overlap + r.idle);
        double share = 0;
        for (const OpRow& row : report.ops) share += row.share;
        QVERIFY(std::abs(share - 1) < 1e-12);
    }

    void everyMetricStandsInTheJsonUnderItsKey() {
        const Report report = sample_report();
        const Json json = Json::parse(to_text(json_report(report)));
        for (const Metric& metric : metrics(report)) {
            if (std::holds_alternative<std::monostate>(metric.value)) continue;
            const Json* value = at(json, metric.key);
            QVERIFY2(value != nullptr, metric.key.c_str());
            if (const auto* number = std::get_if<double>(&metric.value))
                QCOMPARE(value->get<double>(), *number);
            if (const auto* count = std::get_if<std::int64_t>(&metric.value))
                QCOMPARE(value->get<std::int64_t>(), *count);
            if (const auto* truth = std::get_if<bool>(&metric.value)) QCOMPARE(value->get<bool>(), *truth);
        }
    }

    void supportIsSaidOfEveryNode_data() {
        QTest::addColumn<QList<int>>("levels");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("all") << QList<int>{0, 0, 0}
                             << "all operators supported by the published accelerators";
        QTest::newRow("composed") << QList<int>{0, 1, 1}
                                  << "all operators supported by the published accelerators; Op1 built from "
                                     "operators that they support";
        QTest::newRow("ours") << QList<int>{2, 0, 2}
                              << "not supported by the published accelerators, Lockstep only: Op2";
        QTest::newRow("both") << QList<int>{2, 1, 0}
                              << "not supported by the published accelerators, Lockstep only: Op2; Op1 built "
                                 "from operators that they support";
    }
    void supportIsSaidOfEveryNode() {
        QFETCH(QList<int>, levels);
        QFETCH(QString, sentence);
        Report report = sample_report();
        const OpRow row = report.ops.front();
        report.ops.clear();
        for (const int level : levels) {
            report.ops.push_back(row);
            report.ops.back().op = "Op" + std::to_string(level);
            report.ops.back().support = {static_cast<nnir::SupportLevel>(level), "because"};
        }
        const Json json = json_report(report);
        QCOMPARE(QString::fromStdString(json["support"]["summary"]), sentence);
        QCOMPARE(json["support"]["all_published"].get<bool>(), !levels.contains(2));
        const char* const names[] = {"published", "composed", "lockstep_only"};
        for (std::size_t i = 0; i < report.ops.size(); ++i) {
            QCOMPARE(json["per_op"][i]["support"]["level"].get<std::string>(),
                     names[levels[static_cast<qsizetype>(i)]]);
            QCOMPARE(json["per_op"][i]["support"]["note"].get<std::string>(), "because");
        }
        const std::string html = html_report(report_document(report));
        QCOMPARE(html.find("Lockstep only") != std::string::npos, levels.contains(2));
        QVERIFY(text_report(report).find(sentence.toStdString()) != std::string::npos);
    }

    void numbersThatAreNotFiniteAreStrings() {
        Report report = sample_report();
        auto recording = std::make_shared<Recording>(*report.run->recording);
        recording->error.max_abs = std::numeric_limits<double>::infinity();
        recording->inferences[0].max_abs_error = std::numeric_limits<double>::quiet_NaN();
        report.run->recording = recording;
        const Json json = Json::parse(to_text(json_report(report)));
        QCOMPARE(json["error"]["max_abs"], Json("inf"));
        QCOMPARE(json["per_inference"][0]["max_abs_error"], Json("nan"));
    }

    void withoutAClockThereAreCyclesOnly() {
        const Report report = sample_report("artena_c8b32");
        const Json json = json_report(report);
        QVERIFY(json["latency_us"]["spaced"].is_null());
        QVERIFY(json["end_to_end_us"].is_null());
        QVERIFY(json["cycles_per_inference"]["spaced"].get<int>() > 0);
        QVERIFY(text_report(report).find("not known") != std::string::npos);
        const Json trace = chrome_trace(*report.program, *report.timeline);
        QVERIFY(trace["otherData"]["time_unit"].get<std::string>().find("not known") != std::string::npos);
    }

    /// Read back by rules of RFC 4180 written here.
    void theCsvHasSixFieldsARow() {
        Report report = sample_report();
        report.why = std::make_shared<const Why>(explain(*report.program));
        const std::string csv = csv_report(report);
        std::vector<std::vector<std::string>> rows(1, {""});
        bool quoted = false;
        for (std::size_t i = 0; i < csv.size(); ++i) {
            if (csv[i] == '"' && quoted && i + 1 < csv.size() && csv[i + 1] == '"')
                rows.back().back() += csv[i++];
            else if (csv[i] == '"')
                quoted = !quoted;
            else if (csv[i] == ',' && !quoted)
                rows.back().emplace_back();
            else if (csv[i] == '\r' && !quoted && csv[i + 1] == '\n')
                rows.push_back({""}), ++i;
            else
                rows.back().back() += csv[i];
        }
        rows.pop_back();
        std::map<std::string, std::string> figures;
        std::int64_t path = 0;
        std::int64_t holds = 0;
        for (const std::vector<std::string>& row : rows) {
            QCOMPARE(row.size(), std::size_t{6});
            if (row[0] == "figure") figures[row[2]] = row[3];
            if (row[0] == "critical_path" && row[2] == "cycles") path += std::stoll(row[3]);
            if (row[0] == "holds" && row[2] == "cycles") holds += std::stoll(row[3]);
            if (row[0] == "what" && row[2] == "model_file") QCOMPARE(row[3], report.model_file);
        }
        QCOMPARE(std::stoll(figures["cycles_per_inference.spaced"]), report.latency.spaced_cycles);
        QCOMPARE(std::stod(figures["latency_us.spaced"]), *report.latency.spaced_us);
        QCOMPARE(path, report.latency.spaced_cycles);
        QCOMPARE(holds, report.latency.spaced_cycles);
    }

    /// Whatever had a part in the program beside the calibrated policy is said first in every form.
    void departuresAreSaid() {
        Report report = sample_report();
        const auto says = [&report](bool wanted) {
            const std::string words = "not comparable with published figures";
            const ReportDocument document = report_document(report);
            QCOMPARE(html_report(document).find(words) != std::string::npos, wanted);
            QCOMPARE(markdown_report(document).find(words) != std::string::npos, wanted);
            QCOMPARE(text_report(report).find(words) != std::string::npos, wanted);
            QCOMPARE(json_report(report)["search"]["comparable_with_published"].get<bool>(), !wanted);
            QVERIFY(csv_report(report).find(wanted ? "comparable_with_published,false"
                                                   : "comparable_with_published,true") != std::string::npos);
        };
        says(false);
        auto program = std::make_shared<Program>(*report.program);
        program->pins = {"lstm=0,1"};
        report.program = program;
        says(true);
        program->pins.clear();
        program->search.seeds = 3;
        says(true);
        program->search.seeds = 1;
        program->search.quick = true;
        says(true);
        QCOMPARE(program->departures(), std::string("--quick"));
    }

    void aWidthStandsBehindItsFigure() {
        const Report report = sample_report();
        QVERIFY(report.latency.band.value.has_value());
        int widths = 0;
        for (const std::vector<std::string>& row : table_of(report_document(report), "Figures").rows) {
            QVERIFY2(row[0].find("±") == std::string::npos, row[0].c_str());
            widths += row[1].find(" ± ") != std::string::npos ? 1 : 0;
        }
        // Cycles and microseconds, spaced and contiguous; the mean and the 99th percentile end to end.
        QCOMPARE(widths, 6);
    }

    void aMemoryHasOneRow() {
        const Report report = sample_report();
        std::map<std::string, std::int64_t> sums;
        std::map<std::string, std::int64_t> most;
        for (const MemoryUse& use : report.program->memory) {
            std::string name = use.name;
            std::ranges::replace(name, '_', ' ');
            sums[name] += use.used;
            most[name] = std::max(most[name], use.used);
        }
        const DocumentTable table = table_of(report_document(report), "Memories");
        QCOMPARE(table.rows.size(), sums.size());
        for (const std::vector<std::string>& row : table.rows) {
            QCOMPARE(row[2], count_text(most.at(row[0])));
            QCOMPARE(row[5], count_text(sums.at(row[0])));
        }
    }

    void aSourceHasNoFolders() {
        Report report = sample_report();
        report.ops[0].source = "/somebody/else's/net.py:12: return a / b";
        QCOMPARE(table_of(report_document(report), "Per node").rows[0][2],
                 std::string("net.py:12: return a / b"));
    }

    void theSummarySaysWhetherTheErrorIsWithinTolerance_data() {
        QTest::addColumn<bool>("within");
        QTest::newRow("within") << true;
        QTest::newRow("beyond") << false;
    }
    void theSummarySaysWhetherTheErrorIsWithinTolerance() {
        QFETCH(bool, within);
        Report report = sample_report();
        auto recording = std::make_shared<Recording>(*report.run->recording);
        recording->error.allclose = within;
        report.run->recording = recording;
        const ReportDocument document = report_document(report);
        const QString words = within ? QStringLiteral(" All outputs are within atol 0.01")
                                     : QStringLiteral(" Not all outputs are within atol 0.01");
        int found = 0;
        for (const Block& block : document.sections.front().blocks) {
            const auto* paragraph = std::get_if<Paragraph>(&block);
            if (paragraph == nullptr || !QString::fromStdString(paragraph->text).contains(words)) continue;
            QCOMPARE(paragraph->tone, within ? Paragraph::Tone::normal : Paragraph::Tone::warning);
            ++found;
        }
        QCOMPARE(found, 1);
    }

    void theHtmlStandsAlone() {
        const QString html = QString::fromStdString(html_report(report_document(sample_report())));
        for (const char* word : {"src=", "href=", "url(", "@import", "<script", "<link"})
            QVERIFY2(!html.contains(QLatin1String(word)), word);
        QVERIFY(!html.contains(QStringLiteral("<odd>")));
        QVERIFY(html.contains(QStringLiteral("&lt;odd&gt; &amp; &quot;small&quot;")));
        // Error, timeline, memories, and two states.
        QCOMPARE(html.count(QStringLiteral("<svg ")), 5);
        // Every picture is well-formed XML.
        const QRegularExpression svg(QStringLiteral("<svg .*?</svg>"),
                                     QRegularExpression::DotMatchesEverythingOption);
        for (auto match = svg.globalMatch(html); match.hasNext();) {
            QXmlStreamReader reader(match.next().captured());
            while (!reader.atEnd()) reader.readNext();
            QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        }
    }

    void theMarkdownTablesAreWellFormed() {
        const QString text = QString::fromStdString(markdown_report(report_document(sample_report())));
        int width = 0;
        int tables = 0;
        for (const QString& line : text.split(u'\n')) {
            QString plain = line;
            plain.remove(QRegularExpression(QStringLiteral("\\\\.")));
            const auto bars = static_cast<int>(plain.count(u'|'));
            if (bars == 0) {
                width = 0;
                continue;
            }
            if (width == 0) ++tables;
            if (width != 0) QCOMPARE(bars, width);
            width = bars;
        }
        QCOMPARE(tables, 7);
    }

    /// Read back as a viewer does.
    void theTraceIsOneOfChrome() {
        const Report report = sample_report();
        const Timeline& timeline = *report.timeline;
        const Json trace = Json::parse(to_line(chrome_trace(*report.program, timeline)));
        std::map<std::pair<int, int>, std::vector<std::pair<double, double>>> slices;
        std::set<std::pair<int, int>> named;
        std::map<int, Json> starts;
        std::size_t count = 0;
        for (const Json& event : trace["traceEvents"]) {
            const std::string phase = event["ph"];
            const std::pair lane{event["pid"].get<int>(), event["tid"].get<int>()};
            if (phase == "M" && event["name"] == "thread_name") named.insert(lane);
            if (phase == "X") {
                ++count;
                slices[lane].emplace_back(event["ts"].get<double>(),
                                          event["ts"].get<double>() + event["dur"].get<double>());
                const double cycles = event["args"]["start_cycle"].get<double>();
                QVERIFY(std::abs(event["ts"].get<double>() - cycles / 300) < 1e-9);
            }
            if (phase == "s") starts[event["id"].get<int>()] = event;
            if (phase == "f") {
                QCOMPARE(event["bp"], Json("e"));
                QVERIFY(starts.contains(event["id"].get<int>()));
                QVERIFY(starts[event["id"].get<int>()]["ts"].get<double>() <= event["ts"].get<double>());
            }
        }
        QCOMPARE(count, timeline.events.size());
        QVERIFY(!starts.empty());
        for (const auto& [lane, spans] : slices) QVERIFY(named.contains(lane));
        for (const auto& [id, start] : starts) {
            const auto& spans = slices[{start["pid"].get<int>(), start["tid"].get<int>()}];
            const double time = start["ts"].get<double>();
            QVERIFY(std::ranges::any_of(
                spans, [&](const auto& span) { return span.first <= time && time <= span.second; }));
        }
        QCOMPARE(trace["otherData"]["frequency_mhz"].get<double>(), 300.0);
    }

    void numberTexts_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        const auto row = [](double value, const char* text) {
            QTest::newRow(text) << value << QString::fromUtf8(text);
        };
        row(0, "0");
        row(0.84666, "0.847");
        row(1.1266, "1.13");
        row(12.345, "12.3");
        row(123.45, "123");
        row(999.7, "1000");
        row(1234.4, "1234");
        row(12345, "12\u2009345");
        row(0.0123456, "0.0123");
        row(0.00123456, "0.00123");
        row(0.000123456, "1.23e-04");
        row(-2.5, "-2.50");
        row(1.5e8, "1.50e+08");
        row(std::numeric_limits<double>::quiet_NaN(), "nan");
        row(-std::numeric_limits<double>::infinity(), "-inf");
    }
    void numberTexts() {
        QFETCH(double, value);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(number_text(value)), text);
    }
};

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
