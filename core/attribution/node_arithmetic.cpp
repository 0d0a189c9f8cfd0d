#include "core/attribution/node_arithmetic.h"

#include <algorithm>
#include <optional>
#include <set>

#include "core/attribution/stored_values.h"
#include "core/compiler/compile.h"
#include "core/nnir/op.h"
#include "core/support/error.h"
#include "core/support/overloaded.h"
#include "core/vm/vm.h"

namespace lockstep {
namespace {

using nnir::RealTensor;

std::vector<float> to_floats(const RealTensor& tensor) {
    std::vector<float> values(tensor.values.size());
    std::ranges::transform(tensor.values, values.begin(), [](double v) { return static_cast<float>(v); });
    return values;
}

bool uses_functions(const Program& program) {
    const auto is_function =
        Overloaded{[](const StoreInstruction& x) { return function_of(x.activation).has_value(); },
                   [](const VectorInstruction& x) { return function_of(x.activation).has_value(); },
                   [](const LstmCellInstruction&) { return true; }, [](const auto&) { return false; }};
    return std::ranges::any_of(program.cores, [&](const CoreProgram& core) {
        return std::ranges::any_of(core.stream,
                                   [&](const Instruction& each) { return std::visit(is_function, each); });
    });
}

}  // namespace

struct NodeArithmetic::Impl {
    const nnir::Graph& graph;
    const nnir::Node& node;
    const AcceleratorConfig& config;
    FunctionStyle functions;
    nnir::Attributes attributes;
    nnir::Graph alone;
    /// By state of `alone`: the operand that is its value before, and the result that is its value after.
    struct OwnState {
        std::size_t operand;
        std::size_t result;
    };
    std::vector<OwnState> states;
    std::vector<std::size_t> inputs;                  ///< operands, in the order of alone.inputs
    std::vector<std::optional<std::size_t>> outputs;  ///< by result: its place in alone.outputs
    std::shared_ptr<const Program> program;
    std::vector<std::vector<double>> compiled_states;  ///< the initial states of `program`
    bool emulated = false;

    Impl(const nnir::Graph& g, const nnir::Node& n, const AcceleratorConfig& c, FunctionStyle f)
        : graph(g), node(n), config(c), functions(f), attributes(stored_attributes(n)) {
        make_alone();
    }

    /// True if the result goes anywhere but into a state.
    bool is_used(nnir::ValueId id) const { return graph.is_output(id) || !graph.consumers(id).empty(); }

    void make_alone() {
        alone.name = "node";
        alone.next_value = graph.next_value;
        alone.next_node = graph.next_node;
        alone.next_state = graph.next_state;
        alone.nodes = {node};
        std::set<nnir::ValueId> given;
        for (std::size_t k = 0; k < node.inputs.size(); ++k) {
            const nnir::ValueId id = node.inputs[k];
            alone.values.insert_or_assign(id, graph.value(id));
            if (!given.insert(id).second) continue;
            const nnir::State* state = graph.state_read_as(id);
            const auto written =
                state == nullptr ? node.outputs.end() : std::ranges::find(node.outputs, state->written);
            if (written == node.outputs.end()) {
                alone.inputs.push_back(id);
                inputs.push_back(k);
                continue;
            }
            alone.states.push_back(*state);
            states.push_back({k, static_cast<std::size_t>(written - node.outputs.begin())});
        }
        outputs.resize(node.outputs.size());
        for (std::size_t k = 0; k < node.outputs.size(); ++k) {
            alone.values.insert_or_assign(node.outputs[k], graph.value(node.outputs[k]));
            if (!is_used(node.outputs[k]) && is_own_state(k)) continue;
            outputs[k] = alone.outputs.size();
            alone.outputs.push_back(node.outputs[k]);
        }
    }

