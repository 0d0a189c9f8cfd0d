#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/accel/accelerator_config.h"
#include "core/lowering/lowering_builder.h"
#include "core/lowering/reads.h"
#include "core/support/error.h"
#include "tests/accuracy/band_page.h"
#include "tests/accuracy/constants.h"
#include "tests/accuracy/evaluate_rows.h"
#include "tests/accuracy/fit_command.h"
#include "tests/accuracy/page.h"
#include "tests/accuracy/picture.h"
#include "tests/accuracy/residual_rows.h"

/// accuracy ZOO_FOLDER [--only WORD]... [--set [FAMILY:]FIGURE=VALUE]... [--page FOLDER]
///                     [--residuals RESOURCES]
///          ZOO_FOLDER --fit
///          ZOO_FOLDER --work FILE
/// Compiles every model of the published table and prints cycles beside the published ones. WORD: part of
/// "family index board"; FIGURE: of MachineTiming, for machine family FAMILY or all. --page writes
/// help/accuracy.md and its pictures. --residuals writes RESOURCES/accuracy/residuals.csv and
/// hardware_residuals.csv, which the product takes the bands of its figures from, and RESOURCES/help/band.md,
/// which is about them. --work prints the work of the models whose file's name has FILE.

using namespace lockstep;
using accuracy::PublishedRow;
using accuracy::Result;

namespace {

struct Options {
    std::string folder;
    std::vector<std::string> only;
    std::vector<std::string> settings;
    bool fit = false;
    std::string page;       ///< folder that accuracy.md and its pictures are written to
    std::string resources;  ///< folder whose accuracy/residuals.csv … are written
    std::string work;       ///< prints the work of the models whose file's name has it
};

Options read_options(int count, char** words) {
    Options options;
    if (count < 2) {
        std::fputs(
            "usage: accuracy ZOO_FOLDER --fit | [--only WORD]... [--set [FAMILY:]FIGURE=VALUE]... [--work "
            "FILE] "
            "[--page FOLDER] [--residuals RESOURCES]\n",
            stderr);
        std::exit(2);
    }
    options.folder = words[1];
    options.fit = count == 3 && std::strcmp(words[2], "--fit") == 0;
    for (int i = 2; i + 1 < count; i += 2) {
        if (std::strcmp(words[i], "--only") == 0) options.only.emplace_back(words[i + 1]);
        if (std::strcmp(words[i], "--work") == 0) options.work = words[i + 1];
        if (std::strcmp(words[i], "--page") == 0) options.page = words[i + 1];
        if (std::strcmp(words[i], "--residuals") == 0) options.resources = words[i + 1];
        if (std::strcmp(words[i], "--set") == 0) options.settings.emplace_back(words[i + 1]);
    }
    if (!options.resources.empty() && !(options.only.empty() && options.settings.empty())) {
        std::fputs("--residuals takes all rows of the machine as it is: no --only, no --set\n", stderr);
        std::exit(2);
    }
    return options;
}

AcceleratorConfig config_of(const std::string& preset, const std::vector<std::string>& settings) {
    AcceleratorConfig config = find_config(preset);
    for (const std::string& setting : settings) {
        const std::size_t colon = setting.find(':');
        const std::size_t equals = setting.find('=');
        if (colon != std::string::npos && setting.substr(0, colon) != config.family) continue;
        const std::size_t first = colon == std::string::npos ? 0 : colon + 1;
        const std::string key = setting.substr(first, equals - first);
        accuracy::set_figure(config.timing, key, std::stod(setting.substr(equals + 1)));
    }
    return config;
}

std::string vector_text(const lowering::WorkList& list, lowering::VectorId v) {
    const lowering::Vector& vector = list.vectors[v.value];
    static const char* const kinds[] = {"in", "const", "v", "state"};
    return fmt::format("{}{}{}[{}]", kinds[static_cast<int>(vector.origin)], v.value, vector.splat ? "*" : "",
                       vector.length);
}

/// The legalised work, a line each.
void print_work(const nnir::Graph& graph) {
    const lowering::WorkList list = lowering::legalise(graph);
    for (const lowering::Work& work : list.work) {
        std::string text = work.state_update ? "  update " : "  ";
        static const char* const kinds[] = {"linear", "lstm", "partial", "pointwise", "reduce"};
        text += kinds[work.body.index()];
        if (const auto* p = std::get_if<lowering::PointwiseWork>(&work.body))
            text +=
                fmt::format(" op{} f{}", static_cast<int>(p->op), static_cast<int>(p->epilogue.activation));
        if (const auto* p = std::get_if<lowering::LinearWork>(&work.body))
            text += fmt::format(" rows{} f{} {}", p->rows, static_cast<int>(p->epilogue.activation),
                                p->start.partial ? fmt::format("from sum {}", p->start.partial->value) : "");
        if (const auto* p = std::get_if<lowering::PartialSumWork>(&work.body))
            text += fmt::format(" sum {} rows{} {}", p->result.value, p->rows,
                                p->start.partial ? fmt::format("from sum {}", p->start.partial->value) : "");
        if (const auto r = lowering::result_of(work.body); r.valid())
            text += " " + vector_text(list, r) + " =";
        for (const lowering::VectorId v : lowering::reads(work.body)) text += " " + vector_text(list, v);
        fmt::print("{}\n", text);
    }
    for (const lowering::StateBinding& state : list.states) {
        std::string text = "  state";
        for (std::size_t v = 0; v < state.read.size(); ++v)
            text += fmt::format(" {} <- {}", vector_text(list, state.read[v]),
                                vector_text(list, state.written[v]));
        fmt::print("{}\n", text);
    }
}

std::string line(const Result& r) {
    const std::string name = fmt::format("{:14} {:8} {:>2}", r.row.family, r.row.board, r.row.index);
    const std::string meta = r.row.meta.substr(0, 60);
    if (!r.row.fits)
        return fmt::format("{}  did not fit; here {} {}", name,
                           r.refused    ? "neither:"
                           : r.compiled ? "IT FITS"
                                        : "FAILED:",
                           r.failure.substr(0, 120));
    if (!r.compiled) return fmt::format("{}  FAILED {} {}", name, r.failure.substr(0, 300), meta);
    return fmt::format("{}  sp {:5} {:5} {:+6.1f} %   ct {:5} {:5} {:+6.1f} %  {}", name, r.row.spaced,
                       r.spaced, r.spaced_error(), r.row.contiguous, r.contiguous, r.contiguous_error(),
                       meta);
}

void print_group(const std::string& name, const std::vector<Result>& results) {
    const std::vector<double> spaced = accuracy::spaced_errors(results);
    const std::vector<double> contiguous = accuracy::contiguous_errors(results);
    const auto disagree =
        std::ranges::count_if(results, [](const Result& r) { return !agrees_on_fitting(r); });
    fmt::print("| {:14} | {:3} | {:3} | {:5.1f} | {:5.1f} | {:5.1f} | {:5.1f} | {:5.1f} | {:5.1f} |\n", name,
               spaced.size(), disagree, accuracy::quantile(spaced, 0.5), accuracy::quantile(spaced, 0.9),
               accuracy::quantile(spaced, 1), accuracy::quantile(contiguous, 0.5),
               accuracy::quantile(contiguous, 0.9), accuracy::quantile(contiguous, 1));
}

/// Of each machine once.
void print_table(const std::vector<Result>& results) {
    fmt::print(
        "\n| {:14} | {:3} | {:3} | {:5} | {:5} | {:5} | {:5} | {:5} | {:5} "
        "|\n|---|---|---|---|---|---|---|---|---|\n",
        "family", "n", "bad", "sp50", "sp90", "spmax", "ct50", "ct90", "ctmax");
    std::map<std::string, std::vector<Result>> groups;
    for (const Result& r : results) {
        if (accuracy::is_copy(r.row.board)) continue;
        groups[r.row.family].push_back(r);
        groups[is_known(r) ? "~ known" : "~ others"].push_back(r);
    }
    for (const auto& [name, group] : groups) print_group(name, group);
}

/// Tables and page in one go, so that the page is of these tables. It is of the values as they stand there,
/// digits cut.
void write_residuals(const Options& options, const std::vector<Result>& results) {
    const std::string text = residuals_text(accuracy::residual_rows(results));
    const std::vector<HardwareResidual> measured = accuracy::hardware_rows(options.folder);
    std::ofstream(options.resources + "/accuracy/residuals.csv") << text;
    std::ofstream(options.resources + "/accuracy/hardware_residuals.csv")
        << hardware_residuals_text(measured);
    std::ofstream(options.resources + "/help/band.md")
        << accuracy::band_page(parse_residuals(text, "residuals.csv"), measured);
}

void print_works(const Options& options) {
    for (const accuracy::ZooModel& model : accuracy::zoo_models(options.folder))
        if (model.file.string().find(options.work) != std::string::npos)
            print_work(*accuracy::load(model).compiled_form());
}

}  // namespace

