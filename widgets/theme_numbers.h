#pragma once

#include <QString>
#include <cstdint>

namespace lockstep {

/// Figures for people: three significant digits, thousands grouped by a narrow no-break space, a true minus
/// sign, unit behind a narrow no-break space: "0.0125", "4.20e−3", "12 300 µs", "NaN". Below 1e-2 and from
/// 1e6 on with an exponent.
QString figureText(double value, const QString& unit = {});

/// The same with its sign, also "+": of a term that is added up.
QString signedText(double value);

/// Seven significant digits with an exponent, to see that two figures are the same: "+3.705900e−4".
QString longText(double value);

/// A count, all digits, grouped: "1 536", "1 536 blocks".
QString countText(std::int64_t value, const QString& unit = {});

}  // namespace lockstep
