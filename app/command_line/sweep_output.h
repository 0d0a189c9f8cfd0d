#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/report/json_report.h"
#include "core/report/report.h"

namespace lockstep::cli {

/// A model on one accelerator.
struct SweepRow {
    std::size_t model = 0;  ///< position of the model on the command line; its rows stand together
    std::string file;
    std::string config;
    std::optional<Report> report;    ///< or
    std::optional<Failure> failure;  ///< why this config does not take the model
};

/// `results` in the order of the rows, each with its `rank` among the cards of its model (null: no end-to-end
/// figure, not ranked), and `ranking`: model by model, the cards in the order of their ranks, then those that
/// are not ranked with the reason.
Json sweep_json(const std::vector<SweepRow>& rows);
/// One line a row, with its rank.
std::string sweep_csv(const std::vector<SweepRow>& rows);
/// Model by model: a table of the ranked cards, one of the others with their cycles, and the refusals.
std::string sweep_text(const std::vector<SweepRow>& rows);

}  // namespace lockstep::cli
