#include "core/run/lockstep_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>

#include "core/run/run_codec.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

/// Inferences between two looks at JobControl and two calls of the worker.
constexpr std::int64_t chunk_size = 64;

std::vector<std::size_t> readable_states(const Program& program) {
    std::vector<std::size_t> states;
    for (std::size_t i = 0; i < program.states.size(); ++i)
        if (program.states[i].memory != StateMemory::partial_sums) states.push_back(i);
    return states;
}

}  // namespace

LockstepRun::LockstepRun(const CompiledProgram& compiled, std::shared_ptr<const InputSource> inputs,
                         std::unique_ptr<Reference> reference, const RunOptions& options)
    : compiled_(compiled),
      inputs_(std::move(inputs)),
      reference_(std::move(reference)),
      options_(options),
      resets_(options.reset_every, inputs_->resets()),
      vm_(compiled.program, options.vm),
      traced_(readable_states(*compiled.program)),
      recorder_(new_recorder(options.recorder)) {
    if (reference_) {
        for (const std::size_t state : traced_)
            state_offsets_.push_back(reference_->state_offset(compiled_.program->states[state].name));
        if (std::ranges::count(state_offsets_, -1) > 0) state_offsets_.clear();
        const std::size_t states = reference_->initial_states().size();
        if (options_.reference_every > 1 && states > 0) {
            lead_ = reference_lead;
            std::size_t known = 0;
            for (const StateTrace& state : this->states()) known += static_cast<std::size_t>(state.size);
            if (state_offsets_.empty() || known != states) {
                throw Error(FailureKind::bad_input,
                            "the reference cannot be sampled: it would start from the VM's state, and the "
                            "program keeps a state as partial sums, which cannot be read as values",
                            "Compare every inference (--reference stepped) or none (--reference none).");
            }
        }
    }
    reset();
}

std::vector<StateTrace> LockstepRun::states() const {
    std::vector<StateTrace> traces;
    const Program& program = *compiled_.program;
    for (const std::size_t index : traced_) {
        const StateEntry& state = program.states[index];
        StateTrace trace;
        trace.name = state.name;
        trace.role = state.role;
        trace.size = element_count(state.shape);
        if (state.node < program.nodes.size()) {
            trace.node = program.nodes[state.node].id;
            trace.module = program.nodes[state.node].module;
        }
        traces.push_back(std::move(trace));
    }
    return traces;
}

Recorder LockstepRun::new_recorder(RecorderOptions options) const {
    return {states(), compiled_.program->output_values(), options_.tolerance, options};
}

RunSnapshot LockstepRun::snapshot() const {
    return {.index = at_, .vm = vm_.snapshot(), .reference_states = reference_states_};
}

void LockstepRun::restore(const RunSnapshot& snapshot) {
    vm_.restore(snapshot.vm);
    at_ = snapshot.index;
    reference_states_ = snapshot.reference_states;
}

void LockstepRun::reset_states() {
    vm_.reset();
    reference_states_ = reference_ ? reference_->initial_states() : std::vector<float>{};
}

void LockstepRun::reset() {
    edits_.clear();
    if (reference_) reference_->edited_from(std::nullopt);
    reset_states();
    at_ = 0;
    recorder_ = new_recorder(options_.recorder);
    recorder_.add_snapshot(snapshot());
}

void LockstepRun::read_states(std::span<float> values) const {
    std::size_t at = 0;
    for (const std::size_t state : traced_) {
        const auto size = static_cast<std::size_t>(element_count(compiled_.program->states[state].shape));
        vm_.read_state(state, values.subspan(at, size));
        at += size;
    }
}

void LockstepRun::pick_reference_states(std::span<const float> all, std::span<float> picked) const {
    std::size_t at = 0;
    for (std::size_t i = 0; i < traced_.size(); ++i) {
        const auto size =
            static_cast<std::size_t>(element_count(compiled_.program->states[traced_[i]].shape));
        std::ranges::copy(all.subspan(static_cast<std::size_t>(state_offsets_[i]), size),
                          picked.subspan(at, size).begin());
        at += size;
    }
}

LockstepRun::Sampling LockstepRun::sampling(std::int64_t index) const {
    const std::int64_t every = options_.reference_every;
    if (every <= 1) return {.runs = true, .starts_from_vm = false, .until = index + chunk_size};
    const std::int64_t phase = index % every;
    const std::int64_t lead = std::max<std::int64_t>(0, every - 1 - lead_);
    if (phase < lead) return {.runs = false, .starts_from_vm = false, .until = index + lead - phase};
    return {.runs = true, .starts_from_vm = phase == lead, .until = index + every - phase};
}

