#include "core/report/sweep.h"

namespace lockstep {

SweptConfig sweep_config(const LoadedModel& model, const AcceleratorConfig& config, const BuildOptions& build,
                         std::optional<IoPath> io, std::optional<double> target_us, const JobControl& job) {
    SweptConfig swept{.config = config.name, .report = {}, .failure = {}};
    try {
        swept.report = make_report(build_program(model, config, build, job), io);
        set_target(swept.report->latency, target_us);
        swept.report->notes = model_notes(model);
    } catch (const Error& error) {
        const FailureKind kind = error.failure().kind;
        if (kind != FailureKind::does_not_fit && kind != FailureKind::unsupported &&
            kind != FailureKind::usage)
            throw;
        swept.failure = error.failure();
    }
    return swept;
}

}  // namespace lockstep
