#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/nnir/graph.h"
#include "core/program/program.h"
#include "tests/accuracy/constants.h"
#include "tests/accuracy/published_rows.h"

namespace lockstep::accuracy {

/// A published row that takes part in a fit.
struct FitRow {
    PublishedRow row;
    const nnir::Graph* graph = nullptr;  ///< outlives the fit
};

/// The rows as the compiler makes them with one set of constants, played with others: a decision of the
/// compiler is kept until the rows are compiled anew.
class PlayedRows {
  public:
    /// Compiles. Rows of the model family `without` are left out, and rows that do not fit.
    PlayedRows(const std::vector<FitRow>& rows, const Values& values, const std::string& without = {});

    /// Mean over model families of what their rows cost on the mean. A figure (spaced, contiguous) that is
    /// off by e per cent costs e / (e + 1): rows that no constants meet, because something is not modelled,
    /// pull little.
    double cost(const Values& values);
    /// The same for one model family alone.
    double cost_of(const std::string& family, const Values& values);
    std::vector<std::string> families() const;

  private:
    struct Entry {
        PublishedRow row;
        Program program;  ///< without weights
        std::map<std::vector<int>, double> known;
    };
    double error(Entry& entry, const Values& values);

    std::map<std::string, std::vector<Entry>> entries_;  ///< by model family
};

struct Fit {
    Values values;
    double cost = 0;  ///< of PlayedRows
};

/// Coordinate search from `start`: the best step of every constant in turn, then of every two latencies of
/// one machine in opposite directions, until nothing is better. Among equally good sets the one nearest to
/// the neutral values. Deterministic.
Fit fit(PlayedRows& rows, const Values& start);

/// fit() and compiling in turns, from each of `starts` on, until the constants stay; the best of all. A start
/// need not be good: where no row decides, fit() goes to the neutral values. `report` is told of each turn.
Fit fit_with_decisions(const std::vector<FitRow>& rows, const std::string& without,
                       const std::vector<Values>& starts,
                       const std::function<void(const std::string&)>& report);

}  // namespace lockstep::accuracy
