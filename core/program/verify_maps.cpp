#include <variant>

#include <fmt/format.h>

#include "core/program/verify_parts.h"

namespace lockstep::verify {
namespace {

std::uint64_t blocks_of(const Program& program, std::uint64_t length) {
    const auto block = static_cast<std::uint64_t>(program.config.block_size.value);
    return (length + block - 1) / block;
}

/// Blocks of the whole stream.
std::uint64_t judge_tensors(const Program& program, const std::vector<IoTensor>& tensors, const char* kind,
                            Findings& findings) {
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const IoTensor& io = tensors[i];
        const auto add = [&](const std::string& what) {
            findings.push_back(fmt::format("{} {}: {}", kind, i, what));
        };
        const auto rank = static_cast<int>(io.shape.size());
        if (io.data_dim < -1 || io.data_dim >= rank)
            add(fmt::format("data dimension {} of {}", io.data_dim, rank));
        else if (io.data_dim >= 0 && io.shape[static_cast<std::size_t>(io.data_dim)] != io.vector_length)
            add(fmt::format("vectors of {} along a dimension of {}", io.vector_length,
                            io.shape[static_cast<std::size_t>(io.data_dim)]));
        if (io.streaming_axis && (*io.streaming_axis < 0 || *io.streaming_axis > rank))
            add(fmt::format("streaming axis {}", *io.streaming_axis));
        if (std::uint64_t{io.vectors} * io.vector_length !=
            static_cast<std::uint64_t>(element_count(io.shape)))
            add(fmt::format("{} vectors of {} for {} values", io.vectors, io.vector_length,
                            element_count(io.shape)));
        if (io.first_block != next)
            add(fmt::format("begins at stream block {}, not {}", io.first_block, next));
        next += io.vectors * blocks_of(program, io.vector_length) * io.stream_blocks_each();
    }
    return next;
}

Operand tensor_of(const InputInstruction& input) {
    return input.destination;
}
Operand tensor_of(const OutputInstruction& output) {
    return output.source;
}

/// Which instruction handles each block of a stream; findings for blocks outside it and for blocks handled
/// twice.
template <class Kind>
std::vector<bool> judge_stream(const Program& program, std::uint64_t blocks, Findings& findings) {
    std::vector<bool> seen(blocks);
    for (std::size_t core = 0; core < program.cores.size(); ++core)
        for (std::size_t i = 0; i < program.cores[core].stream.size(); ++i) {
            const auto* io = std::get_if<Kind>(&program.cores[core].stream[i]);
            if (io == nullptr) continue;
            const std::uint64_t end =
                io->stream_block +
                std::uint64_t{io->blocks} * program.descriptors[tensor_of(*io).descriptor].ram_blocks_each();
            for (std::uint64_t block = io->stream_block; block < end; ++block) {
                if (block >= blocks) {
                    findings.push_back(fmt::format("{} handles stream block {} of {}",
                                                   place(program, core, i), block, blocks));
                    break;
                }
                if (seen[block])
                    findings.push_back(fmt::format("{} handles stream block {} a second time",
                                                   place(program, core, i), block));
                seen[block] = true;
            }
        }
    return seen;
}

void judge_state(const Program& program, std::size_t index, Findings& findings) {
    const StateEntry& state = program.states[index];
    const auto add = [&](const std::string& what) {
        findings.push_back(fmt::format("state {} ({}): {}", index, state.name, what));
    };
    if (state.node >= program.nodes.size())
        add(fmt::format("belongs to node {} of {}", state.node, program.nodes.size()));
    const auto values = static_cast<std::uint64_t>(element_count(state.shape));
    if (state.memory == StateMemory::partial_sums) {
        if (!state.blocks.empty()) add("lives in partial sums, but names blocks");
        return;
    }
    if (state.fp32 && state.memory != StateMemory::tensor_ram) add("is fp32 of another memory");
    if (state.vector_length == 0 || values % state.vector_length != 0)
        return add(fmt::format("{} values in vectors of {}", values, state.vector_length));
    const std::uint64_t expected = values / state.vector_length * blocks_of(program, state.vector_length);
    if (state.blocks.size() != expected)
        add(fmt::format("{} blocks for {} values", state.blocks.size(), values));
    for (const StateEntry::Block& block : state.blocks) {
        if (block.core >= program.cores.size()) {
            add(fmt::format("a block in core {} of {}", block.core, program.cores.size()));
            continue;
        }
        if (state.memory == StateMemory::cell_store) {
            const std::uint64_t depth = program.cores[block.core].cell_store.size() /
                                        static_cast<std::uint64_t>(program.config.block_size.value);
            if (block.address >= depth) add(fmt::format("cell store block {} of {}", block.address, depth));
            continue;
        }
        bool found = false;
        for (const Descriptor& descriptor : program.descriptors)
            found |= (descriptor.state || descriptor.kept || descriptor.constant) &&
                     descriptor.fp32 == state.fp32 && block.address >= descriptor.address &&
                     block.address < descriptor.address + descriptor.ram_blocks() &&
                     (block.address - descriptor.address) % descriptor.ram_blocks_each() == 0;
        if (!found) add(fmt::format("tensor RAM block {} belongs to no tensor that is kept", block.address));
    }
}

}  // namespace

void maps(const Program& program, Findings& findings) {
    const std::uint64_t input_blocks = judge_tensors(program, program.inputs, "input", findings);
    const std::uint64_t output_blocks = judge_tensors(program, program.outputs, "output", findings);
    constexpr std::uint64_t most_blocks = 1U << 24U;
    if (input_blocks > most_blocks || output_blocks > most_blocks)
        findings.emplace_back("the streams are too long");
    if (!findings.empty()) return;
    judge_stream<InputInstruction>(program, input_blocks, findings);
    const std::vector<bool> written = judge_stream<OutputInstruction>(program, output_blocks, findings);
    for (std::size_t block = 0; block < written.size(); ++block)
        if (!written[block]) findings.push_back(fmt::format("nothing gives output block {}", block));

    for (std::size_t state = 0; state < program.states.size(); ++state) judge_state(program, state, findings);
    for (std::size_t node = 0; node < program.nodes.size(); ++node)
        for (const std::uint32_t other : program.nodes[node].fused_into)
            if (other >= program.nodes.size() || other == node)
                findings.push_back(fmt::format("node {} is fused into node {}", node, other));
    for (const MemoryUse& use : program.memory)
        if (use.core >= program.cores.size())
            findings.push_back(
                fmt::format("a memory of core {}, but there are {}", use.core, program.cores.size()));
}

}  // namespace lockstep::verify
