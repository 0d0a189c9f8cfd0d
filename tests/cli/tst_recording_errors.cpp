#include "recording_process.h"

using namespace recording_process;

/// Errors of recorded runs taken apart, and states that are edited.
class TestRecordingErrors : public RecordingTest {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { prepare(); }

    void anErrorIsTakenApart() {
        const Result result = cli_process::run(
            QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt"))} + model_options +
            words(QStringLiteral(
                "--inferences 40 --attribute --envelope --at 33 --attribute-over 3 --format json")));
        QVERIFY2(result.status == 0, result.errors.constData());
        const QJsonObject json = result.json();
        const QJsonObject parts = json[QStringLiteral("attribution")].toObject();
        QCOMPARE(parts[QStringLiteral("inference")].toInt(), 33);
        QCOMPARE(parts[QStringLiteral("inferences")].toInt(), 3);
        const double error = parts[QStringLiteral("error")].toDouble();
        QVERIFY(error != 0);
        QCOMPARE(std::abs(error), json[QStringLiteral("per_inference")]
                                      .toArray()[33]
                                      .toObject()[QStringLiteral("max_abs_error")]
                                      .toDouble());
        // The first variant of the device is the VM as it ran.
        const QJsonObject envelope = json[QStringLiteral("envelope")].toObject();
        QCOMPARE(envelope[QStringLiteral("variants")]
                     .toArray()[0]
                     .toObject()[QStringLiteral("max_abs")]
                     .toDouble(),
                 std::abs(error));
        double sum = 0;
        for (const QJsonValue& source : parts[QStringLiteral("sources")].toArray())
            sum += source.toObject()[QStringLiteral("at_focus")].toDouble();
        QVERIFY(std::abs(sum - error) <= 1e-6 * std::abs(error));
        const QJsonArray nodes = parts[QStringLiteral("nodes")].toArray();
        QCOMPARE(nodes.size(), 3);
        for (const QJsonValue& node : nodes)
            QVERIFY(!node.toObject()[QStringLiteral("emulated")].toBool(true));
        const Result text =
            cli_process::run(QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt"))} +
                             model_options + words(QStringLiteral("--inferences 10 --attribute")));
        QVERIFY2(text.output.contains("weight rounding"), text.output.constData());
        const Result alone = program(QStringLiteral("--attribute"));
        QCOMPARE(alone.status, 2);
    }

    /// By tables the functions are the larger part, and the terms are still the error.
    void tableFunctionsAreTakenApart() {
        const auto functions = [](const Result& result) {
            const QJsonObject parts = result.json()[QStringLiteral("attribution")].toObject();
            const double error = parts[QStringLiteral("error")].toDouble();
            double sum = 0;
            double found = 0;
            for (const QJsonValue& each : parts[QStringLiteral("sources")].toArray()) {
                const QJsonObject source = each.toObject();
                sum += source[QStringLiteral("at_focus")].toDouble();
                if (source[QStringLiteral("source")].toString() == QStringLiteral("function approximation"))
                    found = source[QStringLiteral("max_abs")].toDouble();
            }
            if (std::abs(sum - error) > 1e-6 * std::abs(error)) qFatal("the terms are not the error");
            for (const QJsonValue& node : parts[QStringLiteral("nodes")].toArray()) {
                const auto focus = [&](const char* name) {
                    return node.toObject()[QLatin1String(name)]
                        .toObject()[QStringLiteral("at_focus")]
                        .toDouble();
                };
                const double rest = focus("adds") - focus("weight_rounding") - focus("activation_rounding") -
                                    focus("accumulation") - focus("function_approximation");
                if (std::abs(rest) > 1e-12) qFatal("the parts are not the node's term");
            }
            return found;
        };
        const auto run = [](const char* style) {
            return cli_process::run(
                QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt"))} + model_options +
                words(QStringLiteral("--inferences 12 --attribute --at 11 --format json --functions ")) +
                QStringList{QString::fromLatin1(style)});
        };
        const Result table = run("table");
        QVERIFY2(table.status == 0, table.errors.constData());
        const Result exact = run("exact");
        QVERIFY2(exact.status == 0, exact.errors.constData());
        QVERIFY(functions(table) > 3 * functions(exact));
    }

    /// A state that is set changes everything behind it and nothing in front of it.
    void editedStates() {
        const auto command = [this](const QString& more, const QString& out) {
            return cli_process::run(
                QStringList{QStringLiteral("run"), model(QStringLiteral("lstm_traced.pt")),
                            QStringLiteral("--format"), QStringLiteral("json"),
                            QStringLiteral("--inferences"), QStringLiteral("40"), QStringLiteral("-o"), out} +
                model_options + words(more));
        };
        const Result inspected = cli_process::run(
            QStringList{QStringLiteral("inspect"), model(QStringLiteral("lstm_traced.pt")),
                        QStringLiteral("--format"), QStringLiteral("json"), QStringLiteral("--input-shape"),
                        QStringLiteral("20,128"), QStringLiteral("--streaming-axis"), QStringLiteral("0")});
        const QJsonArray states =
            QJsonDocument::fromJson(inspected.output).object()[QLatin1String("states")].toArray();
        QVERIFY(!states.isEmpty());
        const QString name = states[0].toObject()[QLatin1String("name")].toString();
        const Result edited = command(QStringLiteral("--edit 25:%1[3]=1.5").arg(name), file("edited.npy"));
        QVERIFY2(edited.status == 0, edited.errors.constData());
        const InputArray whole = array_of(file("random.npy"));
        const InputArray other = array_of(file("edited.npy"));
        const auto size = static_cast<std::ptrdiff_t>(other.values.size()) / 40;
        QVERIFY(std::equal(other.values.begin(), other.values.begin() + 25 * size, whole.values.begin()));
        QVERIFY(!std::equal(other.values.begin() + 25 * size, other.values.begin() + 26 * size,
                            whole.values.begin() + 25 * size));
        const QJsonObject report = QJsonDocument::fromJson(edited.output).object();
        QVERIFY(report[QLatin1String("error")][QLatin1String("allclose")].toBool());

        const Result late = command(QStringLiteral("--edit 40:%1[3]=1").arg(name), file("late.npy"));
        QCOMPARE(late.status, 2);
        const Result unknown = command(QStringLiteral("--edit 2:nobody=1"), file("late.npy"));
        QCOMPARE(unknown.status, 1);
        QVERIFY(unknown.output.contains(name.toUtf8()));
        QCOMPARE(program(QStringLiteral("--edit 2:%1=1").arg(name)).status, 2);
        const Result forward =
            command(QStringLiteral("--edit 2:%1=1 --reference forward").arg(name), file("late.npy"));
        QCOMPARE(forward.status, 2);
        QVERIFY(forward.output.contains("--reference stepped"));
        // Outputs that are given stay what they are.
        const Result given =
            command(QStringLiteral("--edit 25:%1[3]=1.5 --reference %2").arg(name, file("edited.npy")),
                    file("again.npy"));
        QVERIFY2(given.status == 0, given.errors.constData());
        QCOMPARE(given.json()[QLatin1String("error")][QLatin1String("max_abs")].toDouble(), 0.0);
        QCOMPARE(
            command(QStringLiteral("--edit 2:%1=1 --checkpoint %2").arg(name, file("c")), file("late.npy"))
                .status,
            2);
    }
};

QTEST_GUILESS_MAIN(TestRecordingErrors)
#include "tst_recording_errors.moc"
