#pragma once

#include <memory>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/nnir/graph.h"
#include "core/nnir/real_tensor.h"
#include "core/numerics/function_style.h"

namespace lockstep {

/// One node of a compiled graph as a function from value to value, in degrees of the VM's arithmetic.
/// `operands`: of the node's inputs in order; results: of its outputs.
class NodeArithmetic {
  public:
    /// `graph` and `config` must live as long; its data dimensions are solved.
    NodeArithmetic(const nnir::Graph& graph, const nnir::Node& node, const AcceleratorConfig& config,
                   FunctionStyle functions = FunctionStyle::exact);
    ~NodeArithmetic();
    NodeArithmetic(NodeArithmetic&&) noexcept;

    /// float64 with the weights as the weight store holds them: bf16 or fp8; biases are kept.
    std::vector<nnir::RealTensor> with_stored_weights(const std::vector<nnir::RealTensor>& operands) const;
    /// The results as the tensors of the machine hold them: bf16 or fp32 (also the cell of an LSTM).
    std::vector<nnir::RealTensor> rounded(std::vector<nnir::RealTensor> results) const;
    /// What the VM gives for a program of this node alone, on the same accelerator. A node that cannot be
    /// compiled alone gives what the two above do; is_emulated() then.
    std::vector<nnir::RealTensor> in_vm(const std::vector<nnir::RealTensor>& operands);
    /// The same with each activation function in float64, rounded to fp32 once; `results`: what in_vm() gave,
    /// which it is for a node without functions or an emulated one.
    std::vector<nnir::RealTensor> in_vm_with_ideal_functions(const std::vector<nnir::RealTensor>& operands,
                                                             const std::vector<nnir::RealTensor>& results);
    bool is_emulated() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep
