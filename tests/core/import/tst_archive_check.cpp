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

/// What is said of the file; an empty message when nothing is wrong.
Failure failure_of(const QString& path, const ArchiveLimits& limits = {}) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) throw std::runtime_error("cannot open");
    try {
        check_archive(file.handle(), "model.pt", limits);
        return {};
    } catch (const Error& error) {
        if (error.failure().kind != FailureKind::bad_file) throw;
        return error.failure();
    }
}

QString problem(const QString& path, const ArchiveLimits& limits = {}) {
    return QString::fromStdString(failure_of(path, limits).message);
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

    void refusesRecordsThatAreThereTwice() {
        QTemporaryDir folder;
        std::vector<Entry> entries = good();
        entries.push_back({"m/versioX", "4"});
        QFile file(make_archive(folder, entries));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray bytes = file.readAll().replace("m/versioX", "m/version");
        file.seek(0);
        file.write(bytes);
        file.close();
        const QString found = problem(file.fileName());
        QVERIFY2(found.contains(QStringLiteral("directory is damaged (File already exists)")),
                 qPrintable(found));
    }

    void refusesManySmallBombs() {
        QTemporaryDir folder;
        std::vector<Entry> entries = good();
        std::vector<QByteArray> names;
        for (int i = 0; i < 300; ++i) names.push_back("m/data/" + QByteArray::number(i));
        for (const QByteArray& name : names) entries.push_back({name.constData(), QByteArray(1 << 20, '\0')});
        QVERIFY(
            problem(make_archive(folder, entries)).contains(QStringLiteral("more than 100 times its size")));
    }

    void refusesEncryptedRecords() {
        QTemporaryDir folder;
        const QString path = make_archive(folder, good());
        zip_t* archive = zip_open(path.toUtf8().constData(), 0, nullptr);
        QCOMPARE(zip_file_set_encryption(archive, 1, ZIP_EM_AES_256, "secret"), 0);
        QCOMPARE(zip_close(archive), 0);
        QVERIFY(problem(path).contains(QStringLiteral("m/code/__torch__.py is encrypted")));
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

    void knowsOtherArchives_data() {
        QTest::addColumn<QStringList>("records");
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("advice");
        const auto row = [](const char* name, const char* records, const char* pickle, const char* message,
                            const char* advice) {
            QTest::newRow(name) << QString::fromLatin1(records).split(QLatin1Char(' ')) << QByteArray(pickle)
                                << QString::fromLatin1(message) << QString::fromLatin1(advice);
        };
        row("state_dict", "m/data.pkl m/version m/data/0", "ccollections\nOrderedDict\n",
            "this file holds weights (a state_dict", "model.load_state_dict(torch.load(\"model.pt\"");
        row("pickled module", "m/data.pkl m/version", "ctorch.nn.modules.container\nSequential\n",
            "a whole model that was pickled", "model = torch.load(\"model.pt\"");
        row("Lightning", "m/data.pkl m/version", "X\x19\x01\x01\x01pytorch-lightning_versionq",
            "a checkpoint of Lightning", "load_from_checkpoint(\"model.pt\"");
        row("torch.export", "serialized_exported_program.json serialized_state_dict.pt version", "",
            "torch.export saved (.pt2)", "torch.export.load(\"model.pt\")");
        row("torch.export of 2.8", "m/archive_format m/models/model.json m/data/weights/a.pt m/version", "",
            "torch.export saved (.pt2)", "program.module()");
        row("torch.package", "m/.data/extern_modules m/model/model.pkl", "", "an archive of torch.package",
            "PackageImporter");
        row("mobile without code", "m/bytecode.pkl m/data.pkl m/constants.pkl", "",
            "the mobile interpreter (.ptl)", "Save the module");
        row("Keras", "config.json metadata.json model.weights.h5", "", "a Keras model",
            "rebuild it in PyTorch");
        row("NPZ", "x.npy y.npy", "", "a collection of NumPy arrays", "--input model.pt");
        row("a zip with models", "readme.txt a/model.pt", "", "a zip archive with models in it", "Unpack it");
    }
    void knowsOtherArchives() {
        QFETCH(QStringList, records);
        QFETCH(QByteArray, pickle);
        QFETCH(QString, message);
        QFETCH(QString, advice);
        QTemporaryDir folder;
        std::vector<QByteArray> names;
        for (const QString& record : records) names.push_back(record.toUtf8());
        std::vector<Entry> entries;
        for (const QByteArray& name : names)
            entries.push_back({name.constData(), name.endsWith("data.pkl") ? pickle + "x" : QByteArray("x")});
        const Failure failure = failure_of(make_archive(folder, entries));
        QVERIFY2(QString::fromStdString(failure.message).contains(message), failure.message.c_str());
        QVERIFY2(QString::fromStdString(failure.advice).contains(advice), failure.advice.c_str());
        QVERIFY(failure.message.find('\n') == std::string::npos);
    }

    void aMobileModelWithItsCodeMayLoad() {
        QTemporaryDir folder;
        std::vector<Entry> entries = good();
        entries.push_back({"m/bytecode.pkl", "x"});
        QCOMPARE(problem(make_archive(folder, entries)), QString());
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
        const auto row = [](const char* name, const QByteArray& start, const char* message) {
            QTest::newRow(name) << start + QByteArray(300, '\0') << QString::fromLatin1(message);
        };
        row("old torch.save", QByteArray("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15),
            "PyTorch 1.5 or older");
        row("safetensors", QByteArray("\x40\0\0\0\0\0\0\0{\"a\"", 12), "a safetensors file");
        row("HDF5", QByteArray("\x89HDF\r\n\x1a\n"), "an HDF5 file");
        row("NumPy", QByteArray("\x93NUMPY\x01"), "a NumPy array");
        row("ONNX", QByteArray("\x08\x08\x12\x07pytorch"), "an ONNX model");
        row("SavedModel", QByteArray("\x08\x01\x12\x10"), "a TensorFlow SavedModel");
        row("TensorFlow Lite", QByteArray("\x1c\0\0\0TFL3", 8), "a TensorFlow Lite model");
        row("git-lfs", QByteArray("version https://git-lfs.github.com/spec/v1\n"), "a pointer of git-lfs");
        row("a web page", QByteArray("<!DOCTYPE html>"), "a web page");
        row("gzip", QByteArray("\x1f\x8b\x08"), "a packed file");
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
