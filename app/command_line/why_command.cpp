#include "app/command_line/commands.h"
#include "app/command_line/prepare.h"
#include "app/command_line/standard_output.h"
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

}  // namespace

int why_command(const Arguments& arguments) {
    const Prepared prepared = prepare(arguments);
    const Program& program = *prepared.compiled.program;
    const Timeline& timeline = *prepared.compiled.timeline;
    const Why why = explain(program);
    write_standard_output(arguments.format == "json" ? to_text(json_answer(program, timeline, why))
                                                     : why_text(program, timeline, why));
    return exit_done;
}

}  // namespace lockstep::cli
