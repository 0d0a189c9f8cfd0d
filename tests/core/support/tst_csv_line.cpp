#include <QtTest>

#include "core/support/csv_line.h"
#include "core/support/error.h"

using namespace lockstep;

class TestCsvLine : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void fieldsComeBack() {
        const std::vector<std::string> values = {"plain", "a,b", "say \"it\"", "", "two\nlines"};
        std::string line;
        for (const std::string& value : values) line += (line.empty() ? "" : ",") + csv_field(value);
        QCOMPARE(QString::fromStdString(line),
                 QStringLiteral("plain,\"a,b\",\"say \"\"it\"\"\",,\"two\nlines\""));
        QCOMPARE(csv_fields(line), values);
    }

    void linesAreThoseThatSaySomething() {
        const std::vector<std::string_view> expected = {"a,b", "1,2", "3,4"};
        QCOMPARE(csv_lines("# made so\r\na,b\r\n\r\n1,2\n# and\n3,4"), expected);
        QVERIFY(csv_lines("").empty());
    }

    void numbers() {
        QCOMPARE(csv_number("-1.5", "t"), -1.5);
        for (const char* bad : {"", "x", "1x", " 1"}) QVERIFY_EXCEPTION_THROWN(csv_number(bad, "t"), Error);
    }
};

QTEST_APPLESS_MAIN(TestCsvLine)
#include "tst_csv_line.moc"
