#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/accuracy/evaluate.h"

namespace lockstep::accuracy {

/// What is compiled: the published rows that are wanted, from the models of a folder that make_zoo.py made.
struct Request {
    std::filesystem::path folder;
    std::function<bool(const PublishedRow&)> wanted = {};                     ///< absent: every row
    std::function<AcceleratorConfig(const std::string& preset)> config = {};  ///< absent: the preset's
    std::function<void(const Result&)> done = {};                             ///< told of each row
    bool left_out = false;  ///< also with the constants of FOLDER/left_out.csv
};

struct Evaluation {
    std::vector<Result> results;  ///< in the order of the published table
    /// By family: its rows with the constants that are fitted to all other families.
    std::map<std::string, std::vector<Result>> left_out;
};

Evaluation evaluate_rows(const Request& request);

/// Whether a board's machine and published cycles are those of another one, so that its rows only repeat.
bool is_copy(const std::string& board);

}  // namespace lockstep::accuracy
