#include "core/layout/graph_svg.h"

#include <charconv>
#include <cmath>

#include "core/layout/graph_scene.h"
#include "core/report/palette.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

namespace metrics = scene_metrics;

constexpr double margin = 24;
constexpr double corner = 6;
constexpr double tip_length = 7;

constexpr const char* style = R"(<style>
  .title { font: 13px system-ui, "DejaVu Sans", sans-serif; fill: #1c1f24 }
  .quiet { font: 11px system-ui, "DejaVu Sans", sans-serif; fill: #59626e }
  .ground { fill: #ffffff }
  .plain { fill: #ffffff; stroke: #8b949f }
  .edge { fill: none; stroke: #8b949f }
  .back { stroke-dasharray: 5 4 }
  .tip { fill: #8b949f }
  @media (prefers-color-scheme: dark) {
    .title { fill: #e4e7eb } .quiet { fill: #a8b1bc } .ground { fill: #202328 } .plain { fill: #202328; stroke: #7b8592 }
    .edge { stroke: #7b8592 } .tip { fill: #7b8592 }
)";

std::string decimal(double value) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 1).ptr;
    std::string text(buffer, end);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text == "-0" ? "0" : text;
}

/// Text for XML; control characters, which XML cannot hold, become spaces.
std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return out;
}

std::string hex(Rgb rgb) {
    constexpr const char* digits = "0123456789abcdef";
    std::string text = "#";
    for (const std::uint8_t channel : {rgb.r, rgb.g, rgb.b}) {
        text += digits[channel >> 4U];
        text += digits[channel & 0xFU];
    }
    return text;
}

/// The class of a box: letters and digits of the operator's name.
std::string op_class(const std::string& op) {
    std::string name = "op-";
    for (const char c : op) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) name += c;
    }
    return name;
}

std::string fills(const GraphScene& scene, bool dark) {
    std::string text;
    std::string done = " ";
    for (const SceneBox& box : scene.boxes) {
        if (box.kind != SceneKind::node) continue;
        const std::string name = op_class(box.op);
        if (done.find(" " + name + " ") != std::string::npos) continue;
        done += name + " ";
        const OpColour& colour = op_colour(box.op);
        text += "  ." + name + " { fill: " + hex(dark ? colour.dark_fill : colour.light_fill) +
                "; stroke: " + hex(dark ? colour.dark_mark : colour.light_mark) + " }\n";
    }
    return text;
}

std::string text_element(const char* kind, double x, double y, const std::string& text,
                         bool from_right = false) {
    if (text.empty()) return {};
    return "<text class=\"" + std::string(kind) + "\" x=\"" + decimal(x) + "\" y=\"" + decimal(y) + "\"" +
           (from_right ? " text-anchor=\"end\"" : "") + ">" + escaped(text) + "</text>";
}

std::string box_element(const SceneBox& box, const LayoutRect& rect) {
    const bool state = box.kind == SceneKind::state;
    const double inset = state ? metrics::padding * 1.5 : metrics::padding;
    const std::string kind = box.kind == SceneKind::node ? op_class(box.op) : std::string("plain");
    std::string text = "<g><rect class=\"" + kind + "\" x=\"" + decimal(rect.x) + "\" y=\"" +
                       decimal(rect.y) + "\" width=\"" + decimal(rect.width) + "\" height=\"" +
                       decimal(rect.height) + "\" rx=\"" +
                       decimal(state                         ? rect.height / 2
                               : box.kind == SceneKind::node ? corner
                                                             : 0) +
                       "\"/>";
    text += text_element("title", rect.x + inset, rect.y + metrics::title_baseline, box.title);
    text += text_element("quiet", rect.right() - inset, rect.y + metrics::title_baseline, box.detail, true);
    text += text_element("quiet", rect.x + inset, rect.y + metrics::subtitle_baseline, box.subtitle);
    return text + "</g>\n";
}

/// The corners of the tip at the end of a curve. A marker would do, but not every viewer draws those.
std::string tip_element(const EdgePath& path) {
    const LayoutPoint end = path.back();
    LayoutPoint from = path.front();
    for (std::size_t i = path.size() - 1; i-- > 0;) {
        if (std::hypot(end.x - path[i].x, end.y - path[i].y) < 1) continue;
        from = path[i];
        break;
    }
    const double length = std::hypot(end.x - from.x, end.y - from.y);
    if (length <= 0) return {};
    const LayoutPoint back = {(from.x - end.x) / length * tip_length, (from.y - end.y) / length * tip_length};
    const auto corner_at = [&](double side) {
        return decimal(end.x + back.x - back.y * side) + "," + decimal(end.y + back.y + back.x * side);
    };
    return "<polygon class=\"tip\" points=\"" + decimal(end.x) + "," + decimal(end.y) + " " +
           corner_at(0.42) + " " + corner_at(-0.42) + "\"/>";
}

std::string edge_element(const EdgePath& path, bool back) {
    std::string text = std::string("<path class=\"edge") + (back ? " back" : "") + "\" d=\"M";
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (i == 1) text += "C";
        text += decimal(path[i].x) + "," + decimal(path[i].y);
        if (i + 1 < path.size() && i > 0) text += " ";
    }
    return text + "\"/>" + tip_element(path) + "\n";
}

}  // namespace

std::string graph_to_svg(const nnir::Graph& graph, const GraphLayout& layout) {
    const GraphScene scene = make_scene(graph);
    if (scene.boxes.size() != layout.boxes.size() || scene.edges.size() != layout.edges.size()) {
        throw Error(FailureKind::internal, "the layout belongs to another graph");
    }
    const std::string width = decimal(layout.bounds.width + 2 * margin);
    const std::string height = decimal(layout.bounds.height + 2 * margin);
    std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height +
                      "\" viewBox=\"0 0 " + width + " " + height + "\">\n<title>" + escaped(graph.name) +
                      "</title>\n";
    svg += std::string(style) + fills(scene, true) + "  }\n";
    // What stands outside the media query would win over it if it came later.
    const std::string light = fills(scene, false);
    svg.insert(svg.find("  @media"), light);
    svg += "</style>\n";
    svg += "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n";
    svg += "<g transform=\"translate(" + decimal(margin) + " " + decimal(margin) + ")\">\n";
    for (std::size_t e = 0; e < scene.edges.size(); ++e)
        svg += edge_element(layout.edges[e], scene.edges[e].back);
    for (std::size_t b = 0; b < scene.boxes.size(); ++b) svg += box_element(scene.boxes[b], layout.boxes[b]);
    return svg + "</g>\n</svg>\n";
}

}  // namespace lockstep
