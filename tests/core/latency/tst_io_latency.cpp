#include <QFile>
#include <QtTest>

#include "core/latency/io_latency.h"

using namespace lockstep;

class TestIoLatency : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Every cell of every published table, read by other code.
    void cells_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("path");
        QTest::addColumn<bool>("p99");
        const std::pair<const char*, IoPath> paths[] = {
            {"user", IoPath::user}, {"raw_dma", IoPath::dma}, {"mmio", IoPath::mmio}};
        for (const auto& [name, path] : paths) {
            QTest::addRow("%s mean", name) << QStringLiteral("io_%1_mean.csv").arg(QLatin1String(name))
                                           << static_cast<int>(path) << false;
            QTest::addRow("%s p99", name)
                << QStringLiteral("io_%1_p99.csv").arg(QLatin1String(name)) << static_cast<int>(path) << true;
        }
    }
    void cells() {
        QFETCH(QString, file);
        QFETCH(int, path);
        QFETCH(bool, p99);
        QFile table(QStringLiteral(LOCKSTEP_RESOURCES "/accuracy/") + file);
        QVERIFY(table.open(QIODevice::ReadOnly));
        QList<QByteArray> lines = table.readAll().split('\n');
        const QList<QByteArray> head = lines.takeFirst().trimmed().split(',');
        int cells = 0;
        for (const QByteArray& line : lines) {
            const QList<QByteArray> fields = line.trimmed().split(',');
            if (fields.size() < 2) continue;
            for (qsizetype i = 1; i < fields.size(); ++i) {
                const qint64 input = head[i].mid(3).toLongLong();
                const auto time = io_round_trip_us(static_cast<IoPath>(path), input, fields[0].toLongLong());
                QVERIFY(time.has_value());
                QCOMPARE(p99 ? time->p99 : time->mean, fields[i].toDouble());
                ++cells;
            }
        }
        QCOMPARE(cells, 81);
    }

    /// By hand from the cells of io_mmio_mean.csv and io_user_p99.csv.
    void betweenCells_data() {
        QTest::addColumn<int>("path");
        QTest::addColumn<bool>("p99");
        QTest::addColumn<qint64>("input");
        QTest::addColumn<qint64>("output");
        QTest::addColumn<double>("us");
        const int mmio = static_cast<int>(IoPath::mmio);
        const int user = static_cast<int>(IoPath::user);
        QTest::newRow("half way in input") << mmio << false << qint64{768} << qint64{64} << (0.91 + 0.97) / 2;
        QTest::newRow("a quarter of the way in output")
            << mmio << false << qint64{64} << qint64{320} << 0.91 + (0.98 - 0.91) / 4;
        QTest::newRow("half way in both")
            << mmio << false << qint64{768} << qint64{96} << (0.91 + 0.97 + 0.91 + 0.98) / 4;
        QTest::newRow("below 64 bytes") << mmio << false << qint64{2} << qint64{0} << 0.89;
        QTest::newRow("p99") << user << true << qint64{96} << qint64{64} << (1.75 + 1.77) / 2;
    }
    void betweenCells() {
        QFETCH(int, path);
        QFETCH(bool, p99);
        QFETCH(qint64, input);
        QFETCH(qint64, output);
        QFETCH(double, us);
        const auto time = io_round_trip_us(static_cast<IoPath>(path), input, output);
        QVERIFY(time.has_value());
        QVERIFY(std::abs((p99 ? time->p99 : time->mean) - us) < 1e-12);
    }

    void beyondTheTablesNothingIsSaid() {
        QVERIFY(io_round_trip_us(IoPath::dma, 16384, 16384).has_value());
        QVERIFY(!io_round_trip_us(IoPath::dma, 16385, 64).has_value());
        QVERIFY(!io_round_trip_us(IoPath::dma, 64, 16385).has_value());
        QVERIFY(io_round_trip_us(IoPath::none, 1 << 30, 1 << 30).has_value());
    }

    void theDefaultPathIsTheFastestPublished() {
        for (const std::int64_t bytes : {64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384}) {
            const IoPath path = default_io_path(bytes);
            const double chosen = io_round_trip_us(path, bytes, 64)->mean;
            for (const IoPath other : {IoPath::user, IoPath::dma, IoPath::mmio})
                QVERIFY2(chosen <= io_round_trip_us(other, bytes, 64)->mean, name(other).data());
        }
    }

    void endToEndAddsComputeAndIo() {
        AcceleratorConfig config = find_config("v80_c6b32");
        config.io_offset_us.reset();
        const EndToEndResult result = end_to_end(config, 2.0, IoPath::mmio, 64, 64);
        QVERIFY(result.value.has_value());
        QCOMPARE(result.value->mean, 2.0 + 0.89);
        QCOMPARE(result.value->p99, 2.0 + 0.91);
        config.io_offset_us =
            Figure<double>{.value = 0.25, .unit = "us", .basis = Basis::assumed, .source = "test"};
        QCOMPARE(end_to_end(config, 2.0, IoPath::mmio, 64, 64).value->mean, 2.0 + 0.89 + 0.25);
    }

    void withoutFiguresTheReasonIsSaid_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("part");
        QTest::newRow("no clock") << 0 << QStringLiteral("clock");
        QTest::newRow("no tables") << 1 << QStringLiteral("no IO figures");
        QTest::newRow("too long") << 2 << QStringLiteral("beyond the published");
        QTest::newRow("not wanted") << 3 << QStringLiteral("--io none");
    }
    void withoutFiguresTheReasonIsSaid() {
        QFETCH(int, which);
        QFETCH(QString, part);
        AcceleratorConfig config = find_config("v80_c6b32");
        if (which == 1) config.io_tables.clear();
        const std::optional<double> compute = which == 0 ? std::nullopt : std::optional(1.0);
        const std::optional<IoPath> path = which == 3 ? std::optional(IoPath::none) : std::nullopt;
        const EndToEndResult result = end_to_end(config, compute, path, which == 2 ? 20000 : 64, 64);
        QVERIFY(!result.value.has_value());
        QVERIFY2(QString::fromStdString(result.reason).contains(part), result.reason.c_str());
    }

    void words() {
        for (const IoPath path : {IoPath::user, IoPath::dma, IoPath::mmio, IoPath::none})
            QCOMPARE(io_path(name(path)), std::optional(path));
        QVERIFY(!io_path("pcie").has_value());
    }
};

QTEST_APPLESS_MAIN(TestIoLatency)
#include "tst_io_latency.moc"
