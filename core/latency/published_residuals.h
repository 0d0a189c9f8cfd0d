#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/latency/program_features.h"

namespace lockstep {

/// A published row of resources/accuracy/cycles.csv beside what is predicted for the same model.
struct PublishedResidual {
    std::string model;       ///< family of the published table, "lstm"
    std::string index;       ///< of the row within it
    std::string board;       ///< as the table says, "V80"
    std::string meta;        ///< "layers=1;hidden_size=128"
    std::string machine;     ///< machine family of the config, "versal_b32"
    std::int64_t cores = 0;  ///< of the config
    std::int64_t block_size = 0;
    std::int64_t published_spaced = 0;      ///< cycles
    std::int64_t published_contiguous = 0;  ///< cycles
    bool compiled = false;                  ///< false: no program was made here, `program` is empty
    ProgramFeatures program;                ///< of the program that this compiler makes, with its cycles

    /// (published - predicted) / predicted.
    double spaced() const;
    double contiguous() const;
    /// "lstm (layers=1, hidden_size=128) on V80".
    std::string name() const;
};

/// resources/accuracy/residuals.csv: every published row that fits its board, of the boards whose cycles are
/// not copies of another's.
const std::vector<PublishedResidual>& published_residuals();

/// The file's text, header and columns included; parse_residuals() reads it back. Throws Error(internal) that
/// names `where` and the line.
std::string residuals_text(const std::vector<PublishedResidual>& rows);
std::vector<PublishedResidual> parse_residuals(std::string_view text, std::string_view where);

/// A latency measured on a card (resources/accuracy/hardware_latency.csv) beside the program that is compiled
/// for it: what end-to-end latency is predicted from.
struct HardwareResidual {
    std::string model;
    std::string config;             ///< preset
    std::int64_t spaced = 0;        ///< predicted cycles
    std::int64_t input_bytes = 0;   ///< padded, per inference
    std::int64_t output_bytes = 0;  ///< padded, per inference
    double measured_mean_us = 0;    ///< published with one decimal
    double measured_p99_us = 0;
};

/// resources/accuracy/hardware_residuals.csv.
const std::vector<HardwareResidual>& hardware_residuals();
std::string hardware_residuals_text(const std::vector<HardwareResidual>& rows);

}  // namespace lockstep
