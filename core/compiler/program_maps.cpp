#include "core/compiler/program_maps.h"

#include <algorithm>
#include <set>

#include "core/compiler/work_view.h"
#include "core/lowering/vectors.h"
#include "core/nnir/op.h"

namespace lockstep::compiler {
namespace {

ProgramNode program_node(const nnir::Graph& graph, const nnir::Node& node) {
    ProgramNode entry;
    entry.id = node.id.value;
    entry.op = node.op->name();
    if (!node.outputs.empty()) entry.name = graph.value(node.outputs.front()).name;
    entry.module = node.provenance.module;
    entry.file = node.provenance.file;
    entry.line = node.provenance.line;
    entry.text = node.provenance.text;
    entry.origins = node.origins;
    entry.precision = nnir::name(node.precision);
    const nnir::Support support = node.op->support(nnir::bind(graph, node));
    entry.support = nnir::name(support.level);
    entry.support_note = support.note;
    return entry;
}

IoTensor io_tensor(const nnir::Graph& graph, nnir::ValueId id, const std::vector<std::optional<int>>& axes,
                   std::size_t index) {
    const nnir::Value& value = graph.value(id);
    IoTensor io;
    io.name = value.name;
    io.shape = value.type.shape;
    io.data_dim = value.type.data_dim;
    if (index < axes.size()) io.streaming_axis = axes[index];
    return io;
}

/// The node that writes the state, or else the first that reads it.
std::uint32_t node_of_state(const nnir::Graph& graph, const nnir::State& state, const NodeIndex& index) {
    const nnir::Node* node = graph.producer(state.written);
    if (node == nullptr) {
        const std::vector<const nnir::Node*> readers = graph.consumers(state.read);
        if (!readers.empty()) node = readers.front();
    }
    return node == nullptr ? 0 : index.of_node.at(node->id.value);
}

}  // namespace

GraphView view_graph(const nnir::Graph& graph, const lowering::WorkList& list,
                     const CompileOptions& options) {
    GraphView view;
    NodeIndex index;
    for (const nnir::Node& node : graph.nodes) {
        index.of_node[node.id.value] = static_cast<std::uint32_t>(view.nodes.size());
        view.nodes.push_back(program_node(graph, node));
    }
    if (view.nodes.empty())
        view.nodes.push_back({.id = 0,
                              .op = "Identity",
                              .name = graph.name,
                              .module = {},
                              .file = {},
                              .line = 0,
                              .text = {},
                              .origins = {},
                              .weight_blocks = 0,
                              .support = std::string(nnir::name(nnir::SupportLevel::published)),
                              .support_note = {},
                              .fused_into = {}});
    for (std::size_t i = 0; i < graph.inputs.size(); ++i)
        view.inputs.push_back(io_tensor(graph, graph.inputs[i], options.input_axes, i));
    for (std::size_t i = 0; i < graph.outputs.size(); ++i)
        view.outputs.push_back(io_tensor(graph, graph.outputs[i], options.output_axes, i));
    for (const lowering::StateBinding& binding : list.states) {
        const auto state = std::ranges::find(graph.states, binding.state, &nnir::State::id);
        GraphView::State entry{
            state->name, state->role, state->initial.shape(), node_of_state(graph, *state, index), {}};
        if (!binding.written.empty())
            entry.initial =
                lowering::cut_into_vectors(state->initial, graph.value(state->read).type.data_dim);
        view.states.push_back(std::move(entry));
    }
    return view;
}

std::vector<IoTensor> map_streams(std::vector<IoTensor> tensors,
                                  const std::vector<lowering::IoVectors>& vectors,
                                  const lowering::WorkList& list, const Tiling& tiling) {
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        IoTensor& io = tensors[i];
        io.first_block = next;
        io.vectors = static_cast<std::uint32_t>(vectors[i].vectors.size());
        io.vector_length = vectors[i].vectors.empty()
                               ? 0
                               : static_cast<std::uint32_t>(list.vectors[vectors[i].vectors[0].value].length);
        io.fp32 = !vectors[i].vectors.empty() && list.vectors[vectors[i].vectors[0].value].fp32;
        for (const lowering::VectorId vector : vectors[i].vectors)
            next += tiling.vector_blocks[vector.value] * ram_blocks_each(list, vector.value);
    }
    return tensors;
}

