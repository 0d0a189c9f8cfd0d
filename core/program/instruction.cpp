#include "core/program/instruction.h"

#include "core/program/timeline.h"
#include "core/support/overloaded.h"

namespace lockstep {

std::string_view mnemonic(const Instruction& instruction) {
    return std::visit(Overloaded{[](const MatvecInstruction&) { return std::string_view("matvec"); },
                                 [](const StoreInstruction&) { return std::string_view("store"); },
                                 [](const SaveInstruction&) { return std::string_view("save"); },
                                 [](const LstmCellInstruction&) { return std::string_view("lstm_cell"); },
                                 [](const VectorInstruction&) { return std::string_view("vector"); },
                                 [](const InputInstruction&) { return std::string_view("input"); },
                                 [](const OutputInstruction&) { return std::string_view("output"); }},
                      instruction);
}

std::string_view name(Unit unit) {
    switch (unit) {
        case Unit::input:
            return "input";
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
                                 [](const InputInstruction&) { return Unit::input; },
                                 [](const OutputInstruction&) { return Unit::output; }},
                      instruction);
}

}  // namespace lockstep
