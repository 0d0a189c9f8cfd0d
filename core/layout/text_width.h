#pragma once

#include <string>
#include <string_view>

namespace lockstep {

/// Estimated width in pixels of UTF-8 text set in a sans-serif of `size` pixels. From the advances of DejaVu
/// Sans, which is wider than most, so text fits its box in other fonts too; needs no font, so that every
/// machine lays out alike.
double text_width(std::string_view utf8, double size);

/// The text, or its start and its end around "…" where it is wider than `width`. Never cuts a code point.
std::string elide_middle(std::string_view utf8, double size, double width);

}  // namespace lockstep
