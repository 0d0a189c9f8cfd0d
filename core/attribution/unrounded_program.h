#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/numerics/function_style.h"
#include "core/program/program.h"

namespace lockstep {

/// One inference of a program as its instructions say, but for the roundings to bf16: what is written to the
/// tensor RAM, loaded as a weight or taken from the input stream stays as it was computed. The weights are
/// those of the weight store. Its arithmetic is its own: the VM's is in kernels for rounded values, and that
/// of the tests judges the VM. Not specified to the bit: the difference to the VM is what the roundings do.
class UnroundedProgram {
  public:
    /// Throws Error(bad_program) as the VM does. The program begins with its initial memories.
    explicit UnroundedProgram(std::shared_ptr<const Program> program);
    ~UnroundedProgram();
    UnroundedProgram(UnroundedProgram&&) noexcept;

    /// `functions` absent: everything in float64. Otherwise sums and all other arithmetic in fp32 in the
    /// program's order, as help/numerics.md says, with functions of this style. `inputs` and the outputs:
    /// the program's, row-major, one after another.
    std::vector<double> step(std::span<const double> inputs, std::optional<FunctionStyle> functions);
    /// A state after the inference, see Vm::read_state.
    std::vector<double> state(std::size_t state) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep
