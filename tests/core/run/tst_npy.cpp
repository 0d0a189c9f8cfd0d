#include <zip.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/run/npy.h"
#include "core/run/stored_array.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

/// A file as numpy.save writes it: the header's text is given, the length is filled in.
std::string npy(const std::string& dictionary, const std::string& data, int version = 1) {
    std::string header = dictionary + "\n";
    std::string file = "\x93NUMPY";
    file += static_cast<char>(version);
    file += '\0';
    for (int i = 0; i < (version == 1 ? 2 : 4); ++i)
        file += static_cast<char>((header.size() >> (8 * i)) & 0xFFU);
    return file + header + data;
}

template <class T>
std::string bytes(std::initializer_list<T> values) {
    std::string text;
    for (const T& value : values) text.append(reinterpret_cast<const char*>(&value), sizeof(T));
    return text;
}

std::string dictionary(const std::string& type, const std::string& shape,
                       const std::string& order = "False") {
    return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }";
}

/// The file's array, in the folder that the test runs in.
InputArray read_back(const std::string& file) {
    write_file_atomically("x.npy", file);
    return read_whole(*open_npy("x.npy"));
}

std::string message_of(const std::string& file) {
    try {
        read_back(file);
    } catch (const Error& error) {
        return error.failure().kind == FailureKind::bad_input ? error.what() : "another kind";
    }
    return "read";
}

}  // namespace

