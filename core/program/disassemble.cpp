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

/// " clamp [0, inf]", " tanh" or nothing.
std::string activation(const CoreProgram& core, ActivationCode code, std::uint16_t setting) {
    if (code == ActivationCode::none) return {};
    if (code != ActivationCode::clamp || setting >= core.clamp_store.size())
        return fmt::format(" {}", name(code));
    return fmt::format(" clamp [{}, {}]", core.clamp_store[setting].minimum,
                       core.clamp_store[setting].maximum);
}

/// "d3[0..1] * d5[0] repeated".
std::string operation(const VectorInstruction& x) {
    const auto operand = [&x](const Operand& o, bool repeated) {
        return repeated ? blocks(o, 1) + " repeated" : blocks(o, x.blocks);
    };
    const std::string a = operand(x.a, x.repeat_a);
    const std::string b = operand(x.b, x.repeat_b);
    switch (x.op) {
        case VectorOpcode::copy:
            return a;
        case VectorOpcode::add:
            return a + " + " + b;
        case VectorOpcode::subtract:
            return a + " - " + b;
        case VectorOpcode::multiply:
            return a + " * " + b;
        case VectorOpcode::divide:
            return a + " / " + b;
        case VectorOpcode::equal:
            return a + " == " + b;
        case VectorOpcode::not_equal:
            return a + " != " + b;
        case VectorOpcode::less:
            return a + " < " + b;
        case VectorOpcode::less_equal:
            return a + " <= " + b;
        case VectorOpcode::minimum:
        case VectorOpcode::maximum:
            return fmt::format("{}({}, {})", name(x.op), a, b);
        case VectorOpcode::select:
            return fmt::format("{} ? {} : {}", operand(x.c, x.repeat_c), a, b);
    }
    return a;
}

std::string lanes(std::uint16_t count) {
    return count == 0 ? std::string() : fmt::format(" ({} lanes of the last)", count);
}

std::string arguments(const CoreProgram& core, const Instruction& instruction) {
    return std::visit(
        Overloaded{[&](const MatvecInstruction& x) {
                       std::string text = accumulators(instruction);
                       if (x.start == AccumulatorStart::zero) text += " = 0";
                       if (x.start == AccumulatorStart::store)
                           text += fmt::format(" = store {}", x.start_address);
                       if (x.input_blocks > 0)
                           text += fmt::format(" += {} {}{} * {}{}", x.reduction ? "weight" : "weights",
                                               x.weights, x.reduction ? "" : "..",
                                               blocks(x.source, x.input_blocks), lanes(x.source_lanes));
                       return text;
                   },
                   [&](const StoreInstruction& x) {
                       return fmt::format("{} = {}{} -> {}", blocks(x.destination, x.accumulators),
                                          accumulators(instruction),
                                          activation(core, x.activation, x.clamp_setting), cores(x.targets));
                   },
                   [&](const SaveInstruction& x) {
                       return fmt::format("{} {} = {}", x.to_cells ? "cell" : "store", x.address,
                                          accumulators(instruction));
                   },
                   [&](const LstmCellInstruction& x) {
                       return fmt::format("{}, cell {} = {}, cell {} -> {}", blocks(x.destination, x.blocks),
                                          x.cell_destination, accumulators(instruction), x.cell_source,
                                          cores(x.targets));
                   },
                   [&](const VectorInstruction& x) {
                       return fmt::format("{} = {}{} -> {}", blocks(x.destination, x.blocks), operation(x),
                                          activation(core, x.activation, x.clamp_setting), cores(x.targets));
                   },
                   [&](const ReduceInstruction& x) {
                       const std::string value =
                           fmt::format("{}{}({}){}", x.first ? "" : "on with ", name(x.op),
                                       blocks(x.source, x.blocks), lanes(x.source_lanes));
                       if (!x.last) return "kept = " + value;
                       return fmt::format("{} = {} -> {}", blocks(x.destination, 1), value, cores(x.targets));
                   },
                   [&](const InputInstruction& x) {
                       return fmt::format("{} = stream {}.. -> {}", blocks(x.destination, x.blocks),
                                          x.stream_block, cores(x.targets));
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
