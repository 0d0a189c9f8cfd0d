#include <QTest>

#include <cmath>
#include <set>

#include <nlohmann/json.hpp>

#include "core/accel/config_check.h"
#include "core/support/error.h"

using namespace lockstep;

/// The fields of a config as a form asks for them, judged by what config files may say.
class TestConfigCheck : public QObject {
    Q_OBJECT

  private:
    static const ConfigField& field(const std::string& key) {
        for (const ConfigField& each : config_field_list())
            if (each.key == key) return each;
        qFatal("no such field");
    }
    /// The file with this value in this place.
    static nlohmann::json file_with(const std::string& key, const std::string& text) {
        nlohmann::json json = config_to_json(find_config("v80_c6b32"));
        nlohmann::json value = text.empty() ? nlohmann::json() : nlohmann::json::parse(text, nullptr, false);
        if (value.is_discarded()) value = text;
        json[nlohmann::json::json_pointer("/" + key)] = value;
        return json;
    }

  private Q_SLOTS:
    /// Every figure of a file is a field, each once, and nothing else is.
    void fieldsAreThoseOfTheFile() {
        const nlohmann::json json = config_to_json(find_config("v80_c6b32"));
        std::set<std::string> expected;
        for (const auto& [key, value] : json.items()) {
            if (key == "timing") {
                for (const auto& [inner, figure] : value.items()) expected.insert("timing/" + inner);
            } else if (value.is_object() || value.is_null()) {
                expected.insert(key);
            }
        }
        std::set<std::string> found;
        for (const ConfigField& each : config_field_list()) QVERIFY(found.insert(each.key).second);
        QVERIFY(found == expected);
    }

    /// What the form allows is what a file may say.
    void allowedIsWhatAFileMaySay_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        for (const char* key : {"cores", "block_size", "clock_mhz", "io_offset_us", "fp8_weights",
                                "timing/accumulators", "timing/one_core_threshold", "tensor_ram_depth"})
            for (const char* text : {"0", "1", "4", "7.5", "8", "24", "33", "256", "257", "-1", "1e3", "true",
                                     "six", "", "999999999999"})
                QTest::addRow("%s = %s", key, text) << QString::fromLatin1(key) << QString::fromLatin1(text);
    }
    void allowedIsWhatAFileMaySay() {
        QFETCH(QString, key);
        QFETCH(QString, text);
        const ConfigField& which = field(key.toStdString());
        bool taken = true;
        try {
            static_cast<void>(config_from_json(file_with(which.key, text.toStdString()), "user.json"));
        } catch (const Error&) {
            taken = false;
        }
        // "1e3" is a number of JSON with a fraction, and no whole number here either.
        const std::string problem = field_problem(which, text.toStdString());
        QCOMPARE(problem.empty(), taken);
        if (taken) return;
        QVERIFY(problem.find(allowed_text(which)) != std::string::npos);
        AcceleratorConfig config = find_config("v80_c6b32");
        QVERIFY_THROWS_EXCEPTION(Error, set_field(config, which, text.toStdString()));
        QVERIFY(config == find_config("v80_c6b32"));
    }

    /// Each field of each preset: its own text changes nothing, another value is the user's.
    void valuesGoBackAndForth() {
        for (const AcceleratorConfig& preset : preset_configs()) {
            AcceleratorConfig config = preset;
            for (const ConfigField& each : config_field_list()) {
                const std::string now = field_text(config, each);
                QVERIFY2(field_problem(each, now).empty(), each.key.c_str());
                set_field(config, each, " " + now + " ");
            }
            QVERIFY(config == preset);
        }
        AcceleratorConfig config = find_config("v80_c6b32");
        set_field(config, field("cores"), "4");
        set_field(config, field("clock_mhz"), "412.5");
        set_field(config, field("timing/bus_latency"), "9");
        set_field(config, field("fp8_weights"), "false");
        set_field(config, field("io_offset_us"), "");
        QCOMPARE(config.cores.value, 4);
        QCOMPARE(config.cores.basis, Basis::given);
        QCOMPARE(config.clock_mhz->value, 412.5);
        QCOMPARE(config.timing.bus_latency.value, 9);
        QCOMPARE(config.fp8_weights.value, false);
        QVERIFY(!config.io_offset_us);
        QCOMPARE(field_basis(config, field("cores")), Basis::given);
        QCOMPARE(field_basis(config, field("block_size")), Basis::published);
        // As a file it is the same config again.
        QVERIFY(config_from_json(config_to_json(config), "user.json") == config);
    }

    void amounts() {
        const ConfigAmounts v80 = config_amounts(find_config("v80_c6b32"));
        QCOMPARE(v80.weights, std::int64_t{25165824});         // stated for the board
        QCOMPARE(v80.tensor_bytes, std::int64_t{6 * 262144});  // published per core
        QCOMPARE(v80.products_per_cycle, std::int64_t{6 * 1024});
        QVERIFY(std::abs(*v80.peak_gflops - 3686.4) < 1e-9);  // 6144 products at 300 MHz, two operations
        QCOMPARE(*v80.fill_us, 4096.0 / 300);
        AcceleratorConfig config = find_config("v80_c6b32");
        config.clock_mhz.reset();
        QVERIFY(!config_amounts(config).peak_gflops);
    }
};

QTEST_APPLESS_MAIN(TestConfigCheck)
#include "tst_config_check.moc"
