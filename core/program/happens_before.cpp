#include "core/program/happens_before.h"

#include <algorithm>
#include <map>
#include <optional>
#include <variant>

#include "core/program/operands.h"

namespace lockstep::verify {
namespace {

constexpr std::size_t units = unit_count;

bool overlap(const BlockRun& a, const BlockRun& b) {
    return a.operand.descriptor == b.operand.descriptor && a.operand.first < b.operand.first + b.blocks &&
           b.operand.first < a.operand.first + a.blocks;
}

bool reads(const Instruction& instruction, const BlockRun& run) {
    return std::ranges::any_of(reads_of(instruction),
                               [&](const BlockRun& read) { return overlap(read, run); });
}

/// The steps that a step has to wait for. The result path's own order is not among them: its latencies
/// differ.
std::vector<std::vector<std::size_t>> dependences(const Program& program, Writers& writers) {
    std::vector<std::vector<std::size_t>> all(writers.steps().size());
    std::map<std::uint32_t, std::size_t> output_of;  // first stream block -> step
    for (std::size_t core = 0; core < program.cores.size(); ++core) {
        std::vector<std::optional<std::size_t>> last(units);
        std::map<std::uint16_t, std::vector<std::size_t>> readers;  // of state descriptors
        std::map<int, std::size_t> product_into;                    // last matvec per accumulator
        const auto& stream = program.cores[core].stream;
        const LoadedWeights weights(stream);
        std::map<std::uint16_t, std::vector<std::size_t>> state_writers;
        for (std::size_t i = 0; i < stream.size(); ++i) {
            const std::size_t step = writers.step_index(core, i);
            const Unit unit = unit_of(stream[i]);
            std::vector<std::size_t>& needs = all[step];
            if (const auto& before = last[static_cast<std::size_t>(unit)]; before && unit != Unit::result)
                needs.push_back(*before);
            if (const auto run = accumulators_of(stream[i]))
                for (int a = run->first; a < run->first + run->count; ++a) {
                    if (unit == Unit::matvec)
                        product_into[a] = step;
                    else if (product_into.contains(a))
                        needs.push_back(product_into[a]);
                }
            last[static_cast<std::size_t>(unit)] = step;
            const auto index = static_cast<std::uint32_t>(i);
            if (const auto* matvec = std::get_if<MatvecInstruction>(&stream[i]); matvec && !weights.empty())
                for (const std::uint32_t load : weights.loads_before(weights_of(*matvec), index))
                    needs.push_back(writers.step_index(core, load));
            if (const auto* load = std::get_if<LoadInstruction>(&stream[i])) {
                for (const std::uint32_t block : weights_written_by(*load))
                    for (const std::uint32_t product : weights.products_before({block, 1}, index))
                        needs.push_back(writers.step_index(core, product));
                for (const std::size_t writer : state_writers[load->source.descriptor])
                    if (overlap(*write_of(stream[writers.steps()[writer].instruction]),
                                {load->source, load->blocks}))
                        needs.push_back(writer);
            }
            for (const BlockRun& run : reads_of(stream[i])) {
                for (std::uint32_t block = 0; block < run.blocks; ++block) {
                    const std::int32_t writer =
                        writers.of(run.operand.descriptor, run.operand.first + block, core);
                    if (writer >= 0) needs.push_back(static_cast<std::size_t>(writer));
                }
                if (program.descriptors[run.operand.descriptor].state)
                    readers[run.operand.descriptor].push_back(step);
            }
            if (const auto run = write_of(stream[i]);
                run && program.descriptors[run->operand.descriptor].state) {
                for (const std::size_t reader : readers[run->operand.descriptor])
                    if (reader != step && reads(stream[writers.steps()[reader].instruction], *run))
                        needs.push_back(reader);
                state_writers[run->operand.descriptor].push_back(step);
            }
            if (const auto* output = std::get_if<OutputInstruction>(&stream[i]))
                output_of[output->stream_block] = step;
        }
    }
    std::optional<std::size_t> previous;
    for (const auto& [block, step] : output_of) {
        if (previous) all[step].push_back(*previous);
        previous = step;
    }
    for (std::vector<std::size_t>& needs : all) {
        std::sort(needs.begin(), needs.end());
        needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    }
    return all;
}

}  // namespace

Writers::Writers(const Program& program) : cores_(program.cores.size()) {
    std::size_t slots = 0;
    for (const Descriptor& descriptor : program.descriptors) {
        first_.push_back(slots);
        slots += std::size_t{descriptor.blocks} * cores_;
    }
    writers_.assign(slots, nobody);
    for (std::uint16_t core = 0; core < cores_; ++core) {
        first_step_.push_back(steps_.size());
        for (std::uint32_t i = 0; i < program.cores[core].stream.size(); ++i) steps_.push_back({core, i});
    }
}

HappensBefore::HappensBefore(const Program& program, Writers& writers)
    : lanes_(program.cores.size() * units),
      lane_(writers.steps().size()),
      position_(writers.steps().size()),
      clocks_(writers.steps().size() * lanes_),
      rank_(writers.steps().size()) {
    const std::size_t count = writers.steps().size();
    std::vector<std::uint32_t> length(lanes_);
    for (std::size_t step = 0; step < count; ++step) {
        const Step& at = writers.steps()[step];
        const Unit unit = unit_of(program.cores[at.core].stream[at.instruction]);
        lane_[step] = static_cast<std::uint32_t>(at.core * units + static_cast<std::size_t>(unit));
        position_[step] = ++length[lane_[step]];
    }
    const std::vector<std::vector<std::size_t>> needs = dependences(program, writers);
    std::vector<std::vector<std::size_t>> waiting(count);
    std::vector<std::size_t> missing(count);
    std::vector<std::size_t> ready;
    for (std::size_t step = 0; step < count; ++step) {
        missing[step] = needs[step].size();
        for (const std::size_t need : needs[step]) waiting[need].push_back(step);
        if (missing[step] == 0) ready.push_back(step);
    }
    std::size_t done = 0;
    for (; done < ready.size(); ++done) {
        const std::size_t step = ready[done];
        rank_[step] = static_cast<std::uint32_t>(done);
        std::uint32_t* clock = clocks_.data() + step * lanes_;
        for (const std::size_t need : needs[step]) {
            const std::uint32_t* other = clocks_.data() + need * lanes_;
            for (std::size_t lane = 0; lane < lanes_; ++lane)
                clock[lane] = std::max(clock[lane], other[lane]);
            clock[lane_[need]] = std::max(clock[lane_[need]], position_[need]);
        }
        for (const std::size_t waiter : waiting[step])
            if (--missing[waiter] == 0) ready.push_back(waiter);
    }
    if (done == count) return;
    for (std::size_t step = 0; step < count; ++step)
        if (missing[step] > 0) stuck_.push_back(writers.steps()[step]);
}

bool HappensBefore::before(std::size_t a, std::size_t b) const {
    return clocks_[b * lanes_ + lane_[a]] >= position_[a];
}

}  // namespace lockstep::verify
