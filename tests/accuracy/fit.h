#pragma once

#include <functional>
#include <map>
#include <optional>
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
/// compiler is kept until the rows are compiled anew. Programs and cycles are kept, so that fits without one
/// family or another share them.
class PlayedRows {
  public:
    explicit PlayedRows(const std::vector<FitRow>& rows);

    /// Compiles what was not compiled with these constants before. Rows that do not fit then are left out.
    void compile(const Values& values);

    /// Mean over model families of what their rows cost on the mean. A figure (spaced, contiguous) that is
    /// off by e per cent costs e / (e + scale): rows that no constants meet, because something is not
    /// modelled, pull little.
    double cost(const Values& values, const std::string& without, double scale = 1);
    /// The same for one model family alone.
    double cost_of(const std::string& family, const Values& values, double scale = 1);
    const std::vector<std::string>& families() const { return families_; }

  private:
    struct Cycles {
        std::int64_t spaced = 0;
        std::int64_t contiguous = 0;
    };
    struct Row {
        FitRow fit;
        std::map<std::vector<int>, std::optional<Program>> programs;  ///< by timing; without weights
        std::optional<Program>* program = nullptr;                    ///< with those of compile()
        std::map<std::pair<const void*, std::vector<int>>, Cycles> known;
    };
    Cycles cycles(Row& row, const Values& values);

    std::vector<Row> rows_;
    std::vector<std::string> families_;
};

struct Fit {
    Values values;
    double cost = 0;  ///< of PlayedRows, when the compiler knows the constants
};

/// Coordinate search from `start` with the programs of the last PlayedRows::compile(): each constant in turn
/// as far as it helps, then every two latencies, in opposite directions and together, until nothing is
/// better. `from_afar`: first with a scale of 16 and of 4, where far rows pull too. Among equally good sets
/// the one nearest to the neutral values. Deterministic.
Values fit(PlayedRows& rows, const Values& start, const std::string& without, bool from_afar);

/// From `start`, compiling with what the turn before found and fitting from there, until the constants stay;
/// the best of the turns. `report` is told of each turn.
Fit fit_in_turns(PlayedRows& rows, const Values& start, const std::string& without, bool from_afar,
                 const std::function<void(const std::string&)>& report);

}  // namespace lockstep::accuracy
