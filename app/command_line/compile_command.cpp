#include <algorithm>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/prepare.h"
#include "app/command_line/standard_output.h"
#include "core/program/program_file.h"
#include "core/report/programs_report.h"
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
    PreparedPrograms made = prepare_programs(arguments);
    std::vector<Report> reports;
    for (std::size_t m = 0; m < made.models.size(); ++m) {
        const Prepared prepared{.model = std::move(made.models[m]),
                                .compiled = made.programs.model(m),
                                .without_reset = std::move(made.alone[m])};
        reports.push_back(make_command_report(arguments, prepared, nullptr));
        reports.back().model_file = arguments.files[m].file;
    }
    const bool several = reports.size() > 1;
    const auto json = [&] {
        return several ? json_programs(*made.programs.set, reports) : json_report(reports.front());
    };
    const std::vector<GateResult> gates = check_gates(arguments, json());
    if (arguments.output) save_programs(*made.programs.set, *arguments.output);
    if (!several) reports.front().gates = gates;
    if (arguments.format == "json") {
        Json result = json();
        if (several && !gates.empty()) result["fail_if"] = json_gates(gates);
        write_standard_output(to_text(result));
    } else {
        write_standard_output(several ? text_programs(*made.programs.set, reports) + gate_lines(gates)
                                      : text_report(reports.front()));
    }
    return status_of(gates);
}

}  // namespace lockstep::cli
