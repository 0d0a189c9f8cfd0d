#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/compiler/compile.h"
#include "core/run/input_source.h"
#include "core/run/node_probe.h"
#include "core/run/recorder.h"
#include "core/run/reference.h"
#include "core/support/job_control.h"
#include "core/vm/vm.h"

namespace lockstep {

/// What the states are set to in front of an inference; see state_edit.h.
struct StateEdit {
    VmSnapshot vm;
    std::vector<float> vm_states;         ///< what `vm` was made of: all states of the graph, in its order
    std::vector<float> reference_states;  ///< of all states of the reference, in its order
};

/// Where the VM and the reference stand in front of an inference; a reset or an edit in front of it is done.
struct RunStand {
    VmSnapshot vm;
    std::vector<float> vm_states;  ///< of LockstepRun::states() in order
    /// Of all states of the reference, in its order. Empty where it has none, or is not known there: a
    /// sampled one runs in front of the inferences that are compared only.
    std::vector<float> reference_states;
};

struct RunOptions {
    Tolerance tolerance;
    RecorderOptions recorder;
    /// Before every inference whose index is a multiple of it, the VM and the reference go back to their
    /// initial states; 0: never. They do so as well where the inputs ask for it. The VM by the program's
    /// state reset if it has one. The reference must have been made for the same number.
    std::int64_t reset_every = 0;
    /// One inference in so many is compared with the reference, which starts from the VM's state
    /// reference_lead inferences before it.
    std::int64_t reference_every = 1;
    VmOptions vm = {};
    /// Why there is no reference, for people; empty: a program alone has none.
    std::string no_reference = {};
    /// Where the values of nodes come from; nothing for a program alone.
    std::optional<NodeSource> nodes = {};
};

/// Inferences that a sampled reference with state runs in front of the one that is compared.
inline constexpr std::int64_t reference_lead = 63;

/// Mean wall-clock times of this machine, in microseconds; 0 before the first inference.
struct RunSpeed {
    double vm_us_per_inference = 0;
    double reference_us_per_inference = 0;
};

/// Called for every inference that run() does, in order.
using InferenceSink = std::function<void(const InferenceRecord&, std::span<const float> outputs)>;

/// An inference that was just done, for whoever watches the run. The spans live during the call.
struct InferenceView {
    const InferenceRecord& record;
    std::span<const float> inputs;
    std::span<const float> outputs;
    std::span<const float> reference_outputs;  ///< empty if this inference is not compared
    std::span<const float> states;             ///< VM, of LockstepRun::states() in order
    /// VM, of LockstepRun::gates() in order; empty unless they are kept.
    std::span<const float> gates = {};
    /// Values inside the inference that are not finite, see Vm::non_finite; empty unless they are watched.
    std::span<const NonFinite> non_finite = {};
};
/// True: the run stops behind this inference.
using InferenceWatch = std::function<bool(const InferenceView&)>;

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
    /// Runs at most so many inferences, until `watch` says stop: true then.
    bool run_until(std::int64_t inferences, const InferenceWatch& watch, const JobControl& job = {});

    /// Goes to `index` and sets the states there: the inferences behind it are those of the edited state, on
    /// whatever way they are reached, until reset(). Throws Error(bad_input) as go_to() does, and
    /// Error(internal) if the edit is of another program.
    void edit(std::int64_t index, StateEdit edit, const JobControl& job = {});
    bool is_edited() const { return !edits_.empty(); }
    /// The newest edit in front of inference `index` or an earlier one, by the inference that it is in front
    /// of; nothing if there is none.
    std::optional<std::pair<std::int64_t, const StateEdit*>> last_edit(std::int64_t index) const;
    /// In front of inference `index`, 0 to position(); the position stays. Throws Error(bad_input) beyond it.
    RunStand stand(std::int64_t index, const JobControl& job = {});
    /// Where the values of this state begin in the reference's; -1 if it has no such state.
    std::int64_t reference_offset(const std::string& state) const {
        return reference_ ? reference_->state_offset(state) : -1;
    }

