#include "core/report/readout_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/report/number_text.h"
#include "core/report/readout_plot.h"

namespace lockstep {
namespace {

using Kind = ReadoutDeployment::Kind;

std::optional<double> spaced_us(const CompiledProgram& compiled) {
    const auto& clock = compiled.program->config.clock_mhz;
    if (!clock) return std::nullopt;
    return static_cast<double>(compiled.timeline->spaced) / clock->value;
}

std::string input_text(Kind kind, std::int64_t window) {
    return kind == Kind::window ? fmt::format("{} positions", window) : "1 position";
}

std::string answer_text(Kind kind, std::int64_t window) {
    switch (kind) {
        case Kind::window:
            return "in each inference";
        case Kind::carried:
            return fmt::format("in each inference; the first {} have seen less than a window", window - 1);
        case Kind::reset:
            break;
    }
    return fmt::format("once in {} inferences, at the end of a window", window);
}

std::string difference_text(const ReadoutDeployment& deployment) {
    if (deployment.kind == Kind::window) return "nothing: it is what was trained";
    const auto& difference = deployment.difference;
    if (!difference || difference->compared == 0) return "–";
    if (deployment.kind == Kind::carried) {
        return fmt::format("at most {}; {} rms, {} of the outputs' rms", number_text(difference->max_abs),
                           number_text(difference->rms), percent_text(difference->relative_rms));
    }
    const std::string between =
        fmt::format("{} in between, where it has seen less than a window", number_text(difference->max_abs));
    if (!deployment.at_ends || deployment.at_ends->compared == 0) return "at most " + between;
    const std::string at_ends =
        fmt::format("at most {} at the end of a window", number_text(deployment.at_ends->max_abs));
    return deployment.at_ends->compared == difference->compared ? at_ends : at_ends + ", " + between;
}

Json json_difference(const std::optional<ReadoutDifference>& difference) {
    if (!difference || difference->compared == 0) return nullptr;
    return {{"positions", difference->compared},
            {"max_abs", json_number(difference->max_abs)},
            {"rms", json_number(difference->rms)},
            {"relative_rms", json_number(difference->relative_rms)}};
}

const char* json_name(Kind kind) {
    switch (kind) {
        case Kind::window:
            return "window";
        case Kind::carried:
            return "carried";
        case Kind::reset:
            break;
    }
    return "carried_reset";
}

const ReadoutDeployment& carried(const ReadoutComparison& comparison) {
    return *std::ranges::find(comparison.deployments, Kind::carried, &ReadoutDeployment::kind);
}

}  // namespace

std::string deployment_name(const ReadoutDeployment& deployment, std::int64_t window) {
    switch (deployment.kind) {
        case Kind::window:
            return "whole window";
        case Kind::carried:
            return "carried state";
        case Kind::reset:
            break;
    }
    return fmt::format("carried state, reset every {}", window);
}

std::string readout_warning(const ReadoutComparison& comparison) {
    std::string text = fmt::format(
        "Carried state is another function than the one that was trained on windows of {}: from the second "
        "window on it has seen more than a window.",
        comparison.window);
    const auto& difference = carried(comparison).difference;
    if (difference && difference->compared > 0) {
        text += fmt::format(
            " On {}, its outputs differ from those of the whole window by at most {} ({} rms, {} of the "
            "outputs' rms) at {} positions.",
            comparison.inputs, number_text(difference->max_abs), number_text(difference->rms),
            percent_text(difference->relative_rms), difference->compared);
        if (comparison.random_inputs) text += " Random inputs say little about real ones.";
    } else if (!comparison.not_compared.empty()) {
        text += fmt::format(" By how much is not known: {}.", comparison.not_compared);
    }
    return text;
}

DocumentTable readout_table(const ReadoutComparison& comparison) {
    DocumentTable table{.columns = {{"Deployment", false},
                                    {"Takes", false},
                                    {"Answers", false},
                                    {"Latency, spaced", true},
                                    {"Cycles", true},
                                    {"Differs from the whole window by", false}},
                        .rows = {}};
    for (const ReadoutDeployment& deployment : comparison.deployments) {
        std::string latency = "–";
        std::string cycles = "–";
        if (deployment.compiled) {
            latency = us_text(spaced_us(*deployment.compiled));
            cycles = count_text(deployment.compiled->timeline->spaced);
        }
        table.rows.push_back(
            {deployment_name(deployment, comparison.window), input_text(deployment.kind, comparison.window),
             answer_text(deployment.kind, comparison.window), latency, cycles,
             deployment.failure ? deployment.failure->message : difference_text(deployment)});
    }
    return table;
}

Json json_readout(const ReadoutComparison& comparison) {
    Json axes = Json::array();
    for (const std::optional<int>& axis : comparison.axes) axes.push_back(axis ? Json(*axis) : Json(nullptr));
    Json deployments = Json::array();
    for (const ReadoutDeployment& deployment : comparison.deployments) {
        Json json = {
            {"name", json_name(deployment.kind)},
            {"ok", !deployment.failure.has_value()},
            {"reset_every", deployment.kind == Kind::reset ? Json(comparison.window) : Json(nullptr)}};
        if (deployment.failure) json["failure"] = json_failure(*deployment.failure)["failure"];
        if (deployment.compiled) {
            const std::optional<double> us = spaced_us(*deployment.compiled);
            json["cycles_per_inference"] = {{"spaced", deployment.compiled->timeline->spaced},
                                            {"contiguous", deployment.compiled->timeline->contiguous}};
            json["latency_us"] = {{"spaced", us ? json_number(*us) : Json(nullptr)}};
        }
        json["difference"] = json_difference(deployment.difference);
        if (deployment.kind == Kind::reset)
            json["difference_at_window_ends"] = json_difference(deployment.at_ends);
        deployments.push_back(std::move(json));
    }
    Json outputs = nullptr;
    if (const auto& shown = comparison.outputs) {
        const auto numbers = [](const std::vector<float>& values) {
            Json list = Json::array();
            for (const float value : values) list.push_back(json_number(static_cast<double>(value)));
            return list;
        };
        outputs = {{"output", shown->name},
                   {"element", shown->element},
                   {"positions", shown->positions},
                   {"window", numbers(shown->window)},
                   {"carried", numbers(shown->carried)},
                   {"carried_reset", numbers(shown->reset)}};
    }
    return {{"streaming_axes", std::move(axes)},
            {"window", comparison.window},
            {"positions", comparison.positions},
            {"inputs_from", comparison.inputs},
            {"random_inputs", comparison.random_inputs},
            {"note", readout_warning(comparison)},
            {"not_compared", comparison.not_compared.empty() ? Json(nullptr) : Json(comparison.not_compared)},
            {"deployments", std::move(deployments)},
            {"outputs", std::move(outputs)}};
}

std::string readout_lines(const ReadoutComparison& comparison) {
    std::string text = fmt::format(
        "readout           the model answers with the last position of a window of {}; three ways to run "
        "it\n",
        comparison.window);
    for (const std::vector<std::string>& row : readout_table(comparison).rows) {
        text += fmt::format("                  {:<30}{:>9}  answers {}\n", row[0], row[3], row[2]);
        if (row[5] != "–")
            text += fmt::format("                  {:<30}{:>9}  differs by {}\n", "", "", row[5]);
    }
    return text + fmt::format("                  {}\n", readout_warning(comparison));
}

Section readout_section(const ReadoutComparison& comparison) {
    Section section{.title = "Last-step readout: three deployments",
                    .blocks = {Paragraph{readout_warning(comparison), Paragraph::Tone::normal},
                               readout_table(comparison)}};
    if (comparison.outputs) section.blocks.emplace_back(readout_plot(*comparison.outputs, comparison.window));
    return section;
}

}  // namespace lockstep
