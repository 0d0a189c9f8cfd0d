#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/program/program_file.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "tests/core/program/streams.h"

using namespace lockstep;

namespace {

Failure failure_of(const std::vector<std::uint8_t>& bytes) {
    try {
        program_from_bytes(bytes, "file");
    } catch (const Error& error) {
        return error.failure();
    }
    return Failure{
        .kind = FailureKind::internal, .message = "no error", .advice = {}, .details = {}, .nodes = {}};
}

void sign(std::vector<std::uint8_t>& bytes) {
    const std::size_t signed_size = bytes.size() - 32;
    const Sha256 digest = sha256(std::span(bytes).first(signed_size));
    std::copy(digest.begin(), digest.end(), bytes.begin() + static_cast<std::ptrdiff_t>(signed_size));
}

}  // namespace

class TestProgramFile : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void roundTrip() {
        for (const Program& program :
             {test::sample_program(), test::lstm_program(), test::vector_program()}) {
            const std::vector<std::uint8_t> bytes = program_to_bytes(program);
            const Program again = program_from_bytes(bytes, "file");
            QVERIFY(again == program);
            QCOMPARE(program_to_bytes(again), bytes);
        }
    }

    void everyFlippedByteIsRefused() {
        const std::vector<std::uint8_t> bytes = program_to_bytes(test::sample_program());
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            std::vector<std::uint8_t> changed = bytes;
            changed[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
            QVERIFY2(failure_of(changed).kind == FailureKind::bad_program, qPrintable(QString::number(i)));
        }
    }

    void everyCutIsRefused() {
        const std::vector<std::uint8_t> bytes = program_to_bytes(test::sample_program());
        for (std::size_t size = 0; size < bytes.size(); size += 7)
            QVERIFY2(failure_of({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}).kind ==
                         FailureKind::bad_program,
                     qPrintable(QString::number(size)));
        std::vector<std::uint8_t> longer = bytes;
        longer.push_back(0);
        QCOMPARE(failure_of(longer).kind, FailureKind::bad_program);
    }

    /// Signed anew: whatever the change, loading gives a sound program or a clear refusal, never anything
    /// else.
    void signedChanges_data() {
        QTest::addColumn<bool>("of_vectors");
        QTest::newRow("layers") << false;
        QTest::newRow("vectors") << true;
    }
    void signedChanges() {
        QFETCH(bool, of_vectors);
        const Program sound = of_vectors ? test::vector_program() : test::sample_program();
        const std::vector<std::uint8_t> bytes = program_to_bytes(sound);
        int refused = 0;
        for (std::size_t i = 12; i + 32 < bytes.size(); ++i) {
            std::vector<std::uint8_t> changed = bytes;
            changed[i] = static_cast<std::uint8_t>(changed[i] + 1 + i % 254);
            sign(changed);
            const Failure failure = failure_of(changed);
            if (failure.message == "no error") {
                QVERIFY(!(program_from_bytes(changed, "file") == sound));
                continue;
            }
            QVERIFY2(failure.kind == FailureKind::bad_program, failure.message.c_str());
            ++refused;
        }
        QVERIFY(refused > 100);
    }

    /// The head of a file by hand: what stands behind it may be anything.
    void otherVersions_data() {
        QTest::addColumn<quint32>("format");
        QTest::addColumn<QByteArray>("tool");  // with its length in front; empty: formats before 4 name none
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("advice");
        const QString ours = QStringLiteral("; this is Lockstep " LOCKSTEP_VERSION ", which reads format %1")
                                 .arg(program_format_version);
        QTest::newRow("first") << 1U << QByteArray()
                               << QStringLiteral(
                                      "file is of program format 1, which an older Lockstep wrote") +
                                      ours
                               << QStringLiteral("Compile the model again with this version");
        QTest::newRow("last without a tool")
            << 3U << QByteArray()
            << QStringLiteral("file is of program format 3, which an older Lockstep wrote") + ours
            << QStringLiteral("Compile the model again with this version");
        QTest::newRow("newer") << program_format_version + 1
                               << QByteArray(
                                      "\x05"
                                      "9.9.1")
                               << QStringLiteral("file is of program format %1, written by Lockstep 9.9.1")
                                          .arg(program_format_version + 1) +
                                      ours
                               << QStringLiteral(
                                      "Run it with Lockstep 9.9.1 or newer, or compile the model again");
        QTest::newRow("far newer") << 4000000000U
                                   << QByteArray(
                                          "\x06"
                                          "12.0.0")
                                   << QStringLiteral(
                                          "file is of program format 4000000000, written by "
                                          "Lockstep 12.0.0") +
                                          ours
                                   << QStringLiteral("Run it with Lockstep 12.0.0 or newer");
        QTest::newRow("newer, cut") << program_format_version + 1
                                    << QByteArray(
                                           "\x20"
                                           "9.9")
                                    << QStringLiteral("file is too short") << QString();
        QTest::newRow("newer, no text") << program_format_version + 1 << QByteArray("\x02\x01\x02", 3)
                                        << QStringLiteral("names no version") << QString();
    }
    void otherVersions() {
        QFETCH(quint32, format);
        QFETCH(QByteArray, tool);
        QFETCH(QString, message);
        QFETCH(QString, advice);
        QByteArray head("LOCKSTEP");
        for (int byte = 0; byte < 4; ++byte) head += static_cast<char>(format >> (8 * byte) & 0xFFU);
        head += tool;
        const Failure failure = failure_of({head.begin(), head.end()});
        QCOMPARE(failure.kind, FailureKind::bad_program);
        QVERIFY2(failure.message.find(message.toStdString()) != std::string::npos, failure.message.c_str());
        QVERIFY2(failure.advice.find(advice.toStdString()) != std::string::npos, failure.advice.c_str());
    }

    void twoTools() {
        Program program = test::sample_program();
        program.tool_version = "1.0";
        std::vector<std::uint8_t> bytes = program_to_bytes(program);
        bytes[13] = '2';
        sign(bytes);
        QVERIFY(failure_of(bytes).message.find("names two versions of Lockstep") != std::string::npos);
    }

    void unsoundProgramIsRefused() {
        Program program = test::sample_program();
        std::get<MatvecInstruction>(program.cores[0].stream[1]).weights = 100;
        const Failure failure = failure_of(program_to_bytes(program));
        QCOMPARE(failure.kind, FailureKind::bad_program);
        QVERIFY2(failure.message.find("weight block 100") != std::string::npos, failure.message.c_str());
    }

    void files() {
        const QTemporaryDir folder;
        const std::filesystem::path file =
            folder.filePath(QStringLiteral("a.lockstep-program")).toStdString();
        save_program(test::sample_program(), file);
        QVERIFY(load_program(file) == test::sample_program());
        QVERIFY(looks_like_program(file));
        QCOMPARE(std::distance(std::filesystem::directory_iterator(file.parent_path()), {}), 1);
        const std::filesystem::path other = folder.filePath(QStringLiteral("b")).toStdString();
        std::ofstream(other) << "LOCK";
        QVERIFY(!looks_like_program(other));
        QVERIFY(!looks_like_program(folder.filePath(QStringLiteral("none")).toStdString()));
    }

    void unreadable_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("missing") << QStringLiteral("/nowhere/x");
        QTest::newRow("folder") << QStringLiteral("/tmp");
    }
    void unreadable() {
        QFETCH(QString, path);
        QVERIFY_THROWS_EXCEPTION(Error, load_program(path.toStdString()));
    }
    void unwritable() {
        try {
            save_program(test::sample_program(), "/nowhere/x");
            QFAIL("it was written");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::cannot_write);
        }
    }
};

QTEST_APPLESS_MAIN(TestProgramFile)
#include "tst_program_file.moc"
