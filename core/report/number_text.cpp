#include "core/report/number_text.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

namespace lockstep {

std::string exact_text(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    return fmt::format("{}", value);
}

std::string number_text(double value) {
    if (!std::isfinite(value)) return exact_text(value);
    if (value == 0) return "0";
    // The size after rounding to three digits decides: 999.7 is 1000, 0.00099999 is 0.00100.
    const double rounded = std::strtod(fmt::format("{:.2e}", value).c_str(), nullptr);
    const double size = std::abs(rounded);
    if (size < 1e-3 || size >= 1e7) return fmt::format("{:.2e}", value);
    if (size >= 10000) return count_text(std::llround(value));
    const int digits = size >= 100    ? 0
                       : size >= 10   ? 1
                       : size >= 1    ? 2
                       : size >= 0.1  ? 3
                       : size >= 0.01 ? 4
                                      : 5;
    return fmt::format("{:.{}f}", value, digits);
}

std::string count_text(std::int64_t value, const std::string& separator) {
    const std::string digits = fmt::format("{}", value);
    const std::size_t sign = value < 0 ? 1 : 0;
    if (digits.size() - sign < 5) return digits;
    std::string text = digits.substr(0, sign);
    for (std::size_t i = sign; i < digits.size(); ++i) {
        if (i > sign && (digits.size() - i) % 3 == 0) text += separator;
        text += digits[i];
    }
    return text;
}

std::string power_of_ten_text(int exponent) {
    static constexpr const char* digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = "10";
    for (const char digit : std::to_string(exponent)) text += digit == '-' ? "⁻" : digits[digit - '0'];
    return text;
}

std::string us_text(std::optional<double> us) {
    return us ? number_text(*us) + " µs" : "–";
}

std::string percent_text(double share) {
    if (!std::isfinite(share)) return exact_text(share);
    return fmt::format("{:.1f} %", 100 * share);
}

}  // namespace lockstep