void LockstepRun::take_vm_states() {
    std::vector<float> values;
    for (std::size_t i = 0; i < state_offsets_.size(); ++i) {
        values.resize(static_cast<std::size_t>(element_count(compiled_.program->states[traced_[i]].shape)));
        vm_.read_state(traced_[i], values);
        std::ranges::copy(values, reference_states_.begin() + state_offsets_[i]);
    }
}

bool LockstepRun::prepare_next() {
    const bool begins = resets_.begins_anew(at_);
    if (begins) {
        vm_.reset_model();
        reference_states_ = reference_ ? reference_->initial_states() : std::vector<float>{};
    }
    if (const auto edit = edits_.find(at_); edit != edits_.end()) {
        vm_.restore(edit->second.vm);
        if (reference_) reference_states_ = edit->second.reference_states;
    }
    return begins;
}

bool LockstepRun::advance(std::int64_t count, Recorder& recorder, const JobControl& job,
                          const InferenceWatch& watch, bool reference) {
    const Program& program = *compiled_.program;
    const auto output_size = static_cast<std::size_t>(program.output_values());
    std::vector<float> input(static_cast<std::size_t>(program.input_values()));
    std::vector<float> output(output_size);
    std::size_t state_size = 0;
    for (const std::size_t state : traced_)
        state_size += static_cast<std::size_t>(element_count(program.states[state].shape));
    std::vector<float> states(state_size);
    std::size_t gate_size = 0;
    for (const GateTrace& gate : vm_.gates()) gate_size += static_cast<std::size_t>(gate.size);
    std::vector<float> gates(watch && vm_.keeps_gates() ? gate_size : 0);
    std::vector<float> reference_states(state_offsets_.empty() ? 0 : state_size);
    constexpr float unknown = std::numeric_limits<float>::quiet_NaN();
    const std::vector<float> no_outputs(reference_ ? output_size : 0, unknown);
    const std::vector<float> no_states(reference_states.size(), unknown);

    for (std::int64_t done = 0; done < count;) {
        job.check();
        const bool begins_anew = prepare_next();
        const Sampling sampled = sampling(at_);
        std::int64_t chunk =
            std::min({chunk_size, count - done, sampled.until - at_, resets_.next(at_) - at_});
        if (const auto next = edits_.upper_bound(at_); next != edits_.end())
            chunk = std::min(chunk, next->first - at_);
        const bool compares = reference && reference_ && sampled.runs;
        if (compares && sampled.starts_from_vm && !begins_anew) take_vm_states();
        ReferenceRows rows;
        if (compares) rows = reference_->rows(at_, chunk, reference_states_, job);
        const std::size_t row_states = reference_states_.size();
        for (std::int64_t i = 0; i < chunk; ++i) {
            const auto row = static_cast<std::size_t>(i);
            inputs_->values(at_, input);
            const auto start = std::chrono::steady_clock::now();
            vm_.step(input, output);
            vm_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            ++vm_steps_;
            ++at_;
            read_states(states);
            InferenceRow record{.outputs = output,
                                .reference_outputs = no_outputs,
                                .states = states,
                                .reference_states = no_states};
            ReferenceKind kind = ReferenceKind::none;
            if (compares) {
                if (options_.reference_every <= 1 || at_ % options_.reference_every == 0)
                    kind = rows.kinds[row];
                record.reference_outputs = std::span(rows.outputs).subspan(row * output_size, output_size);
                const auto all = std::span<const float>(rows.states).subspan(row * row_states, row_states);
                if (!state_offsets_.empty()) {
                    pick_reference_states(all, reference_states);
                    record.reference_states = reference_states;
                }
                reference_states_.assign(all.begin(), all.end());
            }
            // A call that is cancelled in front of an inference has not counted its reset.
            if (i == 0 && begins_anew) recorder.add_reset();
            recorder.add(compiled_.timeline->spaced, kind, record);
            if (recorder.wants_snapshot()) recorder.add_snapshot(snapshot());
            ++done;
            if (!watch) continue;
            if (!gates.empty()) vm_.read_gates(gates);
            const InferenceView view{.record = recorder.last(),
                                     .inputs = input,
                                     .outputs = output,
                                     .reference_outputs = kind == ReferenceKind::none
                                                              ? std::span<const float>{}
                                                              : record.reference_outputs,
                                     .states = states,
                                     .gates = gates,
                                     .non_finite = vm_.non_finite()};
            if (watch(view)) return true;
        }
        job.report(static_cast<double>(done) / static_cast<double>(count), "running");
    }
    return false;
}

void LockstepRun::run(std::int64_t inferences, const JobControl& job, const InferenceSink& sink) {
    if (inferences < 0)
        throw Error(FailureKind::bad_input, fmt::format("{} inferences cannot be run", inferences));
    check_enough_inputs(*inputs_, position() + inferences);
    InferenceWatch watch;
    if (sink) {
        watch = [&sink](const InferenceView& view) {
            sink(view.record, view.outputs);
            return false;
        };
    }
    advance(inferences, recorder_, job, watch);
}

bool LockstepRun::run_until(std::int64_t inferences, const InferenceWatch& watch, const JobControl& job) {
    if (inferences < 0)
        throw Error(FailureKind::bad_input, fmt::format("{} inferences cannot be run", inferences));
    check_enough_inputs(*inputs_, position() + inferences);
    return advance(inferences, recorder_, job, watch);
}

void LockstepRun::edit(std::int64_t index, StateEdit edit, const JobControl& job) {
    go_to(index, job);
    const RunSnapshot here = snapshot();
    // It is refused here rather than in the next step.
    vm_.restore(edit.vm);
    restore(here);
    if (reference_ && reference_->initial_states().empty()) edit.reference_states.clear();
    if (reference_ && edit.reference_states.size() != reference_->initial_states().size())
        throw Error(FailureKind::internal, "LockstepRun::edit: the reference has other states");
    edits_.insert_or_assign(index, std::move(edit));
    if (reference_) reference_->edited_from(edits_.begin()->first);
}

std::optional<std::pair<std::int64_t, const StateEdit*>> LockstepRun::last_edit(std::int64_t index) const {
    const auto behind = edits_.upper_bound(index);
    if (behind == edits_.begin()) return std::nullopt;
    const auto& [at, edit] = *std::prev(behind);
    return std::pair{at, &edit};
}

RunStand LockstepRun::stand(std::int64_t index, const JobControl& job) {
    if (index < 0 || index > position())
        throw Error(FailureKind::bad_input, fmt::format("the run has not come to inference {}", index));
    const RunSnapshot here = snapshot();
    const RunSnapshot start = recorder_.snapshot_before(index);
    RecorderOptions options = options_.recorder;
    options.window = 1;
    options.max_records = 0;
    Recorder replayed = new_recorder(options);
    RunStand stand;
    try {
        restore(start);
        advance(index - start.index, replayed, job, {});
        const bool known =
            prepare_next() || edits_.contains(index) || index == 0 || options_.reference_every <= 1;
        const bool sampled = !known && sampling(index).starts_from_vm;
        if (sampled) take_vm_states();
        stand.vm = vm_.snapshot();
        std::size_t size = 0;
        for (const std::size_t state : traced_)
            size += static_cast<std::size_t>(element_count(compiled_.program->states[state].shape));
        stand.vm_states.resize(size);
        read_states(stand.vm_states);
        if (known || sampled || sampling(index - 1).runs) stand.reference_states = reference_states_;
    } catch (...) {
        restore(here);
        throw;
    }
    restore(here);
    return stand;
}

void LockstepRun::step_back(const JobControl& job) {
    if (position() > 0) go_to(position() - 1, job);
}

void LockstepRun::go_to(std::int64_t target, const JobControl& job) {
    if (target < 0) throw Error(FailureKind::bad_input, fmt::format("there is no inference {}", target));
    if (target >= position()) return run(target - position(), job);
    // Rows that are still wanted may have left the window: they are made again from an older snapshot.
    const bool keeps_rows =
        recorder_.first_row() == 0 || recorder_.first_row() + options_.recorder.window <= target;
    const std::int64_t from =
        keeps_rows ? target : std::max<std::int64_t>(0, target - options_.recorder.window);
    const RunSnapshot start = recorder_.snapshot_before(from);
    recorder_.truncate(start.index);
    restore(start);
    advance(target - start.index, recorder_, job, {});
}

std::shared_ptr<const Recording> LockstepRun::recording() const {
    ReferenceInfo info;
    info.note = options_.no_reference.empty() ? "a program alone has no reference: its model was not given"
                                              : options_.no_reference;
    if (reference_) {
        info = reference_->info(position());
        info.every = options_.reference_every;
        if (info.note.empty() && position() > 0 && position() < info.every)
            info.note =
                fmt::format("none of the {} inferences is compared: the first one that is has number {}",
                            position(), info.every - 1);
    }
    return std::make_shared<const Recording>(recorder_.recording(info));
}

