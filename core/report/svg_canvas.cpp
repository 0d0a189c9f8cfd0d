#include "core/report/svg_canvas.h"

#include <fmt/format.h>

namespace lockstep {
namespace {

constexpr std::string_view axis_ink = "#6b7280";
constexpr std::string_view grid_ink = "#e5e7eb";
constexpr std::string_view text_ink = "#1f2937";
constexpr std::string_view muted_ink = "#5b6472";
constexpr std::string_view ground_ink = "#f3f4f6";

std::string line(std::string_view name, std::string_view ink, double x1, double y1, double x2, double y2,
                 std::string_view more = {}) {
    return fmt::format(
        "<line class=\"{}\" x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" y2=\"{:.2f}\" stroke=\"{}\"{}/>\n",
        name, x1, y1, x2, y2, ink, more);
}

}  // namespace

std::string xml_text(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') result += c;
        }
    }
    return result;
}

std::string colour_text(Rgb colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour.r, colour.g, colour.b);
}

SvgCanvas::SvgCanvas(double width, double height, std::string_view title) {
    text_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" "
        "height=\"{1:g}\" "
        "role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\" "
        "font-size=\"11\" font-weight=\"400\">\n<title>{2}</title>\n",
        width, height, xml_text(title));
}

void SvgCanvas::rect(double x, double y, double width, double height, Rgb fill, std::string_view tip) {
    text_ += fmt::format("<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" fill=\"{}\"", x,
                         y, width, height, colour_text(fill));
    text_ += tip.empty() ? "/>\n" : fmt::format("><title>{}</title></rect>\n", xml_text(tip));
}

void SvgCanvas::ground(double x, double y, double width, double height) {
    text_ += fmt::format(
        "<rect class=\"ls-ground\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" "
        "fill=\"{}\"/>\n",
        x, y, width, height, ground_ink);
}

void SvgCanvas::axis(double x1, double y1, double x2, double y2) {
    text_ += line("ls-axis", axis_ink, x1, y1, x2, y2);
}

void SvgCanvas::grid(double x1, double y1, double x2, double y2) {
    text_ += line("ls-grid", grid_ink, x1, y1, x2, y2);
}

void SvgCanvas::dashed(double x1, double y1, double x2, double y2) {
    text_ += line("ls-axis", axis_ink, x1, y1, x2, y2, " stroke-dasharray=\"4 3\"");
}

void SvgCanvas::text(double x, double y, std::string_view text, TextAnchor anchor, bool muted) {
    const std::string_view at = anchor == TextAnchor::start ? "start"
                                : anchor == TextAnchor::end ? "end"
                                                            : "middle";
    text_ +=
        fmt::format("<text class=\"{}\" x=\"{:.2f}\" y=\"{:.2f}\" text-anchor=\"{}\" fill=\"{}\">{}</text>\n",
                    muted ? "ls-muted" : "ls-text", x, y, at, muted ? muted_ink : text_ink, xml_text(text));
}

void SvgCanvas::stroke(std::string_view data, Rgb colour, bool dashed) {
    text_ += fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\" stroke-linejoin=\"round\"{}/>\n",
        data, colour_text(colour), dashed ? " stroke-dasharray=\"4 3\"" : "");
}

void SvgCanvas::fill(std::string_view data, Rgb colour) {
    // Qt's reader of SVG takes a path of more than 32,767 elements for a damaged one and cuts it off.
    constexpr int most_parts = 4'000;
    std::size_t end = 0;
    for (int parts = 0; parts < most_parts && end != std::string_view::npos; ++parts)
        end = data.find('M', end + 1);
    if (end != std::string_view::npos) {
        fill(data.substr(0, end), colour);
        fill(data.substr(end), colour);
        return;
    }
    text_ += fmt::format("<path d=\"{}\" fill=\"{}\" shape-rendering=\"crispEdges\"/>\n", data,
                         colour_text(colour));
}

void SvgCanvas::dot(double x, double y, double radius, Rgb colour) {
    text_ += fmt::format("<circle cx=\"{:.2f}\" cy=\"{:.2f}\" r=\"{:g}\" fill=\"{}\"/>\n", x, y, radius,
                         colour_text(colour));
}

std::string SvgCanvas::take() {
    return std::move(text_) + "</svg>\n";
}

}  // namespace lockstep
