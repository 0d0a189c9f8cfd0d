#include "widgets/theme_numbers.h"

#include <cmath>
#include <limits>

namespace lockstep {
namespace {

constexpr char16_t thinSpace = u'\u202F';
constexpr char16_t minusSign = u'\u2212';

QString grouped(QString digits) {
    const qsizetype point = digits.indexOf(u'.');
    for (qsizetype i = (point < 0 ? digits.size() : point) - 3; i > 0; i -= 3)
        digits.insert(i, QChar(thinSpace));
    return digits;
}

QString withUnit(QString text, const QString& unit) {
    if (!unit.isEmpty()) text += QChar(thinSpace) + unit;
    return text;
}

}  // namespace

QString figureText(double value, const QString& unit) {
    if (std::isnan(value)) return QStringLiteral("NaN");
    const QString sign = std::signbit(value) && value != 0 ? QString(QChar(minusSign)) : QString();
    const double magnitude = std::abs(value);
    if (std::isinf(value)) return withUnit(sign + QChar(u'\u221E'), unit);
    if (magnitude == 0) return withUnit(QStringLiteral("0"), unit);

    // The exponent after rounding: 999.6 has the digits 1.00 and the exponent 3.
    const QString scientific = QString::number(magnitude, 'e', 2);
    const qsizetype split = scientific.indexOf(u'e');
    const int exponent = scientific.mid(split + 1).toInt();
    if (exponent < -2 || exponent >= 6) {
        const QString shown =
            exponent < 0 ? QChar(minusSign) + QString::number(-exponent) : QString::number(exponent);
        return withUnit(sign + scientific.left(split) + u'e' + shown, unit);
    }
    if (exponent >= 3) {
        const double unitOfLastDigit = std::pow(10.0, exponent - 2);
        return withUnit(sign + grouped(QString::number(
                                   std::round(magnitude / unitOfLastDigit) * unitOfLastDigit, 'f', 0)),
                        unit);
    }
    return withUnit(sign + QString::number(magnitude, 'f', 2 - exponent), unit);
}

QString signedText(double value) {
    return value > 0 ? u'+' + figureText(value) : figureText(value);
}

QString longText(double value) {
    if (!std::isfinite(value) || value == 0) return figureText(value);
    QString text = QString::number(value, 'e', 6);
    const qsizetype split = text.indexOf(u'e');
    const int exponent = text.mid(split + 1).toInt();
    text = text.left(split + 1) + QString::number(exponent);
    if (value > 0) text.prepend(u'+');
    return text.replace(u'-', QChar(minusSign));
}

QString countText(std::int64_t value, const QString& unit) {
    QString digits = QString::number(value);
    const bool negative = value < 0;
    if (negative) digits.remove(0, 1);
    digits = grouped(digits);
    return withUnit(negative ? QChar(minusSign) + digits : digits, unit);
}

}  // namespace lockstep