int main(int count, char** words) {
    const Options options = read_options(count, words);
    if (options.fit) {
        accuracy::run_fit(options.folder);
        return 0;
    }
    if (!options.work.empty()) {
        print_works(options);
        return 0;
    }
    const auto wanted = [&](const PublishedRow& row) {
        const std::string text = row.family + " " + row.index + " " + row.board;
        return options.only.empty() || std::ranges::any_of(options.only, [&](const std::string& word) {
                   return text.find(word) != std::string::npos;
               });
    };
    const accuracy::Evaluation evaluation = accuracy::evaluate_rows(
        {.folder = options.folder,
         .wanted = wanted,
         .config = [&](const std::string& preset) { return config_of(preset, options.settings); },
         .done =
             [](const Result& result) {
                 if (accuracy::is_copy(result.row.board)) return;
                 fmt::print("{}  {:.2f} s\n", line(result), result.seconds);
                 std::fflush(stdout);
             },
         .left_out = !options.page.empty()});
    print_table(evaluation.results);
    if (!options.page.empty()) {
        std::ofstream(options.page + "/accuracy.md") << accuracy::accuracy_page(evaluation);
        std::ofstream(options.page + "/accuracy_cycles.svg") << accuracy::cycles_picture(evaluation.results);
        std::ofstream(options.page + "/accuracy_errors.svg") << accuracy::error_picture(evaluation.results);
    }
    if (!options.resources.empty()) write_residuals(options, evaluation.results);
}
