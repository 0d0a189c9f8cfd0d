#include <QtTest>

#include "core/program/program_file.h"
#include "tests/core/vm/saved_programs.h"

using namespace lockstep;

/// Programs that another build has saved and run: this one reads the same programs and gives the same bits,
/// on every SIMD target, in one thread and in two.
class TestSavedPrograms : public QObject {
    Q_OBJECT

    static QByteArray contents(const QString& name) {
        QFile file(QStringLiteral(LOCKSTEP_TEST_DATA "/vm/%1").arg(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

  private Q_SLOTS:
    void giveTheSameBits_data() {
        QTest::addColumn<int>("index");
        const std::vector<saved::Case> cases = saved::cases();
        for (std::size_t k = 0; k < cases.size(); ++k)
            QTest::newRow(cases[k].name.c_str()) << static_cast<int>(k);
    }
    void giveTheSameBits() {
        QFETCH(int, index);
        const saved::Case one = saved::cases().at(static_cast<std::size_t>(index));
        const QString name = QString::fromStdString(one.name);
        const QByteArray bytes = contents(name + QStringLiteral(".lockstep"));
        const auto program = std::make_shared<const Program>(
            program_from_bytes({reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                                static_cast<std::size_t>(bytes.size())},
                               one.name));
        // The config that it was made for may have changed since.
        QVERIFY(program->cores == one.program.cores);
        std::vector<std::uint32_t> wanted;
        for (const QByteArray& line : contents(name + QStringLiteral(".bits")).split('\n'))
            if (!line.isEmpty()) wanted.push_back(line.toUInt(nullptr, 16));
        for (const SimdTarget target : simd_targets()) {
            for (const int threads : {1, 2}) {
                Vm vm(program, VmOptions{.target = target, .threads = threads, .functions = one.functions});
                const std::vector<std::uint32_t> bits = saved::results(vm);
                QCOMPARE(bits.size(), wanted.size());
                for (std::size_t k = 0; k < bits.size(); ++k) QCOMPARE(bits[k], wanted[k]);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestSavedPrograms)
#include "tst_saved_programs.moc"
