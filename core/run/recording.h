#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/tensor/tensor.h"

namespace lockstep {

enum class ReferenceKind : std::uint8_t {
    none,
    forward,  ///< the file's own forward on the whole sequence
    stepped,  ///< the streaming graph stepped with LibTorch's fp32 operators and carried state
};

struct InferenceRecord {
    std::int64_t index = 0;
    std::int64_t cycles = 0;
    ReferenceKind reference = ReferenceKind::none;
    double max_abs_error = 0;  ///< over this inference's outputs; 0 without a reference
    double rms_error = 0;
    double reference_max_abs = 0;
};

/// Error over all inferences so far.
struct ErrorSummary {
    double max_abs = 0;
    double rms = 0;
    double relative_rms = 0;  ///< rms error / rms of the reference
    double reference_max_abs = 0;
    bool allclose = true;  ///< |vm - reference| <= atol + rtol * |reference| everywhere
};

/// Rows of one state over inferences, VM and (where stepped) reference; a row per inference of Recording::window.
struct StateTrace {
    std::string name;
    std::string role;       ///< "hidden" or "cell"
    std::uint32_t node = 0; ///< NodeId of the compiled graph
    std::string module;
    std::int64_t size = 0;  ///< values a row
    std::vector<float> vm;
    std::vector<float> reference;  ///< empty if not known
};

/// What a run has given so far: an immutable snapshot for views and reports. Error figures cover every inference; outputs and states
/// cover the window [first, first + rows), at most RecorderOptions::window rows, the newest.
struct Recording {
    std::vector<InferenceRecord> inferences;
    ErrorSummary error;
    std::int64_t first = 0;
    std::int64_t rows = 0;
    std::int64_t output_size = 0;           ///< values a row, all outputs
    std::vector<float> outputs;             ///< VM, row after row
    std::vector<float> reference_outputs;   ///< empty without a reference
    std::vector<StateTrace> states;
};

}  // namespace lockstep
