#include "core/compiler/search.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/compiler/balance.h"
#include "core/compiler/work_view.h"
#include "core/support/error.h"
#include "core/support/split_mix.h"

namespace lockstep::compiler {
namespace {

/// What a search may spend: instructions of the programs that it plays, plus this much for each program.
constexpr std::int64_t per_candidate = 200;
constexpr std::int64_t calibrated_budget = 60'000;
/// Layers from which on the rest of the program is tried on one core.
constexpr std::size_t most_tails = 12;

class CalibratedSearch {
  public:
    CalibratedSearch(std::shared_ptr<const CompileTask> task, const SearchOptions& options,
                     const JobControl& job)
        : task_(std::move(task)), options_(options), job_(job), balance_(!options.weights_taken.empty()) {}

    Found run() {
        best_ = make(decisions(task_->cores, WorkOrder::as_written));
        if (!best_.fits() && best_.memory.descriptor_of.empty() && !balance_) try_balance();
        // The tensor RAM was reached: another order may help. Branches may share out the weights better.
        const bool may_fit = !best_.memory.descriptor_of.empty() || task_->has_homes();
        if (best_.fits() ? !options_.quick : may_fit) {
            try_orders();
            if (best_.fits()) {
                try_fewer_cores();
                try_orders_of_updates();
            }
            try_seeds();
        }
        if (!best_.fits()) throw Error(*best_.report.failure);
        return {std::move(best_),
                {.quick = options_.quick,
                 .seeds = options_.seeds,
                 .seed = seed_,
                 .candidates = candidates_,
                 .calibrated_spaced = 0,
                 .calibrated_contiguous = 0}};
    }

  private:
    Candidate make(Decisions decisions) {
        job_.check();
        Candidate made = make_candidate(task_, std::move(decisions));
        expect_sound(made);
        spent_ += made.instructions() + per_candidate;
        ++candidates_;
        return made;
    }
    Decisions decisions(std::uint32_t count, WorkOrder order) const {
        Decisions made = task_->decisions(count, order);
        return balance_ ? balanced(*task_, std::move(made), options_.weights_taken) : made;
    }
    /// What does not fit with the larger shares on the lower cores may fit where they take turns.
    void try_balance() {
        balance_ = true;
        Candidate other = make(decisions(task_->cores, WorkOrder::as_written));
        balance_ = other.fits() || !other.memory.descriptor_of.empty();
        if (balance_) best_ = std::move(other);
    }
    bool may_go_on() const { return spent_ < calibrated_budget; }

    /// Spaced cycles, then those back to back.
    using Score = std::pair<std::int64_t, std::int64_t>;
    static Score score(const Candidate& candidate) {
        return {candidate.timeline.spaced, candidate.timeline.contiguous};
    }
    /// What a decision has to fall below to be taken by the published toolchain.
    std::int64_t worth(std::int64_t cycles) const {
        return static_cast<std::int64_t>(
            std::ceil(task_->config.timing.one_core_threshold.value * static_cast<double>(cycles)));
    }
    /// Takes what fits as well and is below the limit.
    bool consider(Decisions decisions, Score limit) {
        Candidate made = make(std::move(decisions));
        if (!made.fits()) return false;
        if (best_.fits() &&
            (made.report.warnings.size() > best_.report.warnings.size() || score(made) >= limit))
            return false;
        best_ = std::move(made);
        return true;
    }

    void try_orders() {
        consider(decisions(task_->cores, WorkOrder::by_depth), score(best_));
        if (std::ranges::any_of(task_->list.work,
                                [](const lowering::Work& work) { return work.tensor != 0; }))
            for (const WorkOrder order : {WorkOrder::as_written, WorkOrder::by_depth}) {
                Decisions whole = decisions(task_->cores, order);
                whole.whole_tensors = true;
                consider(std::move(whole), score(best_));
            }
        if (task_->has_homes()) try_homes();
        if (may_go_on())
            consider(decisions(task_->cores, WorkOrder::by_path), {worth(best_.timeline.spaced), 0});
    }

