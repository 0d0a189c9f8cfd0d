#include "widgets/value_format.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLocale>
#include <QSignalBlocker>
#include <bit>
#include <charconv>
#include <cmath>

#include "core/numerics/bf16.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ValueFormat)
};

/// "1.5e-05" as people read it: "1.5e−5".
QString readable(QString text) {
    const qsizetype split = text.indexOf(u'e');
    if (split >= 0) text = text.left(split + 1) + QString::number(text.mid(split + 1).toInt());
    return text.replace(u'-', QChar(u'\u2212'));
}

QString shortest(float value) {
    if (!std::isfinite(value)) return figureText(static_cast<double>(value));
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return readable(QString::fromLatin1(buffer.data(), end - buffer.data()));
}

/// The fewest digits that are this bf16 and no other one.
QString shortestBf16(float value) {
    const std::uint16_t bits = to_bf16(value);
    const float kept = from_bf16(bits);
    if (!std::isfinite(kept)) return figureText(static_cast<double>(kept));
    const double size = std::abs(static_cast<double>(kept));
    QString text;
    for (int digits = 1; digits <= 5; ++digits) {
        text = QString::number(size, 'g', digits);
        if (to_bf16(QLocale::c().toFloat(text)) == (bits & 0x7FFFU)) break;
    }
    if (std::signbit(kept)) text.prepend(u'-');
    return readable(text);
}

bool isBf16(std::uint32_t bits) {
    return (bits & 0xFFFFU) == 0;
}

QString binary(std::uint32_t value, int digits) {
    return QStringLiteral("%1").arg(value, digits, 2, QLatin1Char('0'));
}

QString name(ValueFormat format) {
    switch (format) {
        case ValueFormat::figures:
            return Words::tr("3 digits");
        case ValueFormat::fp32:
            return Words::tr("fp32");
        case ValueFormat::bf16:
            return Words::tr("bf16");
        case ValueFormat::hex:
            return Words::tr("hex");
        case ValueFormat::bits:
            return Words::tr("bits");
    }
    return {};
}

QString tip(ValueFormat format) {
    switch (format) {
        case ValueFormat::figures:
            return Words::tr("Three significant digits");
        case ValueFormat::fp32:
            return Words::tr("The shortest decimal number that is exactly this fp32 value");
        case ValueFormat::bf16:
            return Words::tr("The nearest bf16, ≈ where the value is another one");
        case ValueFormat::hex:
            return Words::tr("The bits: four digits of a bf16, eight of any other fp32");
        case ValueFormat::bits:
            return Words::tr("Sign, exponent and mantissa of the bf16, or of the fp32 where it is none");
    }
    return {};
}

}  // namespace

QString valueText(float value, ValueFormat format) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    switch (format) {
        case ValueFormat::figures:
            break;
        case ValueFormat::fp32:
            return shortest(value);
        case ValueFormat::bf16:
            return (isBf16(bits) || std::isnan(value) ? QString() : QStringLiteral("≈")) +
                   shortestBf16(value);
        case ValueFormat::hex: {
            const bool half = isBf16(bits);
            return QStringLiteral("0x") +
                   QStringLiteral("%1")
                       .arg(half ? bits >> 16 : bits, half ? 4 : 8, 16, QLatin1Char('0'))
                       .toUpper();
        }
        case ValueFormat::bits: {
            const bool half = isBf16(bits);
            return binary(bits >> 31, 1) + u' ' + binary((bits >> 23) & 0xFFU, 8) + u' ' +
                   (half ? binary((bits >> 16) & 0x7FU, 7) : binary(bits & 0x7FFFFFU, 23));
        }
    }
    return figureText(static_cast<double>(value));
}

QString differenceText(double difference, ValueFormat format) {
    return format == ValueFormat::fp32 ? shortest(static_cast<float>(difference)) : figureText(difference);
}

QString widestValue(ValueFormat format) {
    switch (format) {
        case ValueFormat::figures:
            return QStringLiteral("−8.88e−88");
        case ValueFormat::fp32:
            return QStringLiteral("−8.88888888e−88");
        case ValueFormat::bf16:
            return QStringLiteral("≈−8.888e−88");
        case ValueFormat::hex:
            return QStringLiteral("0xDDDDDDDD");
        case ValueFormat::bits:
            return QStringLiteral("0 00000000 00000000000000000000000");
    }
    return {};
}

std::optional<double> typedNumber(const QString& words) {
    QString plain = words.trimmed();
    plain.replace(QChar(u'\u2212'), QLatin1Char('-'));
    bool ok = false;
    if (plain.startsWith(QLatin1String("0x"), Qt::CaseInsensitive)) {
        const QString digits = plain.mid(2);
        const std::uint32_t bits = digits.toUInt(&ok, 16);
        if (!ok || (digits.size() != 4 && digits.size() != 8)) return std::nullopt;
        return static_cast<double>(std::bit_cast<float>(digits.size() == 4 ? bits << 16 : bits));
    }
    const double number = QLocale::c().toDouble(plain, &ok);
    if (!ok || (std::isfinite(number) && !std::isfinite(static_cast<float>(number)))) return std::nullopt;
    return number;
}

QString formatWord(ValueFormat format) {
    switch (format) {
        case ValueFormat::figures:
            return QStringLiteral("figures");
        case ValueFormat::fp32:
            return QStringLiteral("fp32");
        case ValueFormat::bf16:
            return QStringLiteral("bf16");
        case ValueFormat::hex:
            return QStringLiteral("hex");
        case ValueFormat::bits:
            return QStringLiteral("bits");
    }
    return {};
}

std::optional<ValueFormat> formatOfWord(const QString& word) {
    for (const ValueFormat format : valueFormats) {
        if (formatWord(format) == word) return format;
    }
    return std::nullopt;
}

QComboBox* makeFormatChooser(QWidget* parent) {
    auto* chooser = new QComboBox(parent);
    chooser->setObjectName(QStringLiteral("valueFormat"));
    chooser->setAccessibleName(Words::tr("Format of values"));
    chooser->setToolTip(Words::tr("How values are written: as figures, whole, or as their bits"));
    for (const ValueFormat format : valueFormats) {
        chooser->addItem(name(format), formatWord(format));
        chooser->setItemData(chooser->count() - 1, tip(format), Qt::ToolTipRole);
    }
    return chooser;
}

void showFormat(QComboBox& chooser, ValueFormat format) {
    const QSignalBlocker block(&chooser);
    chooser.setCurrentIndex(chooser.findData(formatWord(format)));
}

}  // namespace lockstep
