#include "tests/accuracy/page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "core/report/palette.h"
#include "core/report/svg_canvas.h"

namespace lockstep::accuracy {
namespace {

using Filter = std::function<bool(const Result&)>;

bool is_known(const Result& result) {
    return std::ranges::find(known_families(), result.row.family) != known_families().end();
}

/// What the model of a family lacks, as far as it is understood.
const std::map<std::string, std::string>& causes() {
    static const std::map<std::string, std::string> all{
        {"ffn-swiglu",
         "The copies of the halves of a wide projection, and their way over the bus, are cheaper here than "
         "published."},
        {"mlp-res-rms",
         "With four result blocks a core feeding the next layer, the wait for blocks in index order looks "
         "about ten "
         "cycles too long; the time of a norm grows too little with its width."},
        {"gru", "One more wait of about a bus transfer seems to stand in the chain behind the gates."},
        {"moe", "On b = 64 a bus that takes two cycles a block is too slow for the many hidden blocks."},
        {"wavenet",
         "Halves that begin inside a block are cut at the weights here; the published program moves them."},
        {"mobilenet",
         "Depthwise convolutions run on the matrix-vector unit here; the published ones seem to run on the "
         "vector unit."},
        {"tcn",
         "The chain of two convolutions and their sum; on b = 64 the machine's constants are the least "
         "certain."},
        {"rnnt", "Only the predictor is compiled here; published figures are of a program of two models."},
        {"stateless-rnnt",
         "Only the predictor is compiled here; published figures are of a program of two models."},
        {"mamba1",
         "State times decay runs on the vector unit vector by vector; how the published program lays out "
         "the state is not known, nor which form of the model ran."}};
    return all;
}

/// Colours repeat behind the seventh family.
Rgb colour_of(std::size_t family) {
    using namespace palette;
    const std::array hues{orange, sky_blue, green, yellow, blue, vermillion, purple};
    return hues[family % hues.size()].light_mark;
}

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
    return fmt::format("| {} | {} | {} | {} | {} |\n", name, spaced_errors(results).size(),
                       figures(spaced_errors(results)), figures(contiguous_errors(results)), disagreeing);
}

constexpr const char* table_head =
    "|  | rows | spaced: median | nine in ten | worst | contiguous: median | nine in ten | worst | not "
    "compiled as "
    "published |\n|---|---|---|---|---|---|---|---|---|\n";

std::string row_line(const Result& r) {
    const std::string name = fmt::format("| {} | {} | {} | ", r.row.family, r.row.board, r.row.meta);
    if (!r.row.fits)
        return name + (r.refused ? "does not fit | does not fit |  |  |  |  |\n"
                                 : "does not fit | **fits** |  |  |  |  |\n");
    if (!r.compiled)
        return name + fmt::format("{} | **not compiled** |  | {} |  |  |\n", r.row.spaced, r.row.contiguous);
    return name + fmt::format("{} | {} | {:+.1f} % | {} | {} | {:+.1f} % |\n", r.row.spaced, r.spaced,
                              r.spaced_error(), r.row.contiguous, r.contiguous, r.contiguous_error());
}

std::string worst_rows(std::vector<Result> results) {
    std::erase_if(results, [](const Result& r) { return !r.compiled || !r.row.fits; });
    std::ranges::stable_sort(results, std::greater<>(),
                             [](const Result& r) { return std::abs(r.spaced_error()); });
    std::string text =
        "| model | config | spaced | contiguous | why, as far as it is known |\n|---|---|---|---|---|\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(results.size(), 12); ++i) {
        const Result& r = results[i];
        const auto cause = causes().find(r.row.family);
        text += fmt::format("| {} {} | {} | {:+.1f} % | {:+.1f} % | {} |\n", r.row.family, r.row.meta,
                            r.row.board, r.spaced_error(), r.contiguous_error(),
                            cause == causes().end() ? "" : cause->second);
    }
    return text;
}

/// Why models of a family are not compiled; each family once.
std::string missing_families(const std::vector<Result>& results) {
    static const std::map<std::string, std::string> reasons{
        {"mamba2",
         "Spaced cycles do not depend on the number of states, so the published read-out runs on the "
         "matrix-vector "
         "unit with computed weights, which this machine does not have; here it is "
         "products and sums on the vector unit, many times as long."},
        {"nano-llm", "Its mixer is that of mamba2."},
        {"swa",
         "Attention over a window needs computed weights on the matrix-vector unit, and windows kept by "
         "concatenation in a scan do not stream yet."},
        {"resmlp", "Mixing across patches needs features and patches as data dimensions in turn."},
        {"mamba1",
         "Where it does not fit, moving values to another data dimension takes matrices of zeros and ones."}};
    std::map<std::string, std::string> first;
    for (const Result& r : results)
        if (!agrees_on_fitting(r)) first.try_emplace(r.row.family, r.failure);
    std::string text;
    for (const auto& [family, failure] : first) {
        const auto reason = reasons.find(family);
        std::string said = failure.substr(0, failure.find('\n'));
        text += fmt::format("- **{}**: {}{}\n", family, reason == reasons.end() ? "" : reason->second + " ",
                            said.empty() ? "It fits here, as one program of two." : "It says: " + said + ".");
    }
    return text;
}

}  // namespace