    /// Parallel branches at their homes; if that needs it, balanced.
    void try_homes() {
        for (const WorkOrder order : {WorkOrder::as_written, WorkOrder::by_depth, WorkOrder::by_path}) {
            Decisions home = task_->decisions_at_home(order);
            if (!options_.weights_taken.empty() || !fits_config(*task_, home))
                home = balanced(*task_, std::move(home), options_.weights_taken);
            consider(std::move(home), score(best_));
        }
    }

    /// The whole program on few cores, then its end from some layer on.
    void try_fewer_cores() {
        const std::int64_t limit = worth(best_.timeline.spaced);
        const auto below = [&] { return Score{std::min(limit, best_.timeline.spaced), 0}; };
        const Decisions chosen = best_.decisions;
        for (std::uint32_t count = 1; count < task_->cores && (count == 1 || may_go_on()); ++count)
            for (const WorkOrder order : {WorkOrder::as_written, WorkOrder::by_depth})
                consider(decisions(count, order), below());
        const Decisions one = decisions(1, WorkOrder::as_written);
        for (const std::size_t begin : tails()) {
            if (!may_go_on()) return;
            Decisions tail = chosen;
            for (std::size_t w = 0; w < tail.cores.size(); ++w)
                if (task_->groups[w] >= begin) tail.cores[w] = one.cores[w];
            consider(std::move(tail), below());
        }
    }

    /// Groups of sums that stand alone in front of the outputs, evenly spread.
    std::vector<std::size_t> tails() const {
        std::vector<std::size_t> all;
        for (std::size_t w = 1; w < task_->list.work.size(); ++w)
            if (sum_of(task_->list.work[w]) && !task_->list.work[w].state_update && task_->groups[w] == w)
                all.push_back(w);
        std::vector<std::size_t> some;
        for (std::size_t k = 0; k < std::min(most_tails, all.size()); ++k)
            some.push_back(all[k * all.size() / std::min(most_tails, all.size())]);
        return some;
    }

    /// State updates backwards, as the layers that finish last have theirs first then.
    void try_orders_of_updates() {
        Decisions other = best_.decisions;
        std::vector<std::uint32_t> updates;
        for (std::uint32_t w = 0; w < task_->list.work.size(); ++w)
            if (task_->list.work[w].state_update) updates.push_back(other.ranks[w]);
        if (updates.size() < 2 || !may_go_on()) return;
        std::ranges::sort(updates);
        for (std::uint32_t w = 0; w < task_->list.work.size(); ++w)
            if (task_->list.work[w].state_update) {
                other.ranks[w] = updates.back();
                updates.pop_back();
            }
        consider(std::move(other), {best_.timeline.spaced, worth(best_.timeline.contiguous)});
    }

    /// Each further seed changes the order inside every depth of the graph.
    void try_seeds() {
        for (std::uint32_t seed = 1; seed < options_.seeds; ++seed) {
            SplitMix random(seed);
            Decisions other = best_.decisions;
            std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
            for (std::uint32_t w = 0; w < task_->list.work.size(); ++w) keys.emplace_back(random.next(), w);
            const std::vector<std::uint32_t> depth = depths(task_->list);
            std::ranges::sort(keys, {}, [&](const auto& key) { return std::pair(depth[key.second], key); });
            for (std::uint32_t place = 0; place < keys.size(); ++place)
                other.ranks[keys[place].second] = place;
            if (consider(std::move(other), score(best_))) seed_ = seed;
        }
    }

    std::shared_ptr<const CompileTask> task_;
    const SearchOptions& options_;
    const JobControl& job_;
    bool balance_;  ///< larger shares lie where most room is
    Candidate best_;
    std::int64_t spent_ = 0;
    std::int64_t candidates_ = 0;
    std::int64_t seed_ = 0;
};

}  // namespace

Found search_calibrated(std::shared_ptr<const CompileTask> task, const SearchOptions& options,
                        const JobControl& job) {
    return CalibratedSearch(std::move(task), options, job).run();
}

Found search(std::shared_ptr<const CompileTask> task, const SearchOptions& options, const JobControl& job) {
    Found found = search_calibrated(std::move(task), options, job);
    return options.optimize ? search_freely(found, options, job) : std::move(found);
}

}  // namespace lockstep::compiler
