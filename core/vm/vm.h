#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/numerics/simd_target.h"
#include "core/program/program.h"

namespace lockstep {

/// What the memories hold between two inferences: enough to go back to it exactly.
struct VmSnapshot {
    std::vector<std::uint16_t> tensor_state;  ///< blocks of states in the tensor RAM, core by core
    std::vector<float> accumulator_store;
    std::vector<float> cell_store;
    std::int64_t inferences = 0;
    friend bool operator==(const VmSnapshot&, const VmSnapshot&) = default;
};

/// Executes a program's instructions on the program's memories, bit for bit as help/numerics.md says. One VM
/// is used by one thread at a time; step() allocates nothing. Weights are read where the program holds them.
class Vm {
  public:
    /// Orders all instructions once. Throws Error(bad_program) if an address leaves its memory or the streams
    /// can't be executed (see execution_order). `target` changes speed, never a bit.
    explicit Vm(std::shared_ptr<const Program> program, SimdTarget target = best_simd_target());
    ~Vm();
    Vm(Vm&&) noexcept;
    Vm& operator=(Vm&&) noexcept;

    const Program& program() const;
    /// Memories as before the first inference.
    void reset();
    /// One inference. `inputs`: program.input_values() fp32 values, the inputs in order, each row-major;
    /// `outputs` likewise. Throws Error(bad_input) on another count, before anything changes.
    void step(std::span<const float> inputs, std::span<float> outputs);
    std::int64_t inferences() const;

    VmSnapshot snapshot() const;
    /// Throws Error(internal) if the snapshot is of another program.
    void restore(const VmSnapshot& snapshot);

    /// A state's values after the last inference, in the state's shape (row-major over vectors). Its
    /// StateEntry must not be of partial sums. `values` has element_count(shape) elements. Throws
    /// Error(internal) otherwise.
    void read_state(std::size_t state, std::span<float> values) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep
