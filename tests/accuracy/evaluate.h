#pragma once

#include <string>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/latency/program_features.h"
#include "core/nnir/graph.h"
#include "tests/accuracy/published_rows.h"
#include "tests/accuracy/queues.h"

namespace lockstep::accuracy {

/// A published row and what this compiler makes of the same model.
struct Result {
    PublishedRow row;
    bool modelled = false;  ///< there is a file of the model
    bool compiled = false;
    bool refused = false;  ///< it does not fit
    std::int64_t spaced = 0;
    std::int64_t contiguous = 0;
    ProgramFeatures features = {};  ///< of the program, if it was compiled
    std::string failure = {};
    double seconds = 0;  ///< of compiling
    QueueUse queues = {};

    /// In per cent of the published figure.
    double spaced_error() const;
    double contiguous_error() const;
};

Result evaluate(const PublishedRow& row, const nnir::Graph& graph, const AcceleratorConfig& config);

/// The same of model `which` of a program of several.
Result evaluate_program(const PublishedRow& row, const std::vector<nnir::Graph>& graphs, std::size_t which,
                        const AcceleratorConfig& config);

/// Whether both say that it fits, or both that it does not.
bool agrees_on_fitting(const Result& result);

/// The value below which a share `q` of the values lies, interpolated; 0 of no values.
double quantile(std::vector<double> values, double q);

/// Sizes of the errors of the rows that were compiled and published.
std::vector<double> spaced_errors(const std::vector<Result>& results);
std::vector<double> contiguous_errors(const std::vector<Result>& results);

/// Whether the row's family is one of known_families().
bool is_known(const Result& result);

/// The families whose structure is known well, in the order of the tables.
const std::vector<std::string>& known_families();

}  // namespace lockstep::accuracy
