#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <variant>

#include <fmt/format.h>

#include "core/program/operands.h"
#include "core/program/timeline.h"
#include "core/program/verify_parts.h"

namespace lockstep::verify {
namespace {

enum class Sum : std::uint8_t { none, open, read };

class CoreJudge {
  public:
    CoreJudge(const Program& program, std::size_t core, Findings& findings)
        : program_(program), core_(core), findings_(findings) {}

    void judge() {
        const std::vector<Instruction>& stream = program_.cores[core_].stream;
        for (index_ = 0; index_ < stream.size(); ++index_) {
            if (const auto* matvec = std::get_if<MatvecInstruction>(&stream[index_]))
                begin(*matvec);
            else if (const auto run = accumulators_of(stream[index_]))
                read(*run);
            if (unit_of(stream[index_]) == Unit::vector)
                fold(std::get_if<ReduceInstruction>(&stream[index_]));
            if (const auto* save = std::get_if<SaveInstruction>(&stream[index_])) keep(*save);
        }
        if (open_fold_)
            findings_.push_back(fmt::format("core {}: nothing goes on with the last reduction", core_));
        for (std::size_t a = 0; a < sums_.size(); ++a)
            if (sums_[a] == Sum::open)
                findings_.push_back(
                    fmt::format("core {}: nothing reads the last sum of accumulator {}", core_, a));
    }

  private:
    void add(const std::string& what) { findings_.push_back(place(program_, core_, index_) + " " + what); }

    void begin(const MatvecInstruction& matvec) {
        for (int o = 0; o < matvec.accumulators; ++o) {
            Sum& sum = sums_[static_cast<std::size_t>(matvec.first_accumulator + o)];
            if (matvec.start == AccumulatorStart::chain && sum != Sum::open)
                add(fmt::format("goes on with accumulator {}, which holds no open sum",
                                matvec.first_accumulator + o));
            if (matvec.start != AccumulatorStart::chain && sum == Sum::open)
                add(fmt::format("starts accumulator {}, whose sum nothing has read",
                                matvec.first_accumulator + o));
            sum = Sum::open;
            const std::uint32_t address = matvec.start_address + static_cast<std::uint32_t>(o);
            if (matvec.start == AccumulatorStart::store && saved_.contains(address))
                add(fmt::format("starts at accumulator store block {}, which instruction {} has overwritten",
                                address, saved_[address]));
        }
    }
    void read(const AccumulatorRun& run) {
        for (int a = run.first; a < run.first + run.count; ++a) {
            Sum& sum = sums_[static_cast<std::size_t>(a)];
            if (sum == Sum::none) add(fmt::format("reads accumulator {}, which was not started", a));
            sum = Sum::read;
        }
    }
    void keep(const SaveInstruction& save) {
        std::map<std::uint32_t, std::size_t>& saved = save.to_cells ? cells_ : saved_;
        for (std::uint32_t o = 0; o < save.accumulators; ++o)
            if (!saved.try_emplace(save.address + o, index_).second)
                add(fmt::format("writes {} store block {} a second time",
                                save.to_cells ? "cell" : "accumulator", save.address + o));
    }

    /// The vector unit's next instruction; null if it is no reduction.
    void fold(const ReduceInstruction* reduce) {
        const bool goes_on = reduce != nullptr && !reduce->first;
        if (goes_on && !open_fold_) add("goes on with a reduction, but none is open");
        if (open_fold_ && (!goes_on || reduce->op != *open_fold_))
            add("leaves a reduction open, or goes on with another operation");
        open_fold_.reset();
        if (reduce != nullptr && !reduce->last) open_fold_ = reduce->op;
    }

    const Program& program_;
    std::size_t core_;
    Findings& findings_;
    std::size_t index_ = 0;
    std::array<Sum, 256> sums_{};
    std::map<std::uint32_t, std::size_t> saved_;  ///< accumulator store block -> instruction
    std::map<std::uint32_t, std::size_t> cells_;  ///< cell store block that is put back -> instruction
    std::optional<ReduceOpcode> open_fold_;       ///< what the vector unit holds
};

}  // namespace

void accumulators(const Program& program, Findings& findings) {
    for (std::size_t core = 0; core < program.cores.size(); ++core)
        CoreJudge(program, core, findings).judge();
}

}  // namespace lockstep::verify
