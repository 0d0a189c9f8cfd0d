#include "core/compiler/parallel_branches.h"

#include <algorithm>
#include <bit>
#include <map>
#include <set>
#include <utility>

#include "core/compiler/decisions.h"
#include "core/compiler/work_view.h"
#include "core/lowering/uses.h"

namespace lockstep::compiler {

using lowering::VectorId;
using lowering::VectorOrigin;
using lowering::WorkList;

namespace {

constexpr std::uint32_t nothing = 0xFFFFFFFFU;
constexpr std::size_t fewest_branches = 3;

/// Numbers for what work does to what, sizes left out: equal numbers, equal kinds of work on values that were
/// made alike.
class Kinds {
  public:
    explicit Kinds(const WorkList& list) : list_(list), of_vector_(list.vectors.size(), nothing) {
        for (const lowering::Work& work : list.work) {
            of_work.push_back(number_of(work));
            if (const VectorId result = result_of(work); result.valid())
                of_vector_[result.value] = of_work.back();
        }
    }
    std::vector<std::uint32_t> of_work;

  private:
    using Key = std::vector<std::uint32_t>;
    std::uint32_t number_of(const lowering::Work& work) {
        Key key{static_cast<std::uint32_t>(work.body.index()), work.state_update ? 1U : 0U};
        if (const lowering::Epilogue* epilogue = epilogue_of(work))
            key.push_back(static_cast<std::uint32_t>(epilogue->activation));
        if (const auto* pointwise = std::get_if<lowering::PointwiseWork>(&work.body))
            key.push_back(static_cast<std::uint32_t>(pointwise->op));
        if (const auto* reduce = std::get_if<lowering::ReduceWork>(&work.body))
            key.push_back(static_cast<std::uint32_t>(reduce->op));
        if (const auto sum = sum_of(work)) {
            key.push_back(sum->start->partial ? 1U : 0U);
            for (const lowering::Product& product : *sum->products) {
                add(key, product.source);
                if (!product.computed()) continue;
                std::set<Key> columns;  // how many there are is a size
                for (const VectorId vector : product.matrix) {
                    Key column;
                    add(column, vector);
                    columns.insert(std::move(column));
                }
                for (const Key& column : columns) key.insert(key.end(), column.begin(), column.end());
            }
        } else {
            for (const VectorId source : sources_of(work)) add(key, source);
        }
        return numbers_.try_emplace(std::move(key), static_cast<std::uint32_t>(numbers_.size()))
            .first->second;
    }
    void add(Key& key, VectorId vector) const {
        const VectorOrigin origin = list_.vectors[vector.value].origin;
        key.push_back(static_cast<std::uint32_t>(origin));
        key.push_back(origin == VectorOrigin::input ? vector.value : of_vector_[vector.value]);
    }

    const WorkList& list_;
    std::vector<std::uint32_t> of_vector_;
    std::map<Key, std::uint32_t> numbers_;
};

class Branches {
  public:
    explicit Branches(const WorkList& list)
        : list_(list),
          uses_(list),
          kinds_(list),
          parent_(list.work.size(), nothing),
          together_(list.work.size()) {
        find_forks();
        for (std::uint32_t w = 0; w < list.work.size(); ++w)
            if (!list.work[w].state_update) grow(w);
    }

    std::vector<CoreMask> homes(std::uint32_t cores) {
        std::vector<CoreMask> home(list_.work.size());
        std::map<std::uint32_t, std::vector<std::uint32_t>> members;  // by branch
        for (std::uint32_t w = 0; w < parent_.size(); ++w)
            if (parent_[w] != nothing) members[find(w)].push_back(w);
        std::map<std::vector<std::uint32_t>, std::vector<std::uint32_t>> alike;  // branches by what they do
        for (const auto& [branch, work] : members) {
            std::vector<std::uint32_t> kinds;
            for (const std::uint32_t w : work) kinds.push_back(kinds_.of_work[w]);
            std::ranges::sort(kinds);
            alike[std::move(kinds)].push_back(branch);
        }
        for (const auto& [kinds, branches] : alike) {
            if (branches.size() < fewest_branches || 2 * branches.size() <= cores) continue;
            const std::size_t taken = std::min<std::size_t>(cores, branches.size());
            for (std::size_t k = 0; k < branches.size(); ++k)
                for (const std::uint32_t w : members[branches[k]])
                    home[w] = CoreMask{1} << (k * taken / branches.size());
        }
        spread_to_updates(home);
        keep_together(home);
        return home;
    }

  private:
    /// Values that several pieces of work of one kind read: branches begin there.
    void find_forks() {
        fork_.resize(list_.vectors.size());
        for (std::size_t v = 0; v < fork_.size(); ++v) {
            std::map<std::uint32_t, std::size_t> reader;  // by kind
            for (const std::size_t w : uses_.readers[v])
                if (!list_.work[w].state_update &&
                    reader.try_emplace(kinds_.of_work[w], w).first->second != w)
                    fork_[v] = true;
        }
    }

    std::uint32_t find(std::uint32_t w) {
        while (parent_[w] != w) w = parent_[w] = parent_[parent_[w]];
        return w;
    }

