#include "core/program/instruction.h"

#include <array>

#include "core/program/timeline.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

constexpr auto first_function = static_cast<std::uint8_t>(ActivationCode::exp);
static_assert(static_cast<std::uint8_t>(ActivationCode::softplus) - first_function + 1 ==
              all_functions.size());
static_assert(static_cast<std::uint8_t>(Function::exp) == 0);

}  // namespace

std::optional<Function> function_of(ActivationCode activation) {
    const auto code = static_cast<std::uint8_t>(activation);
    if (code < first_function) return std::nullopt;
    return static_cast<Function>(code - first_function);
}

ActivationCode activation_code(Function function) {
    return static_cast<ActivationCode>(static_cast<std::uint8_t>(function) + first_function);
}

int operand_count(VectorOpcode op) {
    if (op == VectorOpcode::copy) return 1;
    return op == VectorOpcode::select ? 3 : 2;
}

std::string_view name(VectorOpcode op) {
    constexpr std::array<std::string_view, 12> names = {"copy",      "add",     "subtract",   "multiply",
                                                        "divide",    "minimum", "maximum",    "equal",
                                                        "not_equal", "less",    "less_equal", "select"};
    return names.at(static_cast<std::size_t>(op));
}

std::string_view name(ReduceOpcode op) {
    return op == ReduceOpcode::minimum ? "minimum" : "maximum";
}

std::string_view name(ActivationCode activation) {
    if (const auto function = function_of(activation)) return name(*function);
    return activation == ActivationCode::clamp ? "clamp" : "none";
}

std::string_view mnemonic(const Instruction& instruction) {
    return std::visit(Overloaded{[](const MatvecInstruction&) { return std::string_view("matvec"); },
                                 [](const StoreInstruction&) { return std::string_view("store"); },
                                 [](const SaveInstruction&) { return std::string_view("save"); },
                                 [](const LstmCellInstruction&) { return std::string_view("lstm_cell"); },
                                 [](const VectorInstruction&) { return std::string_view("vector"); },
                                 [](const ReduceInstruction&) { return std::string_view("reduce"); },
                                 [](const InputInstruction&) { return std::string_view("input"); },
                                 [](const OutputInstruction&) { return std::string_view("output"); },
                                 [](const LoadInstruction&) { return std::string_view("load"); }},
                      instruction);
}

std::string_view name(Unit unit) {
    switch (unit) {
        case Unit::input:
            return "input";
        case Unit::load:
            return "load";
        case Unit::matvec:
            return "matvec";
        case Unit::result:
            return "result";
        case Unit::vector:
            return "vector";
        case Unit::bus:
            return "bus";
        case Unit::output:
            return "output";
    }
    return "matvec";
}

std::string_view name(WaitReason reason) {
    switch (reason) {
        case WaitReason::none:
            return "none";
        case WaitReason::unit:
            return "unit";
        case WaitReason::operand:
            return "operand";
        case WaitReason::accumulator:
            return "accumulator";
        case WaitReason::bus:
            return "bus";
        case WaitReason::order:
            return "order";
    }
    return "none";
}

Unit unit_of(const Instruction& instruction) {
    return std::visit(Overloaded{[](const MatvecInstruction&) { return Unit::matvec; },
                                 [](const StoreInstruction&) { return Unit::result; },
                                 [](const SaveInstruction&) { return Unit::result; },
                                 [](const LstmCellInstruction&) { return Unit::result; },
                                 [](const VectorInstruction&) { return Unit::vector; },
                                 [](const ReduceInstruction&) { return Unit::vector; },
                                 [](const InputInstruction&) { return Unit::input; },
                                 [](const OutputInstruction&) { return Unit::output; },
                                 [](const LoadInstruction&) { return Unit::load; }},
                      instruction);
}

}  // namespace lockstep