    bool is_own_state(std::size_t result) const {
        return std::ranges::any_of(states, [&](const OwnState& s) { return s.result == result; });
    }
    void make_program(const std::vector<RealTensor>& operands) {
        std::vector<std::vector<double>> initial;
        for (std::size_t k = 0; k < states.size(); ++k) {
            initial.push_back(operands[states[k].operand].values);
            alone.states[k].initial = nnir::to_tensor(operands[states[k].operand]);
        }
        if (program && initial == compiled_states) return;
        CompileOptions options;
        options.model_name = "node";
        options.search.quick = true;
        program = compile(alone, config, options).program;
        compiled_states = std::move(initial);
        for (std::size_t k = 0; k < states.size(); ++k) {
            const auto entry = state_entry(k);
            if (!entry && !outputs[states[k].result])
                throw Error(FailureKind::unsupported, "a state that cannot be read");
        }
    }

    /// Where the program keeps a state of `alone`, if it can be read.
    std::optional<std::size_t> state_entry(std::size_t state) const {
        for (std::size_t k = 0; k < program->states.size(); ++k)
            if (program->states[k].name == alone.states[state].name &&
                program->states[k].memory != StateMemory::partial_sums)
                return k;
        return std::nullopt;
    }

    std::vector<RealTensor> run(const std::vector<RealTensor>& operands, FunctionStyle style) {
        make_program(operands);
        Vm vm(program, VmOptions{.threads = 1, .functions = style});
        std::vector<float> given;
        for (const std::size_t k : inputs) {
            const std::vector<float> values = to_floats(operands[k]);
            given.insert(given.end(), values.begin(), values.end());
        }
        std::vector<float> found(static_cast<std::size_t>(program->output_values()));
        vm.step(given, found);
        std::vector<RealTensor> results;
        for (const nnir::ValueId id : node.outputs) results.emplace_back(graph.value(id).type.shape);
        std::size_t at = 0;
        for (const nnir::ValueId id : alone.outputs) {
            const auto result =
                static_cast<std::size_t>(std::ranges::find(node.outputs, id) - node.outputs.begin());
            for (double& value : results[result].values) value = static_cast<double>(found[at++]);
        }
        for (std::size_t k = 0; k < states.size(); ++k) {
            const auto entry = state_entry(k);
            if (!entry) continue;
            RealTensor& result = results[states[k].result];
            std::vector<float> values(result.values.size());
            vm.read_state(*entry, values);
            std::ranges::transform(values, result.values.begin(),
                                   [](float v) { return static_cast<double>(v); });
        }
        return results;
    }
};

NodeArithmetic::NodeArithmetic(const nnir::Graph& graph, const nnir::Node& node,
                               const AcceleratorConfig& config, FunctionStyle functions)
    : impl_(std::make_unique<Impl>(graph, node, config, functions)) {}
NodeArithmetic::~NodeArithmetic() = default;
NodeArithmetic::NodeArithmetic(NodeArithmetic&&) noexcept = default;

std::vector<RealTensor> NodeArithmetic::with_stored_weights(const std::vector<RealTensor>& operands) const {
    return impl_->node.op->reference(impl_->attributes, operands);
}

std::vector<RealTensor> NodeArithmetic::rounded(std::vector<RealTensor> results) const {
    return stored_results(impl_->graph, impl_->node, std::move(results));
}

std::vector<RealTensor> NodeArithmetic::in_vm(const std::vector<RealTensor>& operands) {
    if (!impl_->emulated) {
        try {
            return impl_->run(operands, impl_->functions);
        } catch (const Error& error) {
            // What a node needs around it, as another data dimension, it does not have alone.
            if (error.failure().kind == FailureKind::cancelled) throw;
            impl_->emulated = true;
        }
    }
    return rounded(with_stored_weights(operands));
}

std::vector<RealTensor> NodeArithmetic::in_vm_with_ideal_functions(const std::vector<RealTensor>& operands,
                                                                   const std::vector<RealTensor>& results) {
    if (impl_->emulated || !uses_functions(*impl_->program)) return results;
    return impl_->run(operands, FunctionStyle::ideal);
}

bool NodeArithmetic::is_emulated() const {
    return impl_->emulated;
}

}  // namespace lockstep
