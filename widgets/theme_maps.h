#pragma once

#include <QColor>
#include <cstdint>

namespace lockstep {

/// Cells that are not finite: a colour that the maps do not have.
inline constexpr QRgb oddCell = 0xFFDC00DC;

/// Perceptually uniform maps for magnitudes, safe for colour blindness: viridis (Smith and van der Walt,
/// matplotlib, CC0) and cividis (Nuñez, Anderton and Renslow, PLoS ONE 13(7), 2018,
/// doi 10.1371/journal.pone.0199239).
enum class MagnitudeMap : std::uint8_t { cividis, viridis };

/// `share` in [0, 1], clamped; grey for a value that is not a number.
QColor magnitudeColor(MagnitudeMap map, double share);

/// Signed values: `share` in [-1, 1], clamped; near the ground at zero (white, or near black in a dark
/// theme), blue below, red above (RdBu of ColorBrewer, colorbrewer2.org, in the light theme); grey for a
/// value that is not a number.
QColor divergingColor(double share, bool dark);

}  // namespace lockstep
