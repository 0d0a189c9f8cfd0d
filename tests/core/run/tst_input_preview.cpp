#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <limits>

#include "core/run/input_preview.h"
#include "core/run/npy.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

IoTensor tensor(Shape shape) {
    IoTensor made;
    made.name = "x";
    made.shape = std::move(shape);
    made.streaming_axis = 0;
    return made;
}

}  // namespace

/// What a person sees of a file before it is used.
class TestInputPreview : public QObject {
    Q_OBJECT

  private:
    QTemporaryDir m_folder;

    InputFile table(const QByteArray& bytes, CsvColumns columns = {}) {
        QFile file(m_folder.filePath(QStringLiteral("table.csv")));
        if (!file.open(QIODevice::WriteOnly)) qFatal("no file");
        file.write(bytes);
        return {{}, file.fileName().toStdString(), std::move(columns)};
    }
    InputFile npy(const Shape& shape, const std::vector<float>& values) {
        QFile file(m_folder.filePath(QStringLiteral("array.npy")));
        if (!file.open(QIODevice::WriteOnly)) qFatal("no file");
        const std::string header = npy_header(shape);
        file.write(header.data(), static_cast<qint64>(header.size()));
        const std::string_view data = npy_data(values.data(), values.size());
        file.write(data.data(), static_cast<qint64>(data.size()));
        return {{}, file.fileName().toStdString(), {}};
    }

  private Q_SLOTS:
    void aTable() {
        const auto previews =
            preview_file(table("day,bid,ask,venue\n1,100.5,101,NYSE\n1,100.25,101,NYSE\n2,nan,101,\"A, B\"\n",
                               {.chosen = {"bid", "ask"}, .reset = "day:change"}),
                         nullptr);
        QCOMPARE(previews.size(), std::size_t{1});
        const ArrayPreview& preview = previews[0];
        QVERIFY(preview.header == std::vector<std::string>({"day", "bid", "ask", "venue"}));
        QCOMPARE(preview.head.size(), std::size_t{3});
        QVERIFY(preview.head[2] == std::vector<std::string>({"2", "nan", "101", "A, B"}));
        QCOMPARE(preview.rows, std::optional<std::int64_t>(3));
        QCOMPARE(preview.resets, std::int64_t{1});
        QVERIFY(preview.shape == Shape({3, 2}));
        QCOMPARE(preview.columns[0].name, std::string("bid"));
        QCOMPARE(preview.columns[0].minimum, 100.25);
        QCOMPARE(preview.columns[0].maximum, 100.5);
        QCOMPARE(preview.columns[0].mean, 100.375);
        QCOMPARE(preview.columns[0].non_finite, std::int64_t{1});
        QVERIFY(!preview.columns[0].is_constant());
        QVERIFY(preview.columns[0].bf16_loses());
        QVERIFY(preview.columns[1].is_constant());
        QVERIFY(!preview.columns[1].bf16_loses());
    }

    void aTableWithoutHeader() {
        const auto previews = preview_file(table("1;-2\n3;4\n"), nullptr);
        QVERIFY(previews[0].header == std::vector<std::string>({"1", "2"}));
        QCOMPARE(previews[0].head.size(), std::size_t{2});
        QCOMPARE(previews[0].columns[1].name, std::string("2"));
        QCOMPARE(previews[0].columns[1].minimum, -2.0);
        QVERIFY(!previews[0].columns[1].bf16_loses());
    }

    void aLongTableIsReadInPart() {
        QByteArray bytes("a,b\n");
        while (bytes.size() < 2 * preview_bytes) bytes += "12.5,-0.25\n";
        const auto rows = bytes.count('\n') - 1;
        const auto previews = preview_file(table(bytes), nullptr);
        const ArrayPreview& preview = previews[0];
        QVERIFY(!preview.rows);
        QVERIFY(preview.looked_at < rows);
        QVERIFY(std::abs(preview.about_rows - rows) < rows / 100);
        QCOMPARE(std::ssize(preview.head), preview_rows);
        QCOMPARE(preview.columns[0].count, preview.looked_at);
    }

    void brokenTables() {
        QVERIFY_EXCEPTION_THROWN(preview_file(table("a,b\n"), nullptr), Error);
        QVERIFY_EXCEPTION_THROWN(preview_file(table("a,b\n1,x\n"), nullptr), Error);
        QVERIFY_EXCEPTION_THROWN(preview_file(table("a,b\n1,2\n", {.chosen = {"c"}, .reset = {}}), nullptr),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(
            preview_file({{}, m_folder.filePath(QStringLiteral("no.csv")).toStdString(), {}}, nullptr),
            Error);
    }

    void anArray() {
        std::vector<float> values;
        for (int r = 0; r < 30; ++r)
            for (int k = 0; k < 2; ++k) values.push_back(static_cast<float>(r * 10 + k));
        values[3] = std::numeric_limits<float>::infinity();
        const IoTensor input = tensor({2});
        const auto previews = preview_file(npy({30, 2}, values), &input);
        const ArrayPreview& preview = previews[0];
        QVERIFY(preview.shape == Shape({30, 2}));
        QCOMPARE(preview.rows, std::optional<std::int64_t>(30));
        QCOMPARE(std::ssize(preview.head), preview_rows);
        QVERIFY(preview.head[2] == std::vector<std::string>({"20", "21"}));
        QCOMPARE(preview.columns[1].maximum, 291.0);
        QCOMPARE(preview.columns[1].non_finite, std::int64_t{1});
        QVERIFY(preview.header.empty());
    }

    void anArrayThatDoesNotFit() {
        const IoTensor input = tensor({5});
        const auto wide = preview_file(npy({4, 3}, std::vector<float>(12, 1.5F)), &input);
        QVERIFY(wide[0].shape == Shape({4, 3}));
        QCOMPARE(wide[0].columns.size(), std::size_t{3});
        QVERIFY(wide[0].columns[0].is_constant());
        const auto flat = preview_file(npy({7}, std::vector<float>(7, 1)), &input);
        QVERIFY(flat[0].shape == Shape({7}));
        QCOMPARE(flat[0].columns.size(), std::size_t{1});
        const auto scalar = preview_file(npy({}, {3}), &input);
        QVERIFY(scalar[0].shape.empty());
    }
};

QTEST_APPLESS_MAIN(TestInputPreview)
#include "tst_input_preview.moc"
