#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/attribution/fused_groups.h"
#include "core/nnir/graph.h"
#include "core/nnir/real_tensor.h"
#include "core/numerics/function_style.h"

namespace lockstep {

/// Values of a graph, by their names.
using GraphValues = std::map<nnir::ValueId, nnir::RealTensor>;

/// Nodes of a compiled graph that the machine computes as one (see fused_groups), as a function from values
/// to values, in degrees of the VM's arithmetic. Each takes what the group reads from `values`.
class GroupArithmetic {
  public:
    /// `graph` and `config` must live as long; its data dimensions are solved.
    GroupArithmetic(const nnir::Graph& graph, FusedGroup group, const AcceleratorConfig& config,
                    FunctionStyle functions = FunctionStyle::exact);
    ~GroupArithmetic();
    GroupArithmetic(GroupArithmetic&&) noexcept;

    const std::vector<std::size_t>& nodes() const;
    /// The node is folded into this group and others (FusedGroup::copies).
    bool is_copy(std::size_t node) const;
    /// What anything but the group reads: the only values that the machine has of it, in graph order.
    const std::vector<nnir::ValueId>& results() const;
    /// The node whose result the machine makes at the end of the group.
    std::size_t last_node() const;
    /// False if none of the node's values is among results().
    bool has_result(std::size_t node) const;

    /// float64; the weights of the first `stored` nodes of the group as the weight store holds them: bf16 or
    /// fp8 (biases are kept). All values of the group.
    GraphValues exact(const GraphValues& values, std::size_t stored) const;
    /// The results as the tensors of the machine hold them: bf16 or fp32 (also the cell of an LSTM).
    GraphValues rounded(const GraphValues& all) const;
    /// The results of a program of this group alone, on the same accelerator. A group that cannot be compiled
    /// alone gives what the two above do; is_emulated() then.
    GraphValues in_vm(const GraphValues& values);
    /// What the program of in_vm() gives with nothing rounded to bf16, neither inside nor at its end, see
    /// UnroundedProgram::step: in float64, or with fp32 sums and functions of a style. in_vm() has run with
    /// these values, and the group is not emulated.
    GraphValues unrounded(const GraphValues& values, std::optional<FunctionStyle> functions);
    /// The node that stands for weights which are rounded together with others' (a scale that is folded into
    /// them): the last one that has any. Nothing: no node of the group has weights.
    std::optional<std::size_t> weight_node() const;
    bool is_emulated() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep
