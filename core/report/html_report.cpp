#include "core/report/html_report.h"

#include <fmt/format.h>

#include "core/report/palette.h"
#include "core/report/svg_canvas.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --ink: #1f2937; --muted: #5b6472; --line: #d9dde3; --ground: #ffffff; --panel: #f3f4f6; --accent: #0b63a5; --warn: #a33b00; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --muted: #a3abb7; --line: #3a4049; --ground: #1b1d21; --panel: #262a30; --accent: #6db8f2; --warn: #ff9d5c; }
  .ls-text { fill: #e6e8eb; } .ls-muted { fill: #a3abb7; } .ls-axis { stroke: #8b94a1; } .ls-grid { stroke: #343a43; } .ls-ground { fill: #262a30; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1060px; margin: 0 auto; padding: 40px 32px 64px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0; font-weight: 650; }
.subtitle { color: var(--muted); margin: 4px 0 8px; }
h2 { font-size: 17px; margin: 40px 0 12px; padding-top: 12px; border-top: 1px solid var(--line); font-weight: 650; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 20px 32px; margin: 8px 0 16px; }
.figures .label { color: var(--muted); font-size: 13px; }
.figures .value { font-size: 26px; font-weight: 650; line-height: 1.3; }
.figures .note { color: var(--muted); font-size: 12px; line-height: 1.35; overflow-wrap: anywhere; }
p { margin: 8px 0; }
p.muted { color: var(--muted); }
p.warning { color: var(--warn); font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; margin: 8px 0; }
th { text-align: left; font-weight: 600; color: var(--muted); }
th, td { padding: 5px 16px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
.long { overflow-wrap: anywhere; }
th.number, td.number { text-align: right; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
figure { margin: 20px 0; }
figure svg { width: 100%; height: auto; display: block; }
figcaption { color: var(--muted); font-size: 12px; margin-top: 4px; }
h3 { font-size: 14px; margin: 0 0 4px; font-weight: 600; }
@media print {
  @page { margin: 16mm; }
  main { max-width: none; padding: 0; }
  .scroll { overflow: visible; }
  figure, tr, .figures > div { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
}
)css";

/// The plots are drawn in the marks of a light ground; on a dark one they take the lighter ones.
std::string dark_marks() {
    std::string rules;
    for (const OpColour& colour : {palette::orange, palette::sky_blue, palette::green, palette::yellow,
                                   palette::blue, palette::vermillion, palette::purple, palette::grey})
        for (const std::string_view what : {"fill", "stroke"})
            rules += fmt::format("  figure [{0}=\"{1}\"] {{ {0}: {2}; }}\n", what,
                                 colour_text(colour.light_mark), colour_text(colour.dark_mark));
    return "@media screen and (prefers-color-scheme: dark) {\n" + rules + "}\n";
}

std::string html(const Paragraph& paragraph) {
    const std::string_view tone = paragraph.tone == Paragraph::Tone::warning ? " class=\"warning\""
                                  : paragraph.tone == Paragraph::Tone::muted ? " class=\"muted\""
                                                                             : "";
    return fmt::format("<p{}>{}</p>\n", tone, xml_text(paragraph.text));
}

std::string html(const std::vector<KeyFigure>& figures) {
    std::string text = "<div class=\"figures\">\n";
    for (const KeyFigure& figure : figures) {
        text += fmt::format(
            "<div><div class=\"label\">{}</div><div class=\"value\">{}</div><div "
            "class=\"note\">{}</div></div>\n",
            xml_text(figure.label), xml_text(figure.value), xml_text(figure.note));
    }
    return text + "</div>\n";
}

/// A word that is longer than any of a language: a path, a digest. Only such are broken inside.
bool has_long_word(std::string_view text) {
    constexpr std::size_t longest = 28;
    std::size_t length = 0;
    for (const char c : text) {
        length = c == ' ' ? 0 : length + 1;
        if (length > longest) return true;
    }
    return false;
}

std::string html(const DocumentTable& table) {
    const auto cell = [&](std::string_view tag, std::size_t column, const std::string& value) {
        const std::string_view kind = table.columns[column].number ? " class=\"number\""
                                      : has_long_word(value)       ? " class=\"long\""
                                                                   : "";
        return fmt::format("<{0}{1}>{2}</{0}>", tag, kind, xml_text(value));
    };
    std::string text = "<div class=\"scroll\"><table>\n";
    bool titled = false;
    for (const DocumentTable::Column& column : table.columns) titled = titled || !column.title.empty();
    if (titled) {
        text += "<thead><tr>";
        for (std::size_t i = 0; i < table.columns.size(); ++i) text += cell("th", i, table.columns[i].title);
        text += "</tr></thead>\n";
    }
    text += "<tbody>\n";
    for (const std::vector<std::string>& row : table.rows) {
        text += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) text += cell(i == 0 && !titled ? "th" : "td", i, row[i]);
        text += "</tr>\n";
    }
    return text + "</tbody></table></div>\n";
}

std::string html(const Plot& plot) {
    if (plot.svg.empty()) return {};
    return fmt::format("<figure><h3>{}</h3>\n{}<figcaption>{}</figcaption></figure>\n", xml_text(plot.title),
                       plot.svg, xml_text(plot.caption));
}

}  // namespace

std::string html_report(const ReportDocument& document) {
    std::string text = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">\n<title>{}</title>\n<style>{}{}</style>\n"
        "</head>\n<body>\n<main>\n<h1>{}</h1>\n<p class=\"subtitle\">{}</p>\n",
        xml_text(document.title), style, dark_marks(), xml_text(document.title), xml_text(document.subtitle));
    for (const Section& section : document.sections) {
        text += fmt::format("<section>\n<h2>{}</h2>\n", xml_text(section.title));
        for (const Block& block : section.blocks)
            text += std::visit([](const auto& content) { return html(content); }, block);
        text += "</section>\n";
    }
    return text + "</main>\n</body>\n</html>\n";
}

}  // namespace lockstep
