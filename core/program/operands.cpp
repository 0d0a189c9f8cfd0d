#include "core/program/operands.h"

#include <algorithm>

#include "core/support/overloaded.h"

namespace lockstep {

std::vector<BlockRun> reads_of(const Instruction& instruction) {
    using Runs = std::vector<BlockRun>;
    return std::visit(Overloaded{[](const MatvecInstruction& x) {
                                     if (x.input_blocks == 0) return Runs{};
                                     return Runs{{x.source, x.input_blocks}};
                                 },
                                 [](const VectorInstruction& x) {
                                     const int operands = operand_count(x.op);
                                     const auto run = [&x](const Operand& operand, bool repeated) {
                                         return BlockRun{operand, repeated ? 1U : x.blocks};
                                     };
                                     Runs runs{run(x.a, x.repeat_a)};
                                     if (operands > 1) runs.push_back(run(x.b, x.repeat_b));
                                     if (operands > 2) runs.push_back(run(x.c, x.repeat_c));
                                     return runs;
                                 },
                                 [](const ReduceInstruction& x) {
                                     return Runs{{x.source, x.blocks}};
                                 },
                                 [](const OutputInstruction& x) {
                                     return Runs{{x.source, x.blocks}};
                                 },
                                 [](const LoadInstruction& x) {
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
    return std::visit(
        Overloaded{[](const StoreInstruction& x) {
                       return Run({x.destination, x.accumulators, x.targets});
                   },
                   [](const LstmCellInstruction& x) {
                       return Run({x.destination, x.blocks, x.targets});
                   },
                   [](const VectorInstruction& x) {
                       return Run({x.destination, x.blocks, x.targets});
                   },
                   [](const ReduceInstruction& x) {
                       return x.last ? Run({x.destination, 1, x.targets}) : Run();
                   },
                   [](const InputInstruction& x) {
                       return Run({x.destination, x.blocks, x.targets});
                   },
                   [](const MatvecInstruction&) { return Run(); },
                   [](const SaveInstruction&) { return Run(); }, [](const LoadInstruction&) { return Run(); },
                   [](const OutputInstruction&) { return Run(); }},
        instruction);
}

WeightRun weights_of(const MatvecInstruction& x) {
    const std::uint32_t columns = x.reduction ? std::min<std::uint32_t>(x.input_blocks, 1) : x.input_blocks;
    const std::uint32_t count = columns * x.accumulators;
    if (x.fp8_scale == 0 || count == 0) return {x.weights, count};
    const std::uint32_t first = x.weights / 2;
    return {first, (x.weights + count + 1) / 2 - first};
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
                                 [](const ReduceInstruction&) { return Run(); },
                                 [](const LoadInstruction&) { return Run(); },
                                 [](const InputInstruction&) { return Run(); },
                                 [](const OutputInstruction&) { return Run(); }},
                      instruction);
}

std::vector<std::uint32_t> weights_written_by(const LoadInstruction& load) {
    std::vector<std::uint32_t> blocks;
    for (std::uint32_t i = 0; i < load.blocks; ++i) blocks.push_back(load.weights + i * load.stride);
    return blocks;
}

LoadedWeights::LoadedWeights(const std::vector<Instruction>& stream) {
    for (std::uint32_t i = 0; i < stream.size(); ++i)
        if (const auto* load = std::get_if<LoadInstruction>(&stream[i]))
            for (const std::uint32_t block : weights_written_by(*load)) loads_[block].push_back(i);
    if (loads_.empty()) return;
    for (std::uint32_t i = 0; i < stream.size(); ++i)
        if (const auto* matvec = std::get_if<MatvecInstruction>(&stream[i])) {
            const WeightRun range = weights_of(*matvec);
            for (auto at = loads_.lower_bound(range.first);
                 at != loads_.end() && at->first < range.first + range.count; ++at)
                products_[at->first].push_back(i);
        }
}

std::vector<std::uint32_t> LoadedWeights::before(
    const std::map<std::uint32_t, std::vector<std::uint32_t>>& all, WeightRun range,
    std::uint32_t instruction) {
    std::vector<std::uint32_t> found;
    for (auto at = all.lower_bound(range.first); at != all.end() && at->first < range.first + range.count;
         ++at)
        for (const std::uint32_t i : at->second)
            if (i < instruction) found.push_back(i);
    return found;
}

}  // namespace lockstep
