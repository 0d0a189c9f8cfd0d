#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/report/band_report.h"
#include "core/report/markdown_report.h"
#include "core/report/number_text.h"
#include "core/report/variant_figures.h"
#include "core/report/variants.h"
#include "core/support/csv_line.h"

namespace lockstep {
namespace {

constexpr std::size_t nodes_told = 40;  ///< of a difference, in text; JSON has all

/// Columns of a terminal: a character that continues another takes none.
std::size_t columns_of(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string node_line(const nnir::NodeDifference& node) {
    std::string line = fmt::format("{} {}", name(node.kind), node.name);
    if (!node.module.empty()) line += " in " + node.module;
    if (!node.what.empty()) line += fmt::format(": {}", fmt::join(node.what, "; "));
    return line;
}

Section difference_section(const Variant& base, const Variant& other, const VariantDifference& difference) {
    Section section{.title = fmt::format("{} against {}", other.name, base.name), .blocks = {}};
    if (difference.graph) {
        section.blocks.emplace_back(
            Paragraph{"Graph: " + difference.graph->summary() + ".", Paragraph::Tone::normal});
        std::size_t told = 0;
        for (const nnir::NodeDifference& node : difference.graph->nodes) {
            if (node.kind == nnir::NodeDifference::Kind::same) continue;
            if (++told > nodes_told) continue;
            section.blocks.emplace_back(Paragraph{node_line(node), Paragraph::Tone::normal});
        }
        if (told > nodes_told)
            section.blocks.emplace_back(
                Paragraph{fmt::format("and {} more", told - nodes_told), Paragraph::Tone::muted});
    }
    DocumentTable table{.columns = {{"Module", false}, {"Before", true}, {"After", true}, {"Change", true}},
                        .rows = {}};
    for (const ModuleChange& change : difference.modules)
        table.rows.push_back({change.name, count_text(change.before), count_text(change.after),
                              fmt::format("{:+}", change.after - change.before)});
    if (!table.rows.empty()) {
        section.blocks.emplace_back(Paragraph{"Cycles of the critical path:", Paragraph::Tone::normal});
        section.blocks.emplace_back(std::move(table));
    }
    if (section.blocks.empty())
        section.blocks.emplace_back(
            Paragraph{"Nothing to compare: one of the two was not compiled.", Paragraph::Tone::muted});
    return section;
}

std::string text_of(const DocumentTable& table, std::size_t indent) {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        std::size_t width = columns_of(table.columns[column].title);
        for (const std::vector<std::string>& row : table.rows)
            width = std::max(width, columns_of(row[column]));
        widths.push_back(width);
    }
    const auto line = [&](const auto& cell) {
        std::string text(indent, ' ');
        for (std::size_t column = 0; column < table.columns.size(); ++column) {
            const std::string value = cell(column);
            const std::string blanks(widths[column] - columns_of(value), ' ');
            text += table.columns[column].number ? blanks + value : value + blanks;
            text += "  ";
        }
        text.erase(text.find_last_not_of(' ') + 1);
        return text + "\n";
    };
    std::string text = line([&](std::size_t column) { return table.columns[column].title; });
    for (const std::vector<std::string>& row : table.rows)
        text += line([&](std::size_t column) { return row[column]; });
    return text;
}

/// Figures against the baseline; null where one of the two has none.
Json delta_json(const Variant& base, const Variant& variant) {
    const VariantFigures from = variant_figures(base);
    const VariantFigures own = variant_figures(variant);
    Json json = {{"cycles", nullptr},
                 {"latency_us", nullptr},
                 {"end_to_end_us", nullptr},
                 {"max_abs_error", nullptr},
                 {"weight_blocks", nullptr}};
    if (own.cycles && from.cycles) json["cycles"] = *own.cycles - *from.cycles;
    if (own.weights && from.weights) json["weight_blocks"] = *own.weights - *from.weights;
    if (const auto errors = common_errors(base, variant))
        json["max_abs_error"] = json_number(errors->after - errors->before);
    if (!base.report || !variant.report) return json;
    const LatencyFigures& old = base.report->latency;
    const LatencyFigures& now = variant.report->latency;
    if (old.spaced_us && now.spaced_us) json["latency_us"] = json_number(*now.spaced_us - *old.spaced_us);
    if (old.end_to_end.value && now.end_to_end.value)
        json["end_to_end_us"] = json_number(now.end_to_end.value->mean - old.end_to_end.value->mean);
    return json;
}

/// The table, without the differences.
ReportDocument table_document(const std::vector<Variant>& variants, std::size_t baseline) {
    return {.title = "Comparison of variants",
            .subtitle = fmt::format("{} variants; changes are against {}", variants.size(),
                                    variants.at(baseline).name),
            .sections = {{.title = "Variants", .blocks = {variants_table(variants, baseline)}}}};
}

}  // namespace

ReportDocument variants_document(const std::vector<Variant>& variants, std::size_t baseline) {
    ReportDocument document = table_document(variants, baseline);
    for (std::size_t i = 0; i < variants.size(); ++i)
        if (i != baseline)
            document.sections.push_back(difference_section(
                variants[baseline], variants[i], variant_difference(variants[baseline], variants[i])));
    return document;
}

std::string variants_text(const std::vector<Variant>& variants, std::size_t baseline) {
    const ReportDocument document = variants_document(variants, baseline);
    std::string text;
    for (const Section& section : document.sections) {
        if (!text.empty()) text += fmt::format("\n{}\n", section.title);
        for (const Block& block : section.blocks) {
            const std::size_t indent = &section == &document.sections.front() ? 0 : 2;
            if (const auto* table = std::get_if<DocumentTable>(&block))
                text += text_of(*table, indent);
            else if (const auto* paragraph = std::get_if<Paragraph>(&block))
                text += std::string(indent, ' ') + paragraph->text + "\n";
        }
    }
    return text;
}

std::string variants_csv(const std::vector<Variant>& variants, std::size_t baseline) {
    std::string text =
        "variant,model_file,config,options,ok,baseline,cycles,change_cycles,latency_us,end_to_end_us,"
        "end_to_end_plus_minus_us,change_us,target,weight_blocks_used,weight_blocks_depth,max_abs_error,"
        "change_max_abs_error,failure\r\n";
    const auto real = [](const std::optional<double>& value) {
        return value ? exact_text(*value) : std::string();
    };
    const auto whole = [](const std::optional<std::int64_t>& value) {
        return value ? std::to_string(*value) : std::string();
    };
    const Variant& base = variants.at(baseline);
    const VariantFigures from = variant_figures(base);
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const Variant& variant = variants[i];
        const VariantFigures own = variant_figures(variant);
        const auto both = common_latency(base, variant);
        const auto errors = common_errors(base, variant);
        std::optional<double> end;
        std::optional<double> sure;
        std::optional<double> compute;
        std::string verdict;
        if (variant.report) {
            const LatencyFigures& latency = variant.report->latency;
            compute = latency.spaced_us;
            if (latency.end_to_end.value) end = latency.end_to_end.value->mean;
            if (latency.end_to_end_band.value) sure = latency.end_to_end_band.value->mean;
            if (latency.target && latency.target->verdict) verdict = name(*latency.target->verdict);
        }
        text += fmt::format("{},{},{},{},{},{},", csv_field(variant.name), csv_field(variant.model),
                            csv_field(variant.config), csv_field(variant.options),
                            variant.report ? "true" : "false", i == baseline ? "true" : "false");
        text += fmt::format(
            "{},{},{},{},{},{},{},{},{},{},{},{}\r\n", whole(own.cycles),
            own.cycles && from.cycles ? std::to_string(*own.cycles - *from.cycles) : std::string(),
            real(compute), real(end), real(sure),
            both ? exact_text(both->after - both->before) : std::string(), verdict, whole(own.weights),
            whole(own.weights_depth), real(own.max_error),
            errors ? exact_text(errors->after - errors->before) : std::string(),
            variant.failure ? csv_field(variant.failure->message) : std::string());
    }
    return text;
}

