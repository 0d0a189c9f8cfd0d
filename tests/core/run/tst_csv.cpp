#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/run/stored_array.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

/// The table, in the folder that the test runs in.
InputArray csv_from_text(const std::string& text) {
    write_file_atomically("x.csv", text);
    return read_whole(*open_csv("x.csv", {}));
}

}  // namespace

class TestCsv : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { QVERIFY(QDir::setCurrent(m_folder.path())); }

    void tables_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QList<qint64>>("shape");
        QTest::addColumn<QList<float>>("values");
        using F = QList<float>;
        using S = QList<qint64>;
        QTest::newRow("plain") << QByteArray("1,2\n3,4\n") << S{2, 2} << F{1, 2, 3, 4};
        QTest::newRow("no newline at the end") << QByteArray("1,2\n3,4") << S{2, 2} << F{1, 2, 3, 4};
        QTest::newRow("header") << QByteArray("a,b\n3,4\n") << S{1, 2} << F{3, 4};
        QTest::newRow("CR LF and blank lines")
            << QByteArray("\r\n1,2\r\n\r\n3,4\r\n") << S{2, 2} << F{1, 2, 3, 4};
        QTest::newRow("quotes and blanks") << QByteArray("\"1\", 2\n 3 ,+4\n") << S{2, 2} << F{1, 2, 3, 4};
        QTest::newRow("semicolons") << QByteArray("1;2\n3;4\n") << S{2, 2} << F{1, 2, 3, 4};
        QTest::newRow("tabulators") << QByteArray("1\t2\n3\t4\n") << S{2, 2} << F{1, 2, 3, 4};
        QTest::newRow("byte order mark") << QByteArray(
                                                "\xEF\xBB\xBF"
                                                "1\n2\n")
                                         << S{2, 1} << F{1, 2};
        QTest::newRow("exponents") << QByteArray("1e-3,-2.5E2\n") << S{1, 2} << F{0.001F, -250};
        QTest::newRow("infinite") << QByteArray("inf,-inf\n") << S{1, 2} << F{INFINITY, -INFINITY};
        QTest::newRow("underflow") << QByteArray("1e-400\n") << S{1, 1} << F{0};
    }
    void tables() {
        QFETCH(QByteArray, text);
        QFETCH(QList<qint64>, shape);
        QFETCH(QList<float>, values);
        const InputArray array = csv_from_text(text.toStdString());
        QCOMPARE(QList<qint64>(array.shape.begin(), array.shape.end()), shape);
        QCOMPARE(QList<float>(array.values.begin(), array.values.end()), values);
    }

    void nanIsRead() { QVERIFY(std::isnan(csv_from_text("nan\n").values[0])); }

    void faultsNameRowAndColumn_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QByteArray& text, const char* message) {
            QTest::newRow(name) << text << QString::fromLatin1(message);
        };
        row("a column too many", "1,2\n3,4,5\n",
            "x.csv: line 2 has 3 columns, the lines before it have 2 (column 3)");
        row("a column too few", "h,k\n1,2\n3\n",
            "x.csv: line 3 has 1 columns, the lines before it have 2 (column 2)");
        row("a word", "1,2\n3,four\n", "x.csv: line 2, column 2: \"four\" is not a number");
        row("an empty field", "1,2\n3,\n", "x.csv: line 2, column 2: \"\" is not a number");
        row("hexadecimal", "1\n0x10\n", "x.csv: line 2, column 1: \"0x10\" is not a number");
        row("beyond fp32", "1\n1e39\n", "x.csv: line 2, column 1: 1e39 is beyond the range of fp32");
        row("far beyond fp32", "1\n1e400\n", "x.csv: line 2, column 1: 1e400 is beyond the range of fp32");
        row("neither header nor row", "NA,1,2\n3,4,5\n",
            "x.csv: the first line holds numbers and, in column 1, \"NA\": neither names of columns nor "
            "values");
        row("UTF-16",
            QByteArray("\xFF\xFE"
                       "1\0,\0"
                       "2\0\n\0",
                       10),
            "x.csv: line 1 begins as UTF-16 does");
        row("zero bytes", QByteArray("1,2\n3,\0\n", 9),
            "x.csv: line 2 holds zero bytes, as UTF-16 or a binary file does");
        row("a line break in quotes", "1,\"2\n3\"\n",
            "x.csv: line 1, column 2: a quote is not closed in this line (a row is one line: text with line "
            "breaks in it cannot be read, chosen or not)");
        row("nothing", "", "x.csv: no rows of numbers");
        row("a header only", "a,b\n", "x.csv: no rows of numbers");
    }
    void faultsNameRowAndColumn() {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        try {
            csv_from_text(text.toStdString());
            QFAIL("it was read");
        } catch (const Error& error) {
            QCOMPARE(QString::fromLatin1(error.what()), message);
            QVERIFY(error.failure().kind == FailureKind::bad_input);
        }
    }

    void anOpenQuoteIsRefused() { QVERIFY_THROWS_EXCEPTION(Error, csv_from_text("1,\"2\n3,4\n")); }
    void twoColumnsOfOneName() {
        const QString name = m_folder.filePath(QStringLiteral("twice.csv"));
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a,a,b\n1,2,3\n");
        file.close();
        try {
            open_csv(name.toStdString(), {.chosen = {"a"}, .reset = {}});
            QFAIL("it was read");
        } catch (const Error& error) {
            QVERIFY(
                QString::fromLatin1(error.what()).contains(QLatin1String("two columns are called \"a\"")));
        }
        QCOMPARE(read_whole(*open_csv(name.toStdString(), {.chosen = {"2", "b"}, .reset = {}})).values,
                 (std::vector<float>{2, 3}));
    }
    void aMissingFileIsRefused() { QVERIFY_THROWS_EXCEPTION(Error, open_csv("/nowhere/x.csv", {})); }

  private:
    const QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestCsv)
#include "tst_csv.moc"