RecordedRows LockstepRun::rows(std::int64_t first, std::int64_t count, const JobControl& job) {
    first = std::clamp<std::int64_t>(first, 0, position());
    count = std::clamp<std::int64_t>(count, 0, position() - first);
    if (count == 0) return {};
    const RunSnapshot here = snapshot();
    const RunSnapshot start = recorder_.snapshot_before(first);
    RecorderOptions options = options_.recorder;
    options.window = count;
    Recorder replay = new_recorder(options);
    try {
        restore(start);
        advance(first + count - start.index, replay, job, {});
    } catch (...) {
        restore(here);
        throw;
    }
    restore(here);
    RecordedRows rows = replay.recording({});
    rows.first = first;
    return rows;
}

bool LockstepRun::replay(std::int64_t first, std::int64_t count, const InferenceWatch& watch,
                         const JobControl& job, Replay with) {
    first = std::clamp<std::int64_t>(first, 0, position());
    count = std::clamp<std::int64_t>(count, 0, position() - first);
    if (count == 0) return false;
    const RunSnapshot here = snapshot();
    const RunSnapshot start = recorder_.snapshot_before(first);
    RecorderOptions options = options_.recorder;
    options.window = 1;
    options.max_records = 0;
    options.max_snapshots = 2;
    Recorder replayed = new_recorder(options);
    bool stopped = false;
    const InferenceWatch numbered = [&](const InferenceView& view) {
        // The replay counts from its snapshot.
        InferenceRecord record = view.record;
        record.index += start.index;
        return watch({.record = record,
                      .inputs = view.inputs,
                      .outputs = view.outputs,
                      .reference_outputs = view.reference_outputs,
                      .states = view.states,
                      .gates = view.gates,
                      .non_finite = view.non_finite});
    };
    try {
        restore(start);
        const bool reference = with == Replay::with_reference;
        advance(first - start.index, replayed, job, {}, reference);
        stopped = advance(count, replayed, job, numbered, reference);
    } catch (...) {
        restore(here);
        throw;
    }
    restore(here);
    return stopped;
}

void LockstepRun::save(ByteWriter& writer) const {
    if (is_edited()) throw Error(FailureKind::internal, "an edited run has no checkpoint");
    put_signed(writer, at_);
    put_vm(writer, vm_.snapshot());
    writer.put_all(reference_states_);
    recorder_.save(writer);
}

void LockstepRun::load(ByteReader& reader) {
    const VmSnapshot here = vm_.snapshot();
    const auto alike = [&here](const VmSnapshot& other) {
        return other.tensor_state.size() == here.tensor_state.size() &&
               other.accumulator_store.size() == here.accumulator_store.size() &&
               other.cell_store.size() == here.cell_store.size() &&
               other.inferences.size() == here.inferences.size();
    };
    at_ = get_signed(reader);
    const VmSnapshot vm = get_vm(reader);
    std::vector<float> states = reader.get_all<float>();
    if (!alike(vm) || states.size() != reference_states_.size()) reader.refuse("is of another program");
    vm_.restore(vm);
    reference_states_ = std::move(states);
    recorder_.load(reader);
    if (recorder_.inferences() != at_) reader.refuse("stands at two places");
}

void LockstepRun::restore_rows(const JobControl& job) {
    const std::int64_t end = position();
    if (end == 0) return;
    go_to(end - 1, job);
    go_to(end, job);
}

std::shared_ptr<NodeProbe> LockstepRun::probe(const std::vector<nnir::NodeId>& nodes, bool exact,
                                              const std::string& asked) const {
    if (!options_.nodes) {
        throw Error(
            FailureKind::usage,
            fmt::format("{} looks at what a node computes, and a program alone does not show that", asked),
            "Give the model, or look for NaN and infinities with nan(NODE).");
    }
    if (is_edited()) {
        throw Error(FailureKind::usage,
                    fmt::format("{} looks at what a node computes, which is not known behind an edit of the "
                                "states",
                                asked),
                    "Leave out the edit, or the condition.");
    }
    return std::make_shared<NodeProbe>(*options_.nodes, compiled_.program->config, inputs_, resets_, nodes,
                                       exact);
}

RunSpeed LockstepRun::speed() const {
    return {.vm_us_per_inference = vm_steps_ == 0 ? 0 : 1e6 * vm_seconds_ / static_cast<double>(vm_steps_),
            .reference_us_per_inference = reference_ ? reference_->mean_us() : 0};
}

}  // namespace lockstep