    /// The work that makes operands of branches.
    std::vector<std::uint32_t> makers_of(const std::vector<VectorId>& operands) const {
        std::vector<std::uint32_t> makers;
        for (const VectorId vector : operands) {
            const std::size_t maker = uses_.maker[vector.value];
            if (maker != lowering::Uses::nobody && !fork_[vector.value] && parent_[maker] != nothing)
                makers.push_back(static_cast<std::uint32_t>(maker));
        }
        return makers;
    }

    /// The kinds of results that come together in the work out of different branches: those of all operands
    /// if two of them are alike, or were brought together from what is alike.
    std::set<std::uint32_t> brought_together(const std::vector<VectorId>& operands) {
        std::map<std::uint32_t, std::uint32_t> branch;  // by kind
        std::set<std::uint32_t> all;
        bool alike = false;
        for (const std::uint32_t maker : makers_of(operands)) {
            std::set<std::uint32_t> kinds = together_[maker];
            kinds.insert(kinds_.of_work[maker]);
            for (const std::uint32_t kind : kinds)
                alike = branch.try_emplace(kind, find(maker)).first->second != find(maker) || alike;
            all.merge(kinds);
        }
        return alike ? all : std::set<std::uint32_t>{};
    }
    std::set<std::uint32_t> brought_together(const lowering::Work& work) {
        if (const auto* pointwise = std::get_if<lowering::PointwiseWork>(&work.body)) {
            using enum lowering::PointwiseOp;
            const lowering::PointwiseOp op = pointwise->op;
            const bool gathers = op == add || op == select || op == minimum || op == maximum;
            return gathers ? brought_together(sources_of(work)) : std::set<std::uint32_t>{};
        }
        std::set<std::uint32_t> all;
        std::vector<VectorId> sources;
        if (const auto sum = sum_of(work))
            for (const lowering::Product& product : *sum->products) {
                sources.push_back(product.source);
                all.merge(brought_together(product.matrix));
            }
        all.merge(brought_together(sources));
        return all;
    }

    void grow(std::uint32_t w) {
        const lowering::Work& work = list_.work[w];
        parent_[w] = w;
        together_[w] = brought_together(work);
        if (!together_[w].empty()) return;
        for (const std::uint32_t maker : makers_of(sources_of(work))) {
            const std::uint32_t own = find(w);
            const std::uint32_t other = find(maker);
            parent_[std::max(own, other)] = std::min(own, other);
        }
    }

    /// State updates go with what makes their operands or reads the states that they make, and what only they
    /// read with them.
    void spread_to_updates(std::vector<CoreMask>& home) {
        std::map<std::uint32_t, CoreMask> of_partial;
        for (std::size_t w = 0; w < list_.work.size(); ++w)
            if (const auto sum = sum_of(list_.work[w]); sum && sum->start->partial)
                of_partial[sum->start->partial->value] |= home[w];
        for (std::size_t w = 0; w < list_.work.size(); ++w) {
            if (!list_.work[w].state_update || home[w] != 0) continue;
            CoreMask known = 0;
            for (const VectorId source : sources_of(list_.work[w])) {
                if (const std::size_t maker = uses_.maker[source.value]; maker != lowering::Uses::nobody)
                    known |= home[maker];
                else if (list_.vectors[source.value].origin == VectorOrigin::state)
                    for (const std::size_t reader : uses_.readers[source.value]) known |= home[reader];
            }
            if (const auto* partial = std::get_if<lowering::PartialSumWork>(&list_.work[w].body))
                known |= of_partial[partial->result.value];
            take_if_one(home[w], known);
        }
        for (std::size_t w = list_.work.size(); w-- > 0;) {
            const VectorId result = result_of(list_.work[w]);
            if (!list_.work[w].state_update || home[w] != 0 || !result.valid()) continue;
            CoreMask known = 0;
            for (const std::size_t reader : uses_.readers[result.value]) known |= home[reader];
            take_if_one(home[w], known);
        }
    }
    static void take_if_one(CoreMask& home, CoreMask known) {
        if (std::has_single_bit(known)) home = known;
    }

    void keep_together(std::vector<CoreMask>& home) const {
        const std::vector<std::uint32_t> groups = bound_work(list_);
        std::vector<bool> apart(groups.size());
        for (std::size_t w = 0; w < groups.size(); ++w)
            if (home[w] != home[groups[w]]) apart[groups[w]] = true;
        for (std::size_t w = 0; w < groups.size(); ++w)
            if (apart[groups[w]]) home[w] = 0;
    }

    const WorkList& list_;
    lowering::Uses uses_;
    Kinds kinds_;
    std::vector<std::uint32_t> parent_;  ///< by work: of its branch's tree; nothing for state updates
    /// By work: kinds of what it brings together; empty if it goes on with a branch.
    std::vector<std::set<std::uint32_t>> together_;
    std::vector<bool> fork_;  ///< by vector
};

}  // namespace

std::vector<CoreMask> homes_of_branches(const WorkList& list, std::uint32_t cores) {
    return Branches(list).homes(cores);
}

}  // namespace lockstep::compiler
