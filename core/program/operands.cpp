#include "core/program/operands.h"

#include "core/support/overloaded.h"

namespace lockstep {

std::vector<BlockRun> reads_of(const Instruction& instruction) {
    using Runs = std::vector<BlockRun>;
    return std::visit(Overloaded{[](const MatvecInstruction& x) {
                                     if (x.input_blocks == 0) return Runs{};
                                     return Runs{{x.source, x.input_blocks}};
                                 },
                                 [](const VectorInstruction& x) {
                                     Runs runs{{x.a, x.blocks}};
                                     if (x.op != VectorOpcode::copy) runs.push_back({x.b, x.blocks});
                                     return runs;
                                 },
                                 [](const OutputInstruction& x) {
                                     return Runs{{x.source, x.blocks}};
                                 },
                                 [](const StoreInstruction&) { return Runs{}; },
                                 [](const SaveInstruction&) { return Runs{}; },
                                 [](const LstmCellInstruction&) { return Runs{}; },
                                 [](const InputInstruction&) { return Runs{}; }},
                      instruction);
}

std::optional<BlockRun> write_of(const Instruction& instruction) {
    using Run = std::optional<BlockRun>;
    return std::visit(Overloaded{[](const StoreInstruction& x) {
                                     return Run({x.destination, x.accumulators, x.targets});
                                 },
                                 [](const LstmCellInstruction& x) {
                                     return Run({x.destination, x.blocks, x.targets});
                                 },
                                 [](const VectorInstruction& x) {
                                     return Run({x.destination, x.blocks, x.targets});
                                 },
                                 [](const InputInstruction& x) {
                                     return Run({x.destination, x.blocks, x.targets});
                                 },
                                 [](const MatvecInstruction&) { return Run(); },
                                 [](const SaveInstruction&) { return Run(); },
                                 [](const OutputInstruction&) { return Run(); }},
                      instruction);
}

std::optional<AccumulatorRun> accumulators_of(const Instruction& instruction) {
    using Run = std::optional<AccumulatorRun>;
    return std::visit(Overloaded{[](const MatvecInstruction& x) {
                                     return Run({x.first_accumulator, x.accumulators});
                                 },
                                 [](const StoreInstruction& x) {
                                     return Run({x.first_accumulator, x.accumulators});
                                 },
                                 [](const SaveInstruction& x) {
                                     return Run({x.first_accumulator, x.accumulators});
                                 },
                                 [](const LstmCellInstruction& x) {
                                     return Run({x.first_accumulator, 4 * x.blocks});
                                 },
                                 [](const VectorInstruction&) { return Run(); },
                                 [](const InputInstruction&) { return Run(); },
                                 [](const OutputInstruction&) { return Run(); }},
                      instruction);
}

}  // namespace lockstep
