#include "core/attribution/group_arithmetic.h"

#include <algorithm>
#include <optional>

#include "core/attribution/stored_values.h"
#include "core/attribution/unrounded_program.h"
#include "core/compiler/compile.h"
#include "core/nnir/op.h"
#include "core/support/error.h"
#include "core/vm/vm.h"

namespace lockstep {
namespace {

using nnir::RealTensor;

std::vector<float> to_floats(const RealTensor& tensor) {
    std::vector<float> values(tensor.values.size());
    std::ranges::transform(tensor.values, values.begin(), [](double v) { return static_cast<float>(v); });
    return values;
}

}  // namespace

struct GroupArithmetic::Impl {
    const nnir::Graph& graph;
    std::vector<std::size_t> nodes;
    std::vector<std::size_t> copies;
    const AcceleratorConfig& config;
    FunctionStyle functions;
    std::vector<nnir::Attributes> stored;  ///< by node of the group
    nnir::Graph alone;
    std::vector<nnir::ValueId> results;
    std::shared_ptr<const Program> program;
    std::vector<std::vector<double>> compiled_states;  ///< the initial states of `program`
    bool emulated = false;

    Impl(const nnir::Graph& g, FusedGroup group, const AcceleratorConfig& c, FunctionStyle f)
        : graph(g), nodes(std::move(group.nodes)), copies(std::move(group.copies)), config(c), functions(f) {
        for (const std::size_t k : nodes) stored.push_back(stored_attributes(graph.nodes[k]));
        make_alone();
    }

    bool makes(nnir::ValueId id) const {
        return std::ranges::any_of(nodes, [&](std::size_t k) {
            return std::ranges::find(graph.nodes[k].outputs, id) != graph.nodes[k].outputs.end();
        });
    }
    bool is_copy(std::size_t k) const { return std::ranges::find(copies, k) != copies.end(); }
    bool is_own(const nnir::Node& node) const {
        return std::ranges::any_of(nodes, [&](std::size_t k) { return graph.nodes[k].id == node.id; });
    }
    /// True if the value goes anywhere but into a state or into the group.
    bool is_used(nnir::ValueId id) const {
        if (graph.is_output(id)) return true;
        const auto readers = graph.consumers(id);
        return !std::ranges::all_of(readers, [&](const nnir::Node* node) { return is_own(*node); });
    }
    bool is_written(nnir::ValueId id) const {
        return std::ranges::any_of(graph.states, [&](const nnir::State& s) { return s.written == id; });
    }

    void make_alone() {
        alone.name = "group";
        alone.next_value = graph.next_value;
        alone.next_node = graph.next_node;
        alone.next_state = graph.next_state;
        for (const std::size_t k : nodes) alone.nodes.push_back(graph.nodes[k]);
        for (const std::size_t k : nodes) {
            const nnir::Node& node = graph.nodes[k];
            for (const nnir::ValueId id : node.inputs) {
                if (!alone.values.insert_or_assign(id, graph.value(id)).second || makes(id)) continue;
                const nnir::State* state = graph.state_read_as(id);
                if (state != nullptr && makes(state->written)) {
                    alone.states.push_back(*state);
                } else {
                    alone.inputs.push_back(id);
                }
            }
            for (const nnir::ValueId id : node.outputs) {
                alone.values.insert_or_assign(id, graph.value(id));
                if (is_copy(k) || (!is_used(id) && !is_written(id))) continue;
                results.push_back(id);
                if (is_used(id) || !is_own_state(id)) alone.outputs.push_back(id);
            }
        }
    }
    bool is_own_state(nnir::ValueId written) const {
        return std::ranges::any_of(graph.states, [&](const nnir::State& state) {
            return state.written == written && std::ranges::any_of(alone.nodes, [&](const nnir::Node& node) {
                       return std::ranges::find(node.inputs, state.read) != node.inputs.end();
                   });
        });
    }

    void make_program(const GraphValues& values) {
        std::vector<std::vector<double>> initial;
        for (nnir::State& state : alone.states) {
            const RealTensor& value = values.at(state.read);
            initial.push_back(value.values);
            state.initial = nnir::to_tensor(value);
        }
        if (program && initial == compiled_states) return;
        CompileOptions options;
        options.model_name = "group";
        options.search.quick = true;
        program = compile(alone, config, options).program;
        compiled_states = std::move(initial);
        for (const nnir::State& state : alone.states)
            if (!state_entry(state) && std::ranges::find(alone.outputs, state.written) == alone.outputs.end())
                throw Error(FailureKind::unsupported, "a state that cannot be read");
    }

    /// Where the program keeps a state of `alone`, if it can be read.
    std::optional<std::size_t> state_entry(const nnir::State& state) const {
        for (std::size_t k = 0; k < program->states.size(); ++k)
            if (program->states[k].name == state.name &&
                program->states[k].memory != StateMemory::partial_sums)
                return k;
        return std::nullopt;
    }

