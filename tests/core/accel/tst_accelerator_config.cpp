#include <fstream>
#include <functional>

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/accel/accelerator_config.h"
#include "core/accel/machine_families.h"
#include "core/support/error.h"

using namespace lockstep;
using nlohmann::json;

namespace {

Failure failure_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.failure();
    }
    return Failure{
        .kind = FailureKind::internal, .message = "no error", .advice = {}, .details = {}, .nodes = {}};
}

QString quoted(QString text) {
    return text.replace(QLatin1Char('\''), QLatin1Char('"'));
}

}  // namespace

class TestAcceleratorConfig : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void presets_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("cores");
        QTest::addColumn<int>("block");
        QTest::addColumn<int>("clock");  // 0: not published
        QTest::addColumn<qint64>("weights");
        QTest::newRow("IA-420f") << QStringLiteral("ia_420f_c6b32") << 6 << 32 << 320 << qint64{3145728};
        QTest::newRow("IA-840f") << QStringLiteral("ia_840f_c3b64") << 3 << 64 << 320 << qint64{6291456};
        QTest::newRow("IA-840f deep")
            << QStringLiteral("ia_840f_c2b64d") << 2 << 64 << 320 << qint64{8388608};
        QTest::newRow("NT400D11") << QStringLiteral("nt400d11_c6b32") << 6 << 32 << 320 << qint64{3145728};
        QTest::newRow("V80") << QStringLiteral("v80_c6b32") << 6 << 32 << 300 << qint64{25165824};
        QTest::newRow("V80LL") << QStringLiteral("v80ll_c6b32") << 6 << 32 << 330 << qint64{25165824};
        QTest::newRow("Artena") << QStringLiteral("artena_c8b32") << 8 << 32 << 0 << qint64{33554432};
    }
    void presets() {
        QFETCH(QString, name);
        QFETCH(int, cores);
        QFETCH(int, block);
        QFETCH(int, clock);
        QFETCH(qint64, weights);
        const AcceleratorConfig config = find_config(name.toStdString());
        QCOMPARE(config.cores.value, cores);
        QCOMPARE(config.block_size.value, block);
        QCOMPARE(config.clock_mhz ? static_cast<int>(config.clock_mhz->value) : 0, clock);
        QCOMPARE(qint64{config.weight_store_depth.value} * cores * block * block, weights);
        QCOMPARE(config.timing.product_latency.source.empty(), false);
        QCOMPARE(config_from_json(config_to_json(config), "again"), config);
    }
    void presetsAreComplete() {
        QCOMPARE(preset_configs().size(), std::size_t{7});
        for (const AcceleratorConfig& config : preset_configs())
            QCOMPARE(config.io_offset_us.has_value(), !config.io_tables.empty());
    }

    void ipCore() {
        const AcceleratorConfig config = find_config("ip_core_c4b32");
        QCOMPARE(config.cores.value, 4);
        QCOMPARE(config.io_size.value, std::int64_t{32});
        QCOMPARE(config.timing.product_latency.basis, Basis::assumed);
        QCOMPARE(config.weight_store_depth.basis, Basis::assumed);
        QCOMPARE(config.io_offset_us.has_value(), false);
        QCOMPARE(find_config("ip_core_c2b64").timing.bus_interval.value, 2);
        QCOMPARE(config_from_json(config_to_json(config), "again"), config);
    }

    void base() {
        const json file = {{"base", "v80_c6b32"},
                           {"name", "mine"},
                           {"weight_store_depth", 100},
                           {"timing", {{"product_latency", 40}}}};
        const AcceleratorConfig config = config_from_json(file, "mine.json");
        AcceleratorConfig expected = find_config("v80_c6b32");
        expected.name = "mine";
        expected.weight_store_depth = {100, "blocks", Basis::given, "mine.json"};
        expected.timing.product_latency = {40, "cycles", Basis::given, "mine.json"};
        QCOMPARE(config, expected);
    }

    /// What `lockstep configs NAME --format json` prints is a config.
    void printed() {
        const AcceleratorConfig expected = find_config("v80_c6b32");
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("printed.json")).toStdString();
        std::ofstream(file) << json{
            {"schema_version", 1}, {"ok", true}, {"config", config_to_json(expected)}};
        const AcceleratorConfig read = find_config(file);
        QCOMPARE(read, expected);
    }

    /// Three operands through one read port: as many cycles as two and one, unless the file says otherwise.
    void intervalOfThreeOperands() {
        const auto with = [](const json& timing) {
            return config_from_json({{"base", "v80_c6b32"}, {"timing", timing}}, "mine.json")
                .timing.vector_interval_three;
        };
        QCOMPARE(with(json::object()).value, 3);
        QCOMPARE(with(json::object()).basis, Basis::derived);
        QCOMPARE(with({{"vector_interval_two", 4}}).value, 5);
        QCOMPARE(with({{"vector_interval_two", 4}, {"vector_interval_three", 9}}).value, 9);
        QCOMPARE(with({{"vector_interval_three", 9}}).basis, Basis::given);
    }

    void figureWithBasis() {
        const json file = {
            {"base", "v80_c6b32"},
            {"weight_store_depth",
             {{"value", 7}, {"unit", "blocks"}, {"basis", "published"}, {"source", "a page"}}}};
        const AcceleratorConfig config = config_from_json(file, "folder/board.json");
        QCOMPARE(config.weight_store_depth, (Figure<std::int64_t>{7, "blocks", Basis::published, "a page"}));
        QCOMPARE(config.name, std::string("board"));
    }

    void bad_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* tag, const char* text, const char* path, const char* says) {
            QTest::newRow(tag) << QString::fromLatin1(text) << QString::fromLatin1(path)
                               << QString::fromLatin1(says);
        };
        row("not an object", "[1]", "/", "a config is a JSON object");
        // Quotes are single here.
        row("unknown key", "{'base': 'v80_c6b32', 'core': 3}", "/core", "did you mean cores?");
        row("unknown timing key", "{'base': 'v80_c6b32', 'timing': {'bus_latncy': 3}}", "/timing/bus_latncy",
            "did you mean bus_latency?");
        row("unknown figure key", "{'base': 'v80_c6b32', 'cores': {'value': 3, 'bases': 'fitted'}}",
            "/cores/bases", "did you mean basis?");
        row("no value", "{'base': 'v80_c6b32', 'cores': {'unit': 'cores'}}", "/cores", "has no \"value\"");
        row("zero cores", "{'base': 'v80_c6b32', 'cores': 0}", "/cores", "0 is out of range: 1 to 32 cores");
        row("33 cores", "{'base': 'v80_c6b32', 'cores': 33}", "/cores", "out of range");
        row("odd block", "{'base': 'v80_c6b32', 'block_size': 20}", "/block_size",
            "20 is not a multiple of 8");
        row("text", "{'base': 'v80_c6b32', 'cores': 'six'}", "/cores", "must be a whole number");
        row("fraction", "{'base': 'v80_c6b32', 'cores': 2.5}", "/cores", "must be a whole number, not 2.5");
        row("huge", "{'base': 'v80_c6b32', 'cores': 18446744073709551615}", "/cores", "out of range");
        row("negative", "{'base': 'v80_c6b32', 'timing': {'product_latency': -1}}", "/timing/product_latency",
            "out of range");
        row("not a flag", "{'base': 'v80_c6b32', 'fp8_weights': 1}", "/fp8_weights", "must be true or false");
        row("clock zero", "{'base': 'v80_c6b32', 'clock_mhz': 0}", "/clock_mhz",
            "out of range: 1 to 100000 MHz");
        row("wrong unit", "{'base': 'v80_c6b32', 'clock_mhz': {'value': 1, 'unit': 'GHz'}}",
            "/clock_mhz/unit", "the unit is \"MHz\"");
        row("no basis", "{'base': 'v80_c6b32', 'cores': {'value': 1, 'basis': 'guessed'}}", "/cores/basis",
            "\"guessed\" is no basis");
        row("no base, no fields", "{'cores': 3}", "/block_size", "is missing");
        row("unknown base", "{'base': 'v81_c6b32'}", "v81_c6b32", "did you mean v80_c6b32");
        row("file as base", "{'base': 'other.json'}", "/base", "must be a preset or an IP core");
        row("unknown family", "{'base': 'v80_c6b32', 'family': 'versal_b23'}", "/family", "versal_b32");
        row("unknown tables", "{'base': 'v80_c6b32', 'io_tables': 'u280'}", "/io_tables",
            "there are no IO tables");
        row("schema", "{'base': 'v80_c6b32', 'schema_version': 2}", "/schema_version",
            "is 2, but this version of Lockstep reads 1");
        row("empty name", "{'base': 'v80_c6b32', 'name': ''}", "/name", "is empty");
        row("timing no object", "{'base': 'v80_c6b32', 'timing': 4}", "/timing", "must be an object");
    }
    void bad() {
        QFETCH(QString, text);
        QFETCH(QString, path);
        QFETCH(QString, says);
        const Failure failure =
            failure_of([&] { config_from_json(json::parse(quoted(text).toStdString()), "user.json"); });
        QCOMPARE(failure.kind, FailureKind::bad_config);
        const QString told = QString::fromStdString(to_text(failure));
        QVERIFY2(told.contains(path) && told.contains(says), qPrintable(told));
    }

    void files_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");  // empty: it is fine
        QTest::newRow("good") << QByteArray("{\"base\": \"v80_c6b32\"}") << QString();
        QTest::newRow("cut off") << QByteArray("{\"base\": \"v80_") << QStringLiteral("no valid JSON");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("no valid JSON");
        QTest::newRow("long") << QByteArray(2 << 20, ' ') << QStringLiteral("longer than a config can be");
    }
    void files() {
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("user.json")).toStdString();
        std::ofstream(file, std::ios::binary).write(content.constData(), content.size());
        const Failure failure = failure_of([&] { find_config(file); });
        QCOMPARE(failure.message == "no error", says.isEmpty());
        QVERIFY2(says.isEmpty() || QString::fromStdString(failure.message).contains(says),
                 failure.message.c_str());
    }

    void unknownNames_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("misspelt") << QStringLiteral("v80c6b32") << QStringLiteral("did you mean v80_c6b32");
        QTest::newRow("far off") << QStringLiteral("zzzzzzzzzzzzzzzzzzzzz")
                                 << QStringLiteral("ia_420f_c6b32, ia_840f_c3b64");
        QTest::newRow("ip core without block")
            << QStringLiteral("ip_core_c4") << QStringLiteral("ip_core_c4b32");
        QTest::newRow("ip core with words")
            << QStringLiteral("ip_core_cxb32") << QStringLiteral("ip_core_c4b32");
        QTest::newRow("ip core too large")
            << QStringLiteral("ip_core_c99b32") << QStringLiteral("out of range");
        QTest::newRow("ip core odd block")
            << QStringLiteral("ip_core_c4b33") << QStringLiteral("multiple of 8");
        QTest::newRow("no file") << QStringLiteral("/nowhere/x.json") << QStringLiteral("cannot be read");
        QTest::newRow("folder") << QStringLiteral("/tmp/.json") << QStringLiteral("cannot be read");
    }
    void unknownNames() {
        QFETCH(QString, name);
        QFETCH(QString, says);
        const Failure failure = failure_of([&] { find_config(name.toStdString()); });
        QCOMPARE(failure.kind, FailureKind::bad_config);
        QVERIFY2(QString::fromStdString(to_text(failure)).contains(says), to_text(failure).c_str());
    }
};

QTEST_APPLESS_MAIN(TestAcceleratorConfig)
#include "tst_accelerator_config.moc"
