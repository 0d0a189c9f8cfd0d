#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/numerics/function_style.h"
#include "core/numerics/simd_target.h"
#include "core/program/gates.h"
#include "core/program/program.h"
#include "core/program/program_set.h"
#include "core/vm/sum_style.h"

namespace lockstep {

/// What the memories hold between two inferences, of all models: enough to go back to it exactly.
struct VmSnapshot {
    std::vector<std::uint16_t> tensor_state;  ///< blocks of states in the tensor RAM, core by core
    std::vector<float> accumulator_store;
    std::vector<float> cell_store;
    std::vector<std::int64_t> inferences;  ///< by model
    friend bool operator==(const VmSnapshot&, const VmSnapshot&) = default;
};

struct VmOptions {
    SimdTarget target = best_simd_target();  ///< changes speed, never a bit
    /// 1, or 2 to do every step in two threads, or 0: two where the weights are many and the machine has two
    /// processors. Changes speed, never a bit.
    int threads = 0;
    FunctionStyle functions = FunctionStyle::exact;  ///< of the activation functions
    SumStyle sums = {};  ///< of the products; another one than the default is slow
};

/// A value inside a step that is a NaN or an infinity: the first one that an instruction made.
struct NonFinite {
    enum class Stage : std::uint8_t {
        sum,  ///< what enters its activation: a sum, a gate of an LSTM cell, the result of a vector operation
        result,  ///< what it writes
        cell,    ///< the cell state that an LSTM cell writes
    };
    std::uint16_t core = 0;
    std::uint32_t instruction = 0;  ///< index into the core's stream
    Stage stage = Stage::result;
    std::uint32_t lane = 0;  ///< place among the values of that stage, b a block
    float value = 0;
    friend bool operator==(const NonFinite&, const NonFinite&) = default;
};

/// Executes a program's instructions on the program's memories, bit for bit as help/numerics.md says. A
/// program of several models is one VM: each inference is of one model, named by its index, and finds the
/// state that this model's last one left. One VM is used by one thread at a time; step() allocates nothing.
/// It holds a copy of the weights in the order in which its kernels read them.
class Vm {
  public:
    /// Orders all instructions once. Throws Error(bad_program) if an address leaves its memory or the streams
    /// can't be executed (see execution_order).
    explicit Vm(std::shared_ptr<const ProgramSet> set, const VmOptions& options = {});
    explicit Vm(std::shared_ptr<const Program> program, const VmOptions& options = {});
    /// With this target, in one thread.
    Vm(std::shared_ptr<const Program> program, SimdTarget target);
    ~Vm();
    Vm(Vm&&) noexcept;
    Vm& operator=(Vm&&) noexcept;

    std::size_t models() const;
    const Program& program(std::size_t model = 0) const;
    /// All memories as before the first inference, written by the host.
    void reset();
    /// The state of one model as before its first inference, the other models' as it is. By the program's own
    /// instructions if it has a state reset (Program::reset), else by the host; both give the same bits.
    void reset_model(std::size_t model = 0);
    /// One inference of the first model. `inputs`: program.input_values() fp32 values, the inputs in order,
    /// each row-major; `outputs` likewise. Throws Error(bad_input) on another count, before anything changes.
    void step(std::span<const float> inputs, std::span<float> outputs) { step_model(0, inputs, outputs); }
    /// The same of any model. Throws Error(bad_input) if there is none with this index.
    void step_model(std::size_t model, std::span<const float> inputs, std::span<float> outputs);
    /// Of one model, since the VM was made or reset as a whole.
    std::int64_t inferences(std::size_t model = 0) const;
    /// Threads that a step is done in.
    int threads() const;

    VmSnapshot snapshot() const;
    /// Throws Error(internal) if the snapshot is of another program.
    void restore(const VmSnapshot& snapshot);

    /// A state's values after the model's last inference, in the state's shape (row-major over vectors). Its
    /// StateEntry must not be of partial sums. `values` has element_count(shape) elements. Throws
    /// Error(internal) otherwise.
    void read_state(std::size_t state, std::span<float> values, std::size_t model = 0) const;

    /// From the next step on the gates of recurrent cells are kept, or no longer: a copy of each in the step,
    /// and nothing while they are not. No bit of a result depends on it.
    void keep_gates(bool keep);
    bool keeps_gates() const;
    /// Gates of a model that can be shown; may be none.
    const std::vector<GateTrace>& gates(std::size_t model = 0) const;
    /// What they were in the last step of the model with keep_gates(), gate after gate, GateTrace::size
    /// values each: of an LSTM the fp32 that its cell unit multiplied with, of a GRU the rounded results. NaN
    /// before the first such step. Where an inference steps a cell several times, it is the last time.
    /// Throws Error(internal) on another number of values.
    void read_gates(std::span<float> values, std::size_t model = 0) const;

    /// From the next step on every value that an instruction makes is looked at, or no longer: in one thread,
    /// and at no cost while they are not. Lanes that only fill up a block do not count, nor do infinities
    /// that the model's own constants bring along (a mask of -inf). No bit of a result depends on it.
    void watch_values(bool watch);
    bool watches_values() const;
    /// What was not finite in the last step of the model with watch_values(): of each instruction and stage
    /// the first, in the order of execution, so that what arises stands in front of what comes of it. The
    /// inputs are not among them. Lives until the next step.
    std::span<const NonFinite> non_finite(std::size_t model = 0) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep
