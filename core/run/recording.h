#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/tensor/tensor.h"

namespace lockstep {

enum class ReferenceKind : std::uint8_t {
    none,
    forward,  ///< the file's own forward on the whole sequence
    stepped,  ///< the streaming graph stepped with LibTorch's fp32 operators and carried state
    file,     ///< outputs that the user gave
};
std::string_view name(ReferenceKind kind);

/// What errors are measured against, and how far the stepped form was shown equal to the file's forward.
struct ReferenceInfo {
    ReferenceKind kind = ReferenceKind::none;  ///< of the newest inference
    std::int64_t checked_steps = 0;            ///< steps of the first sequence on which both were compared
    double max_abs = 0;                        ///< largest difference between them there
    std::int64_t sequence_length = 0;  ///< inferences of the example sequence; 0 if it does not stream
    std::int64_t warm_up = 0;  ///< inferences behind a reset that have no reference: no valid output yet
    std::string note;          ///< why there is no reference, or no forward; for people
    std::int64_t every = 1;    ///< one inference in so many is compared
};

struct InferenceRecord {
    std::int64_t index = 0;
    std::int64_t cycles = 0;
    ReferenceKind reference = ReferenceKind::none;
    /// Over this inference's outputs that are compared; 0 without a reference, NaN if none of them is.
    double max_abs_error = 0;
    double rms_error = 0;
    double reference_max_abs = 0;
    double reference_rms = 0;
    bool allclose = true;
    std::int64_t non_finite = 0;  ///< output values where the VM or the reference is NaN or infinite
    /// Share of the output values that are compared: where both are NaN or the same infinity there is nothing
    /// to compare.
    double compared = 1;

    /// There is a reference, and a value that is compared with it.
    bool has_error() const { return reference != ReferenceKind::none && compared > 0; }
};

/// Error over all inferences so far. A value that is not finite is left out if both are NaN or the same
/// infinity, and has an infinite error otherwise; the reference's figures are over its finite values.
struct ErrorSummary {
    double max_abs = 0;
    double rms = 0;
    double relative_rms = 0;  ///< rms error / rms of the reference
    double reference_max_abs = 0;
    bool allclose = true;  ///< |vm - reference| <= atol + rtol * |reference| everywhere; a NaN is never close
    std::int64_t inferences = 0;   ///< inferences that had a reference, and an output that was compared
    std::int64_t undefined = 0;    ///< those where every output is NaN, or the same infinity, in both
    std::int64_t non_finite = 0;   ///< output values where the VM or the reference is NaN or infinite
    std::int64_t worst_index = 0;  ///< the inference of max_abs
};

/// How many inferences have a max_abs_error in [from, to).
struct ErrorBin {
    double from = 0;
    double to = 0;
    std::int64_t count = 0;
    friend bool operator==(const ErrorBin&, const ErrorBin&) = default;
};

/// Rows of one state over inferences, VM and (where stepped) reference; a row per inference of
/// Recording::window.
struct StateTrace {
    std::string name;
    std::string role;        ///< "hidden", "cell" or "history"
    std::uint32_t node = 0;  ///< NodeId of the compiled graph
    std::string module;
    std::int64_t size = 0;  ///< values a row
    std::vector<float> vm;
    std::vector<float> reference;  ///< empty if not known
};

/// Outputs and states of the inferences [first, first + rows).
struct RecordedRows {
    std::int64_t first = 0;
    std::int64_t rows = 0;
    std::int64_t output_size = 0;          ///< values a row, all outputs
    std::vector<float> outputs;            ///< VM, row after row
    std::vector<float> reference_outputs;  ///< empty without a reference
    std::vector<StateTrace> states;
};

/// What a run has given so far: an immutable snapshot for views and reports. Error figures cover every
/// inference; outputs and states cover the window [first, first + rows), at most RecorderOptions::window
/// rows, the newest.
struct Recording : RecordedRows {
    std::vector<InferenceRecord> inferences;  ///< the first RecorderOptions::max_records
    std::int64_t count = 0;                   ///< inferences that were run; see total()
    ErrorSummary error;
    ReferenceInfo reference;
    std::vector<InferenceRecord> worst;  ///< largest max_abs_error first
    std::vector<ErrorBin> histogram;     ///< of max_abs_error, by octaves
    /// Share of the inferences, and the max_abs_error that it does not exceed (at most a 32nd too large).
    std::vector<std::pair<double, double>> quantiles;
    std::int64_t resets = 0;  ///< times that the state was put back

    std::int64_t total() const { return std::max(count, static_cast<std::int64_t>(inferences.size())); }
};

}  // namespace lockstep
