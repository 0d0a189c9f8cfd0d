#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/accel/accelerator_config.h"
#include "core/nnir/graph.h"
#include "core/numerics/function_style.h"
#include "core/support/job_control.h"
#include "core/vm/vm.h"

namespace lockstep {

/// The distance between bf16 values of this size (not negative).
double bf16_step(double size);

/// A stretch of a run that ends in the inference whose error is taken apart: its last inferences, as the VM
/// and the reference went through them. Values are flattened in the graph's order.
struct AttributedRun {
    std::vector<std::vector<float>> inputs;     ///< by inference of the stretch, all inputs
    std::vector<std::vector<float>> vm_states;  ///< by inference, before it; empty where not known
    std::vector<float> reference_states;        ///< before the first one
    std::vector<float> vm_outputs;              ///< of the last one
    std::vector<float> reference_outputs;
    /// What the VM's memories hold before the first one; nothing: they are as before any inference.
    std::optional<VmSnapshot> vm_memories = {};
};

/// What an error comes from.
enum class ErrorSource : std::uint8_t {
    reference,     ///< the reference's own fp32: it against float64
    carried,       ///< the state that the VM had before the stretch
    input,         ///< inputs rounded to their format
    weights,       ///< weights rounded to bf16 or fp8
    accumulation,  ///< order and fp32 precision of sums and products, nothing of them rounded to bf16
    functions,     ///< activation functions as the VM computes them instead of themselves, unrounded likewise
    activation,    ///< whatever is written to the tensor RAM rounded to its format: results, and what a node
                   ///< or a fused group writes on its way to them
    fusion,        ///< the whole program against its fused groups one by one: sums in another order
};
std::string_view name(ErrorSource source);

/// What something adds to the error, signed: by output element, summed over the stretch.
struct ErrorShare {
    std::vector<double> change;
    double at_focus = 0;
    double max_abs = 0;
    double rms = 0;
};

struct NodeError {
    nnir::NodeId node;
    std::string name;
    std::string op;
    std::string module;
    /// The node that the machine computes this one together with and whose result it makes then: rounding,
    /// sums and functions of both stand there, as `alone` and `all_but` do. Empty: it is computed alone, or
    /// it is that node. See fused_groups().
    std::string computed_with;
    bool has_values = true;  ///< false: the machine never has its result, which is rounded nowhere
    /// In the VM's arithmetic one by one against float64, in the last inference: over the node's values.
    double max_abs = 0;
    /// To the largest reference value of the output that is furthest off by this measure.
    double relative = 0;
    double ulps = 0;  ///< in steps of bf16 at the largest reference value, likewise
    ErrorShare weights;
    ErrorShare accumulation;
    ErrorShare functions;
    ErrorShare activation;
    ErrorShare total;
    /// What it alone does to the outputs of the last inference: the largest difference with this node in the
    /// VM's arithmetic in every inference of the stretch, all else in float64 from the reference's state on.
    /// And the largest output error that is left with this node exact in every inference, all else as it was.
    /// Each node with what is fused with it. A node in the VM's arithmetic rounds what it reads.
    double alone = 0;
    double all_but = 0;
    bool emulated = false;  ///< see GroupArithmetic::in_vm
    /// At the focus: what it added in each inference of the stretch; their sum is total.at_focus.
    std::vector<double> by_inference;
    /// Its values in the last inference, output after output: what `max_abs` is the largest difference of.
    std::vector<double> vm_values;
    std::vector<double> reference_values;
};

/// What a node's share consists of, in the order of its terms.
std::vector<std::pair<ErrorSource, const ErrorShare*>> parts_of(const NodeError& node);

/// The error of one inference, VM minus reference, as a sum: each term is the output with one thing more done
/// as the VM does it minus the output without. The order: the reference against float64, the state that was
/// carried in, then for each inference of the stretch its inputs, its nodes in an order of computation (of
/// each the weights, its sums, its functions, the rounding of what it writes; of nodes that are fused all
/// weights first), and what the whole program does otherwise than its nodes.
/// All that lies behind is float64 with exact weights.
struct Attribution {
    std::int64_t inferences = 0;                              ///< of the stretch
    std::int64_t focus = 0;                                   ///< the output element of the largest error
    std::vector<double> error;                                ///< VM minus reference
    std::vector<std::pair<ErrorSource, ErrorShare>> sources;  ///< in the order of ErrorSource
    std::vector<NodeError> nodes;                             ///< in graph order
    std::vector<double> by_inference;  ///< at the focus: what each inference of the stretch added
    /// The first node in graph order whose values in the last inference are more than one step of bf16 off.
    std::optional<std::size_t> first_diverged;
};

/// `functions`: those of the VM that ran it. Throws Error(bad_shape) if the run does not fit the graph,
/// Error(cancelled).
Attribution attribute_error(const nnir::Graph& graph, const AcceleratorConfig& config,
                            const AttributedRun& run, const JobControl& job = {},
                            FunctionStyle functions = FunctionStyle::exact);

}  // namespace lockstep