    std::shared_ptr<const Recording> recording() const;
    /// Outputs and states of the inferences [first, first + count) ∩ [0, position), replayed if they left the
    /// window; the position stays.
    RecordedRows rows(std::int64_t first, std::int64_t count, const JobControl& job = {});
    /// Runs these inferences again as they were and shows each to `watch`, which may stop it; the run stays
    /// as it is, also where this is cancelled. Clipped as in rows(). True if `watch` stopped it.
    enum class Replay : std::uint8_t { vm_alone, with_reference };
    bool replay(std::int64_t first, std::int64_t count, const InferenceWatch& watch,
                const JobControl& job = {}, Replay with = Replay::vm_alone);
    /// Traces without rows: name, role, node, module and size of the states that can be read.
    std::vector<StateTrace> states() const;
    /// Gates of recurrent cells, which an InferenceView shows while they are kept: at little cost, and at
    /// none while they are not. Not part of a recording or checkpoint.
    const std::vector<GateTrace>& gates() const { return vm_.gates(); }
    void keep_gates(bool keep) { vm_.keep_gates(keep); }
    bool keeps_gates() const { return vm_.keeps_gates(); }
    /// Values inside an inference that are not finite, which an InferenceView shows while they are watched:
    /// see Vm::watch_values(). Not part of a recording or checkpoint.
    void watch_values(bool watch) { vm_.watch_values(watch); }
    bool watches_values() const { return vm_.watches_values(); }
    /// Everything that going on from here needs, and the snapshots as far as they are small. The run is not
    /// edited.
    void save(ByteWriter& writer) const;
    /// Into a run that was made alike. Throws Error(bad_program) if it is of another program; the run is then
    /// to be thrown away.
    void load(ByteReader& reader);
    /// Makes the newest rows again, which a loaded run does not have.
    void restore_rows(const JobControl& job = {});
    RunSpeed speed() const;
    bool has_reference() const { return reference_ != nullptr; }
    /// When the states go back by themselves.
    const ResetPlan& resets() const { return resets_; }
    const InputSource& inputs() const { return *inputs_; }
    const CompiledProgram& compiled() const { return compiled_; }
    /// Values of these nodes beside this run; see NodeProbe. Throws Error(usage) for a program alone and a
    /// run whose states were edited, and as NodeProbe does. `asked`: who asks, for messages.
    std::shared_ptr<NodeProbe> probe(const std::vector<nnir::NodeId>& nodes, bool exact,
                                     const std::string& asked) const;

  private:
    Recorder new_recorder(RecorderOptions options) const;
    RunSnapshot snapshot() const;
    void restore(const RunSnapshot& snapshot);
    /// The VM and the reference before the first inference.
    void reset_states();
    /// The reset and the edit in front of the next inference, if there are any; true if it is a reset.
    bool prepare_next();
    /// The next `count` inferences into `recorder`, which stands where the VM does; true if `watch` stopped.
    /// Without `reference` the reference stands still.
    bool advance(std::int64_t count, Recorder& recorder, const JobControl& job, const InferenceWatch& watch,
                 bool reference = true);
    /// What the reference does with the inferences from `index` on.
    struct Sampling {
        bool runs = true;
        bool starts_from_vm = false;
        std::int64_t until = 0;  ///< the first one behind `index` where this changes
    };
    Sampling sampling(std::int64_t index) const;
    void take_vm_states();
    void read_states(std::span<float> values) const;
    void pick_reference_states(std::span<const float> all, std::span<float> picked) const;

    CompiledProgram compiled_;
    std::shared_ptr<const InputSource> inputs_;
    std::unique_ptr<Reference> reference_;
    RunOptions options_;
    ResetPlan resets_;
    std::map<std::int64_t, StateEdit> edits_;  ///< by the inference in front of which they are
    Vm vm_;
    std::int64_t at_ = 0;              ///< inferences behind which the VM and the reference's states stand
    std::vector<std::size_t> traced_;  ///< indices into Program::states that can be read
    std::vector<std::int64_t>
        state_offsets_;  ///< of the traced states in the reference's rows; all known, or empty
    std::vector<float> reference_states_;  ///< after the last inference
    std::int64_t lead_ = 0;                ///< of a sampled reference
    Recorder recorder_;
    double vm_seconds_ = 0;
    std::int64_t vm_steps_ = 0;
};

}  // namespace lockstep
