#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "app/command_line/prepare.h"
#include "app/command_line/standard_output.h"
#include "app/pdf_report.h"
#include "core/report/csv_report.h"
#include "core/report/html_report.h"
#include "core/report/markdown_report.h"
#include "core/support/atomic_file.h"

namespace lockstep::cli {
namespace {

std::string lower_ending(const std::string& file) {
    std::string ending = std::filesystem::path(file).extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

std::string contents(const Report& report, const std::string& ending) {
    if (ending == ".json") return to_text(json_report(report));
    if (ending == ".csv") return csv_report(report);
    const ReportDocument document = report_document(report);
    if (ending == ".md") return markdown_report(document);
    if (ending == ".pdf") return pdf_report(document);
    return html_report(document);
}

}  // namespace

int report_command(const Arguments& arguments) {
    const std::string target = arguments.output.value_or("");
    const std::string ending = lower_ending(target);
    if (ending != ".html" && ending != ".pdf" && ending != ".md" && ending != ".csv" && ending != ".json") {
        fail_usage(target.empty() ? "report needs -o FILE"
                                  : fmt::format("\"{}\" names no format of a report", target),
                   "Reports are written to a file that ends in .html, .pdf, .md, .csv or .json.");
    }
    const Prepared prepared = prepare(arguments);
    AtomicFile file(target);
    const PreparedRun prepared_run = prepare_run(arguments, prepared);
    prepared_run.run->run(prepared_run.inferences, interruptible());
    Report report = make_command_report(arguments, prepared, &prepared_run);
    report.why = std::make_shared<const Why>(explain(*prepared.compiled.program));
    report.gates = check_gates(arguments, json_report(report));
    file.write(contents(report, ending));
    file.commit();
    std::string text = fmt::format("wrote {}\n", target);
    for (const GateResult& gate : report.gates)
        text += fmt::format("{}: {} (found {})\n", gate.hit ? "GATE HIT" : "gate passed", gate.expression,
                            gate.value);
    write_standard_output(text);
    return status_of(report.gates);
}

}  // namespace lockstep::cli
