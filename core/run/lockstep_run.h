#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/compiler/compile.h"
#include "core/run/input_source.h"
#include "core/run/recorder.h"
#include "core/run/reference.h"
#include "core/support/job_control.h"
#include "core/vm/vm.h"

namespace lockstep {

struct RunOptions {
    Tolerance tolerance;
    RecorderOptions recorder;
    /// Before every inference whose index is a multiple of it, the VM and the reference go back to their
    /// initial states; 0: never. The VM by the program's state reset if it has one. The reference must have
    /// been made for the same number.
    std::int64_t reset_every = 0;
};

/// Mean wall-clock times of this machine, in microseconds; 0 before the first inference.
struct RunSpeed {
    double vm_us_per_inference = 0;
    double reference_us_per_inference = 0;
};

/// Called for every inference that run() does, in order.
using InferenceSink = std::function<void(const InferenceRecord&, std::span<const float> outputs)>;

/// The VM and the reference, stepped together. Deterministic: going back and forth gives the same bits. Used
/// by one thread at a time. A cancelled or failed call leaves the run at an inference that was completed.
class LockstepRun {
  public:
    /// `reference` may be null: a program alone has none. `inputs` are made for the program's
    /// inputs.
    LockstepRun(const CompiledProgram& compiled, std::shared_ptr<const InputSource> inputs,
                std::unique_ptr<Reference> reference, const RunOptions& options = {});

    /// Inferences done.
    std::int64_t position() const { return recorder_.inferences(); }
    void reset();
    void step(const JobControl& job = {}) { run(1, job); }
    /// Does nothing at position 0.
    void step_back(const JobControl& job = {});
    /// Goes forward by running, back by a snapshot and what lies between. Throws Error(bad_input) if
    /// `position` is negative or beyond the inputs.
    void go_to(std::int64_t position, const JobControl& job = {});
    void run(std::int64_t inferences, const JobControl& job = {}, const InferenceSink& sink = {});

    std::shared_ptr<const Recording> recording() const;
    /// Outputs and states of the inferences [first, first + count) ∩ [0, position), replayed if they left the
    /// window; the position stays.
    RecordedRows rows(std::int64_t first, std::int64_t count, const JobControl& job = {});
    RunSpeed speed() const;
    const InputSource& inputs() const { return *inputs_; }
    const CompiledProgram& compiled() const { return compiled_; }

  private:
    std::vector<StateTrace> empty_traces() const;
    Recorder new_recorder(RecorderOptions options) const;
    RunSnapshot snapshot() const;
    void restore(const RunSnapshot& snapshot);
    /// The VM and the reference before the first inference.
    void reset_states();
    /// True if the states are reset in front of this inference.
    bool begins_anew(std::int64_t index) const {
        return options_.reset_every > 0 && index > 0 && index % options_.reset_every == 0;
    }
    /// The next `count` inferences into `recorder`, which stands where the VM does.
    void advance(std::int64_t count, Recorder& recorder, const JobControl& job, const InferenceSink& sink);
    void read_states(std::span<float> values) const;
    void pick_reference_states(std::span<const float> all, std::span<float> picked) const;

    CompiledProgram compiled_;
    std::shared_ptr<const InputSource> inputs_;
    std::unique_ptr<Reference> reference_;
    RunOptions options_;
    Vm vm_;
    std::int64_t at_ = 0;              ///< inferences behind which the VM and the reference's states stand
    std::vector<std::size_t> traced_;  ///< indices into Program::states that can be read
    std::vector<std::int64_t>
        state_offsets_;  ///< of the traced states in the reference's rows; all known, or empty
    std::vector<float> reference_states_;  ///< after the last inference
    Recorder recorder_;
    double vm_seconds_ = 0;
    std::int64_t vm_steps_ = 0;
};

}  // namespace lockstep
