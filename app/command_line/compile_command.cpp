#include <algorithm>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/prepare.h"
#include "app/command_line/standard_output.h"
#include "core/program/program_file.h"
#include "core/report/text_report.h"

namespace lockstep::cli {

std::vector<GateResult> check_gates(const Arguments& arguments, const Json& result) {
    std::vector<GateResult> results;
    for (const Gate& gate : arguments.gates) results.push_back(gate.check(result));
    return results;
}

int status_of(const std::vector<GateResult>& gates) {
    return std::ranges::any_of(gates, &GateResult::hit) ? exit_gate : exit_done;
}

int compile_command(const Arguments& arguments) {
    const AcceleratorConfig config = required_config(arguments);
    const FileArgument& file = arguments.files.front();
    Prepared prepared;
    prepared.model = load_model(file.file, file.options, interruptible());
    prepared.compiled = compile_model(*prepared.model, config, interruptible());
    Report report = make_command_report(arguments, prepared, nullptr);
    report.gates = check_gates(arguments, json_report(report));
    if (arguments.output) save_program(*prepared.compiled.program, *arguments.output);
    write_standard_output(arguments.format == "json" ? to_text(json_report(report)) : text_report(report));
    return status_of(report.gates);
}

}  // namespace lockstep::cli
