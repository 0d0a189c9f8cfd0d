#include <fmt/format.h>

#include "core/program/operands.h"
#include "core/program/program_file.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

std::string blocks(const Operand& operand, std::uint32_t count) {
    if (count == 1) return fmt::format("d{}[{}]", operand.descriptor, operand.first);
    return fmt::format("d{}[{}..{}]", operand.descriptor, operand.first, operand.first + count - 1);
}

std::string cores(CoreMask mask) {
    std::string text;
    for (int core = 0; core < 32; ++core)
        if (((mask >> core) & 1U) != 0) text += (text.empty() ? "cores " : ",") + std::to_string(core);
    return text;
}

std::string accumulators(const Instruction& instruction) {
    const AccumulatorRun run = accumulators_of(instruction).value_or(AccumulatorRun{});
    return fmt::format("acc {}..{}", run.first, run.first + run.count - 1);
}

std::string clamp(const CoreProgram& core, bool on, std::uint16_t setting) {
    if (!on || setting >= core.clamp_store.size()) return {};
    return fmt::format(" clamp [{}, {}]", core.clamp_store[setting].minimum,
                       core.clamp_store[setting].maximum);
}

std::string arguments(const CoreProgram& core, const Instruction& instruction) {
    return std::visit(
        Overloaded{
            [&](const MatvecInstruction& x) {
                std::string text = accumulators(instruction);
                if (x.start == AccumulatorStart::zero) text += " = 0";
                if (x.start == AccumulatorStart::store) text += fmt::format(" = store {}", x.start_address);
                if (x.input_blocks > 0)
                    text += fmt::format(" += weights {}.. * {}", x.weights, blocks(x.source, x.input_blocks));
                return text;
            },
            [&](const StoreInstruction& x) {
                return fmt::format("{} = {}{} -> {}", blocks(x.destination, x.accumulators),
                                   accumulators(instruction), clamp(core, x.clamp, x.clamp_setting),
                                   cores(x.targets));
            },
            [&](const SaveInstruction& x) {
                return fmt::format("store {} = {}", x.address, accumulators(instruction));
            },
            [&](const LstmCellInstruction& x) {
                return fmt::format("{}, cell {} = {}, cell {} -> {}", blocks(x.destination, x.blocks),
                                   x.cell_destination, accumulators(instruction), x.cell_source,
                                   cores(x.targets));
            },
            [&](const VectorInstruction& x) {
                constexpr std::string_view signs[] = {"", " + ", " - ", " * "};
                std::string text =
                    fmt::format("{} = {}", blocks(x.destination, x.blocks), blocks(x.a, x.blocks));
                if (x.op != VectorOpcode::copy)
                    text += fmt::format("{}{}", signs[static_cast<std::size_t>(x.op)], blocks(x.b, x.blocks));
                return text + clamp(core, x.clamp, x.clamp_setting) + " -> " + cores(x.targets);
            },
            [&](const InputInstruction& x) {
                return fmt::format("{} = stream {}.. -> {}", blocks(x.destination, x.blocks), x.stream_block,
                                   cores(x.targets));
            },
            [&](const OutputInstruction& x) {
                return fmt::format("stream {}.. = {}", x.stream_block, blocks(x.source, x.blocks));
            }},
        instruction);
}

}  // namespace

std::string disassemble(const Program& program) {
    std::string text;
    for (std::size_t c = 0; c < program.cores.size(); ++c) {
        const CoreProgram& core = program.cores[c];
        text += fmt::format("core {}: {} instructions\n", c, core.stream.size());
        for (std::size_t i = 0; i < core.stream.size(); ++i) {
            const ProgramNode& node = program.nodes[core.node_of[i]];
            text += fmt::format("{:6}  {:<10}{:<72}; {} {}{}{}\n", i, mnemonic(core.stream[i]),
                                arguments(core, core.stream[i]), node.op, node.name,
                                node.module.empty() ? "" : " in " + node.module,
                                core.state_update[i] ? " (state update)" : "");
        }
    }
    return text;
}

}  // namespace lockstep
