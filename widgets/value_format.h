#pragma once

#include <QString>
#include <array>
#include <cstdint>
#include <optional>

class QComboBox;
class QWidget;

namespace lockstep {

/// How single values are written, everywhere in the window.
enum class ValueFormat : std::uint8_t {
    figures,  ///< three significant digits
    fp32,     ///< the shortest decimal number that is this fp32 value
    bf16,     ///< the shortest decimal number that is the nearest bf16; "≈" before it where that is another
    hex,      ///< the bits, four digits where the value is a bf16, else eight of the fp32: "0x3F80"
    bits,     ///< the same in binary, sign, exponent and mantissa apart: "0 01111111 0000000"
};
inline constexpr std::array valueFormats = {ValueFormat::figures, ValueFormat::fp32, ValueFormat::bf16,
                                            ValueFormat::hex, ValueFormat::bits};

QString valueText(float value, ValueFormat format);
/// Of a difference of two values: in the format where it is one of decimal numbers, else as figures.
QString differenceText(double difference, ValueFormat format);
/// As long as any value in this format: columns of that width cut none.
QString widestValue(ValueFormat format);

/// What a person types: a decimal number, "nan", "inf", or bits in hexadecimal, four digits of a bf16 or
/// eight of an fp32 ("0x3F80"). Nothing if it is none of these or does not fit fp32.
std::optional<double> typedNumber(const QString& words);

/// Word of a session: "bf16".
QString formatWord(ValueFormat format);
std::optional<ValueFormat> formatOfWord(const QString& word);

/// A chooser of formats; the data of its entries are formatWord().
QComboBox* makeFormatChooser(QWidget* parent);
void showFormat(QComboBox& chooser, ValueFormat format);

}  // namespace lockstep
