#include <QtTest>
#include <limits>

#include "widgets/theme_numbers.h"

using namespace lockstep;

class ThemeNumbersTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void figures_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << ""
                              << "0";
        QTest::newRow("negative zero") << -0.0 << ""
                                       << "0";
        QTest::newRow("one") << 1.0 << ""
                             << "1.00";
        QTest::newRow("microseconds") << 0.6 << "µs" << QStringLiteral("0.600\u202Fµs");
        QTest::newRow("two digits") << 12.345 << ""
                                    << "12.3";
        QTest::newRow("three digits") << 123.45 << ""
                                      << "123";
        QTest::newRow("rounds up a digit") << 9.996 << ""
                                           << "10.0";
        QTest::newRow("rounds into thousands") << 999.6 << "" << QStringLiteral("1\u202F000");
        QTest::newRow("grouped") << 12345.0 << "" << QStringLiteral("12\u202F300");
        QTest::newRow("small") << 0.0042 << "" << QStringLiteral("4.20e\u22123");
        QTest::newRow("hundredths") << 0.0125 << ""
                                    << "0.0125";
        QTest::newRow("large") << 3.0e7 << ""
                               << "3.00e7";
        QTest::newRow("negative") << -0.5 << "" << QStringLiteral("\u22120.500");
        QTest::newRow("nan") << std::numeric_limits<double>::quiet_NaN() << "µs"
                             << "NaN";
        QTest::newRow("infinite") << -std::numeric_limits<double>::infinity() << ""
                                  << QStringLiteral("\u2212\u221E");
    }
    void figures() {
        QFETCH(double, value);
        QFETCH(QString, unit);
        QFETCH(QString, text);
        QCOMPARE(figureText(value, unit), text);
    }

    void counts_data() {
        QTest::addColumn<qint64>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64{0} << "0";
        QTest::newRow("hundreds") << qint64{512} << "512";
        QTest::newRow("thousands") << qint64{1536} << QStringLiteral("1\u202F536");
        QTest::newRow("millions") << qint64{-1234567} << QStringLiteral("\u22121\u202F234\u202F567");
    }
    void counts() {
        QFETCH(qint64, value);
        QFETCH(QString, text);
        QCOMPARE(countText(value), text);
    }
};

QTEST_APPLESS_MAIN(ThemeNumbersTest)
#include "tst_theme_numbers.moc"
