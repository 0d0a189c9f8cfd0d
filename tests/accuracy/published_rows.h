#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/passes/pipeline.h"
#include "core/passes/precision.h"

namespace lockstep::accuracy {

/// A row of resources/accuracy/cycles.csv.
struct PublishedRow {
    std::string family;
    std::string board;
    std::string index;
    std::string meta;  ///< of the same model on another board where the row failed
    bool fits = false;
    std::int64_t spaced = 0;
    std::int64_t contiguous = 0;
};

std::vector<PublishedRow> published_rows();

/// The preset of a board of the table.
std::string preset_of(const std::string& board);

/// A line of zoo.csv, which make_zoo.py writes beside the files.
struct ZooModel {
    std::filesystem::path file;
    std::string family;
    std::string index;
    std::vector<Shape> shapes;
    StreamingAxes axes;
    std::vector<PrecisionRule> precision;  ///< of the published rows
};

/// Throws std::runtime_error if there is no such list.
std::vector<ZooModel> zoo_models(const std::filesystem::path& folder);

/// The models of the published program that the model is part of, in their order: itself, but for rnnt and
/// stateless-rnnt, whose programs are of a predictor (even index) and the encoder behind it.
std::vector<ZooModel> program_of(const std::vector<ZooModel>& all, const ZooModel& model);

/// The graphs of the model, from the file through the worker; the one that is compiled has its precisions.
ModelGraphs load(const ZooModel& model);

}  // namespace lockstep::accuracy
