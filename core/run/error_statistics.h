#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/run/recording.h"

namespace lockstep {

class ByteWriter;
class ByteReader;

/// What is kept of the errors of any number of inferences, in bounded memory: the summary, the distribution
/// of max_abs_error in bins of a 32nd of an octave (all that errors of fp32 lie in), and the worst
/// inferences. The same inferences in the same order give the same figures.
class ErrorStatistics {
  public:
    static constexpr std::size_t worst_kept = 20;

    /// Counts a record with a reference; others are left out. Where nothing can be compared, that alone is
    /// counted (ErrorSummary::undefined).
    void add(const InferenceRecord& record);

    ErrorSummary summary() const;
    /// Largest max_abs_error first, of equal ones the earlier.
    const std::vector<InferenceRecord>& worst() const { return worst_; }
    /// The max_abs_error that a share of the inferences does not exceed, at most a 32nd too large. 0 without
    /// inferences.
    double quantile(double share) const;
    /// Octaves that inferences lie in, rising; the first may be that of exactly 0 (from = to = 0), the last
    /// that of infinite errors.
    std::vector<ErrorBin> histogram() const;

    void save(ByteWriter& writer) const;
    static ErrorStatistics load(ByteReader& reader);

  private:
    ErrorSummary summary_;
    double error_squares_ = 0;
    double reference_squares_ = 0;
    double compared_ = 0;  ///< inferences, each by its share of outputs that are compared
    std::map<std::uint64_t, std::uint64_t> bins_;  ///< inferences by bin, of those that have any
    std::vector<InferenceRecord> worst_;
};

}  // namespace lockstep
