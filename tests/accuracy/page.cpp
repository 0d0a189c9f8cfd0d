#include "tests/accuracy/page.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "tests/accuracy/causes.h"
#include "tests/accuracy/left_out.h"

namespace lockstep::accuracy {
namespace {

using Filter = std::function<bool(const Result&)>;

std::vector<Result> pick(const std::vector<Result>& results, const Filter& wanted) {
    std::vector<Result> picked;
    std::ranges::copy_if(results, std::back_inserter(picked), wanted);
    return picked;
}

std::string figures(const std::vector<double>& errors) {
    if (errors.empty()) return "– | – | –";
    return fmt::format("{:.1f} % | {:.1f} % | {:.1f} %", quantile(errors, 0.5), quantile(errors, 0.9),
                       quantile(errors, 1));
}

std::string table_line(const std::string& name, const std::vector<Result>& results) {
    const auto disagreeing =
        std::ranges::count_if(results, [](const Result& r) { return !agrees_on_fitting(r); });
    return fmt::format("| {} | {} | {} | {} | {} | {} |\n", name, results.size(),
                       spaced_errors(results).size(), figures(spaced_errors(results)),
                       figures(contiguous_errors(results)), disagreeing);
}

constexpr const char* table_head =
    "|  | rows | with cycles | spaced: median | nine in ten | worst | contiguous: median | nine in ten | "
    "worst | not compiled as published |\n|---|---|---|---|---|---|---|---|---|---|\n";

std::string row_line(const Result& r) {
    const std::string name = fmt::format("| {} | {} | {} | ", r.row.family, r.row.board, r.row.meta);
    if (!r.modelled)
        return name + fmt::format("{} | no model here |  | {} |  |  |\n", r.row.spaced, r.row.contiguous);
    if (!r.row.fits)
        return name + (r.refused ? "does not fit | does not fit |  |  |  |  |\n"
                                 : "does not fit | **fits** |  |  |  |  |\n");
    if (!r.compiled)
        return name + fmt::format("{} | **not compiled** |  | {} |  |  |\n", r.row.spaced, r.row.contiguous);
    return name + fmt::format("{} | {} | {:+.1f} % | {} | {} | {:+.1f} % |\n", r.row.spaced, r.spaced,
                              r.spaced_error(), r.row.contiguous, r.contiguous, r.contiguous_error());
}

/// Of each machine once.
std::string worst_rows(std::vector<Result> results) {
    std::erase_if(results,
                  [](const Result& r) { return !r.compiled || !r.row.fits || is_copy(r.row.board); });
    std::ranges::stable_sort(results, std::greater<>(),
                             [](const Result& r) { return std::abs(r.spaced_error()); });
    std::string text =
        "| model | config | spaced | contiguous | why, as far as it is known |\n|---|---|---|---|---|\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(results.size(), 12); ++i) {
        const Result& r = results[i];
        text +=
            fmt::format("| {} {} | {} | {:+.1f} % | {:+.1f} % | {} |\n", r.row.family, r.row.meta,
                        r.row.board, r.spaced_error(), r.contiguous_error(), cause_of_error(r.row.family));
    }
    return text;
}

/// Each family of which a model is not compiled as published, once.
std::string missing_families(const std::vector<Result>& results) {
    std::map<std::string, std::string> first;
    for (const Result& r : results)
        if (!agrees_on_fitting(r)) first.try_emplace(r.row.family, r.failure);
    std::string text;
    for (const auto& [family, failure] : first) {
        const std::string said = failure.substr(0, failure.find('\n'));
        const std::string cause = cause_of_missing(family);
        text += fmt::format("- **{}**: {}{}{}\n", family,
                            said.empty() ? "It fits here." : "It says: " + said + ".",
                            cause.empty() ? "" : " ", cause);
    }
    return text.empty() ? "Every row agrees.\n" : text;
}

/// Families left out of the fit: their error against what it may be.
std::string left_out_table(const Evaluation& evaluation) {
    std::string text =
        "| family | its error | left out: its error | allowed: twice its error and 1 % | holds |\n"
        "|---|---|---|---|---|\n";
    for (const std::string& family : known_families()) {
        const auto left = evaluation.left_out.find(family);
        if (left == evaluation.left_out.end()) continue;
        const double own =
            quantile(spaced_errors(pick(
                         evaluation.results,
                         [&](const Result& r) { return r.row.family == family && !is_copy(r.row.board); })),
                     0.5);
        const double error = quantile(spaced_errors(left->second), 0.5);
        text += fmt::format("| {} | {:.1f} % | {:.1f} % | {:.1f} % | {} |\n", family, own, error,
                            allowed_left_out(own), error <= allowed_left_out(own) ? "yes" : "**no**");
    }
    return text;
}

constexpr const char* introduction = R"(# How far the cycles can be trusted

Every figure on this page is made: `accuracy FOLDER --page resources/help` compiles each model of the published table
([resources/accuracy](../accuracy/README.md)) from its TorchScript file for each config and writes the page and its pictures. Errors
are sizes, in per cent of the published figure. V80LL and NT400D11 are configs of their own here; their published cycles are
those of V80 and IA-420f in every row, and so are the cycles here. The lists of the rows that are off most and the pictures leave them out.

![Predicted cycles of every row over its published cycles](accuracy_cycles.svg)

![Error of every row, family by family](accuracy_errors.svg)

The first twelve families are those whose structure is published well enough to rebuild them; a test holds their errors.

## By family

)";

