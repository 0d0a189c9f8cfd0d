#include <algorithm>
#include <bit>
#include <utility>

#include "core/compiler/search.h"
#include "core/compiler/split_sums.h"
#include "core/compiler/work_view.h"
#include "core/support/split_mix.h"

namespace lockstep::compiler {
namespace {

/// What one seed may spend: instructions of the programs that it plays, plus this much for each program.
constexpr std::int64_t per_candidate = 300;
constexpr std::int64_t budget = 600'000;

/// Work whose result nothing but other work of the inference reads, so that several cores may make it.
std::vector<bool> replicable(const CompileTask& task) {
    std::vector<bool> leaves(task.list.vectors.size());
    for (const lowering::IoVectors& output : task.list.outputs)
        for (const lowering::VectorId vector : output.vectors) leaves[vector.value] = true;
    for (const lowering::StateBinding& state : task.list.states)
        for (const lowering::VectorId vector : state.written) leaves[vector.value] = true;
    std::vector<bool> may;
    for (std::size_t w = 0; w < task.list.work.size(); ++w) {
        const lowering::Work& work = task.list.work[w];
        const auto* linear = std::get_if<lowering::LinearWork>(&work.body);
        const bool kind =
            std::holds_alternative<lowering::PointwiseWork>(work.body) ||
            (linear != nullptr && !linear->start.partial && task.tiling.work_blocks[w] <= task.accumulators &&
             work.together == 0 && work.tensor == 0);
        may.push_back(kind && !work.state_update && !leaves[result_of(work).value]);
    }
    return may;
}

/// One climb from a calibrated program: single decisions are changed, and what is not worse is kept.
class Climb {
  public:
    /// `calibrated`: what the result may not be longer than, back to back.
    Climb(const Candidate& start, const Candidate& calibrated, std::uint32_t seed, const JobControl& job)
        : task_(*start.task),
          start_(calibrated),
          best_(start),
          random_(seed),
          job_(job),
          may_(replicable(task_)) {
        may_mix_updates_ = std::ranges::none_of(task_.list.work, [](const lowering::Work& work) {
            const auto sum = sum_of(work);
            return sum && std::ranges::any_of(*sum->products, &lowering::Product::computed);
        });
        for (std::uint32_t w = 0; w < task_.list.work.size(); ++w) members_[task_.groups[w]].push_back(w);
    }

    Candidate run() {
        sweep();
        while (may_go_on()) {
            Decisions changed = best_.decisions;
            change(changed);
            if (changed != best_.decisions) consider(std::move(changed));
            spent_ += per_candidate / 10;  // also where nothing could be changed
        }
        return std::move(best_);
    }
    std::int64_t candidates() const { return candidates_; }

  private:
    bool may_go_on() const { return spent_ < budget && !task_.list.work.empty(); }

    void consider(Decisions decisions) {
        job_.check();
        Candidate made = make_candidate(best_.task, std::move(decisions));
        spent_ += made.instructions() + per_candidate;
        ++candidates_;
        if (!made.fits() || made.report.warnings.size() > start_.report.warnings.size()) return;
        const Timeline& now = made.timeline;
        const Timeline& before = best_.timeline;
        if (now.contiguous <= start_.timeline.contiguous &&
            std::pair(now.spaced, now.contiguous) <= std::pair(before.spaced, before.contiguous))
            best_ = std::move(made);
    }

    /// Every group with every length of its passes and choice of cores, in the order of the list.
    void sweep() {
        Decisions early = best_.decisions;
        early.updates_last = !may_mix_updates_;
        if (may_mix_updates_) consider(std::move(early));
        for (const auto& [group, members] : members_) {
            for (const std::uint32_t limit : limits(members)) {
                if (!may_go_on()) return;
                Decisions changed = best_.decisions;
                for (const std::uint32_t w : members) changed.limit[w] = limit;
                if (changed != best_.decisions) consider(std::move(changed));
            }
            for (const CoreMask mask : masks(group)) {
                if (!may_go_on()) return;
                Decisions changed = best_.decisions;
                for (const std::uint32_t w : members) changed.cores[w] = mask;
                if (changed != best_.decisions) consider(std::move(changed));
            }
            for (const std::uint32_t w : members) {
                if (!may_go_on()) return;
                if (!may_[w]) continue;
                Decisions changed = best_.decisions;
                changed.replicated[w] = !changed.replicated[w];
                consider(std::move(changed));
            }
        }
    }

    /// Lengths of a pass that differ in what they make.
    std::vector<std::uint32_t> limits(const std::vector<std::uint32_t>& members) const {
        std::uint32_t gates = 0;
        for (const std::uint32_t w : members)
            if (const auto sum = sum_of(task_.list.work[w]))
                gates = std::max(gates, static_cast<std::uint32_t>(sum->gates));
        std::vector<std::uint32_t> all;
        for (std::uint32_t limit = gates; gates > 0 && limit <= task_.accumulators; limit *= 2)
            all.push_back(limit);
        return all;
    }