class TestNpy : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void elementTypes_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<double>("second");
        const auto row = [](const char* name, const char* type, const std::string& data, double second) {
            QTest::newRow(name) << QString::fromLatin1(type) << QByteArray::fromStdString(data) << second;
        };
        row("float32", "<f4", bytes<float>({1.0F, -2.5F}), -2.5);
        row("float64", "<f8", bytes<double>({1.0, 0.1}), static_cast<double>(0.1F));
        row("float16", "<f2", bytes<std::uint16_t>({0x3C00, 0xC100}), -2.5);
        row("float16 subnormal", "<f2", bytes<std::uint16_t>({0x3C00, 0x0001}), 0x1p-24);
        row("float16 infinite", "<f2", bytes<std::uint16_t>({0, 0x7C00}),
            std::numeric_limits<double>::infinity());
        row("int8", "|i1", bytes<std::int8_t>({1, -3}), -3);
        row("int16", "<i2", bytes<std::int16_t>({1, -300}), -300);
        row("int32", "<i4", bytes<std::int32_t>({1, -70000}), -70000);
        row("int64", "<i8", bytes<std::int64_t>({1, -5'000'000'000}), -5'000'000'000.0);
        row("uint8", "|u1", bytes<std::uint8_t>({1, 255}), 255);
        row("uint64", "<u8", bytes<std::uint64_t>({1, 1ULL << 63U}), 0x1p63);
        row("bool", "|b1", bytes<std::uint8_t>({0, 1}), 1);
        row("big endian", ">f4", bytes<std::uint32_t>({0x0000803FU, 0x000020C0U}), -2.5);
        row("big endian int32", ">i4", std::string("\0\0\0\1\xFF\xFF\xFF\xFE", 8), -2);
    }
    void elementTypes() {
        QFETCH(QString, type);
        QFETCH(QByteArray, data);
        QFETCH(double, second);
        const InputArray array = read_back(npy(dictionary(type.toStdString(), "(2,)"), data.toStdString()));
        QCOMPARE(array.shape, Shape({2}));
        QCOMPARE(static_cast<double>(array.values[1]), second);
    }

    void versions_data() {
        QTest::addColumn<int>("version");
        for (const int version : {1, 2, 3}) QTest::addRow("%d", version) << version;
    }
    void versions() {
        QFETCH(int, version);
        const std::string data = bytes<float>({4, 5});
        QCOMPARE(read_back(npy(dictionary("<f4", "(2, 1)"), data, version)).shape, Shape({2, 1}));
    }

    void initTestCase() { QVERIFY(QDir::setCurrent(m_folder.path())); }

    void fortranOrderIsTurned() {
        // Columns (1, 2), (3, 4), (5, 6) of a 2 x 3 array.
        const std::string data = bytes<float>({1, 2, 3, 4, 5, 6});
        const InputArray array = read_back(npy(dictionary("<f4", "(2, 3)", "True"), data));
        QCOMPARE(array.values, (std::vector<float>{1, 3, 5, 2, 4, 6}));
    }

    void scalarsAndKeyOrder() {
        const std::string header = "{\"shape\": (), 'fortran_order':False,'descr':'<f4'}";
        QCOMPARE(read_back(npy(header, bytes<float>({7}))).shape, Shape{});
    }

    void hostileFiles_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, const std::string& file, const char* part) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << QString::fromLatin1(part);
        };
        const std::string good = npy(dictionary("<f4", "(2,)"), bytes<float>({1, 2}));
        row("empty", "", "not an NPY file");
        row("no magic", "PK\x03\x04", "not an NPY file");
        row("ends in the header", good.substr(0, 30), "ends inside");
        row("ends in the data", good.substr(0, good.size() - 1), "the file holds 7 bytes");
        row("bytes behind the data", good + "x", "the file holds 9 bytes");
        row("version 4", npy(dictionary("<f4", "(2,)"), "", 4), "version 4");
        row("header of 4 GiB", std::string("\x93NUMPY\2\0\xFF\xFF\xFF\xFF", 12), "4294967295 bytes");
        row("overflowing shape", npy(dictionary("<f4", "(4294967296, 4294967296)"), ""), "more than");
        row("huge shape", npy(dictionary("<f4", "(9223372036854775807,)"), ""), "more than");
        row("size beyond 64 bits", npy(dictionary("<f4", "(99999999999999999999,)"), ""), "not a number");
        row("negative size", npy(dictionary("<f4", "(-1,)"), ""), "not a number");
        row("empty array", npy(dictionary("<f4", "(0, 3)"), ""), "empty");
        row("objects", npy(dictionary("|O", "(2,)"), "x"), "'|O' is not read");
        row("structured", npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "xxxx"),
            "structured");
        row("complex", npy(dictionary("<c8", "(1,)"), "xxxxxxxx"), "'<c8' is not read");
        row("f1", npy(dictionary("<f1", "(1,)"), "x"), "'<f1' is not read");
        row("no shape", npy("{'descr': '<f4', 'fortran_order': False}", ""), "'shape' is missing");
        row("twice", npy("{'shape': (1,), 'shape': (2,)}", ""), "stands twice");
        row("unknown key", npy("{'code': 1}", ""), "unknown key");
        row("open quote", npy("{'descr", ""), "not closed");
        row("33 axes",
            npy(dictionary(
                    "<f4", "(" +
                               [] {
                                   std::string s;
                                   for (int i = 0; i < 33; ++i) s += "1,";
                                   return s;
                               }() +
                               ")"),
                "xxxx"),
            "32 axes");
        row("beyond fp32", npy(dictionary("<f8", "(1,)"), bytes<double>({1e300})), "beyond the range");
    }
    void hostileFiles() {
        QFETCH(QByteArray, file);
        QFETCH(QString, part);
        const QString message = QString::fromStdString(message_of(file.toStdString()));
        QVERIFY2(message.contains(part), qPrintable(message));
        QVERIFY(message.startsWith(QStringLiteral("x.npy")));
    }

    void writtenFilesAreReadBack_data() {
        QTest::addColumn<int>("rank");
        for (const int rank : {0, 1, 2, 3}) QTest::addRow("rank %d", rank) << rank;
    }
    void writtenFilesAreReadBack() {
        QFETCH(int, rank);
        Shape shape;
        for (int i = 0; i < rank; ++i) shape.push_back(i + 2);
        std::vector<float> values;
        for (std::int64_t i = 0; i < element_count(shape); ++i) values.push_back(static_cast<float>(i) / 3);
        const std::string header = npy_header(shape);
        QCOMPARE(header.size() % 64, std::size_t{0});
        const InputArray array = read_back(header + std::string(npy_data(values.data(), values.size())));
        QCOMPARE(array.shape, shape);
        QCOMPARE(array.values, values);
    }

    void npzHoldsNamedArrays() {
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("x.npz")).toStdString();
        const std::string a = npy(dictionary("<f4", "(2,)"), bytes<float>({1, 2}));
        const std::string b = npy(dictionary("|u1", "(1, 1)"), bytes<std::uint8_t>({9}));
        zip_t* archive = zip_open(file.c_str(), ZIP_CREATE, nullptr);
        for (const auto& [name, data] : {std::pair{"a.npy", &a}, {"b.npy", &b}})
            zip_file_add(archive, name, zip_source_buffer(archive, data->data(), data->size(), 0), 0);
        QCOMPARE(zip_close(archive), 0);
        const auto arrays = open_npz(file);
        QCOMPARE(arrays.size(), std::size_t{2});
        QCOMPARE(arrays[0]->name, std::string("a"));
        QCOMPARE(read_whole(*arrays[1]).values, std::vector<float>{9});
    }

    void aDamagedNpzIsRefused() {
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("x.npz")).toStdString();
        write_file_atomically(file, "PK\x03\x04 nothing of an archive");
        QVERIFY_THROWS_EXCEPTION(Error, open_npz(file));
    }

    void aFlippedByteIsRefused_data() {
        QTest::addColumn<bool>("packed");
        QTest::newRow("stored") << false;
        QTest::newRow("deflated") << true;
    }
    /// Its checksum tells.
    void aFlippedByteIsRefused() {
        QFETCH(bool, packed);
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("x.npz")).toStdString();
        std::vector<float> values(5000);
        for (std::size_t k = 0; k < values.size(); ++k) values[k] = std::sin(static_cast<float>(k * k % 977));
        std::string raw_values(values.size() * sizeof(float), 0);
        std::memcpy(raw_values.data(), values.data(), raw_values.size());
        const std::string data = npy(dictionary("<f4", "(5000,)"), raw_values);
        zip_t* archive = zip_open(file.c_str(), ZIP_CREATE, nullptr);
        const auto index =
            zip_file_add(archive, "x.npy", zip_source_buffer(archive, data.data(), data.size(), 0), 0);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                                 packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
        QCOMPARE(zip_close(archive), 0);
        QCOMPARE(read_whole(*open_npz(file)[0]).values, values);
        QFile raw(QString::fromStdString(file));
        QVERIFY(raw.open(QIODevice::ReadWrite));
        const QByteArray content = raw.readAll();
        int refused = 0;
        for (const qsizetype part : {3, 4, 5}) {
            const qsizetype place = content.size() * part / 8;
            QByteArray flipped = content;
            flipped[place] = static_cast<char>(flipped[place] ^ 1);
            QVERIFY(raw.resize(0) && raw.seek(0) && raw.write(flipped) == flipped.size() && raw.flush());
            try {
                open_npz(file);
            } catch (const Error& error) {
                ++refused;
                QCOMPARE(error.failure().kind, FailureKind::bad_input);
                QVERIFY(error.failure().message.find("x.npy") != std::string::npos);
                QVERIFY(!error.failure().advice.empty());
            }
        }
        QCOMPARE(refused, 3);
    }

  private:
    const QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestNpy)
#include "tst_npy.moc"
