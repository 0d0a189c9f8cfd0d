#pragma once

#include <filesystem>
#include <vector>

#include "core/latency/published_residuals.h"
#include "tests/accuracy/evaluate.h"

namespace lockstep::accuracy {

/// A published row that fits its board, on a board whose cycles are no copy of another's.
bool has_residual(const PublishedRow& row);

/// The rows of resources/accuracy/residuals.csv, one per published row in its order; rows that `results` does
/// not have or that were not compiled say so.
std::vector<PublishedResidual> residual_rows(const std::vector<Result>& results);

/// Compiles the models that were measured on cards. Throws std::runtime_error if one of them is not in the
/// folder.
std::vector<HardwareResidual> hardware_rows(const std::filesystem::path& zoo_folder);

/// The config that a row of hardware_latency.csv was measured on. lstm_med was measured on the IA-840f though
/// in whole blocks it needs more than the derived depth, which therefore does not refuse here.
AcceleratorConfig hardware_config(const std::string& preset);

}  // namespace lockstep::accuracy
