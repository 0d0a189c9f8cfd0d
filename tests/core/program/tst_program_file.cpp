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

    void otherVersion() {
        std::vector<std::uint8_t> bytes = program_to_bytes(test::sample_program());
        bytes[8] = 7;
        sign(bytes);
        const Failure failure = failure_of(bytes);
        QVERIFY2(failure.message.find("of program format 7, but this version of Lockstep reads format 3") !=
                     std::string::npos,
                 failure.message.c_str());
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
