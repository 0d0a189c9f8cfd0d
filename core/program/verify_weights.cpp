#include <map>
#include <tuple>

#include <fmt/format.h>

#include "core/program/operands.h"
#include "core/program/verify_parts.h"

namespace lockstep::verify {
namespace {

/// Loads of one core, and the products that take what they load.
class LoadJudge {
  public:
    LoadJudge(const Program& program, std::size_t core, Findings& findings)
        : program_(program), core_(core), stream_(program.cores[core].stream), findings_(findings) {}

    void judge() {
        for (std::uint32_t i = 0; i < stream_.size(); ++i)
            if (const auto* load = std::get_if<LoadInstruction>(&stream_[i])) note(i, *load);
        if (loads_.empty()) return;
        std::map<std::uint32_t, bool> used;
        for (std::uint32_t i = 0; i < stream_.size(); ++i)
            if (const auto* matvec = std::get_if<MatvecInstruction>(&stream_[i])) {
                const WeightRun range = weights_of(*matvec);
                for (auto at = loads_.lower_bound(range.first);
                     at != loads_.end() && at->first < range.first + range.count; ++at) {
                    used[at->first] = true;
                    if (matvec->fp8_scale != 0)
                        findings_.push_back(fmt::format("{} reads weight block {}, which is loaded, as fp8",
                                                        place(program_, core_, i), at->first));
                    for (const std::uint32_t load : at->second) judge_order(i, load, at->first);
                }
            }
        for (const auto& [block, loads] : loads_)
            if (!used[block])
                findings_.push_back(fmt::format("{} loads weight block {}, which nothing multiplies with",
                                                place(program_, core_, loads.front()), block));
    }

  private:
    void note(std::uint32_t i, const LoadInstruction& load) {
        for (const std::uint32_t block : weights_written_by(load)) {
            loads_[block].push_back(i);
            const auto [at, is_new] = filled_.try_emplace({block, load.row, load.lane}, i);
            if (!is_new)
                findings_.push_back(fmt::format("{} fills {} {} of weight block {}, as instruction {} does",
                                                place(program_, core_, i), load.row ? "row" : "column",
                                                load.lane, block, at->second));
        }
    }
    void judge_order(std::uint32_t product, std::uint32_t load, std::uint32_t block) {
        const auto& loaded = std::get<LoadInstruction>(stream_[load]);
        const bool state = program_.descriptors[loaded.source.descriptor].state;
        if (state == (load > product)) return;
        findings_.push_back(fmt::format("{} loads weight block {} {} the product of instruction {}",
                                        place(program_, core_, load), block,
                                        state ? "from a state in front of" : "behind", product));
    }

    const Program& program_;
    std::size_t core_;
    const std::vector<Instruction>& stream_;
    Findings& findings_;
    std::map<std::uint32_t, std::vector<std::uint32_t>> loads_;  ///< by weight block
    std::map<std::tuple<std::uint32_t, bool, std::uint16_t>, std::uint32_t> filled_;
};

}  // namespace

void weights(const Program& program, Findings& findings) {
    for (std::size_t core = 0; core < program.cores.size(); ++core)
        LoadJudge(program, core, findings).judge();
}

}  // namespace lockstep::verify
