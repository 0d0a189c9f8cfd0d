#include "app/command_line/error_look.h"

#include <algorithm>
#include <cmath>

#include "app/command_line/interrupt.h"
#include "app/command_line/progress_line.h"
#include "app/command_line/state_dump.h"

namespace lockstep::cli {
LookedAt look_at(const Arguments& arguments, const Prepared& prepared, const PreparedRun& run) {
    LookedAt looked{
        .index = chosen_inference(arguments, run), .graph = compiled_graph(*prepared.model), .stretch = {}};
    looked.stretch =
        attributed_run(*run.run, *looked.graph, looked.index,
                       arguments.attribute_over.value_or(attributed_inferences), interruptible());
    return looked;
}

AttributionPart attribute(const Arguments& arguments, const LookedAt& looked, const Prepared& prepared,
                          const PreparedRun& run) {
    const Program& program = *prepared.compiled.program;
    AttributionPart part{.index = looked.index, .attribution = {}, .lost_columns = {}};
    ProgressLine line("taking the error apart", arguments.progress);
    const JobControl job{.stop = interruptible().stop,
                         .progress = [&line](double share, std::string_view) { line.show_share(share); }};
    part.attribution =
        attribute_error(*looked.graph, program.config, looked.stretch, job, arguments.functions);
    part.lost_columns = lost_columns(*run.inputs, program.inputs, run.run->position());
    return part;
}

EnvelopePart envelope(const Arguments& arguments, const LookedAt& looked, const Prepared& prepared) {
    const std::shared_ptr<const Program>& program = prepared.compiled.program;
    EnvelopePart part{.index = looked.index,
                      .inferences = std::ssize(looked.stretch.inputs),
                      .vm_max_abs = 0,
                      .variants = error_envelope(program, looked.stretch,
                                                 plausible_variants(program->cores_used, arguments.functions),
                                                 interruptible())};
    for (std::size_t k = 0; k < looked.stretch.vm_outputs.size(); ++k)
        part.vm_max_abs =
            std::max(part.vm_max_abs, std::abs(static_cast<double>(looked.stretch.vm_outputs[k]) -
                                               static_cast<double>(looked.stretch.reference_outputs[k])));
    return part;
}

}  // namespace lockstep::cli
