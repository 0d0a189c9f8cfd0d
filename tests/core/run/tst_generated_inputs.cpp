#include <QtTest>
#include <cmath>
#include <numbers>

#include "core/numerics/random.h"
#include "core/run/generated_inputs.h"
#include "core/run/npy.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

IoTensor tensor(const char* name, Shape shape, std::optional<int> axis = 0) {
    IoTensor made;
    made.name = name;
    made.shape = std::move(shape);
    made.streaming_axis = axis;
    return made;
}

std::vector<IoTensor> two() {
    return {tensor("x", {3}), tensor("gain", {2})};
}

std::vector<float> values(const InputSource& source, std::int64_t index, std::size_t size = 5) {
    std::vector<float> made(size);
    source.values(index, made);
    return made;
}

std::shared_ptr<const InputSource> source(std::initializer_list<const char*> texts,
                                          const std::vector<InputFile>& files = {}) {
    std::vector<InputGenerator> generators;
    for (const char* text : texts) generators.push_back(input_generator(text));
    return generated_inputs(two(), generators, files, 7);
}

}  // namespace

/// Inputs that are made: what is specified, computed here another way.
class TestGeneratedInputs : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sineOfTurns() {
        for (int k = -2000; k <= 2000; ++k) {
            const double turns = k / 777.0;
            QVERIFY2(std::abs(sine_of_turns(turns) - std::sin(turns * 2 * std::numbers::pi)) < 1e-12,
                     qPrintable(QString::number(turns)));
        }
        QCOMPARE(sine_of_turns(0), 0.0);
        QCOMPARE(sine_of_turns(0.25), 1.0);
        QCOMPARE(sine_of_turns(7), 0.0);
    }

    void kinds() {
        const auto made = source({"x=sine:20,0.5", "gain=constant:-2.5"});
        for (const std::int64_t i : {0, 1, 7, 33}) {
            const std::vector<float> row = values(*made, i);
            for (std::size_t e = 0; e < 3; ++e) {
                const double expected =
                    0.5 * std::sin(2 * std::numbers::pi *
                                   (static_cast<double>(i) / 20 + static_cast<double>(e) / 3));
                QVERIFY(std::abs(static_cast<double>(row[e]) - expected) < 1e-7);
            }
            QCOMPARE(row[3], -2.5F);
            QCOMPARE(row[4], -2.5F);
        }
        QVERIFY(!made->is_random());
        QVERIFY(!made->count());
        QCOMPARE(QString::fromStdString(made->description()),
                 QStringLiteral("made inputs (sine:20,0.5, constant:-2.5)"));
    }

    /// The same values as random inputs of this seed have.
    void randomOnes() {
        const auto made = source({"random"});
        const auto plain = random_inputs(two(), 7);
        for (const std::int64_t i : {0, 5, 1'000'000}) QVERIFY(values(*made, i) == values(*plain, i));
        QVERIFY(made->is_random());
    }

    /// In any order of asking, over the marks and beyond their first spacing.
    void walks() {
        const auto made = source({"walk:0.25"});
        constexpr std::int64_t length = 3000;
        std::vector<std::vector<float>> expected;
        std::vector<double> sums(5, 0);
        for (std::int64_t i = 0; i < length; ++i) {
            std::vector<float> row(5);
            for (std::size_t e = 0; e < 5; ++e) {
                sums[e] += static_cast<double>(random_input(7, static_cast<std::uint64_t>(i), e));
                row[e] = static_cast<float>(0.25 * sums[e]);
            }
            expected.push_back(row);
        }
        for (const std::int64_t i : {2999, 0, 64, 63, 128, 127, 1, 2500, 2499, 2501})
            QVERIFY2(values(*made, i) == expected[static_cast<std::size_t>(i)],
                     qPrintable(QString::number(i)));
    }

    /// Far enough that marks are thinned out: both ways to a place give the same.
    void farWalks() {
        const std::vector<IoTensor> one = {tensor("x", {1})};
        const std::vector<InputGenerator> walk = {input_generator("walk:1")};
        const auto there = generated_inputs(one, walk, {}, 3);
        const std::vector<float> end = values(*there, 600'000, 1);
        const std::vector<float> middle = values(*there, 270'000, 1);
        const auto again = generated_inputs(one, walk, {}, 3);
        QVERIFY(values(*again, 270'000, 1) == middle);
        QVERIFY(values(*again, 600'000, 1) == end);
        QVERIFY(end != middle);
    }

    /// The marks of a walk have a bound: here 16 of 2 MiB would be made.
    void walksOfLargeInputs() {
        constexpr std::int64_t size = 1 << 18;
        const std::vector<IoTensor> large = {tensor("x", {size})};
        const auto walk = generated_inputs(large, {input_generator("walk:1")}, {}, 3);
        const auto resident = [] {
            QFile status(QStringLiteral("/proc/self/statm"));
            return status.open(QIODevice::ReadOnly) ? status.readAll().split(' ')[1].toLongLong() * 4096 : -1;
        };
        std::vector<float> row(static_cast<std::size_t>(size));
        walk->values(0, row);
        const float first = row[5];
        const qint64 before = resident();
        walk->values(16 * 64, row);
        const qint64 grown = resident() - before;
        QVERIFY2(grown < qint64{20} << 20, qPrintable(QString::number(grown >> 20)));
        walk->values(0, row);
        QCOMPARE(row[5], first);
    }

    void besideFiles() {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("gain.npy")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const std::vector<float> rows = {1, 2, 3, 4, 5, 6};
        const std::string header = npy_header({3, 2});
        file.write(header.data(), static_cast<qint64>(header.size()));
        file.write(reinterpret_cast<const char*>(rows.data()), 24);
        file.close();
        const std::vector<InputFile> named = {{"gain", file.fileName().toStdString(), {}}};
        const auto made = source({"constant:9"}, named);
        QVERIFY(values(*made, 1) == std::vector<float>({9, 9, 9, 3, 4}));
        QCOMPARE(made->count(), std::optional<std::int64_t>(3));
        const std::vector<InputFile> unnamed = {{{}, file.fileName().toStdString(), {}}};
        const auto placed = source({"x=constant:9"}, unnamed);
        QVERIFY(values(*placed, 2) == std::vector<float>({9, 9, 9, 5, 6}));
        // Nothing is said of gain.
        QVERIFY_EXCEPTION_THROWN(source({"x=constant:9"}), Error);
        QVERIFY_EXCEPTION_THROWN(source({"x=constant:9", "x=random"}), Error);
        QVERIFY_EXCEPTION_THROWN(source({"y=constant:9", "random"}), Error);
        QVERIFY_EXCEPTION_THROWN(source({"random", "random"}), Error);
    }

    /// What does not stream has one value for all inferences.
    void heldInputs() {
        const std::vector<IoTensor> inputs = {tensor("x", {1}), tensor("h", {1}, std::nullopt)};
        const auto made = generated_inputs(inputs, {input_generator("sine:8")}, {}, 1);
        QVERIFY(values(*made, 1, 2)[0] != values(*made, 2, 2)[0]);
        QCOMPARE(values(*made, 1, 2)[1], values(*made, 2, 2)[1]);
    }

    void brokenWords() {
        for (const char* text :
             {"", "noise", "constant", "constant:", "constant:x", "sine", "sine:0", "sine:-4", "sine:4,",
              "walk", "walk:", "random:3", "=random", "x=", "constant:1e40"})
            QVERIFY_EXCEPTION_THROWN(input_generator(text), Error);
    }
};

QTEST_APPLESS_MAIN(TestGeneratedInputs)
#include "tst_generated_inputs.moc"
