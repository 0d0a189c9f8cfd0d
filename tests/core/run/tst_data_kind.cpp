#include <QtTest>

#include "core/run/data_kind.h"
#include "core/run/stored_array.h"
#include "core/support/error.h"

using namespace lockstep;

class TestDataKind : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void kinds_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* file, DataKind kind) {
            QTest::newRow(file) << QString::fromLatin1(file) << static_cast<int>(kind);
        };
        row("a.npy", DataKind::npy);
        row("A.NPY", DataKind::npy);
        row("/x.csv/a.npz", DataKind::npz);
        row("a.Npz", DataKind::npz);
        row("day.CSV", DataKind::csv);
        row("day.csv", DataKind::csv);
        row("day.csv.gz", DataKind::other);
        row("csv", DataKind::other);
        row("", DataKind::other);
    }
    void kinds() {
        QFETCH(QString, file);
        QFETCH(int, kind);
        QCOMPARE(static_cast<int>(data_kind(file.toStdString())), kind);
    }

    /// A table in capitals is one: with its columns and the one that resets the state.
    void aTableInCapitals() {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("DAY.CSV")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("day,a,b\n1,2,3\n1,4,5\n2,6,7\n");
        file.close();
        const auto arrays =
            open_arrays({{}, file.fileName().toStdString(), {.chosen = {"a", "b"}, .reset = "day:change"}});
        QCOMPARE(arrays.size(), std::size_t{1});
        QVERIFY(arrays[0]->resets != nullptr);
        QVERIFY(*arrays[0]->resets == std::vector<std::int64_t>{2});
    }
};

QTEST_APPLESS_MAIN(TestDataKind)
#include "tst_data_kind.moc"
