#include <fmt/format.h>

#include <algorithm>

#include "core/report/number_text.h"
#include "core/report/svg_axes.h"
#include "core/report/why_report.h"
#include "core/report/why_words.h"

namespace lockstep {
namespace {

using svg::plot_width;

/// As many lines of a path stand in a document; the JSON of `lockstep why` holds all.
constexpr std::size_t most_lines = 60;

double share_of(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

/// Bars of cycles from 0 on, the schedule's end as a line through all of them.
Plot roofline_plot(const Why& why) {
    const std::vector<BoundRow> rows = bound_rows(why);
    constexpr double row = 26;
    constexpr double bar_left = 190;
    constexpr double bar_right = plot_width - 130;
    Plot plot{.title = "Roofline",
              .caption =
                  "The least cycles that parts of the machine allow for this program's work, beside what "
                  "its schedule needs (dashed).",
              .svg = {},
              .width = plot_width,
              .height = 20 + row * static_cast<double>(rows.size())};
    SvgCanvas canvas(plot.width, plot.height, plot.title);
    double y = 8;
    for (const BoundRow& bound : rows) {
        const bool is_schedule = &bound == &rows.back();
        const double share = std::min(share_of(bound.cycles, why.spaced), 1.0);
        canvas.text(bar_left - 8, y + 13, bound.name, TextAnchor::end);
        canvas.ground(bar_left, y, bar_right - bar_left, row - 8);
        canvas.rect(bar_left, y, (bar_right - bar_left) * share, row - 8,
                    is_schedule                          ? palette::vermillion.light_mark
                    : bound.name.starts_with("together") ? palette::blue.light_mark
                                                         : palette::sky_blue.light_mark,
                    bound.meaning);
        canvas.text(bar_right + 8, y + 13,
                    fmt::format("{} ({})", count_text(bound.cycles),
                                percent_text(share_of(bound.cycles, why.spaced))),
                    TextAnchor::start, true);
        y += row;
    }
    canvas.dashed(bar_right, 4, bar_right, y - 4);
    plot.svg = canvas.take();
    return plot;
}

Rgb colour_of(Wait wait) {
    switch (wait) {
        case Wait::input:
            return palette::yellow.light_mark;
        case Wait::result:
            return palette::orange.light_mark;
        case Wait::transfer:
            return palette::purple.light_mark;
        case Wait::accumulator:
            return palette::vermillion.light_mark;
        case Wait::order:
            return palette::grey.light_mark;
    }
    return palette::grey.light_mark;
}

std::string label_of(const UnitUse& use) {
    return use.core ? fmt::format("core {} {}", *use.core, name(use.unit)) : std::string(name(use.unit));
}

/// A bar for each unit: busy, then what it waited for.
Plot utilisation_plot(const Why& why) {
    std::vector<const UnitUse*> shown;
    for (const UnitUse& use : why.units)
        if (use.busy > 0) shown.push_back(&use);
    constexpr double row = 22;
    constexpr double bar_left = 150;
    constexpr double bar_right = plot_width - 190;
    Plot plot{.title = "Utilisation",
              .caption =
                  "What each unit does with the cycles of an inference alone: it works, or it waits for "
                  "input, a result of its own core, a transfer over the bus, an accumulator or its turn; "
                  "the rest is behind its last work.",
              .svg = {},
              .width = plot_width,
              .height = 40 + row * static_cast<double>(shown.size())};
    if (shown.empty() || why.spaced == 0) return plot;
    SvgCanvas canvas(plot.width, plot.height, plot.title);
    double y = 28;
    for (const UnitUse* use : shown) {
        canvas.text(bar_left - 8, y + 12, label_of(*use), TextAnchor::end);
        canvas.ground(bar_left, y, bar_right - bar_left, row - 7);
        double x = bar_left;
        const auto part = [&](std::int64_t cycles, Rgb colour, std::string_view what) {
            const double wide = (bar_right - bar_left) * share_of(cycles, why.spaced);
            if (cycles > 0) canvas.rect(x, y, wide, row - 7, colour, fmt::format("{} {}", what, cycles));
            x += wide;
        };
        part(use->busy_spaced, palette::blue.light_mark, "busy");
        for (int i = 0; i < wait_count; ++i) {
            const auto wait = static_cast<Wait>(i);
            part(use->waits[wait], colour_of(wait), name(wait));
        }
        canvas.text(bar_right + 8, y + 12,
                    fmt::format("{}, contiguous {}", percent_text(use->share_spaced),
                                percent_text(use->share_contiguous)),
                    TextAnchor::start, true);
        y += row;
    }
    std::vector<std::pair<std::string, Rgb>> entries = {{"busy", palette::blue.light_mark}};
    for (int i = 0; i < wait_count; ++i) {
        const auto wait = static_cast<Wait>(i);
        if (std::ranges::any_of(shown, [&](const UnitUse* use) { return use->waits[wait] > 0; }))
            entries.emplace_back("waits: " + std::string(name(wait)), colour_of(wait));
    }
    svg::legend(canvas, bar_left, 16, entries);
    plot.svg = canvas.take();
    return plot;
}

DocumentTable holds_table(const Program& program, const Why& why) {
    DocumentTable table{
        .columns = {{"Cycles", true}, {"Share", true}, {"What", false}, {"Why, and what helps", false}},
        .rows = {}};
    for (const WhyFinding& finding : what_holds(program, why))
        table.rows.push_back({count_text(finding.cycles), percent_text(share_of(finding.cycles, why.spaced)),
                              std::string(text(finding.cost)),
                              finding.advice.empty() ? finding.text : finding.text + " " + finding.advice});
    return table;
}

DocumentTable nodes_table(const Program& program, const Why& why) {
    DocumentTable table{.columns = {{"Node", false},
                                    {"On the path", true},
                                    {"Slack", true},
                                    {"On the path for", false},
                                    {"Units waited before it", false}},
                        .rows = {}};
    for (std::size_t i = 0; i < why.nodes.size(); ++i) {
        const NodeWhy& node = why.nodes[i];
        if (!node.has_events) continue;
        table.rows.push_back({node_label(program.nodes[i]), count_text(node.on_path),
                              node.slack.spaced ? count_text(*node.slack.spaced) : "any",
                              spent_text(node.path), waits_text(node.waits)});
    }
    return table;
}

DocumentTable path_table(const Program& program, const Timeline& timeline, const Why& why,
                         const std::vector<PathRun>& runs) {
    DocumentTable table{.columns = {{"From", true},
                                    {"To", true},
                                    {"Cycles", true},
                                    {"Instruction", false},
                                    {"Node", false},
                                    {"Why not earlier", false}},
                        .rows = {}};
    for (std::size_t i = 0; i < std::min(runs.size(), most_lines); ++i) {
        const PathEntry& first = why.path.entries[runs[i].first];
        const PathEntry& last = why.path.entries[runs[i].first + runs[i].count - 1];
        std::string what = "end";
        std::string node;
        if (first.event != no_event) {
            what = event_label(program, timeline.events[first.event]);
            if (runs[i].count > 1) what += fmt::format(" and {} more", runs[i].count - 1);
            node = event_node(program, timeline.events[first.event]);
        }
        table.rows.push_back({count_text(first.begin), count_text(last.end),
                              count_text(last.end - first.begin), what, node,
                              reason_text(program, timeline, first)});
    }
    return table;
}

}  // namespace

Section why_section(const Program& program, const Timeline& timeline, const Why& why) {
    Section section{.title = "Why it takes so long", .blocks = {}};
    section.blocks.emplace_back(Paragraph{roofline_text(why.roofline), Paragraph::Tone::normal});
    section.blocks.emplace_back(roofline_plot(why));
    section.blocks.emplace_back(
        Paragraph{fmt::format("What holds it: the {} cycles of the critical path by what they go to.",
                              count_text(why.spaced)),
                  Paragraph::Tone::normal});
    section.blocks.emplace_back(holds_table(program, why));
    section.blocks.emplace_back(utilisation_plot(why));
    section.blocks.emplace_back(
        Paragraph{"Slack is how many cycles later an instruction of the node could end without changing the "
                  "spaced latency; \"any\": nothing in this inference waits for it.",
                  Paragraph::Tone::muted});
    section.blocks.emplace_back(nodes_table(program, why));
    const std::vector<PathRun> runs = path_runs(program, timeline, why.path);
    section.blocks.emplace_back(Paragraph{
        runs.size() > most_lines
            ? fmt::format(
                  "The first {} of {} steps of the critical path, from the first input beat on; lockstep "
                  "why prints all.",
                  most_lines, runs.size())
            : "The critical path, from the first input beat to the last output block.",
        Paragraph::Tone::muted});
    section.blocks.emplace_back(path_table(program, timeline, why, runs));
    return section;
}

}  // namespace lockstep