std::string variants_report(const std::vector<Variant>& variants, std::size_t baseline) {
    return markdown_report(variants_document(variants, baseline));
}

std::string variants_report(const Variant& before, const Variant& after,
                            const VariantDifference& difference) {
    ReportDocument document = table_document({before, after}, 0);
    document.sections.push_back(difference_section(before, after, difference));
    return markdown_report(document);
}

std::string variants_markdown(const std::vector<Variant>& variants, std::size_t baseline) {
    return markdown_report(
        {.title = "Comparison of variants",
         .subtitle = "Changes are against " + variants.at(baseline).name,
         .sections = {{.title = "Variants", .blocks = {variants_table(variants, baseline)}}}});
}

Json variants_json(const std::vector<Variant>& variants, std::size_t baseline) {
    Json json = json_head(true);
    json["baseline"] = variants.at(baseline).name;
    json["variants"] = Json::array();
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const Variant& variant = variants[i];
        Json entry = variant.report    ? json_report(*variant.report)
                     : variant.failure ? json_failure(*variant.failure)
                                       : json_head(false);
        entry.erase("why");  // `lockstep why` says it
        entry["name"] = variant.name;
        entry["model_file"] = variant.model;
        entry["config"] = variant.config;
        entry["options"] = variant.options;
        if (i == baseline) {
            json["variants"].push_back(std::move(entry));
            continue;
        }
        entry["delta"] = delta_json(variants[baseline], variant);
        const VariantDifference difference = variant_difference(variants[baseline], variant);
        entry["graph"] = nullptr;
        if (difference.graph) {
            Json nodes = Json::array();
            for (const nnir::NodeDifference& node : difference.graph->nodes)
                if (node.kind != nnir::NodeDifference::Kind::same)
                    nodes.push_back({{"kind", name(node.kind)},
                                     {"name", node.name},
                                     {"module", node.module},
                                     {"what", node.what}});
            entry["graph"] = {{"summary", difference.graph->summary()},
                              {"changed", difference.graph->changed},
                              {"added", difference.graph->added},
                              {"removed", difference.graph->removed},
                              {"nodes", std::move(nodes)}};
        }
        entry["modules"] = Json::array();
        for (const ModuleChange& change : difference.modules)
            entry["modules"].push_back(
                {{"name", change.name}, {"before_cycles", change.before}, {"after_cycles", change.after}});
        json["variants"].push_back(std::move(entry));
    }
    return json;
}

}  // namespace lockstep
