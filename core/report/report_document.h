#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/report/report.h"
#include "core/report/svg_plot.h"

namespace lockstep {

/// A report as a document: what HTML, Markdown and PDF have in common. All text is plain, not escaped.
struct Paragraph {
    enum class Tone { normal, muted, warning };
    std::string text;
    Tone tone = Tone::normal;
};

/// A figure that the reader came for.
struct KeyFigure {
    std::string label;
    std::string value;
    std::string note;  ///< its basis
};

struct DocumentTable {
    struct Column {
        std::string title;
        bool number = false;  ///< aligned to the right
    };
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;
};

using Block = std::variant<Paragraph, std::vector<KeyFigure>, DocumentTable, Plot>;

struct Section {
    std::string title;
    std::vector<Block> blocks;
};

struct ReportDocument {
    std::string title;
    std::string subtitle;
    std::vector<Section> sections;
};

/// At most this many inferences stand in the document's table: the worst ones of a longer run.
inline constexpr std::size_t document_inference_limit = 100;

ReportDocument report_document(const Report& report);

}  // namespace lockstep
