#include <QTemporaryDir>
#include <QtTest>

#include "core/run/window_inputs.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

using Axes = std::vector<std::optional<int>>;

/// A model of which only the inputs and the axes of its readout count.
LoadedModel readout_model(const std::vector<Shape>& shapes, const Axes& axes) {
    auto imported = std::make_shared<ImportedGraph>();
    for (const Shape& shape : shapes) {
        imported->inputs.push_back(static_cast<std::uint32_t>(imported->values.size()));
        imported->values.push_back({.name = std::string(1, static_cast<char>('x' + imported->values.size())),
                                    .shape = shape,
                                    .dtype = "float32"});
    }
    auto graphs = std::make_shared<ModelGraphs>();
    graphs->readout_axes = axes;
    LoadedModel model;
    model.imported = std::move(imported);
    model.graphs = std::move(graphs);
    return model;
}

std::vector<float> counted(std::int64_t count, float first = 0) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < count; ++i) values.push_back(first + static_cast<float>(i));
    return values;
}

std::vector<float> row(const InputSource& source, std::int64_t index, std::size_t size) {
    std::vector<float> values(size);
    source.values(index, values);
    return values;
}

}  // namespace

class TestWindowInputs : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    InputFile npy(const char* name, const Shape& shape, const std::vector<float>& values) const {
        const auto file = folder_.filePath(QLatin1String(name)).toStdString();
        write_file_atomically(file, npy_header(shape) + std::string(npy_data(values.data(), values.size())));
        return {.name = {}, .file = file};
    }

  private Q_SLOTS:
    void shapesThatAreTaken_data() {
        QTest::addColumn<QList<qint64>>("shape");
        QTest::addColumn<qint64>("windows");
        QTest::addColumn<qint64>("positions");
        using S = QList<qint64>;
        // Of a model that takes 1 x 4 x 2: windows of 4 positions with 2 values each.
        QTest::newRow("N windows") << S{3, 1, 4, 2} << qint64{3} << qint64{12};
        QTest::newRow("N windows without the batch") << S{3, 4, 2} << qint64{3} << qint64{12};
        QTest::newRow("flat windows") << S{3, 8} << qint64{3} << qint64{12};
        QTest::newRow("one window") << S{1, 4, 2} << qint64{1} << qint64{4};
        QTest::newRow("one window without the batch") << S{4, 2} << qint64{1} << qint64{4};
        QTest::newRow("a longer sequence") << S{1, 9, 2} << qint64{6} << qint64{9};
        QTest::newRow("a row per position") << S{9, 2} << qint64{6} << qint64{9};
        QTest::newRow("less than a window") << S{3, 2} << qint64{0} << qint64{3};
    }
    void shapesThatAreTaken() {
        QFETCH(QList<qint64>, shape);
        QFETCH(qint64, windows);
        QFETCH(qint64, positions);
        const Shape array(shape.begin(), shape.end());
        const WindowInputs inputs = window_inputs(readout_model({{1, 4, 2}}, {1}),
                                                  {npy("x.npy", array, counted(element_count(array)))});
        QCOMPARE(inputs.positions->count(), std::optional<std::int64_t>(positions));
        QCOMPARE(inputs.windows ? *inputs.windows->count() : 0, windows);
        QCOMPARE(inputs.reason.empty(), windows > 0);
        // Values that count on are the positions one after the other, whichever shape they came in.
        for (std::int64_t p = 0; p < positions; ++p)
            QCOMPARE(row(*inputs.positions, p, 2), counted(2, static_cast<float>(2 * p)));
        for (std::int64_t k = 0; k < windows; ++k)
            QCOMPARE(row(*inputs.windows, k, 8),
                     counted(8, static_cast<float>(2 * k * (windows == 3 ? 4 : 1))));
    }

    void theAxisMayStandLast() {
        // 2 channels over windows of 3 positions, as convolutions have them.
        const WindowInputs inputs = window_inputs(readout_model({{1, 2, 3}}, {2}),
                                                  {npy("x.npy", {2, 4}, {0, 1, 2, 3, 10, 11, 12, 13})});
        QCOMPARE(row(*inputs.positions, 2, 2), (std::vector<float>{2, 12}));
        QCOMPARE(row(*inputs.windows, 1, 6), (std::vector<float>{1, 2, 3, 11, 12, 13}));
    }

    void overlappingWindowsAreOneSequence_data() {
        QTest::addColumn<int>("stride");
        for (const int stride : {1, 2, 3}) QTest::addRow("%d", stride) << stride;
    }
    void overlappingWindowsAreOneSequence() {
        QFETCH(int, stride);
        constexpr std::int64_t count = 5;
        const std::vector<float> sequence = counted((count - 1) * stride + 4);
        std::vector<float> values;
        for (std::int64_t k = 0; k < count; ++k) {
            const auto begin = sequence.begin() + k * stride;
            values.insert(values.end(), begin, begin + 4);
        }
        const WindowInputs inputs =
            window_inputs(readout_model({{4, 1}}, {0}), {npy("x.npy", {count, 4}, values)});
        QCOMPARE(inputs.stride, stride);
        QCOMPARE(inputs.positions->count(), std::optional<std::int64_t>(std::ssize(sequence)));
        std::vector<float> joined;
        for (std::int64_t p = 0; p < std::ssize(sequence); ++p)
            joined.push_back(row(*inputs.positions, p, 1)[0]);
        QCOMPARE(joined, sequence);
        QVERIFY(inputs.positions->description().find("behind the one before") != std::string::npos);
    }

    void windowsThatDoNotGoOnAreLaidEndToEnd() {
        // The first two would overlap by one, the others do not.
        const WindowInputs inputs =
            window_inputs(readout_model({{2, 1}}, {0}), {npy("x.npy", {3, 2}, {1, 2, 2, 3, 7, 8})});
        QCOMPARE(inputs.stride, 2);
        QCOMPARE(inputs.positions->count(), std::optional<std::int64_t>(6));
        QCOMPARE(row(*inputs.positions, 4, 1), std::vector<float>{7});
        QVERIFY(inputs.positions->description().find("laid end to end") != std::string::npos);
    }

    void anInputWithoutAnAxisIsHeld() {
        const LoadedModel model = readout_model({{3, 1}, {2}}, {0, std::nullopt});
        const WindowInputs held =
            window_inputs(model, {npy("x.npy", {5, 1}, counted(5)), npy("y.npy", {2}, {8, 9})});
        QCOMPARE(row(*held.positions, 4, 3), (std::vector<float>{4, 8, 9}));
        QCOMPARE(row(*held.windows, 2, 5), (std::vector<float>{2, 3, 4, 8, 9}));
        const std::vector<float> windows = counted(6, 20);
        const WindowInputs once =
            window_inputs(model, {npy("x.npy", {2, 3}, windows), npy("y.npy", {2}, {8, 9})});
        QCOMPARE(row(*once.windows, 1, 5), (std::vector<float>{23, 24, 25, 8, 9}));
        QCOMPARE(once.positions->count(), std::optional<std::int64_t>(6));
        // One of its own for each window can't be carried on.
        const WindowInputs own =
            window_inputs(model, {npy("x.npy", {2, 3}, windows), npy("y.npy", {2, 2}, {8, 9, 6, 5})});
        QCOMPARE(row(*own.windows, 1, 5), (std::vector<float>{23, 24, 25, 6, 5}));
        QVERIFY(!own.positions);
        QVERIFY(own.reason.find("\"y\"") != std::string::npos);
    }

    void whatIsNotTakenIsSaid_data() {
        QTest::addColumn<QList<qint64>>("first");
        QTest::addColumn<QList<qint64>>("second");
        QTest::addColumn<QString>("part");
        using S = QList<qint64>;
        QTest::newRow("columns") << S{9, 3} << S{9, 1}
                                 << QStringLiteral(
                                        "(or N x 8), or a row of 2 values per position; found 9 x 3");
        QTest::newRow("both ways") << S{3, 4, 2} << S{9, 1}
                                   << QStringLiteral("\"x\" is given as windows and \"y\" as positions");
        QTest::newRow("lengths") << S{9, 2} << S{8, 1} << QStringLiteral("8 inferences of input \"y\"");
    }
    void whatIsNotTakenIsSaid() {
        QFETCH(QList<qint64>, first);
        QFETCH(QList<qint64>, second);
        QFETCH(QString, part);
        const Shape a(first.begin(), first.end());
        const Shape b(second.begin(), second.end());
        try {
            window_inputs(
                readout_model({{1, 4, 2}, {4, 1}}, {1, 0}),
                {npy("x.npy", a, counted(element_count(a))), npy("y.npy", b, counted(element_count(b)))});
            QFAIL("it was taken");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::bad_input);
            QVERIFY2(QString::fromLatin1(error.what()).contains(part), error.what());
        }
    }

    void randomWindowsAreOfOneSequence() {
        const WindowInputs inputs = made_windows(readout_model({{3, 2}}, {0}), 5);
        QVERIFY(inputs.windows->is_random() && inputs.positions->is_random());
        const std::vector<float> window = row(*inputs.windows, 7, 6);
        for (std::int64_t p = 0; p < 3; ++p) {
            const std::vector<float> position = row(*inputs.positions, 7 + p, 2);
            QCOMPARE(position, (std::vector<float>{window[static_cast<std::size_t>(2 * p)],
                                                   window[static_cast<std::size_t>(2 * p + 1)]}));
        }
    }
};

QTEST_APPLESS_MAIN(TestWindowInputs)
#include "tst_window_inputs.moc"
