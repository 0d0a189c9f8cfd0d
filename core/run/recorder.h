#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/program/program.h"
#include "core/run/error_figures.h"
#include "core/run/recording.h"
#include "core/vm/vm.h"

namespace lockstep {

struct RecorderOptions {
    std::int64_t window = 1024;        ///< newest rows of outputs and states that are kept
    std::int64_t snapshot_every = 64;  ///< at first; doubled whenever max_snapshots are held
    std::size_t max_snapshots = 256;
};

/// Where a run can be gone back to: all state before inference `index`.
struct RunSnapshot {
    std::int64_t index = 0;
    VmSnapshot vm;
    std::vector<float> reference_states;
};

/// One inference as it goes into the recording. The spans need only live during the call.
struct InferenceRow {
    std::span<const float> outputs;
    std::span<const float> reference_outputs;  ///< empty without a reference
    std::span<const float> states;             ///< VM, of the traced states in order
    std::span<const float> reference_states;   ///< empty if not known
};

/// Keeps error figures for every inference, rows of the newest ones, and snapshots.
class Recorder {
  public:
    /// `states`: empty traces with name, role, node, module and size.
    Recorder(std::vector<StateTrace> states, std::int64_t output_size, Tolerance tolerance,
             RecorderOptions options);

    std::int64_t inferences() const { return std::ssize(records_); }
    const InferenceRecord& record(std::int64_t index) const {
        return records_[static_cast<std::size_t>(index)];
    }
    std::int64_t first_row() const { return first_; }

    /// Appends inference number inferences(). `reference`: of its outputs.
    void add(std::int64_t cycles, ReferenceKind reference, const InferenceRow& row);
    bool wants_snapshot() const { return inferences() % snapshot_every_ == 0; }
    void add_snapshot(RunSnapshot snapshot);
    /// The newest snapshot at or before `index`; the first one added is never dropped.
    const RunSnapshot& snapshot_before(std::int64_t index) const;
    /// Forgets the inferences from `count` on. Rows before `count` stay.
    void truncate(std::int64_t count);

    Recording recording(const ReferenceInfo& reference) const;

  private:
    void trim();

    Tolerance tolerance_;
    RecorderOptions options_;
    std::int64_t snapshot_every_;
    std::vector<InferenceRecord> records_;
    std::vector<RunSnapshot> snapshots_;
    RecordedRows rows_;  ///< up to twice the window, so that trimming is rare
    std::int64_t first_ = 0;
    std::int64_t state_size_ = 0;
};

}  // namespace lockstep
