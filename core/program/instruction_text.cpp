#include <algorithm>

#include <fmt/format.h>

#include "core/program/disassembly.h"
#include "core/program/operands.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

/// "0-2,5"; "none".
std::string cores_text(CoreMask mask) {
    std::string text;
    for (int core = 0; core < 32; ++core) {
        if (((mask >> core) & 1U) == 0) continue;
        int last = core;
        while (last + 1 < 32 && ((mask >> (last + 1)) & 1U) != 0) ++last;
        text += fmt::format("{}{}", text.empty() ? "" : ",", core);
        if (last > core) text += fmt::format("-{}", last);
        core = last;
    }
    return text.empty() ? "none" : text;
}

/// A field that means nothing here and stands nevertheless.
template <class T>
std::string meaningless(std::string_view field, const T& value) {
    return value == T{} ? std::string() : fmt::format(" !{}={}", field, value);
}
std::string meaningless(std::string_view field, const Operand& operand) {
    if (operand == Operand{}) return {};
    return fmt::format(" !{}=d{}[{}]", field, operand.descriptor, operand.first);
}

std::string sums_text(int first, int count) {
    if (count == 1) return fmt::format("a{}", first);
    return fmt::format("a{}..{}", first, first + count - 1);
}

std::string lanes_text(std::uint16_t count) {
    return count == 0 ? std::string() : fmt::format(" ({} lanes of the last)", count);
}

class Writer {
  public:
    Writer(const AddressNames& names, std::size_t core) : names_(names), core_(core) {}

    std::string operator()(const MatvecInstruction& x) const {
        std::string text = sums_text(x.first_accumulator, x.accumulators);
        const bool multiplies = x.input_blocks > 0;
        switch (x.start) {
            case AccumulatorStart::zero:
                text += multiplies ? " = " : " = 0";
                break;
            case AccumulatorStart::store:
                text += " = " + names_.sums(core_, x.start_address, x.accumulators);
                text += multiplies ? " + " : "";
                break;
            case AccumulatorStart::chain:
                text += " += ";
                break;
        }
        if (multiplies) {
            const std::uint32_t weights = (x.reduction ? 1U : x.input_blocks) * std::uint32_t{x.accumulators};
            const std::string matrix =
                x.fp8_scale == 0
                    ? names_.weights(core_, x.weights, weights)
                    : fmt::format("fp8 {} * 2^{}", names_.half_weights(core_, x.weights, weights),
                                  x.fp8_scale - 127);
            text += fmt::format("{} * {}{}{}", matrix, x.reduction ? "all of " : "",
                                names_.tensor(x.source, x.input_blocks), lanes_text(x.source_lanes));
        } else {
            text += meaningless("weights", x.weights) + meaningless("source", x.source) +
                    meaningless("source_lanes", x.source_lanes) + meaningless("reduction", x.reduction) +
                    meaningless("fp8_scale", x.fp8_scale);
        }
        if (x.start != AccumulatorStart::store) text += meaningless("start_address", x.start_address);
        return text;
    }
    std::string operator()(const StoreInstruction& x) const {
        return fmt::format(
            "{} = {} -> {}{}", names_.tensor(x.destination, x.accumulators),
            through(x.activation, x.clamp_setting, sums_text(x.first_accumulator, x.accumulators)),
            cores_text(x.targets), setting(x.activation, x.clamp_setting));
    }
    std::string operator()(const SaveInstruction& x) const {
        return fmt::format("{} = {}",
                           x.to_cells ? "cells " + names_.cells(core_, x.address, x.accumulators)
                                      : names_.sums(core_, x.address, x.accumulators),
                           sums_text(x.first_accumulator, x.accumulators));
    }
    std::string operator()(const LstmCellInstruction& x) const {
        return fmt::format("{}, {} = lstm({}, {}) -> {}", names_.tensor(x.destination, x.blocks),
                           names_.cells(core_, x.cell_destination, x.blocks),
                           sums_text(x.first_accumulator, 4 * x.blocks),
                           names_.cells(core_, x.cell_source, x.blocks), cores_text(x.targets));
    }
    std::string operator()(const VectorInstruction& x) const {
        std::string text = fmt::format("{} = {} -> {}{}", names_.tensor(x.destination, x.blocks),
                                       through(x.activation, x.clamp_setting, operation(x)),
                                       cores_text(x.targets), setting(x.activation, x.clamp_setting));
        const int operands = operand_count(x.op);
        if (operands < 2) text += meaningless("b", x.b) + meaningless("repeat_b", x.repeat_b);
        if (operands < 3) text += meaningless("c", x.c) + meaningless("repeat_c", x.repeat_c);
        return text;
    }
    std::string operator()(const ReduceInstruction& x) const {
        const std::string value = fmt::format("{}({}{}{})", name(x.op), x.first ? "" : "kept, ",
                                              names_.tensor(x.source, x.blocks), lanes_text(x.source_lanes));
        if (x.last)
            return fmt::format("{} = {} -> {}", names_.tensor(x.destination, 1), value,
                               cores_text(x.targets));
        return "kept = " + value + meaningless("destination", x.destination) +
               meaningless("targets", x.targets);
    }
    std::string operator()(const LoadInstruction& x) const {
        const std::string more =
            x.blocks > 1 ? fmt::format(" and every {}", x.stride) : meaningless("stride", x.stride);
        return fmt::format("{}{}: {} {} = {}{}", names_.weights(core_, x.weights, 1), more,
                           x.row ? "row" : "column", x.lane, names_.tensor(x.source, x.blocks),
                           lanes_text(x.source_lanes));
    }
    std::string operator()(const InputInstruction& x) const {
        return fmt::format("{} = {} -> {}", names_.tensor(x.destination, x.blocks),
                           block_range("in", x.stream_block, x.blocks), cores_text(x.targets));
    }
    std::string operator()(const OutputInstruction& x) const {
        return fmt::format("{} = {}", block_range("out", x.stream_block, x.blocks),
                           names_.tensor(x.source, x.blocks));
    }

  private:
    /// "tanh(a0)", "clamp#0(a0)".
    std::string through(ActivationCode code, std::uint16_t clamp, const std::string& value) const {
        if (code == ActivationCode::none) return value;
        if (code == ActivationCode::clamp) return fmt::format("clamp#{}({})", clamp, value);
        return fmt::format("{}({})", name(code), value);
    }
    static std::string setting(ActivationCode code, std::uint16_t clamp) {
        return code == ActivationCode::clamp ? std::string() : meaningless("clamp_setting", clamp);
    }
    std::string operation(const VectorInstruction& x) const {
        const auto operand = [&](const Operand& o, bool repeated) {
            return repeated ? names_.tensor(o, 1) + " repeated" : names_.tensor(o, x.blocks);
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

    const AddressNames& names_;
    std::size_t core_;
};

}  // namespace

std::string instruction_text(const AddressNames& names, std::size_t core, const Instruction& instruction) {
    return std::visit(Writer(names, core), instruction);
}

}  // namespace lockstep
