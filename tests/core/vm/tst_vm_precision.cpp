#include <QtTest>

#include <cmath>

#include "core/run/model_document.h"
#include "core/run/stored_array.h"
#include "core/vm/vm.h"

using namespace lockstep;

namespace {

std::vector<float> fixture(const std::string& name) {
    return read_whole(*open_npy(std::string(LOCKSTEP_TEST_DATA) + "/precision/" + name + ".npy")).values;
}

LoadedModel load(const std::string& name, const std::string& rule) {
    ModelOptions options;
    if (name == "smoother") {
        options.input_shapes = {{"", {60, 24}}};
        options.streaming_axes = {{"", 0}};
    } else {
        options.input_shapes = {{"", {32, 48}}};
    }
    if (!rule.empty()) options.precision = {precision_rule(rule, "--precision")};
    return load_model(std::string(LOCKSTEP_TEST_DATA) + "/precision/" + name + ".pt", options);
}

std::vector<float> run(const LoadedModel& model, const std::vector<float>& x) {
    const CompiledProgram compiled = compile_model(model, find_config("v80_c6b32"));
    Vm vm(compiled.program);
    const auto inputs = static_cast<std::size_t>(compiled.program->input_values());
    std::vector<float> all;
    std::vector<float> outputs(static_cast<std::size_t>(compiled.program->output_values()));
    for (std::size_t first = 0; first < x.size(); first += inputs) {
        vm.step(std::span(x).subspan(first, inputs), outputs);
        all.insert(all.end(), outputs.begin(), outputs.end());
    }
    return all;
}

double rms(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = a.size() == b.size() ? 0 : INFINITY;
    for (std::size_t k = 0; k < std::min(a.size(), b.size()); ++k)
        sum += std::pow(static_cast<double>(a[k]) - static_cast<double>(b[k]), 2);
    return std::sqrt(sum / static_cast<double>(a.size()));
}

}  // namespace

/// Real models with precisions, against PyTorch's fp32 and against emulations of bf16, fp32 and E4M3 in
/// PyTorch (tests/data/precision/make_precision.py).
class TestVmPrecision : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void precisions_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("emulation");
        QTest::newRow("smoother, bf16") << "smoother"
                                        << ""
                                        << "bf16";
        QTest::newRow("smoother, fp32") << "smoother"
                                        << "filter=fp32"
                                        << "fp32";
        QTest::newRow("classifier, bf16") << "classifier"
                                          << ""
                                          << "bf16";
        QTest::newRow("classifier, fp8") << "classifier"
                                         << "*=fp8"
                                         << "fp8";
    }
    void precisions() {
        QFETCH(QString, name);
        QFETCH(QString, rule);
        QFETCH(QString, emulation);
        const std::string stem = name.toStdString();
        const std::vector<float> ours = run(load(stem, rule.toStdString()), fixture(stem + "_x"));
        const std::vector<float> exact = fixture(stem + "_y");
        const std::vector<float> emulated = fixture(stem + "_" + emulation.toStdString());
        const double error = rms(ours, exact);
        const double expected = rms(emulated, exact);
        QVERIFY2(error < 2 * expected && expected < 2 * error,
                 qPrintable(QStringLiteral("rms error %1, of the emulation %2").arg(error).arg(expected)));
        if (emulation == QLatin1String("fp8")) QVERIFY(rms(ours, emulated) < expected / 4);
    }

    void fp32LowersTheErrorAndFp8RaisesIt() {
        const std::vector<float> smooth = fixture("smoother_y");
        const std::vector<float> x = fixture("smoother_x");
        QVERIFY(4 * rms(run(load("smoother", "filter=fp32"), x), smooth) <
                rms(run(load("smoother", ""), x), smooth));
        const std::vector<float> classes = fixture("classifier_y");
        const std::vector<float> features = fixture("classifier_x");
        QVERIFY(rms(run(load("classifier", "*=fp8"), features), classes) >
                4 * rms(run(load("classifier", ""), features), classes));
    }
};

QTEST_APPLESS_MAIN(TestVmPrecision)
#include "tst_vm_precision.moc"
