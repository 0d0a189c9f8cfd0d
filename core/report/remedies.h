#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/latency_budget.h"
#include "core/report/sweep.h"

namespace lockstep {

/// Another way to compile the same model.
struct Remedy {
    enum class Kind : std::uint8_t {
        accelerator,  ///< another preset
        policy,       ///< a freer search
        precision,    ///< fp8 weights for a module, or bf16 where fp32 was asked for
        joint,        ///< two of them together
    };
    Kind kind = Kind::accelerator;
    std::string what;    ///< for people: "v80ll_c6b32", "--optimize", "lstm=fp8"
    std::string config;  ///< a preset's name or a file
    std::vector<PrecisionRule> precision;
    std::vector<CorePin> pins;  ///< as they are now
    BuildOptions build;
};
/// "accelerator", "policy", "precision", "joint": the words of the JSON.
std::string_view name(Remedy::Kind kind);

/// What is asked: the model as it is compiled now, and the target. The model's options hold the
/// precisions and the cores.
struct RemedyQuestion {
    LoadedModel model;
    std::string config;  ///< a preset's name or a file
    BuildOptions build;
    std::optional<IoPath> io;
    double target_us = 0;
};

/// What came of a remedy that was compiled and played.
struct RemedyAnswer {
    Remedy remedy;
    std::optional<Report> report;    ///< or
    std::optional<Failure> failure;  ///< why it does not go
};

/// What can be changed by itself: every other preset; --optimize, or a search where --quick was asked for;
/// fp8 weights for each module on the critical path that has weights, if the config takes them; bf16 where a
/// rule says fp32. `now` and `why` are of the program as it is.
std::vector<Remedy> single_remedies(const RemedyQuestion& question, const Program& now, const Why& why);

/// Two at once, of those that alone were faster than `now`: the best accelerator with the best policy and
/// with the best precision, the best policy with the best precision.
std::vector<Remedy> joint_remedies(const RemedyQuestion& question, const LatencyFigures& now,
                                   const std::vector<RemedyAnswer>& singles);

/// Compiles and plays it. Throws what sweep_config() throws.
RemedyAnswer try_remedy(const RemedyQuestion& question, const Remedy& remedy, const JobControl& job = {});

/// Indices by effect: by end-to-end mean, then those with compute latency alone, then cycles alone, then what
/// does not go.
std::vector<std::size_t> remedy_order(const std::vector<RemedyAnswer>& answers);

/// The options of the command line that make it, quoted for a POSIX shell: "--config v80_c6b32 --optimize
/// --precision lstm=fp8 --cores lstm=0,1".
std::string remedy_options(const Remedy& remedy);

/// What no order of instructions can undercut, held against the target: "No schedule of this program gets
/// below 201 cycles; 2 us leave room for 324." `now` is of the program as it is.
std::string bound_sentence(const LatencyBudget& now);

/// The lines of `lockstep why --what-helps`, in the order of remedy_order().
std::string remedies_text(const LatencyFigures& now, const std::vector<RemedyAnswer>& answers);
/// "what_helps" [{"kind", "what", "options", "ok", "cycles", "change_cycles", "compute_us", "end_to_end_us",
/// "plus_minus_us", "target", "departures", "reason"}], in that order.
Json remedies_json(const LatencyFigures& now, const std::vector<RemedyAnswer>& answers);

}  // namespace lockstep
