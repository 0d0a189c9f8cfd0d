#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// Colours of operator kinds, the same in graphs, timelines, tables and reports: the eight of Okabe and Ito
/// (Color Universal Design, jfly.uni-koeln.de/color), safe for colour blindness, with black replaced by grey.
/// Each comes as a mark (lines, bars, heatless fills) and as a quiet fill that text can stand on.
namespace lockstep {

struct Rgb {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    friend constexpr bool operator==(const Rgb&, const Rgb&) = default;
};

struct OpColour {
    Rgb light_mark;  ///< on a light ground
    Rgb light_fill;  ///< behind dark text
    Rgb dark_mark;   ///< on a dark ground
    Rgb dark_fill;   ///< behind light text
};

namespace palette {

constexpr std::uint8_t blend(std::uint8_t a, std::uint8_t b, double share_of_a) {
    return static_cast<std::uint8_t>(a * share_of_a + b * (1 - share_of_a) + 0.5);
}
constexpr Rgb blend(Rgb a, Rgb b, double share_of_a) {
    return {blend(a.r, b.r, share_of_a), blend(a.g, b.g, share_of_a), blend(a.b, b.b, share_of_a)};
}
constexpr OpColour shades(Rgb hue) {
    return {hue, blend(hue, {255, 255, 255}, 0.22), blend(hue, {255, 255, 255}, 0.85),
            blend(hue, {30, 32, 36}, 0.18)};
}

inline constexpr OpColour orange = shades({230, 159, 0});
inline constexpr OpColour sky_blue = shades({86, 180, 233});
inline constexpr OpColour green = shades({0, 158, 115});
inline constexpr OpColour yellow = shades({240, 228, 66});
inline constexpr OpColour blue = shades({0, 114, 178});
inline constexpr OpColour vermillion = shades({213, 94, 0});
inline constexpr OpColour purple = shades({204, 121, 167});
inline constexpr OpColour grey = shades({136, 136, 136});

/// Blue over a neutral ground to red, evenly spaced in [-1, 1]: RdBu of ColorBrewer (colorbrewer2.org),
/// reversed, and one with its ground in the middle for a dark theme. The same in the window and in reports.
inline constexpr std::array<Rgb, 9> diverging_light = {
    Rgb{33, 102, 172},  Rgb{67, 147, 195},  Rgb{146, 197, 222}, Rgb{209, 229, 240}, Rgb{247, 247, 247},
    Rgb{253, 219, 199}, Rgb{244, 165, 130}, Rgb{214, 96, 77},   Rgb{178, 24, 43}};
inline constexpr std::array<Rgb, 9> diverging_dark = {
    Rgb{140, 196, 245}, Rgb{95, 159, 214}, Rgb{63, 116, 166},  Rgb{45, 74, 104},  Rgb{32, 35, 40},
    Rgb{102, 55, 51},   Rgb{164, 81, 74},  Rgb{217, 118, 108}, Rgb{247, 166, 152}};
/// Of a share in [-1, 1], linear between the stops; beyond them the last.
constexpr Rgb diverging(const std::array<Rgb, 9>& stops, double share) {
    constexpr int last = 8;
    const double at = (share < -1 ? 0 : share > 1 ? 2 : share + 1) / 2 * last;
    const auto lower = static_cast<std::size_t>(at < last ? at : last - 1);
    return blend(stops[lower + 1], stops[lower], at - static_cast<double>(lower));
}

struct Row {
    std::string_view op;
    OpColour colour;
};
/// Operators that multiply by weights, those that carry state, element by element ones, reductions. Forms of
/// one operator (Lstm and LstmCell) share its colour.
inline constexpr std::array rows = {
    Row{"Linear", blue},     Row{"MatMul", blue},      Row{"Conv1d", sky_blue},   Row{"Conv1dStep", sky_blue},
    Row{"Lstm", orange},     Row{"LstmCell", orange},  Row{"Gru", vermillion},    Row{"GruCell", vermillion},
    Row{"Pointwise", green}, Row{"Clamp", yellow},     Row{"Activation", yellow}, Row{"Softmax", yellow},
    Row{"Reduce", purple},   Row{"LayerNorm", purple},
};

}  // namespace palette

/// The colour of an operator by its name; grey for those that only move or reshape data, and for unknown
/// ones.
constexpr const OpColour& op_colour(std::string_view op) {
    for (const palette::Row& row : palette::rows) {
        if (row.op == op) return row.colour;
    }
    return palette::grey;
}

}  // namespace lockstep
