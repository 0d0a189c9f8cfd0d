#include "core/import/archive_check.h"

#include <zip.h>

#include <QtTest>

#include "core/support/error.h"

using namespace lockstep;

namespace {

struct Entry {
    const char* name;
    QByteArray bytes;
};

/// An archive as PyTorch writes it, made with libzip's writer.
QString make_archive(const QTemporaryDir& folder, const std::vector<Entry>& entries) {
    const QString path = folder.filePath(QStringLiteral("model.pt"));
    zip_t* archive = zip_open(path.toUtf8().constData(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (const Entry& entry : entries) {
        zip_source_t* source = zip_source_buffer(archive, entry.bytes.constData(),
                                                 static_cast<zip_uint64_t>(entry.bytes.size()), 0);
        zip_file_add(archive, entry.name, source, ZIP_FL_ENC_UTF_8);
    }
    zip_close(archive);
    return path;
}

QString problem(const QString& path, const ArchiveLimits& limits = {}) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return QStringLiteral("cannot open");
    try {
        check_archive(file.handle(), "model.pt", limits);
        return {};
    } catch (const Error& error) {
        if (error.failure().kind != FailureKind::bad_file) return QStringLiteral("another kind");
        return QString::fromStdString(error.failure().message);
    }
}

std::vector<Entry> good() {
    return {{"m/data.pkl", "x"}, {"m/code/__torch__.py", "x"}, {"m/constants.pkl", "x"}, {"m/version", "3"}};
}

}  // namespace

class TestArchiveCheck : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void tellsWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("extra");
        QTest::addColumn<QString>("message");
        QTest::newRow("nothing") << QByteArray("m/data/0") << QString();
        QTest::newRow("climbs") << QByteArray("m/../../etc/passwd") << "does not belong in a model";
        QTest::newRow("absolute") << QByteArray("/etc/passwd") << "does not belong in a model";
        QTest::newRow("two folders") << QByteArray("n/data.pkl") << "more than one top folder";
        QTest::newRow("back slash") << QByteArray("m/..\\x") << "does not belong in a model";
    }
    void tellsWhatIsWrong() {
        QFETCH(QByteArray, extra);
        QFETCH(QString, message);
        QTemporaryDir folder;
        std::vector<Entry> entries = good();
        entries.push_back({extra.constData(), "x"});
        const QString found = problem(make_archive(folder, entries));
        QCOMPARE(found.isEmpty(), message.isEmpty());
        QVERIFY2(found.contains(message), qPrintable(found));
    }

    void namesWhatIsMissing_data() {
        QTest::addColumn<int>("drop");
        QTest::addColumn<QString>("message");
        QTest::newRow("data") << 0 << "has no data.pkl";
        QTest::newRow("constants") << 2 << "has no constants.pkl";
    }
    void namesWhatIsMissing() {
        QFETCH(int, drop);
        QFETCH(QString, message);
        QTemporaryDir folder;
        std::vector<Entry> entries = good();
        entries.erase(entries.begin() + drop);
        QVERIFY(problem(make_archive(folder, entries)).contains(message));
    }

    void knowsAPickledModel() {
        QTemporaryDir folder;
        QVERIFY(problem(make_archive(folder, {{"m/data.pkl", "x"}, {"m/version", "3"}}))
                    .contains(QStringLiteral("saved with torch.save")));
    }

    void refusesABomb() {
        QTemporaryDir folder;
        std::vector<Entry> entries = good();
        entries.push_back({"m/data/0", QByteArray(8 << 20, '\0')});
        QVERIFY(problem(make_archive(folder, entries)).contains(QStringLiteral("m/data/0 unpacks to 8 MiB")));
    }

    void keepsTheLimits() {
        QTemporaryDir folder;
        const QString path = make_archive(folder, good());
        QVERIFY(problem(path, {.entries = 4}).isEmpty());
        QVERIFY(problem(path, {.entries = 3}).contains(QStringLiteral("4 records")));
        QVERIFY(problem(path, {.unpacked = 3}).contains(QStringLiteral("unpacks to more than")));
    }

    void knowsOtherFiles_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << QByteArray() << "the file is empty";
        QTest::newRow("text") << QByteArray("hello, this is a text file") << "not a zip archive";
        QTest::newRow("pickle") << QByteArray("\x80\x02}q\x00.", 6) << "this is a Python pickle";
        QTest::newRow("cut") << QByteArray("PK\x03\x04\x14\x00\x00\x00\x00\x00", 10)
                             << "truncated or damaged";
        QTest::newRow("mobile") << QByteArray("\x10\x00\x00\x00PTMFxxxx", 12) << "PyTorch Mobile";
    }
    void knowsOtherFiles() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write(bytes);
        file.flush();
        const QString found = problem(file.fileName());
        QVERIFY2(found.contains(message), qPrintable(found));
    }

    void everyCutIsRefused() {
        QTemporaryDir folder;
        QFile file(make_archive(folder, good()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        for (qsizetype size = 0; size < whole.size(); size += 7) {
            QFile cut(folder.filePath(QStringLiteral("cut.pt")));
            QVERIFY(cut.open(QIODevice::WriteOnly));
            cut.write(whole.left(size));
            cut.close();
            QVERIFY2(!problem(cut.fileName()).isEmpty(), qPrintable(QString::number(size)));
        }
    }
};

QTEST_APPLESS_MAIN(TestArchiveCheck)
#include "tst_archive_check.moc"
