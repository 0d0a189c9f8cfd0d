#pragma once

#include <optional>
#include <string>

#include "core/report/report.h"
#include "core/run/build_program.h"

namespace lockstep {

/// What one accelerator makes of a model.
struct SweptConfig {
    std::string config;
    std::optional<Report> report;    ///< or
    std::optional<Failure> failure;  ///< why it does not take the model: does_not_fit, unsupported or usage
};

/// Compiles the model for the config. What says nothing about the config is thrown. A failure of the kind
/// `usage` (a pin of a core that the config lacks) may be right on another one: a sweep in which no config
/// takes the model for that reason was asked for wrongly.
SweptConfig sweep_config(const LoadedModel& model, const AcceleratorConfig& config, const BuildOptions& build,
                         std::optional<IoPath> io, std::optional<double> target_us,
                         const JobControl& job = {});

}  // namespace lockstep
