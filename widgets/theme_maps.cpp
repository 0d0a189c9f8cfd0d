#include "widgets/theme_maps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/report/palette.h"

namespace lockstep {
namespace {

constexpr std::array<QRgb, 11> viridis = {0xff440154, 0xff482475, 0xff414487, 0xff355f8d,
                                          0xff2a788e, 0xff21918c, 0xff22a884, 0xff44bf70,
                                          0xff7ad151, 0xffbddf26, 0xfffde725};
constexpr std::array<QRgb, 10> cividis = {0xff00204d, 0xff00336f, 0xff39486b, 0xff575c6d, 0xff707173,
                                          0xff8a8779, 0xffa69d75, 0xffc4b56c, 0xffe4cf5b, 0xffffea46};
const QColor notANumber(0x80, 0x80, 0x80);

QColor interpolate(std::span<const QRgb> stops, double share) {
    if (std::isnan(share)) return notANumber;
    const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(stops.size() - 1);
    const std::size_t lower = std::min(static_cast<std::size_t>(at), stops.size() - 2);
    const double part = at - static_cast<double>(lower);
    const auto mix = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * part)); };
    const QRgb a = stops[lower];
    const QRgb b = stops[lower + 1];
    return {mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b))};
}

}  // namespace

QColor magnitudeColor(MagnitudeMap map, double share) {
    return map == MagnitudeMap::viridis ? interpolate(viridis, share) : interpolate(cividis, share);
}

QColor divergingColor(double share, bool dark) {
    if (std::isnan(share)) return notANumber;
    const Rgb color = palette::diverging(dark ? palette::diverging_dark : palette::diverging_light, share);
    return {color.r, color.g, color.b};
}

}  // namespace lockstep
