#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lockstep {

/// Three significant digits, or all digits of the integer part if there are more; very small and very large
/// ones with an exponent; "nan", "inf", "-inf"; 0 is "0". Locale-independent.
std::string number_text(double value);
/// Digits in groups of three from 10 000 on, separated by `separator` (a thin space by default).
std::string count_text(std::int64_t value, const std::string& separator = "\u2009");
/// "10⁻⁵".
std::string power_of_ten_text(int exponent);
/// "0.60 µs"; "–" if absent.
std::string us_text(std::optional<double> us);
/// "61.0 %" of a share in [0, 1].
std::string percent_text(double share);
/// The shortest decimal that reads back to the same value; "nan", "inf", "-inf": for CSV.
std::string exact_text(double value);

}  // namespace lockstep