    GraphValues run(const GraphValues& values) {
        make_program(values);
        Vm vm(program, VmOptions{.threads = 1, .functions = functions, .sums = {}});
        std::vector<float> given;
        for (const nnir::ValueId id : alone.inputs) {
            const std::vector<float> floats = to_floats(values.at(id));
            given.insert(given.end(), floats.begin(), floats.end());
        }
        std::vector<float> found(static_cast<std::size_t>(program->output_values()));
        vm.step(given, found);
        return results_of({found.begin(), found.end()}, [&](std::size_t entry, std::size_t size) {
            std::vector<float> read(size);
            vm.read_state(entry, read);
            return std::vector<double>(read.begin(), read.end());
        });
    }

    GraphValues run_unrounded(const GraphValues& values, std::optional<FunctionStyle> style) const {
        UnroundedProgram machine(program);
        std::vector<double> given;
        for (const nnir::ValueId id : alone.inputs)
            given.insert(given.end(), values.at(id).values.begin(), values.at(id).values.end());
        return results_of(machine.step(given, style),
                          [&](std::size_t entry, std::size_t) { return machine.state(entry); });
    }

    /// From the program's outputs and its states as `read_state` gives them.
    template <class ReadState>
    GraphValues results_of(const std::vector<double>& found, ReadState read_state) const {
        GraphValues made;
        auto at = found.begin();
        for (const nnir::ValueId id : alone.outputs) {
            RealTensor result(graph.value(id).type.shape);
            for (double& value : result.values) value = *at++;
            made.insert_or_assign(id, std::move(result));
        }
        for (const nnir::State& state : alone.states) {
            const auto entry = state_entry(state);
            if (!entry) continue;
            RealTensor result(graph.value(state.written).type.shape);
            result.values = read_state(*entry, result.values.size());
            made.insert_or_assign(state.written, std::move(result));
        }
        return made;
    }
};

GroupArithmetic::GroupArithmetic(const nnir::Graph& graph, FusedGroup group, const AcceleratorConfig& config,
                                 FunctionStyle functions)
    : impl_(std::make_unique<Impl>(graph, std::move(group), config, functions)) {}
GroupArithmetic::~GroupArithmetic() = default;
GroupArithmetic::GroupArithmetic(GroupArithmetic&&) noexcept = default;

const std::vector<std::size_t>& GroupArithmetic::nodes() const {
    return impl_->nodes;
}

bool GroupArithmetic::is_copy(std::size_t node) const {
    return impl_->is_copy(node);
}

const std::vector<nnir::ValueId>& GroupArithmetic::results() const {
    return impl_->results;
}

bool GroupArithmetic::has_result(std::size_t node) const {
    return std::ranges::any_of(impl_->graph.nodes[node].outputs, [&](nnir::ValueId id) {
        return std::ranges::find(impl_->results, id) != impl_->results.end();
    });
}

std::size_t GroupArithmetic::last_node() const {
    for (auto k = impl_->nodes.rbegin(); k != impl_->nodes.rend(); ++k)
        if (has_result(*k)) return *k;
    return impl_->nodes.back();
}

GraphValues GroupArithmetic::exact(const GraphValues& values, std::size_t stored) const {
    GraphValues all;
    for (std::size_t k = 0; k < impl_->nodes.size(); ++k) {
        const nnir::Node& node = impl_->graph.nodes[impl_->nodes[k]];
        std::vector<RealTensor> operands;
        for (const nnir::ValueId id : node.inputs) {
            const auto own = all.find(id);
            operands.push_back(own != all.end() ? own->second : values.at(id));
        }
        std::vector<RealTensor> results =
            node.op->reference(k < stored ? impl_->stored[k] : node.attributes, operands);
        for (std::size_t o = 0; o < node.outputs.size(); ++o)
            all.insert_or_assign(node.outputs[o], std::move(results[o]));
    }
    return all;
}

GraphValues GroupArithmetic::rounded(const GraphValues& all) const {
    GraphValues made;
    for (const nnir::ValueId id : impl_->results)
        made.insert_or_assign(id, stored_result(impl_->graph, id, all.at(id)));
    return made;
}

GraphValues GroupArithmetic::in_vm(const GraphValues& values) {
    if (!impl_->emulated) {
        try {
            return impl_->run(values);
        } catch (const Error& error) {
            // What a group needs around it, as another data dimension, it does not have alone.
            if (error.failure().kind == FailureKind::cancelled) throw;
            impl_->emulated = true;
        }
    }
    return rounded(exact(values, impl_->nodes.size()));
}

GraphValues GroupArithmetic::unrounded(const GraphValues& values, std::optional<FunctionStyle> functions) {
    return impl_->run_unrounded(values, functions);
}

std::optional<std::size_t> GroupArithmetic::weight_node() const {
    std::optional<std::size_t> found;
    for (const std::size_t k : impl_->nodes)
        for (const auto& [name, value] : impl_->graph.nodes[k].attributes.entries())
            if (std::holds_alternative<Tensor>(value)) found = is_copy(k) ? last_node() : k;
    return found;
}

bool GroupArithmetic::is_emulated() const {
    return impl_->emulated;
}

}  // namespace lockstep
