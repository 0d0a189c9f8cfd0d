#include "core/report/markdown_report.h"

#include <fmt/format.h>

namespace lockstep {
namespace {

/// Text that Markdown must not read as its own marks.
std::string plain(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '\n' || c == '\r') {
            result += ' ';
            continue;
        }
        if (std::string_view("\\`*_{}[]<>#|").find(c) != std::string_view::npos) result += '\\';
        result += c;
    }
    return result;
}

std::string markdown(const Paragraph& paragraph) {
    const std::string text = plain(paragraph.text);
    return paragraph.tone == Paragraph::Tone::warning ? fmt::format("**{}**\n\n", text) : text + "\n\n";
}

std::string markdown(const std::vector<KeyFigure>& figures) {
    std::string text;
    for (const KeyFigure& figure : figures)
        text +=
            fmt::format("- {}: **{}** ({})\n", plain(figure.label), plain(figure.value), plain(figure.note));
    return text + "\n";
}

std::string markdown(const DocumentTable& table) {
    std::string head = "|";
    std::string rule = "|";
    for (const DocumentTable::Column& column : table.columns) {
        head += " " + plain(column.title) + " |";
        rule += column.number ? " ---: |" : " --- |";
    }
    std::string text = head + "\n" + rule + "\n";
    for (const std::vector<std::string>& row : table.rows) {
        text += "|";
        for (const std::string& value : row) text += " " + plain(value) + " |";
        text += "\n";
    }
    return text + "\n";
}

std::string markdown(const Plot&) {
    return {};
}

}  // namespace

std::string markdown_report(const ReportDocument& document) {
    std::string text = fmt::format("# {}\n\n{}\n\n", plain(document.title), plain(document.subtitle));
    for (const Section& section : document.sections) {
        text += fmt::format("## {}\n\n", plain(section.title));
        for (const Block& block : section.blocks)
            text += std::visit([](const auto& content) { return markdown(content); }, block);
    }
    text.pop_back();
    return text;
}

}  // namespace lockstep
