#include "app/command_line/error_look.h"

#include <algorithm>
#include <cmath>

#include "app/command_line/interrupt.h"
#include "app/command_line/state_dump.h"

namespace lockstep::cli {
namespace {

/// Inferences in front of the one that is looked at, of which the inputs' spread is taken.
constexpr std::int64_t spread_inferences = 1000;

}  // namespace

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
    part.attribution =
        attribute_error(*looked.graph, program.config, looked.stretch, interruptible(), arguments.functions);
    const std::int64_t first = std::max<std::int64_t>(0, part.index + 1 - spread_inferences);
    part.lost_columns = lost_columns(*run.inputs, program.inputs, first, part.index + 1 - first);
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
