#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "app/command_line/prepare.h"
#include "app/command_line/standard_output.h"
#include "core/program/program_file.h"
#include "core/report/comparison_words.h"
#include "core/report/text_report.h"
#include "core/report/variants.h"

namespace lockstep::cli {
namespace {

/// The run of a variant; null if what was asked for does not go with its inputs or its state: `refused` says
/// why.
std::unique_ptr<PreparedRun> run_variant(const Arguments& arguments, const Prepared& prepared,
                                         std::optional<Failure>& refused) {
    try {
        auto run = std::make_unique<PreparedRun>(prepare_run(arguments, prepared));
        run->run->run(run->inferences, interruptible());
        return run;
    } catch (const Error& error) {
        const FailureKind kind = error.failure().kind;
        if (kind != FailureKind::bad_input && kind != FailureKind::usage) throw;
        refused = error.failure();
        return nullptr;
    }
}

/// One file on one accelerator (empty: a program, which has its own), run if its inputs can be made;
/// otherwise `refused` says why not.
Variant make_variant(const Arguments& arguments, std::size_t index, const std::string& config,
                     std::optional<Failure>& refused) {
    const FileArgument& file = arguments.files[index];
    Variant variant;
    variant.model = file.file;
    variant.config = config;
    Arguments own = arguments;
    own.files = {file};
    own.config = config.empty() ? std::nullopt : std::optional(config);
    own.gates.clear();
    variant.options = option_words(own.build, file.options.precision, file.options.cores);
    try {
        const Prepared prepared = prepare(own);
        const std::unique_ptr<PreparedRun> run = run_variant(own, prepared, refused);
        auto report = std::make_shared<Report>(make_command_report(own, prepared, run.get()));
        if (!run) report->notes.push_back("not run: " + refused->message);
        report->why = std::make_shared<const Why>(explain(*prepared.compiled.program));
        variant.config = report->program->config.name;
        if (prepared.model) variant.graph = compiled_graph(*prepared.model);
        variant.report = std::move(report);
    } catch (const Error& error) {
        const FailureKind kind = error.failure().kind;
        if (kind != FailureKind::does_not_fit && kind != FailureKind::unsupported) throw;
        variant.failure = error.failure();
    }
    return variant;
}

/// Short ones where they tell the variants apart, otherwise with what else does; numbered where nothing does.
void name_variants(std::vector<Variant>& variants) {
    const auto count_of = [&](const auto& member) {
        std::map<std::string, int> values;
        for (const Variant& variant : variants) ++values[member(variant)];
        return values.size();
    };
    const bool models = count_of([](const Variant& v) { return v.model; }) > 1;
    const bool configs = count_of([](const Variant& v) { return v.config; }) > 1;
    const bool options = count_of([](const Variant& v) { return v.options; }) > 1;
    std::map<std::string, int> taken;
    for (Variant& variant : variants) {
        std::string name;
        const auto add = [&](const std::string& part) {
            if (!part.empty()) name += (name.empty() ? "" : " ") + part;
        };
        if (models || !configs) add(std::filesystem::path(variant.model).stem().string());
        if (configs) add(variant.config);
        if (options) add(variant.options);
        const int number = ++taken[name];
        variant.name = number == 1 ? name : fmt::format("{} ({})", name, number);
    }
}

/// Throws Error(usage) if the arguments make no two variants, or none of that baseline.
void check_arguments(const Arguments& arguments, const std::vector<std::string>& configs) {
    std::size_t count = 0;
    for (const FileArgument& file : arguments.files) {
        if (looks_like_program(file.file)) {
            ++count;
            continue;
        }
        if (configs.empty())
            fail_usage("compare needs --config A,B,... for a model", "See lockstep configs for the names.");
        count += configs.size();
    }
    if (count < 2) fail_usage("compare takes two variants at least", "Give two files, or --config A,B.");
    const auto baseline = static_cast<std::size_t>(arguments.baseline);
    if (baseline >= count)
        fail_usage(fmt::format("--baseline {} is beyond the last variant, {}", baseline, count - 1));
}

std::vector<Variant> make_variants(const Arguments& arguments) {
    const std::vector<std::string> configs = config_words(arguments);
    check_arguments(arguments, configs);
    std::vector<Variant> variants;
    std::optional<Failure> refused;  // the first of those that were not run
    const auto make = [&](std::size_t index, const std::string& config) {
        std::optional<Failure> why;
        variants.push_back(make_variant(arguments, index, config, why));
        if (why && !refused) refused = why;
    };
    for (std::size_t i = 0; i < arguments.files.size(); ++i) {
        if (looks_like_program(arguments.files[i].file)) {
            make(i, {});
        } else {
            for (const std::string& config : configs) make(i, config);
        }
    }
    const auto was_run = [](const Variant& variant) { return variant.report && variant.report->run; };
    if (refused && std::ranges::none_of(variants, was_run)) throw Error(*refused);
    name_variants(variants);
    return variants;
}

}  // namespace

int compare_command(const Arguments& arguments) {
    const std::vector<Variant> variants = make_variants(arguments);
    const auto baseline = static_cast<std::size_t>(arguments.baseline);
    Json json = variants_json(variants, baseline);
    const std::vector<GateResult> gates = check_gates(arguments, json);
    if (!gates.empty()) json["fail_if"] = json_gates(gates);
    write_standard_output(arguments.format == "json"  ? to_text(json)
                          : arguments.format == "csv" ? variants_csv(variants, baseline)
                          : arguments.format == "markdown"
                              ? variants_report(variants, baseline)
                              : variants_text(variants, baseline) + gate_lines(gates));
    return status_of(gates);
}

}  // namespace lockstep::cli