constexpr const char* left_out_introduction = R"(
## With a family left out of the fit

A model of which no figure is published is predicted by constants that never saw its family. To see how well that goes, the constants are
fitted again to the rows of all other families (`accuracy FOLDER --fit`), and the family is compiled with those. The procedure is the same for every family: the same constants, the same
cost (the mean over the families of the mean of their rows, where a figure that is off by e per cent costs e / (e + 1)), the same search, from the constants in use, at which the
search with all families stops. Other dips exist: from neutral values the search finds most of these constants again, but not all, at a cost 10 % larger ([the machine page](machine.md) says which). So this table shows that no
family holds a constant in place alone, not that the constants would be found without having been known. A unit that no other family uses
(the LSTM cell, with lstm left out) keeps its latency. Median errors of spaced cycles.

)";

/// How full the queues get that the player does not limit.
std::string queue_text(const std::vector<Result>& results) {
    QueueUse most;
    for (const Result& r : results) {
        most.write_queue = std::max(most.write_queue, r.queues.write_queue);
        most.output_buffer = std::max(most.output_buffer, r.queues.output_buffer);
    }
    return fmt::format(
        "\n## Queues\n\nThe published toolchain gives a core {} places for results that wait for the bus, "
        "and "
        "{} for blocks on their way out. In the programs of this page at most {} and {} are taken at a time. "
        "The machine here has queues without end.\n",
        published_write_queue, published_output_buffer, most.write_queue, most.output_buffer);
}

}  // namespace

std::string accuracy_page(const Evaluation& evaluation) {
    const std::vector<Result>& results = evaluation.results;
    std::vector<std::string> families = known_families();
    std::vector<std::string> boards;
    for (const Result& r : results) {
        if (std::ranges::find(families, r.row.family) == families.end()) families.push_back(r.row.family);
        if (std::ranges::find(boards, r.row.board) == boards.end()) boards.push_back(r.row.board);
    }
    std::string text = introduction;
    text += table_head;
    for (const std::string& family : families)
        text += table_line(family, pick(results, [&](const Result& r) { return r.row.family == family; }));
    text += table_line("**the first twelve together**", pick(results, is_known));
    text += table_line("**the others together**", pick(results, std::not_fn(is_known)));
    text += "\n## By config, the first twelve families\n\n";
    text += table_head;
    for (const std::string& board : boards)
        text += table_line(
            board, pick(results, [&](const Result& r) { return is_known(r) && r.row.board == board; }));
    text += left_out_introduction + left_out_table(evaluation);
    text += queue_text(results);
    text += "\n## The rows of these families that are off most\n\n" + worst_rows(pick(results, is_known));
    text += "\n## The others, off most\n\n" + worst_rows(pick(results, std::not_fn(is_known)));
    text += "\n## Not compiled as published\n\n" + missing_families(results);
    text +=
        "\n## Every row\n\n| family | config | model | spaced, published | here | error | contiguous, "
        "published | here | error |\n|---|---|---|---|---|---|---|---|---|\n";
    for (const Result& r : results) text += row_line(r);
    return text;
}

}  // namespace lockstep::accuracy