std::string accuracy_page(const std::vector<Result>& results) {
    std::vector<std::string> families = known_families();
    std::vector<std::string> boards;
    for (const Result& r : results) {
        if (std::ranges::find(families, r.row.family) == families.end()) families.push_back(r.row.family);
        if (std::ranges::find(boards, r.row.board) == boards.end()) boards.push_back(r.row.board);
    }
    std::string text = R"(# How far the cycles can be trusted

Every figure on this page is made: `accuracy FOLDER --page resources/help` compiles each model of the published table
([resources/accuracy](../accuracy/README.md)) from its TorchScript file for each config and writes the page. V80LL and NT400D11
are left out: their published cycles are those of V80 and IA-420f in every row. Errors are sizes, in per cent of the published figure.

![Error of every row over its published cycles](accuracy.svg)

The families of the first table are those whose structure is published well enough to rebuild them; a test holds their errors.

## By family

)";
    text += table_head;
    for (const std::string& family : families)
        text += table_line(family, pick(results, [&](const Result& r) { return r.row.family == family; }));
    text += table_line("**the first twelve together**", pick(results, is_known));
    text += "\n## By config, the first twelve families\n\n";
    text += table_head;
    for (const std::string& board : boards)
        text += table_line(
            board, pick(results, [&](const Result& r) { return is_known(r) && r.row.board == board; }));
    text += "\n## The rows of these families that are off most\n\n" + worst_rows(pick(results, is_known));
    text += "\n## The others, off most\n\n" + worst_rows(pick(results, std::not_fn(is_known)));
    text += "\n## Not compiled as published\n\n" + missing_families(results);
    text +=
        "\n## Every row\n\n| family | config | model | spaced, published | here | error | contiguous, "
        "published | here | "
        "error |\n|---|---|---|---|---|---|---|---|---|\n";
    for (const Result& r : results) text += row_line(r);
    return text;
}

std::string accuracy_picture(const std::vector<Result>& results) {
    constexpr double left = 60;
    constexpr double right = 860;
    constexpr double top = 30;
    constexpr double bottom = 380;
    const double most = 12;  // per cent; what lies outside stands at the edge
    const auto x = [](double cycles) { return left + (std::log10(cycles) - 1.7) / 2 * (right - left); };
    const auto y = [most](double error) {
        return (top + bottom) / 2 - std::clamp(error, -most, most) / most * (bottom - top) / 2;
    };
    SvgCanvas canvas(900, 430, "Error of the predicted cycles over the published cycles");
    canvas.ground(left, top, right - left, bottom - top);
    for (const int error : {-10, -5, 0, 5, 10}) {
        canvas.grid(left, y(error), right, y(error));
        canvas.text(left - 8, y(error) + 4, fmt::format("{:+} %", error), TextAnchor::end, true);
    }
    for (const int cycles : {100, 200, 500, 1000, 2000, 5000}) {
        canvas.grid(x(cycles), top, x(cycles), bottom);
        canvas.text(x(cycles), bottom + 18, std::to_string(cycles), TextAnchor::middle, true);
    }
    canvas.axis(left, y(0), right, y(0));
    canvas.text((left + right) / 2, bottom + 38, "published cycles", TextAnchor::middle);
    canvas.text(left, top - 10,
                "disc: spaced; small dot: contiguous; grey: families whose structure is known in part");
    for (const Result& r : results) {
        if (!r.compiled || !r.row.fits) continue;
        const auto place = std::ranges::find(known_families(), r.row.family) - known_families().begin();
        const Rgb colour =
            is_known(r) ? colour_of(static_cast<std::size_t>(place)) : palette::grey.light_fill;
        canvas.dot(x(static_cast<double>(r.row.spaced)), y(r.spaced_error()), 4, colour);
        canvas.dot(x(static_cast<double>(r.row.contiguous)), y(r.contiguous_error()), 1.8, colour);
    }
    return canvas.take();
}

}  // namespace lockstep::accuracy
