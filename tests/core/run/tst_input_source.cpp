#include <QtTest>

#include "core/numerics/random.h"
#include "core/run/input_source.h"
#include "core/run/stored_array.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

IoTensor tensor(const char* name, Shape shape, std::optional<int> axis) {
    IoTensor io;
    io.name = name;
    io.shape = std::move(shape);
    io.streaming_axis = axis;
    return io;
}

InputArray array(Shape shape) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < element_count(shape); ++i) values.push_back(static_cast<float>(i));
    return {.name = {}, .where = "x.npy", .shape = std::move(shape), .values = std::move(values)};
}

}  // namespace

Q_DECLARE_METATYPE(IoTensor)

class TestInputSource : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void shapesThatAreTaken_data() {
        QTest::addColumn<IoTensor>("input");
        QTest::addColumn<QList<qint64>>("shape");
        QTest::addColumn<qint64>("rows");
        QTest::addColumn<QList<float>>("firstRow");
        using S = QList<qint64>;
        using F = QList<float>;
        const IoTensor axis0 = tensor("x", {2}, 0);
        const IoTensor axis1 = tensor("x", {2}, 1);
        const IoTensor axis2 = tensor("x", {1, 2}, 2);
        const IoTensor whole = tensor("x", {2, 3}, {});
        QTest::newRow("axis 0: the sequence") << axis0 << S{3, 2} << qint64{3} << F{0, 1};
        QTest::newRow("axis 0: one inference") << axis0 << S{2} << qint64{1} << F{0, 1};
        QTest::newRow("axis 1: the sequence") << axis1 << S{2, 3} << qint64{3} << F{0, 3};
        QTest::newRow("axis 1: rows") << axis1 << S{3, 2} << qint64{3} << F{0, 1};
        QTest::newRow("axis 1: the model's layout wins") << axis1 << S{2, 2} << qint64{2} << F{0, 2};
        QTest::newRow("axis 2: the sequence") << axis2 << S{1, 2, 5} << qint64{5} << F{0, 5};
        QTest::newRow("axis 2: rows") << axis2 << S{5, 1, 2} << qint64{5} << F{0, 1};
        QTest::newRow("axis 2: flat rows") << axis2 << S{5, 2} << qint64{5} << F{0, 1};
        QTest::newRow("whole: one") << whole << S{2, 3} << qint64{1} << F{0, 1, 2, 3, 4, 5};
        QTest::newRow("whole: many") << whole << S{4, 2, 3} << qint64{4} << F{0, 1, 2, 3, 4, 5};
        const IoTensor batch = tensor("x", {1, 2, 3}, {});
        QTest::newRow("a batch of one may be left out: one") << batch << S{2, 3} << qint64{1} << F{0, 1, 2};
        QTest::newRow("a batch of one may be left out: many")
            << batch << S{4, 2, 3} << qint64{4} << F{0, 1, 2, 3, 4, 5};
        QTest::newRow("whole: flat") << whole << S{6} << qint64{1} << F{0, 1, 2, 3, 4, 5};
        QTest::newRow("whole: flat rows") << whole << S{4, 6} << qint64{4} << F{0, 1, 2, 3, 4, 5};
    }
    void shapesThatAreTaken() {
        QFETCH(IoTensor, input);
        QFETCH(QList<qint64>, shape);
        QFETCH(qint64, rows);
        QFETCH(QList<float>, firstRow);
        const StoredRows result(input, in_memory(array({shape.begin(), shape.end()})));
        QCOMPARE(result.rows(), rows);
        std::vector<float> row(static_cast<std::size_t>(element_count(input.shape)));
        result.row(0, row);
        QCOMPARE(QList<float>(row.begin(), row.begin() + firstRow.size()), firstRow);
    }

    void anotherShapeNamesExpectedAndFound() {
        try {
            StoredRows(tensor("frames", {1, 32}, 2), in_memory(array({5, 31})));
            QFAIL("it was taken");
        } catch (const Error& error) {
            QCOMPARE(
                QString::fromLatin1(error.what()),
                QStringLiteral(
                    "x.npy: input \"frames\" takes 32 values an inference: expected 1 x 32 (one inference), "
                    "N x 1 x 32, N x 32 or the sequence 1 x 32 x N; found 5 x 31"));
        }
    }

    void randomInputsAreTheSpecifiedOnes() {
        const std::vector<IoTensor> inputs = {tensor("a", {2}, 0), tensor("b", {3}, 0)};
        const auto source = random_inputs(inputs, 7);
        std::vector<float> values(5);
        source->values(11, values);
        for (std::uint64_t i = 0; i < 5; ++i) QCOMPARE(values[i], random_input(7, 11, i));
        QVERIFY(source->is_random());
        QCOMPARE(source->description(), std::string("random inputs, seed 7"));
        QVERIFY(!source->count().has_value());
    }

    void anInputThatDoesNotStreamHoldsItsValue() {
        const std::vector<IoTensor> inputs = {tensor("a", {1}, 0), tensor("b", {1}, {})};
        const auto random = random_inputs(inputs, 7);
        std::vector<float> first(2);
        std::vector<float> second(2);
        random->values(0, first);
        random->values(1, second);
        QVERIFY(first[0] != second[0]);
        QCOMPARE(first[1], second[1]);
        const auto given = array_inputs(inputs, {array({4, 1}), array({1})});
        given->values(3, first);
        QCOMPARE(first, (std::vector<float>{3, 0}));
        QCOMPARE(given->count(), std::optional<std::int64_t>(4));
        QVERIFY_THROWS_EXCEPTION(Error, array_inputs(inputs, {array({4, 1}), array({2, 1})}));
    }

    void tooFewRowsAreSaid() {
        const auto source = array_inputs({tensor("a", {2}, 0)}, {array({3, 2})});
        check_enough_inputs(*source, 3);
        try {
            check_enough_inputs(*source, 4);
            QFAIL("enough");
        } catch (const Error& error) {
            QCOMPARE(QString::fromLatin1(error.what()),
                     QStringLiteral("4 inferences are asked for, but there are 3 of inputs from x.npy"));
        }
    }

    void wrongFilesAreRefused() {
        const std::vector<IoTensor> inputs = {tensor("a", {2}, 0), tensor("b", {2}, 0)};
        QVERIFY_THROWS_EXCEPTION(Error, array_inputs(inputs, {array({3, 2})}));
        QVERIFY_THROWS_EXCEPTION(Error, array_inputs(inputs, {array({3, 2}), array({4, 2})}));
        QVERIFY_THROWS_EXCEPTION(Error, file_inputs(inputs, {{.name = {}, .file = "x.txt"}}));
        QVERIFY_THROWS_EXCEPTION(Error, file_inputs(inputs, {{.name = {}, .file = "/nowhere.npy"}}));
    }
};

QTEST_APPLESS_MAIN(TestInputSource)
#include "tst_input_source.moc"
