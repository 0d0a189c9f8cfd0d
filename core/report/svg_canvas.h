#pragma once

#include <string>
#include <string_view>

#include "core/report/palette.h"

namespace lockstep {

/// Text as it stands in XML; characters that XML does not allow are left out.
std::string xml_text(std::string_view text);
/// "#rrggbb".
std::string colour_text(Rgb colour);

enum class TextAnchor { start, middle, end };

/// Writes one SVG picture. Inks are named by class, with their light values as attributes: a page may restyle
/// `ls-axis`, `ls-grid`, `ls-text`, `ls-muted` and `ls-ground` for a dark theme, other viewers show the light
/// one.
class SvgCanvas {
  public:
    SvgCanvas(double width, double height, std::string_view title);

    void rect(double x, double y, double width, double height, Rgb fill, std::string_view tip = {});
    /// A quiet area behind data.
    void ground(double x, double y, double width, double height);
    void axis(double x1, double y1, double x2, double y2);
    void grid(double x1, double y1, double x2, double y2);
    void dashed(double x1, double y1, double x2, double y2);
    void text(double x, double y, std::string_view text, TextAnchor anchor = TextAnchor::start,
              bool muted = false);
    /// `data` is that of a path element.
    void stroke(std::string_view data, Rgb colour, bool dashed = false);
    void fill(std::string_view data, Rgb colour);
    void dot(double x, double y, double radius, Rgb colour);

    std::string take();

  private:
    std::string text_;
};

}  // namespace lockstep
