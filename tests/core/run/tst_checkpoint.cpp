#include <sys/resource.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>

#include "core/run/checkpoint.h"
#include "core/run/growing_file.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

/// Files of this process cannot grow beyond so many bytes.
class FileLimit {
  public:
    explicit FileLimit(rlim_t bytes) {
        before_handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) qFatal("no limit");
    }
    ~FileLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, before_handler_);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

  private:
    rlimit before_{};
    void (*before_handler_)(int) = nullptr;
};

}  // namespace

class TestCheckpoint : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whatWasSavedComesBack() {
        const std::string file = path("point");
        QVERIFY(!load_checkpoint(file, "run 1"));
        const std::vector<std::uint8_t> state = {1, 2, 3, 250};
        save_checkpoint(file, "run 1", state);
        QVERIFY(load_checkpoint(file, "run 1") == state);
        save_checkpoint(file, "run 1", {});
        QVERIFY(load_checkpoint(file, "run 1")->empty());
    }

    void anotherRunIsRefused() {
        save_checkpoint(path("point"), "run 1", std::vector<std::uint8_t>{1});
        fails([this] { load_checkpoint(path("point"), "run 2"); }, "of another run");
    }

    void everyChangedByteIsNoticed() {
        const std::string file = path("point");
        save_checkpoint(file, "run 1", std::vector<std::uint8_t>{1, 2, 3});
        const QByteArray whole = read(file);
        for (qsizetype k = 0; k < whole.size(); ++k) {
            QByteArray changed = whole;
            changed[k] = static_cast<char>(changed[k] ^ 4);
            write(file, changed);
            QVERIFY_THROWS_EXCEPTION(Error, load_checkpoint(file, "run 1"));
            write(file, whole.first(k));
            QVERIFY_THROWS_EXCEPTION(Error, load_checkpoint(file, "run 1"));
        }
        write(file,
              "something else that is long enough to hold the digests of a checkpoint, were it one of them");
        fails([&] { load_checkpoint(file, "run 1"); }, "is no checkpoint");
        QVERIFY_THROWS_EXCEPTION(Error, load_checkpoint(m_folder.path().toStdString(), "run 1"));
    }

    void aFileGrowsAndGoesOn() {
        const std::string target = path("out");
        std::uint64_t size = 0;
        {
            GrowingFile file(target, 0);
            file.write("one two ");
            file.flush();
            size = file.size();
            file.keep();
            file.write("lost");
            file.flush();
        }
        QVERIFY(!QFile::exists(QString::fromStdString(target)));
        QCOMPARE(read(target + ".partial"), QByteArray("one two lost"));
        GrowingFile file(target, size);
        QCOMPARE(file.size(), std::uint64_t{8});
        file.write("three");
        file.commit();
        QCOMPARE(read(target), QByteArray("one two three"));
        QVERIFY(!QFile::exists(QString::fromStdString(target + ".partial")));
    }

    void aFileThatBeginsAnewForgetsTheOldPart() {
        write(path("new.partial"), "what was left");
        GrowingFile file(path("new"), 0);
        file.commit();
        QCOMPARE(read(path("new")), QByteArray());
    }

    void whatNobodyRefersToGoesAway() {
        {
            GrowingFile file(path("gone"), 0);
            file.write("something");
            file.flush();
            QCOMPARE(read(path("gone.partial")), QByteArray("something"));
        }
        QCOMPARE(read(path("gone.partial")), QByteArray("(no file)"));
        QCOMPARE(read(path("gone")), QByteArray("(no file)"));
    }

    /// A limit on the size of files stands for a disk that is full.
    void aFullDiskLeavesNothingBehind() {
        const FileLimit limit(1 << 19);
        {
            GrowingFile file(path("full"), 0);
            const std::string piece(1 << 18, 'x');
            const auto fill = [&] {
                for (int k = 0; k < 4; ++k) file.write(piece);
                file.commit();
            };
            fails(fill, "cannot write");
        }
        QCOMPARE(read(path("full.partial")), QByteArray("(no file)"));
        QCOMPARE(read(path("full")), QByteArray("(no file)"));
        // A checkpoint that finds no room leaves the one before it.
        save_checkpoint(path("kept"), "run", std::vector<std::uint8_t>{7});
        const std::vector<std::uint8_t> large(1 << 20, 1);
        fails([&] { save_checkpoint(path("kept"), "run", large); }, "kept");
        QVERIFY(load_checkpoint(path("kept"), "run") == std::vector<std::uint8_t>{7});
        QCOMPARE(
            QDir(m_folder.path()).entryList({QStringLiteral("*kept*")}, QDir::Files | QDir::Hidden).size(),
            1);
    }

    void lessThanTheCheckpointSaysIsRefused() {
        write(path("short.partial"), "12345");
        fails([this] { GrowingFile(path("short"), 6); }, "holds fewer than the 6 bytes");
        fails([this] { GrowingFile(path("nowhere/x"), 0); }, "cannot write");
        fails([this] { GrowingFile(m_folder.path().toStdString(), 0); }, "directory");
    }

  private:
    std::string path(const char* name) const { return m_folder.path().toStdString() + "/" + name; }
    static QByteArray read(const std::string& name) {
        QFile file(QString::fromStdString(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
    }
    static void write(const std::string& name, const QByteArray& bytes) {
        QFile file(QString::fromStdString(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("no space");
    }
    template <class Call>
    static void fails(const Call& call, const char* part) {
        try {
            call();
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY2(QByteArray(error.what()).toLower().contains(part), error.what());
            QVERIFY(!error.failure().advice.empty());
        }
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