    /// All allowed cores, each half of them, each alone.
    std::vector<CoreMask> masks(std::uint32_t group) const {
        const CoreMask allowed = task_.allowed[group];
        std::vector<CoreMask> single;
        for (CoreMask rest = allowed; rest != 0; rest &= rest - 1)
            single.push_back(CoreMask{1} << std::countr_zero(rest));
        std::vector<CoreMask> all{allowed};
        CoreMask lower = 0;
        for (std::size_t k = 0; k < single.size() / 2; ++k) lower |= single[k];
        if (lower != 0) all.insert(all.end(), {lower, allowed & ~lower});
        all.insert(all.end(), single.begin(), single.end());
        return all;
    }

    /// One decision at random.
    void change(Decisions& decisions) {
        const auto count = static_cast<std::uint32_t>(task_.list.work.size());
        const std::uint32_t w = random_.below(count);
        const std::uint32_t group = task_.groups[w];
        const std::vector<std::uint32_t>& members = members_.at(group);
        switch (random_.below(6)) {
            case 0: {
                const std::vector<CoreMask> choices = masks(group);
                const CoreMask mask = choices[random_.below(static_cast<std::uint32_t>(choices.size()))];
                for (const std::uint32_t member : members) decisions.cores[member] = mask;
                break;
            }
            case 1: {
                const std::vector<std::uint32_t> choices = limits(members);
                if (choices.empty()) break;
                const std::uint32_t limit =
                    choices[random_.below(static_cast<std::uint32_t>(choices.size()))];
                for (const std::uint32_t member : members) decisions.limit[member] = limit;
                break;
            }
            case 2:
                if (may_[w]) decisions.replicated[w] = !decisions.replicated[w];
                break;
            case 3:
                if (may_mix_updates_) decisions.updates_last = !decisions.updates_last;
                break;
            default:
                move(decisions, w, random_.below(count));
        }
    }

    /// Gives the work this place in the order.
    static void move(Decisions& decisions, std::uint32_t work, std::uint32_t place) {
        const std::uint32_t old = decisions.ranks[work];
        for (std::uint32_t& rank : decisions.ranks) {
            if (rank > old && rank <= place) --rank;
            if (rank < old && rank >= place) ++rank;
        }
        decisions.ranks[work] = place;
    }

    const CompileTask& task_;
    const Candidate& start_;
    Candidate best_;
    SplitMix random_;
    const JobControl& job_;
    std::vector<bool> may_;         ///< by work: it may be replicated
    bool may_mix_updates_ = false;  ///< no weights are loaded from states, which is done behind the outputs
    std::map<std::uint32_t, std::vector<std::uint32_t>> members_;
    std::int64_t spent_ = 0;
    std::int64_t candidates_ = 0;
};

/// Splits sums along the contraction, in the order of the list, where the program gets shorter by it.
Candidate with_splits(const Candidate& start, std::int64_t& candidates, const JobControl& job) {
    Candidate best = start;
    std::int64_t spent = 0;
    for (std::uint32_t w = 0; w < best.task->list.work.size(); ++w) {
        if (!may_split(*best.task, w)) continue;
        const auto cores = static_cast<std::uint32_t>(std::popcount(best.task->allowed[w]));
        if (best.task->tiling.work_blocks[w] >= cores) continue;  // all cores have rows of their own
        const lowering::VectorId source = sources_of(best.task->list.work[w]).front();
        const std::uint32_t most = std::min(cores, best.task->tiling.vector_blocks[source.value]);
        const Candidate whole = best;
        for (std::uint32_t parts = 2; parts <= most && spent < budget; ++parts) {
            job.check();
            SplitTask split = split_sum(*whole.task, whole.decisions, w, parts);
            Candidate made = make_candidate(std::move(split.task), std::move(split.decisions));
            spent += made.instructions() + per_candidate;
            ++candidates;
            if (made.fits() && made.report.warnings.size() <= start.report.warnings.size() &&
                made.timeline.contiguous <= start.timeline.contiguous &&
                made.timeline.spaced < best.timeline.spaced)
                best = std::move(made);
        }
        // What was put in the place of the sum is not split again.
        w += static_cast<std::uint32_t>(best.task->list.work.size() - whole.task->list.work.size());
    }
    return best;
}

}  // namespace

Found search_freely(const Found& start, const SearchOptions& options, const JobControl& job) {
    Found found = start;
    found.record.calibrated_spaced = start.candidate.timeline.spaced;
    found.record.calibrated_contiguous = start.candidate.timeline.contiguous;
    found.record.seed = 0;
    const Candidate split = with_splits(start.candidate, found.record.candidates, job);
    for (std::uint32_t seed = 0; seed < options.seeds; ++seed) {
        Climb climb(split, start.candidate, seed, job);
        Candidate made = climb.run();
        found.record.candidates += climb.candidates();
        const auto score = [](const Timeline& timeline) {
            return std::pair(timeline.spaced, timeline.contiguous);
        };
        if (score(made.timeline) >= score(found.candidate.timeline)) continue;
        found.candidate = std::move(made);
        found.record.seed = seed;
    }
    expect_sound(found.candidate);
    expect_sound(verify_splits(start.candidate.task->list, *found.candidate.task), "splitting sums");
    return found;
}

}  // namespace lockstep::compiler
