#include <sys/stat.h>

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <limits>

#include "core/numerics/random.h"
#include "core/run/file_reference.h"
#include "core/run/npz_writer.h"
#include "core/run/stored_array.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

std::vector<float> numbers(std::int64_t count) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < count; ++i)
        values.push_back(random_input(5, static_cast<std::uint64_t>(i), 0));
    return values;
}

IoTensor tensor(Shape shape, std::optional<int> axis) {
    IoTensor io;
    io.name = "x";
    io.shape = std::move(shape);
    io.streaming_axis = axis;
    return io;
}

QByteArray npy(const Shape& shape, const std::vector<float>& values) {
    const std::string head = npy_header(shape);
    return QByteArray(head.data(), static_cast<qsizetype>(head.size())) +
           QByteArray(reinterpret_cast<const char*>(values.data()),
                      static_cast<qsizetype>(values.size() * sizeof(float)));
}

}  // namespace

/// Arrays that stay in their files give what reading them whole gives.
class TestStoredArray : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void rowsAreThoseOfTheWholeArray_data() {
        QTest::addColumn<QList<qint64>>("shape");
        QTest::addColumn<QList<qint64>>("input");
        QTest::addColumn<int>("axis");
        using S = QList<qint64>;
        // Longer than a block of rows in each.
        QTest::newRow("a row each") << S{100'000, 7} << S{7} << 0;
        QTest::newRow("the model's own layout") << S{1, 7, 100'000} << S{1, 7} << 2;
        QTest::newRow("the axis in the middle") << S{3, 50'000, 5} << S{3, 5} << 1;
        QTest::newRow("rows longer than a block") << S{3, 300'000} << S{300'000} << 0;
    }
    void rowsAreThoseOfTheWholeArray() {
        QFETCH(QList<qint64>, shape);
        QFETCH(QList<qint64>, input);
        QFETCH(int, axis);
        const IoTensor io = tensor({input.begin(), input.end()}, axis);
        const Shape full(shape.begin(), shape.end());
        const std::vector<float> values = numbers(element_count(full));
        const QString name = write("x.npy", npy(full, values));
        const StoredRows rows(io, open_npy(name.toStdString()));
        // The axis as it lies in the array: a row each, or the model's own layout.
        const auto place = full.size() == io.shape.size() + 1 ? static_cast<std::size_t>(axis) : 0;
        const std::int64_t count = full[place];
        const std::int64_t inner =
            element_count(Shape(full.begin() + static_cast<std::ptrdiff_t>(place) + 1, full.end()));
        QCOMPARE(rows.rows(), count);
        const auto size = static_cast<std::size_t>(element_count(io.shape));
        std::vector<float> row(size);
        for (std::uint64_t k = 0; k < 4000; ++k) {
            // Forwards in short strides and jumps back.
            const std::int64_t at = static_cast<std::int64_t>(k * 977 + k % 3 * 40'009) % rows.rows();
            rows.row(at, row);
            for (std::size_t e = 0; e < size; ++e) {
                const auto element = static_cast<std::int64_t>(e);
                const std::int64_t from = (element / inner * count + at) * inner + element % inner;
                if (row[e] != values[static_cast<std::size_t>(from)])
                    QFAIL(qPrintable(QStringLiteral("row %1, element %2").arg(at).arg(element)));
            }
        }
    }

    void fortranOrderIsReadByPlace_data() {
        QTest::addColumn<QList<qint64>>("shape");
        using S = QList<qint64>;
        QTest::newRow("many short rows") << S{30'000, 7};
        QTest::newRow("few long rows") << S{7, 30'000};
        QTest::newRow("a batch of one in front") << S{1, 5, 20'000};
        QTest::newRow("ones between") << S{300, 1, 40, 1};
        QTest::newRow("one axis") << S{1, 500, 1};
        QTest::newRow("three axes, turned as a whole") << S{11, 13, 17};
        QTest::newRow("four axes, turned as a whole") << S{3, 1, 5, 7, 2};
    }
    void fortranOrderIsReadByPlace() {
        QFETCH(QList<qint64>, shape);
        const Shape full(shape.begin(), shape.end());
        const std::int64_t count = element_count(full);
        const std::vector<float> values = numbers(count);
        // The file's item k is the element whose first index runs fastest.
        std::vector<float> turned;
        for (std::int64_t k = 0; k < count; ++k) {
            std::int64_t rest = k;
            std::int64_t from = 0;
            std::int64_t stride = count;
            for (const std::int64_t extent : full) {
                stride /= extent;
                from += rest % extent * stride;
                rest /= extent;
            }
            turned.push_back(values[static_cast<std::size_t>(from)]);
        }
        QByteArray bytes = npy(full, turned);
        const qsizetype at = bytes.indexOf("False");
        bytes.replace(at, 5, "True ");
        const auto array = open_npy(write("f.npy", bytes).toStdString());
        QCOMPARE(array->shape, full);
        QVERIFY(read_whole(*array).values == values);
        for (const std::int64_t first :
             {std::int64_t{0}, std::int64_t{3}, count / 3, count / 2 + 1, count - 5}) {
            for (const std::int64_t size : {std::int64_t{1}, std::int64_t{5}, count / 4}) {
                std::vector<float> part(static_cast<std::size_t>(std::min(size, count - first)));
                array->read(first, part);
                QVERIFY(std::equal(part.begin(), part.end(), values.begin() + first));
            }
        }
    }

    /// Three axes take the whole array: a long one is refused before anything is read.
    void aLongArrayOfThreeAxesInFortranOrderIsRefused() {
        const Shape shape{1 << 20, 8, 16};
        const std::string head = npy_header(shape);
        QByteArray bytes(head.data(), static_cast<qsizetype>(head.size()));
        bytes.replace(bytes.indexOf("False"), 5, "True ");
        const QString name = write("long.npy", bytes);
        QVERIFY(QFile::resize(name, bytes.size() + 4 * element_count(shape)));  // holes, not blocks
        try {
            open_npy(name.toStdString());
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY2(QString::fromLatin1(error.what()).contains(QStringLiteral("in Fortran order")),
                     error.what());
            QVERIFY(error.failure().advice.find("ascontiguousarray") != std::string::npos);
        }
    }

    void aReferenceOfAnotherShapeIsCalledOne() {
        Program program;
        program.outputs.push_back(tensor({3}, 0));
        const QString name = write("y.npy", npy({4, 2}, numbers(8)));
        try {
            make_file_reference(program, name.toStdString(), 4);
            QFAIL("it was taken");
        } catch (const Error& error) {
            const QString text = QString::fromLatin1(error.what());
            QVERIFY2(text.contains(QStringLiteral("y.npy: reference of output \"x\" takes 3 values")),
                     error.what());
            QVERIFY2(!text.contains(QStringLiteral("input")), error.what());
        }
    }

    void archivesAreUnpackedAside() {
        const std::string name = path("a.npz");
        const std::vector<float> values = numbers(700'000);
        write_npz(name, {{.name = "x", .shape = {100'000, 7}, .values = values},
                         {.name = "n", .shape = {3}, .values = {}, .integers = {1, -2, 1LL << 40}}});
        const auto arrays = open_npz(name);
        QCOMPARE(arrays.size(), std::size_t{2});
        QCOMPARE(arrays[0]->name, std::string("x"));
        std::vector<float> found(700'000);
        arrays[0]->read(0, found);
        QVERIFY(found == values);
        std::vector<float> integers(3);
        arrays[1]->read(0, integers);
        QCOMPARE(integers, (std::vector<float>{1, -2, 0x1p40F}));
        QVERIFY(read_whole(*arrays[0]).values == values);
    }

    void tablesAreFoundAgain() {
        QByteArray text("a;t;b\n");
        const std::vector<float> values = numbers(40'000);
        for (std::size_t k = 0; k < 20'000; ++k) {
            text += QByteArray::number(static_cast<double>(values[2 * k]), 'g', 9) + ";" +
                    QByteArray::number(static_cast<qlonglong>(k)) + ";\"" +
                    QByteArray::number(static_cast<double>(values[2 * k + 1]), 'g', 9) + "\"\r\n";
            if (k % 1000 == 7) text += "\n";
        }
        const QString name = write("x.csv", text);
        const auto array = open_csv(name.toStdString(), {.chosen = {"b", "a"}, .reset = {}});
        QCOMPARE(array->shape, (Shape{20'000, 2}));
        QVERIFY(!array->resets);
        for (const std::int64_t row : {0, 1, 255, 256, 257, 19'999, 7008, 7, 8}) {
            std::vector<float> pair(2);
            array->read(2 * row, pair);
            const auto at = static_cast<std::size_t>(row);
            QCOMPARE(pair, (std::vector<float>{values[2 * at + 1], values[2 * at]}));
        }
        std::vector<float> many(2 * 5000);
        array->read(2 * 300, many);
        for (std::size_t k = 0; k < 5000; ++k) QCOMPARE(many[2 * k + 1], values[2 * (k + 300)]);
    }

    void columns_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("chosen");
        QTest::addColumn<QString>("reset");
        QTest::addColumn<QList<float>>("values");
        QTest::addColumn<QList<qint64>>("resets");
        using F = QList<float>;
        using R = QList<qint64>;
        const auto row = [](const char* name, const char* text, const char* chosen, const char* reset,
                            const F& values, const R& resets) {
            QTest::newRow(name) << QByteArray(text)
                                << QString::fromLatin1(chosen).split(u',', Qt::SkipEmptyParts)
                                << QString::fromLatin1(reset) << values << resets;
        };
        const char* named = "day,x,y,begin\nmon,1,2,1\nmon,3,4,0\ntue,5,6,1\ntue,7,8,0\n";
        const char* bare = "9,1,2\n9,3,4\n8,5,6\n";
        row("by name", named, "y", "", F{2, 4, 6, 8}, {});
        row("in another order", named, "y,x", "", F{2, 1, 4, 3, 6, 5, 8, 7}, {});
        row("a flag: the first row never", named, "x", "begin", F{1, 3, 5, 7}, {2});
        row("a text that changes", named, "x", "day:change", F{1, 3, 5, 7}, {2});
        row("by number", bare, "3,2", "", F{2, 1, 4, 3, 6, 5}, {});
        row("the reset column is no value", bare, "", "1:change", F{1, 2, 3, 4, 5, 6}, {2});
    }
    void columns() {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, chosen);
        QFETCH(QString, reset);
        QFETCH(QList<float>, values);
        QFETCH(QList<qint64>, resets);
        CsvColumns columns{.chosen = {}, .reset = reset.toStdString()};
        for (const QString& name : chosen) columns.chosen.push_back(name.toStdString());
        const auto array = open_csv(write("c.csv", text).toStdString(), columns);
        std::vector<float> found(static_cast<std::size_t>(element_count(array->shape)));
        array->read(0, found);
        QCOMPARE(QList<float>(found.begin(), found.end()), values);
        QCOMPARE(array->resets != nullptr, !reset.isEmpty());
        if (array->resets) QCOMPARE(QList<qint64>(array->resets->begin(), array->resets->end()), resets);
    }

    void badFilesAreRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        const QByteArray whole = npy({4, 2}, numbers(8));
        const auto row = [](const char* title, const char* name, const QByteArray& bytes,
                            const char* message) {
            QTest::newRow(title) << QString::fromLatin1(name) << bytes << QString::fromLatin1(message);
        };
        row("a cut off NPY", "x.npy", whole.chopped(5),
            "promises 8 values of 4 bytes (32 bytes), the file holds 27 bytes of data");
        row("an empty NPY", "x.npy", QByteArray(), "not an NPY file");
        row("a ragged table", "x.csv", "1,2\n\n3\n", "line 3 has 1 columns, the lines before it have 2");
        row("a word", "x.csv", "a,b\n1,2\n3,NA\n", "line 3, column 2: \"NA\" is not a number");
        row("an open quote", "x.csv", "1,2\n\"3,4\n", "line 2, column 1: a quote is not closed");
        row("text behind a quote", "x.csv", "\"1\"x,2\n", "line 1, column 1: text behind a closed quote");
        row("no rows", "x.csv", "a,b\n", "no rows of numbers");
        row("a column that is not there", "y.csv", "a,b\n1,2\n",
            "there is no column \"price\": its 2 columns are a, b");
        row("no header", "y.csv", "1,2\n3,4\n", "there is no column \"price\"");
        row("columns of an NPY", "y.npy", whole, "columns can be chosen of a CSV file only");
        row("another ending", "x.txt", "1\n", "input files end in .npy, .npz or .csv");
    }
    void badFilesAreRefused() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        InputFile input{.name = {}, .file = write(qPrintable(name), bytes).toStdString()};
        if (name.startsWith(QLatin1Char('y'))) input.columns.chosen = {"price"};
        try {
            open_arrays(input);
            QFAIL("it was read");
        } catch (const Error& error) {
            QVERIFY2(QString::fromLatin1(error.what()).contains(message), error.what());
            QVERIFY(error.failure().kind == FailureKind::bad_input);
            QVERIFY(!error.failure().advice.empty());
        }
    }

    void aPipeIsRefusedAtOnce() {
        const std::string name = path("pipe.csv");
        QCOMPARE(::mkfifo(name.c_str(), 0600), 0);
        QVERIFY_THROWS_EXCEPTION(Error, open_csv(name, {}));
    }

    void aFileThatChangesIsNoticed() {
        const QString name = write("x.npy", npy({200'000, 2}, numbers(400'000)));
        const StoredRows rows(tensor({2}, 0), open_npy(name.toStdString()));
        std::vector<float> row(2);
        rows.row(0, row);
        QFile file(name);
        QVERIFY(file.open(QIODevice::Append));
        file.write("x");
        file.close();
        try {
            rows.row(199'999, row);
            QFAIL("it was read");
        } catch (const Error& error) {
            QVERIFY2(QString::fromLatin1(error.what()).contains(QStringLiteral("changed while it was read")),
                     error.what());
        }
    }

    void aFullTemporaryFolderIsSaid() {
        const std::string name = path("b.npz");
        write_npz(name, {{.name = "x", .shape = {4}, .values = numbers(4)}});
        const QByteArray before = qgetenv("TMPDIR");
        qputenv("TMPDIR", "/nowhere");
        try {
            open_npz(name);
            qputenv("TMPDIR", before);
            QFAIL("it was read");
        } catch (const Error& error) {
            qputenv("TMPDIR", before);
            QVERIFY(error.failure().kind == FailureKind::cannot_write);
            QVERIFY(error.failure().advice.find("TMPDIR") != std::string::npos);
        }
    }

    void aSequenceAcrossATable() {
        // Five positions of three values, a position in each column.
        const QString name = write("t.csv", "0,1,2,3,4\n10,11,12,13,14\n20,21,22,23,24\n");
        const StoredRows rows(tensor({3}, 1), open_csv(name.toStdString(), {}));
        QCOMPARE(rows.rows(), 5);
        std::vector<float> row(3);
        rows.row(3, row);
        QCOMPARE(row, (std::vector<float>{3, 13, 23}));
    }

  private:
    std::string path(const char* name) const { return folder_.path().toStdString() + "/" + name; }
    QString write(const char* name, const QByteArray& bytes) {
        const QString file = QString::fromStdString(path(name));
        QFile target(file);
        if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size()) qFatal("no space");
        return file;
    }

    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestStoredArray)
#include "tst_stored_array.moc"
