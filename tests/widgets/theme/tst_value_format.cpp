#include <QComboBox>
#include <QtTest>
#include <bit>
#include <cmath>
#include <limits>

#include "widgets/value_format.h"

using namespace lockstep;

class TestValueFormat : public QObject {
    Q_OBJECT

  private:
    static float ofBits(std::uint32_t bits) { return std::bit_cast<float>(bits); }

  private Q_SLOTS:
    void texts_data() {
        QTest::addColumn<quint32>("bits");
        QTest::addColumn<QString>("figures");
        QTest::addColumn<QString>("fp32");
        QTest::addColumn<QString>("bf16");
        QTest::addColumn<QString>("hex");
        QTest::addColumn<QString>("binary");
        const auto row = [](const char* name, quint32 bits, const char16_t* figures, const char16_t* fp32,
                            const char16_t* bf16, const char16_t* hex, const char16_t* binary) {
            QTest::newRow(name) << bits << QString::fromUtf16(figures) << QString::fromUtf16(fp32)
                                << QString::fromUtf16(bf16) << QString::fromUtf16(hex)
                                << QString::fromUtf16(binary);
        };
        row("one", 0x3F800000, u"1.00", u"1", u"1", u"0x3F80", u"0 01111111 0000000");
        row("minus a half", 0xBF000000, u"−0.500", u"−0.5", u"−0.5", u"0xBF00", u"1 01111110 0000000");
        row("minus zero", 0x80000000, u"0", u"−0", u"−0", u"0x8000", u"1 00000000 0000000");
        row("a tenth", 0x3DCCCCCD, u"0.100", u"0.1", u"≈0.1", u"0x3DCCCCCD",
            u"0 01111011 10011001100110011001101");
        row("1 + 2^-7", 0x3F810000, u"1.01", u"1.0078125", u"1.01", u"0x3F81", u"0 01111111 0000001");
        row("NaN", 0x7FC00000, u"NaN", u"NaN", u"NaN", u"0x7FC0", u"0 11111111 1000000");
        row("minus infinity", 0xFF800000, u"−∞", u"−∞", u"−∞", u"0xFF80", u"1 11111111 0000000");
        row("smallest", 0x00000001, u"1.40e−45", u"1e−45", u"≈0", u"0x00000001",
            u"0 00000000 00000000000000000000001");
    }
    void texts() {
        QFETCH(quint32, bits);
        QFETCH(QString, figures);
        QFETCH(QString, fp32);
        QFETCH(QString, bf16);
        QFETCH(QString, hex);
        QFETCH(QString, binary);
        QCOMPARE(valueText(ofBits(bits), ValueFormat::figures), figures);
        QCOMPARE(valueText(ofBits(bits), ValueFormat::fp32), fp32);
        QCOMPARE(valueText(ofBits(bits), ValueFormat::bf16), bf16);
        QCOMPARE(valueText(ofBits(bits), ValueFormat::hex), hex);
        QCOMPARE(valueText(ofBits(bits), ValueFormat::bits), binary);
    }

    /// What is written as fp32 or hex is the value, bit for bit; and no text is wider than it says.
    void nothingIsLost() {
        std::uint32_t bits = 1;
        for (int i = 0; i < 20'000; ++i) {
            bits = bits * 1664525U + 1013904223U;
            const float value = ofBits(bits);
            if (std::isnan(value)) continue;
            for (const ValueFormat format : valueFormats)
                QVERIFY2(valueText(value, format).size() <= widestValue(format).size(),
                         qPrintable(valueText(value, format)));
            if (std::isinf(value)) continue;
            for (const ValueFormat format : {ValueFormat::fp32, ValueFormat::hex}) {
                const std::optional<double> read = typedNumber(valueText(value, format));
                QVERIFY(read.has_value());
                QCOMPARE(std::bit_cast<std::uint32_t>(static_cast<float>(*read)), bits);
            }
        }
    }

    void typed_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("known");
        QTest::addColumn<double>("value");
        QTest::newRow("number") << QStringLiteral(" -0.25 ") << true << -0.25;
        QTest::newRow("true minus") << QStringLiteral("−1e−3") << true << -1e-3;
        QTest::newRow("bf16") << QStringLiteral("0x3f80") << true << 1.0;
        QTest::newRow("fp32") << QStringLiteral("0XBF800000") << true << -1.0;
        QTest::newRow("infinity") << QStringLiteral("0x7F80") << true
                                  << std::numeric_limits<double>::infinity();
        QTest::newRow("three digits") << QStringLiteral("0x3F8") << false << 0.0;
        QTest::newRow("nine digits") << QStringLiteral("0x03F800000") << false << 0.0;
        QTest::newRow("no digits") << QStringLiteral("0xZZZZ") << false << 0.0;
        QTest::newRow("a word") << QStringLiteral("many") << false << 0.0;
        QTest::newRow("empty") << QString() << false << 0.0;
        QTest::newRow("beyond fp32") << QStringLiteral("1e39") << false << 0.0;
    }
    void typed() {
        QFETCH(QString, words);
        QFETCH(bool, known);
        QFETCH(double, value);
        QCOMPARE(typedNumber(words).has_value(), known);
        if (known) QCOMPARE(*typedNumber(words), value);
    }

    void wordsOfSessions() {
        for (const ValueFormat format : valueFormats)
            QCOMPARE(formatOfWord(formatWord(format)), std::optional(format));
        QVERIFY(!formatOfWord(QStringLiteral("octal")));
        QWidget parent;
        QComboBox* chooser = makeFormatChooser(&parent);
        QCOMPARE(chooser->count(), static_cast<int>(valueFormats.size()));
        showFormat(*chooser, ValueFormat::hex);
        QCOMPARE(chooser->currentData().toString(), QStringLiteral("hex"));
    }
};

QTEST_MAIN(TestValueFormat)
#include "tst_value_format.moc"
