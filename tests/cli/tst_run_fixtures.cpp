#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>
#include <cmath>

#include "cli_process.h"

using namespace cli_process;

namespace {

/// The fp32 data of a version 1 NPY file.
QList<float> npy(const QString& name) {
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray bytes = file.readAll();
    const qsizetype begin = 10 + qFromLittleEndian<quint16>(bytes.constData() + 8);
    QList<float> values((bytes.size() - begin) / 4);
    qFromLittleEndian<float>(bytes.constData() + begin, values.size(), values.data());
    return values;
}

double rms_difference(const QList<float>& a, const QList<float>& b) {
    double sum = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    return std::sqrt(sum / static_cast<double>(a.size()));
}

double rms(const QList<float>& values) {
    return rms_difference(values, QList<float>(values.size(), 0.0F));
}

}  // namespace

/// `lockstep run` on the six models, streamed and not, on every preset, against PyTorch's outputs and an
/// emulation of bf16 made with PyTorch (tests/data/models/make_fixtures.py).
class TestRunFixtures : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void runs_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shape");
        QTest::addColumn<QString>("axis");
        QTest::addColumn<QString>("config");
        QTest::addColumn<int>("inferences");
        struct Model {
            const char* name;
            const char* shape;
            const char* axis;
            int length;
        };
        const Model models[] = {
            {"lstm", "20,128", "0", 20}, {"mlp", "784", "", 1}, {"cnn", "1,32,5", "2", 5}};
        const QStringList configs = {QStringLiteral("ia_420f_c6b32"),  QStringLiteral("ia_840f_c3b64"),
                                     QStringLiteral("ia_840f_c2b64d"), QStringLiteral("nt400d11_c6b32"),
                                     QStringLiteral("v80_c6b32"),      QStringLiteral("v80ll_c6b32"),
                                     QStringLiteral("artena_c8b32")};
        for (const Model& model : models) {
            for (const char* form : {"traced", "scripted"}) {
                for (const bool streamed : {false, true}) {
                    if (streamed && *model.axis == '\0') continue;
                    for (const QString& config : configs) {
                        QTest::addRow("%s %s%s on %s", model.name, form, streamed ? ", streamed," : "",
                                      qPrintable(config))
                            << QStringLiteral("%1_%2").arg(QLatin1String(model.name), QLatin1String(form))
                            << QString::fromLatin1(model.shape)
                            << QString::fromLatin1(streamed ? model.axis : "none") << config
                            << (streamed ? model.length : 1);
                    }
                }
            }
        }
    }
    void runs() {
        QFETCH(QString, name);
        QFETCH(QString, shape);
        QFETCH(QString, axis);
        QFETCH(QString, config);
        QFETCH(int, inferences);
        const QTemporaryDir folder;
        const QString output = folder.filePath(QStringLiteral("y.npy"));
        const Result result =
            run({QStringLiteral("run"), model(name + QStringLiteral(".pt")), QStringLiteral("--input-shape"),
                 shape, QStringLiteral("--streaming-axis"), axis, QStringLiteral("--config"), config,
                 QStringLiteral("--input"), model(name + QStringLiteral("_x.npy")),
                 QStringLiteral("--output"), output, QStringLiteral("--format"), QStringLiteral("json")});
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonObject json = result.json();
        QVERIFY(json[QStringLiteral("ok")].toBool());
        QCOMPARE(json[QStringLiteral("inferences")].toInt(), inferences);

        const QList<float> expected = npy(model(name + QStringLiteral("_y.npy")));
        const QList<float> emulated = npy(model(name + QStringLiteral("_bf16.npy")));
        const QList<float> given = npy(output);
        QVERIFY(!expected.isEmpty());
        QCOMPARE(given.size(), expected.size());
        QCOMPARE(emulated.size(), expected.size());
        const double error = rms_difference(given, expected);
        QVERIFY2(error <= 2 * rms_difference(emulated, expected), qPrintable(QString::number(error)));
        for (qsizetype i = 0; i < given.size(); ++i)
            QVERIFY(std::abs(given[i] - expected[i]) <= 1e-2F + 1e-2F * std::abs(expected[i]));

        // What the tool says of its error is what this test found.
        const QJsonObject said = json[QStringLiteral("error")].toObject();
        QVERIFY(said[QStringLiteral("allclose")].toBool());
        QVERIFY(std::abs(said[QStringLiteral("rms")].toDouble() - error) <= 1e-6 + 1e-3 * error);
        QVERIFY(std::abs(said[QStringLiteral("relative_rms")].toDouble() - error / rms(expected)) <= 1e-5);
        const QJsonObject reference = json[QStringLiteral("reference")].toObject();
        QCOMPARE(reference[QStringLiteral("kind")].toString(), QStringLiteral("forward"));
        QCOMPARE(reference[QStringLiteral("checked_steps")].toInt(),
                 axis == QStringLiteral("none") ? 0 : inferences);
        if (axis != QStringLiteral("none")) QVERIFY(reference[QStringLiteral("max_abs")].toDouble() < 1e-5);
    }
};

QTEST_GUILESS_MAIN(TestRunFixtures)
#include "tst_run_fixtures.moc"