std::vector<StateEntry> map_states(const Plan& plan, const GraphView& view) {
    std::vector<StateEntry> entries;
    for (std::size_t s = 0; s < plan.list.states.size(); ++s) {
        const lowering::StateBinding& binding = plan.list.states[s];
        StateEntry entry;
        entry.name = view.states[s].name;
        entry.role = view.states[s].role;
        entry.shape = view.states[s].shape;
        entry.node = view.states[s].node;
        if (binding.cell) {
            entry.memory = StateMemory::cell_store;
            entry.vector_length = static_cast<std::uint32_t>(plan.list.cells[binding.cell->value].length);
            const auto user = std::ranges::find_if(plan.list.work, [&](const lowering::Work& work) {
                const auto* lstm = std::get_if<lowering::LstmWork>(&work.body);
                return lstm != nullptr && lstm->cell == *binding.cell;
            });
            const auto work = static_cast<std::size_t>(user - plan.list.work.begin());
            for (std::size_t run = 0; run < plan.assignment.runs.at(work).size(); ++run)
                for (std::uint32_t block = 0; block < plan.assignment.runs[work][run].blocks; ++block)
                    entry.blocks.push_back({plan.assignment.runs[work][run].core,
                                            plan.memory.cells[binding.cell->value][run].carried + block});
        } else if (binding.written.empty()) {
            entry.memory = StateMemory::partial_sums;
        } else {
            const std::vector<lowering::VectorId>& vectors =
                binding.read.empty() ? binding.written : binding.read;
            entry.vector_length = static_cast<std::uint32_t>(plan.list.vectors[vectors[0].value].length);
            entry.fp32 = plan.list.vectors[vectors[0].value].fp32;
            for (const lowering::VectorId vector : vectors) {
                const std::uint32_t descriptor = plan.memory.descriptor_of[vector.value];
                for (std::uint32_t block = 0; block < plan.tiling.vector_blocks[vector.value]; ++block) {
                    // The lowest of the cores that hold a block stands for it.
                    std::uint16_t core = plan.assignment.owner[vector.value][block];
                    if (!binding.read.empty())
                        for (core = 0; (plan.assignment.readers[vector.value][block] >> core & 1U) == 0;)
                            ++core;
                    entry.blocks.push_back({core, plan.memory.tensor_address[descriptor] +
                                                      block * ram_blocks_each(plan.list, vector.value)});
                }
            }
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<ProgramNode> map_nodes(const Plan& plan, const GraphView& view, const NodeIndex& index) {
    std::vector<ProgramNode> nodes = view.nodes;
    for (const MemoryPlan::CoreUse& core : plan.memory.cores)
        for (const auto& [id, blocks] : core.weight_store.by_node)
            if (const auto node = index.of_node.find(id); node != index.of_node.end())
                nodes[node->second].weight_blocks += blocks;
    std::set<std::uint32_t> leading;
    for (const lowering::Work& work : plan.list.work)
        if (!work.nodes.empty()) leading.insert(index.of_node.at(work.nodes.front().value));
    for (const lowering::Work& work : plan.list.work)
        for (std::size_t i = 1; i < work.nodes.size(); ++i) {
            const std::uint32_t node = index.of_node.at(work.nodes[i].value);
            const std::uint32_t into = index.of_node.at(work.nodes.front().value);
            if (node == into || leading.contains(node)) continue;
            std::vector<std::uint32_t>& fused = nodes[node].fused_into;
            if (std::ranges::find(fused, into) == fused.end()) fused.push_back(into);
        }
    return nodes;
}

}  // namespace lockstep::compiler
