#pragma once

#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "core/program/program.h"
#include "core/run/error_figures.h"
#include "core/run/error_statistics.h"
#include "core/run/recording.h"
#include "core/vm/vm.h"

namespace lockstep {

struct RecorderOptions {
    std::int64_t window = 1024;        ///< newest rows of outputs and states that are kept
    std::int64_t snapshot_every = 64;  ///< at first; doubled whenever max_snapshots are held
    std::size_t max_snapshots = 256;
    /// Of the first so many inferences the records are kept one by one; the statistics cover all.
    std::int64_t max_records = std::numeric_limits<std::int64_t>::max();
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

    std::int64_t inferences() const { return count_; }
    /// The newest inference's; there is one.
    const InferenceRecord& last() const { return last_; }
    std::int64_t first_row() const { return first_; }

    /// Appends inference number inferences(). `reference`: of its outputs.
    void add(std::int64_t cycles, ReferenceKind reference, const InferenceRow& row);
    /// The state was put back in front of the next inference.
    void add_reset() { ++figures_.resets; }
    bool wants_snapshot() const { return inferences() % snapshot_every_ == 0; }
    void add_snapshot(RunSnapshot snapshot);
    /// The newest snapshot at or before `index`; the first one added is never dropped.
    const RunSnapshot& snapshot_before(std::int64_t index) const;
    /// Forgets the inferences from `count` on, where a snapshot was added. Rows before `count` stay.
    void truncate(std::int64_t count);

    Recording recording(const ReferenceInfo& reference) const;

    /// All but the rows, for a checkpoint; of the snapshots the newest, and the others as far as they are
    /// small.
    void save(ByteWriter& writer) const;
    /// Into a recorder that was made alike. Throws Error(bad_program).
    void load(ByteReader& reader);

  private:
    /// What a snapshot must keep, so that going back to it forgets what came after.
    struct Figures {
        ErrorStatistics errors;
        std::int64_t resets = 0;
    };
    struct Kept {
        RunSnapshot snapshot;
        Figures figures;
    };
    void trim();

    Tolerance tolerance_;
    RecorderOptions options_;
    std::int64_t snapshot_every_;
    std::int64_t count_ = 0;
    InferenceRecord last_;
    Figures figures_;
    std::vector<InferenceRecord> records_;
    std::vector<Kept> snapshots_;
    RecordedRows rows_;  ///< up to twice the window, so that trimming is rare
    std::int64_t first_ = 0;
    std::int64_t state_size_ = 0;
};

}  // namespace lockstep
