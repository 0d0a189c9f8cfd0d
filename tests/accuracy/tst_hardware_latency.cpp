#include <cmath>
#include <sstream>

#include <QTest>

#include "core/compiler/compile.h"
#include "core/latency/io_latency.h"
#include "core/support/resources.h"
#include "tests/accuracy/published_rows.h"

using namespace lockstep;

/// End-to-end latency against what was measured on cards: within a quarter of a microsecond, inputs written
/// by the processor. On boards without tables of their own that holds with the board's one offset.
class TestHardwareLatency : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void mean_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("model");
        QTest::addColumn<double>("measured");
        std::istringstream table{std::string(resource("accuracy/hardware_latency.csv"))};
        std::string line;
        std::getline(table, line);  // the header
        while (std::getline(table, line)) {
            std::vector<std::string> fields;
            std::istringstream stream(line);
            for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
            const std::string preset = fields[1].replace(0, 2, fields[1].starts_with("ia") ? "ia_" : "v8");
            QTest::addRow("%s %s", fields[2].c_str(), fields[1].c_str())
                << QString::fromStdString(preset) << QString::fromStdString(fields[2])
                << std::stod(fields[7]);
        }
    }
    void mean() {
        QFETCH(QString, preset);
        QFETCH(QString, model);
        QFETCH(double, measured);
        AcceleratorConfig config = find_config(preset.toStdString());
        // lstm_med was measured on the IA-840f, though in whole blocks it needs more than the derived depth.
        config.weight_store_depth.basis = Basis::assumed;
        for (const accuracy::ZooModel& zoo : accuracy::zoo_models(LOCKSTEP_TEST_DATA "/zoo")) {
            if (zoo.family != "hardware" || zoo.index != model.toStdString()) continue;
            const CompiledProgram compiled = compile(*accuracy::load(zoo).compiled_form(), config);
            const double compute = static_cast<double>(compiled.timeline->spaced) / config.clock_mhz->value;
            const EndToEndResult latency =
                end_to_end(config, compute, IoPath::mmio, compiled.program->input_bytes(),
                           compiled.program->output_bytes());
            QVERIFY2(latency.value.has_value(), latency.reason.c_str());
            qInfo("%.3f us, measured %.1f us", latency.value->mean, measured);
            QVERIFY2(std::abs(latency.value->mean - measured) <= 0.25,
                     qPrintable(QString::number(latency.value->mean)));
            return;
        }
        QFAIL("no such model");
    }
};

QTEST_APPLESS_MAIN(TestHardwareLatency)
#include "tst_hardware_latency.moc"
