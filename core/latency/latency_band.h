#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/latency/program_features.h"
#include "core/latency/published_residuals.h"

namespace lockstep {

/// A program as the published rows see it.
struct BandSubject {
    ProgramFeatures features;
    std::string machine;  ///< machine family of its config
    std::int64_t cores = 0;
    std::int64_t block_size = 0;
    std::string config;      ///< for the words about it
    bool assumed = false;    ///< the machine's constants are another card's
    bool given = false;      ///< constants of the machine are the user's own
    std::string departures;  ///< Program::departures()
};
BandSubject band_subject(const Program& program, const Timeline& timeline);
BandSubject band_subject(const PublishedResidual& row);

struct NearestRow {
    std::string name;     ///< PublishedResidual::name()
    double distance = 0;  ///< see row_distance.h
    double spaced = 0;    ///< (published - predicted) / predicted, of its spaced cycles
    double contiguous = 0;
};

/// By how much published figures of programs like this one differ from predicted ones: nine in ten by no more
/// than this (help/latency.md has the statistics and how many rows really do). Shares of the predicted
/// cycles.
struct LatencyBand {
    double spaced = 0;
    double contiguous = 0;
    std::vector<NearestRow> nearest;  ///< the rows that it is made of, the nearest first
    std::vector<std::string>
        outside;        ///< in what the program lies outside the calibrated range; empty: in it
    std::string basis;  ///< for people: what it is made of
};

/// Either the band or the reason why there is none.
struct LatencyBandResult {
    std::optional<LatencyBand> value;
    std::string reason;
};

/// What the rows say. All of it comes from them: no constant of a model or a card.
class BandModel {
  public:
    /// Takes the rows that were compiled; at least 20, of two families. Throws Error(internal) otherwise.
    explicit BandModel(std::vector<PublishedResidual> rows);
    LatencyBandResult band(const BandSubject& subject) const;

    /// Largest distance to the nearest row of another model, over all rows.
    double farthest() const { return farthest_; }

  private:
    enum class Figure { spaced, contiguous };
    struct Near {
        std::size_t row;
        double distance;
    };
    struct Factors {
        double like;    ///< for a program that has published rows like it
        double unlike;  ///< for one that has none
        double card;    ///< added for a card without rows of its own
    };

    double residual(std::size_t row, Figure figure) const;
    double spread(std::span<const Near> nearest, Figure figure) const;
    std::vector<Near> nearest_of(std::size_t row, bool without_family) const;
    Factors factors(Figure figure) const;
    double card_difference(Figure figure) const;
    std::vector<std::string> outside(const BandSubject& subject, double nearest, bool own_card) const;

    std::vector<PublishedResidual> rows_;
    std::vector<std::vector<double>> distances_;
    Factors spaced_{};
    Factors contiguous_{};
    double farthest_ = 0;
};

/// The band by all published rows.
LatencyBandResult latency_band(const Program& program, const Timeline& timeline);

/// How many rows' published figures lie within the band that is made without them.
struct BandCoverage {
    std::size_t rows = 0;
    std::size_t spaced = 0;
    std::size_t contiguous = 0;
    std::size_t without_band = 0;  ///< rows that get no band; they count as outside
    double median_width = 0;       ///< of the spaced bands
};
enum class LeaveOut { row, model, family };
BandCoverage band_coverage(const std::vector<PublishedResidual>& rows, LeaveOut leave_out);

}  // namespace lockstep
