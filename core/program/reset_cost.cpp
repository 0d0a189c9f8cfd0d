#include "core/program/reset_cost.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/program/operands.h"

namespace lockstep {
namespace {

std::int64_t cycles_of(const Program& program) {
    const Timeline timeline = play(reset_program(program));
    std::vector<std::int64_t> begun(program.cores.size());  // sums, which no product paces
    std::int64_t ready = 0;
    for (const TimelineEvent& event : timeline.events) {
        ready = std::max(ready, event.ready);
        if (event.unit == Unit::matvec) begun[event.core] += event.busy;
    }
    const std::int64_t most = std::ranges::max(begun);
    return std::max(ready, most == 0 ? 0 : most + program.config.timing.product_latency.value);
}

struct Reads {
    std::set<std::uint32_t> sums;         ///< accumulator store blocks
    std::set<std::uint16_t> descriptors;  ///< of constants
};

Reads reads_in(const Program& program, const std::vector<Instruction>& stream) {
    Reads reads;
    for (const Instruction& instruction : stream) {
        const auto* matvec = std::get_if<MatvecInstruction>(&instruction);
        if (matvec != nullptr && matvec->start == AccumulatorStart::store)
            for (std::uint32_t o = 0; o < matvec->accumulators; ++o)
                reads.sums.insert(matvec->start_address + o);
        for (const BlockRun& run : reads_of(instruction))
            if (program.descriptors[run.operand.descriptor].constant)
                reads.descriptors.insert(run.operand.descriptor);
    }
    return reads;
}

}  // namespace

std::optional<ResetCost> reset_cost(const Program& program) {
    if (program.reset.empty()) return std::nullopt;
    ResetCost cost;
    cost.cycles = cycles_of(program);
    for (std::size_t c = 0; c < program.cores.size(); ++c) {
        cost.instructions += std::ssize(program.reset[c].stream);
        const Reads inference = reads_in(program, program.cores[c].stream);
        const Reads reset = reads_in(program, program.reset[c].stream);
        std::int64_t tensor_blocks = 0;
        std::int64_t descriptors = 0;
        for (const std::uint16_t descriptor : reset.descriptors) {
            if (inference.descriptors.contains(descriptor)) continue;
            ++descriptors;
            tensor_blocks += program.descriptors[descriptor].blocks;
        }
        const std::int64_t sums = std::ranges::count_if(
            reset.sums, [&](std::uint32_t place) { return !inference.sums.contains(place); });
        const auto core = static_cast<std::uint16_t>(c);
        for (const auto& [name, blocks] :
             {std::pair("tensor_ram", tensor_blocks), std::pair("accumulator_store", sums),
              std::pair("descriptors", descriptors)})
            if (blocks > 0) cost.memory.push_back({core, name, blocks});
    }
    return cost;
}

}  // namespace lockstep
