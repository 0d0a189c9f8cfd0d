#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "app/command_line/prepare.h"
#include "app/command_line/standard_output.h"
#include "core/program/program_file.h"
#include "core/report/latency_budget.h"
#include "core/report/remedies.h"
#include "core/report/text_report.h"
#include "core/report/why_report.h"

namespace lockstep::cli {
namespace {

Json json_answer(const Program& program, const Timeline& timeline, const Why& why) {
    Json json = json_head(true);
    json["model"] = program.model_name;
    json["model_sha256"] = program.model_sha256;
    json["config"] = program.config.name;
    json["optimized"] = program.optimized;
    json["comparable_with_published"] = program.departures().empty();
    json.update(why_json(program, timeline, why));
    return json;
}

/// Everything that can be changed, compiled and played.
std::vector<RemedyAnswer> what_helps(const Arguments& arguments, const Prepared& prepared, const Why& why,
                                     const LatencyFigures& now) {
    const RemedyQuestion question{.model = *prepared.model,
                                  .config = *arguments.config,
                                  .build = arguments.build,
                                  .io = arguments.io,
                                  .target_us = *arguments.target_us};
    std::vector<RemedyAnswer> answers;
    const auto try_all = [&](const std::vector<Remedy>& remedies) {
        for (const Remedy& remedy : remedies)
            answers.push_back(try_remedy(question, remedy, interruptible()));
    };
    try_all(single_remedies(question, *prepared.compiled.program, why));
    try_all(joint_remedies(question, now, answers));
    return answers;
}

void check_what_helps(const Arguments& arguments) {
    if (!arguments.what_helps) return;
    if (!arguments.target_us)
        fail_usage("--what-helps looks for what meets a target, and there is none", "Give --target-us X.");
    if (looks_like_program(arguments.files.front().file))
        fail_usage("--what-helps compiles the model in other ways, and this is a program", "Give the model.");
}

}  // namespace

int why_command(const Arguments& arguments) {
    check_what_helps(arguments);
    const Prepared prepared = prepare(arguments);
    const Program& program = *prepared.compiled.program;
    const Timeline& timeline = *prepared.compiled.timeline;
    const Why why = explain(program);
    Json json = json_answer(program, timeline, why);
    std::string text = why_text(program, timeline, why);
    if (arguments.target_us) {
        Report report = make_report(prepared.compiled, arguments.io);
        const double target = *arguments.target_us;
        const LatencyBudgetResult budget = latency_budget(program, why, report.latency, target);
        json["budget"] = budget_json(budget, target);
        text += budget_text(budget, target);
        if (arguments.what_helps) {
            set_target(report.latency, target);
            const std::vector<RemedyAnswer> answers = what_helps(arguments, prepared, why, report.latency);
            json["what_helps"] = remedies_json(report.latency, answers);
            text += remedies_text(report.latency, answers);
            if (budget.value) {
                json["budget"]["bound"] = bound_sentence(*budget.value);
                text += "  " + bound_sentence(*budget.value) + "\n";
            }
        }
    }
    const std::vector<GateResult> gates = check_gates(arguments, json);
    if (!gates.empty()) json["fail_if"] = json_gates(gates);
    write_standard_output(arguments.format == "json" ? to_text(json) : text + gate_lines(gates));
    return status_of(gates);
}

}  // namespace lockstep::cli
