#include "tests/accuracy/fit_command.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/compiler/compile.h"
#include "core/support/error.h"
#include "tests/accuracy/evaluate.h"
#include "tests/accuracy/fit.h"
#include "tests/accuracy/left_out.h"

namespace lockstep::accuracy {
namespace {

void say(const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
}

/// V80LL and NT400D11 have the machines and the cycles of V80 and IA-420f: they would only count twice.
std::vector<FitRow> rows_of_fit(const std::vector<ModelGraphs>& graphs, const std::vector<ZooModel>& models) {
    std::vector<FitRow> rows;
    for (const PublishedRow& row : published_rows())
        for (std::size_t m = 0; m < models.size(); ++m)
            if (row.family == models[m].family && row.index == models[m].index && row.board != "V80LL" &&
                row.board != "NT400D11")
                rows.push_back({row, graphs[m].compiled_form().get()});
    return rows;
}

/// Constants of a unit that no family but `without` uses keep the values of `held`: no row can tell.
void hold_unused(PlayedRows& rows, const std::string& without, const Values& held, Values& values) {
    for (std::size_t c = 0; c < values.size(); ++c) {
        const auto changes = [&](const std::string& family) {
            for (const int step : {-2, 2}) {
                Values other = values;
                other[c] = std::max(constants()[c].least, other[c] + step);
                if (family != without && possible(other) &&
                    rows.cost_of(family, other) != rows.cost_of(family, values))
                    return true;
            }
            return false;
        };
        if (std::ranges::none_of(rows.families(), changes)) values[c] = held[c];
    }
}

/// What a step of each constant costs, in units of the least cost: close to 1 both ways is a flat direction.
void print_flatness(PlayedRows& rows, const Fit& best) {
    say("\n| constant | value | neutral | 2 less | 1 less | 1 more | 2 more | family that it matters most to "
        "|\n"
        "|---|---|---|---|---|---|---|---|");
    for (std::size_t c = 0; c < constants().size(); ++c) {
        const Constant& constant = constants()[c];
        std::string text = fmt::format("| {} {} | {} | {} |", constant.name,
                                       fmt::join(constant.families, " "), best.values[c], constant.neutral);
        for (const int step : {-2, -1, 1, 2}) {
            Values values = best.values;
            values[c] += step;
            text += possible(values) ? fmt::format(" {:.2f} |", rows.cost(values, {}) / best.cost) : " – |";
        }
        std::string most = "none";
        double largest = 0.01;  // less is no decision
        for (const std::string& family : rows.families())
            for (const int step : {-2, 2}) {
                Values values = best.values;
                values[c] += step;
                if (!possible(values)) continue;
                const double change = rows.cost_of(family, values) - rows.cost_of(family, best.values);
                if (change <= largest) continue;
                largest = change;
                most = family;
            }
        say(text + " " + most + " |");
    }
}

}  // namespace

void run_fit(const std::filesystem::path& folder) {
    std::vector<ZooModel> models = zoo_models(folder);
    const std::vector<std::string>& known = known_families();
    std::erase_if(
        models, [&](const ZooModel& model) { return std::ranges::find(known, model.family) == known.end(); });
    std::vector<ModelGraphs> graphs;
    for (const ZooModel& model : models) graphs.push_back(load(model));
    const std::vector<FitRow> rows = rows_of_fit(graphs, models);

    PlayedRows played(rows);
    const Values present = present_values();
    played.compile(present);
    say(fmt::format("{} rows; the constants in use cost {:.4f}, values {}", rows.size(),
                    played.cost(present, {}), fmt::join(present, " ")));
    print_flatness(played, {present, played.cost(present, {})});
    say("\nall rows, from the constants in use");
    const Fit all = fit_in_turns(played, present, {}, false, say);

    std::vector<LeftOut> fits{{"", all.values}};
    for (const std::string& family : played.families()) {
        Values values = fit_in_turns(played, all.values, family, false, [](const std::string&) {}).values;
        played.compile(values);
        hold_unused(played, family, all.values, values);
        fits.push_back({family, values});
        say(fmt::format("without {}: values {}", family, fmt::join(values, " ")));
        write_left_out(folder, fits);
    }
    say("\nall rows, from neutral values");
    fit_in_turns(played, neutral_values(), {}, true, say);
}

}  // namespace lockstep::accuracy
