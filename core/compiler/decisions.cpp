#include "core/compiler/decisions.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "core/compiler/work_view.h"

namespace lockstep::compiler {

using lowering::VectorId;
using lowering::WorkList;

namespace {

/// How many pieces of work stand in the longest chain behind each.
std::vector<std::uint32_t> heights(const WorkList& list) {
    std::vector<std::uint32_t> of_vector(list.vectors.size());
    std::vector<std::uint32_t> all(list.work.size());
    for (std::size_t w = list.work.size(); w-- > 0;) {
        if (const VectorId result = result_of(list.work[w]); result.valid()) all[w] = of_vector[result.value];
        for (const VectorId source : sources_of(list.work[w]))
            of_vector[source.value] = std::max(of_vector[source.value], all[w] + 1);
    }
    return all;
}

/// Joins sets of work.
class Groups {
  public:
    explicit Groups(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0U); }
    std::uint32_t find(std::uint32_t w) {
        while (parent_[w] != w) w = parent_[w] = parent_[parent_[w]];
        return w;
    }
    void join(std::uint32_t a, std::uint32_t b) {
        const std::uint32_t first = find(a);
        const std::uint32_t second = find(b);
        parent_[std::max(first, second)] = std::min(first, second);
    }

  private:
    std::vector<std::uint32_t> parent_;
};

}  // namespace

std::vector<std::uint32_t> depths(const WorkList& list) {
    std::vector<std::uint32_t> of_vector(list.vectors.size());
    std::vector<std::uint32_t> all;
    for (const lowering::Work& work : list.work) {
        std::uint32_t depth = 0;
        for (const VectorId source : sources_of(work)) depth = std::max(depth, of_vector[source.value]);
        if (const VectorId result = result_of(work); result.valid()) of_vector[result.value] = depth + 1;
        all.push_back(depth);
    }
    return all;
}

std::vector<std::uint32_t> ranks(const WorkList& list, WorkOrder order) {
    std::vector<std::uint32_t> keys(list.work.size());
    if (order == WorkOrder::by_depth) keys = depths(list);
    if (order == WorkOrder::by_path) {
        keys = heights(list);
        const std::uint32_t highest = keys.empty() ? 0 : std::ranges::max(keys);
        for (std::uint32_t& key : keys) key = highest - key;
    }
    for (std::size_t w = 0; w < keys.size(); ++w)
        if (list.work[w].state_update) keys[w] = static_cast<std::uint32_t>(keys.size());
    std::vector<std::uint32_t> sorted(keys.size());
    std::iota(sorted.begin(), sorted.end(), 0U);
    std::ranges::stable_sort(sorted, {}, [&](std::uint32_t w) { return keys[w]; });
    std::vector<std::uint32_t> result(keys.size());
    for (std::uint32_t place = 0; place < sorted.size(); ++place) result[sorted[place]] = place;
    return result;
}

Decisions plain_decisions(const WorkList& list, std::uint32_t cores, std::uint32_t accumulators,
                          WorkOrder order) {
    Decisions decisions;
    decisions.cores.assign(list.work.size(), lowest_cores(cores));
    decisions.limit.assign(list.work.size(), accumulators);
    decisions.replicated.assign(list.work.size(), false);
    decisions.ranks = ranks(list, order);
    decisions.larger_from.assign(list.work.size(), 0);
    return decisions;
}

namespace {

Groups bound_groups(const WorkList& list) {
    Groups groups(list.work.size());
    std::map<std::uint32_t, std::uint32_t> of_partial, of_cell;
    const auto join = [&](auto& known, auto key, std::uint32_t w) {
        const auto [first, is_new] = known.try_emplace(key, w);
        if (!is_new) groups.join(first->second, w);
    };
    for (std::uint32_t w = 0; w < list.work.size(); ++w) {
        const lowering::Work& work = list.work[w];
        if (const auto sum = sum_of(work); sum && sum->start->partial)
            join(of_partial, sum->start->partial->value, w);
        if (const auto* partial = std::get_if<lowering::PartialSumWork>(&work.body))
            join(of_partial, partial->result.value, w);
        if (const auto* lstm = std::get_if<lowering::LstmWork>(&work.body))
            join(of_cell, lstm->cell.value, w);
    }
    return groups;
}

std::vector<std::uint32_t> numbers(Groups& groups, std::size_t count) {
    std::vector<std::uint32_t> result;
    for (std::uint32_t w = 0; w < count; ++w) result.push_back(groups.find(w));
    return result;
}

/// The parts of each sum, or what makes the vectors of each tensor.
std::map<std::size_t, std::vector<std::uint32_t>> parts_of(const WorkList& list,
                                                           std::size_t lowering::Work::*number) {
    std::map<std::size_t, std::vector<std::uint32_t>> parts;
    for (std::uint32_t w = 0; w < list.work.size(); ++w)
        if (list.work[w].*number != 0) parts[list.work[w].*number].push_back(w);
    return parts;
}

bool have_equal(const std::vector<std::uint32_t>& parts, const std::vector<CoreMask>& cores) {
    return std::ranges::all_of(parts, [&](std::uint32_t w) { return cores[w] == cores[parts.front()]; });
}

}  // namespace

std::vector<std::uint32_t> bound_work(const WorkList& list) {
    Groups groups = bound_groups(list);
    return numbers(groups, list.work.size());
}

std::vector<std::uint32_t> work_groups(const WorkList& list, const std::vector<CoreMask>& allowed) {
    Groups groups = bound_groups(list);
    for (const auto number : {&lowering::Work::together, &lowering::Work::tensor})
        for (const auto& [sum, parts] : parts_of(list, number))
            if (have_equal(parts, allowed))
                for (const std::uint32_t part : parts) groups.join(parts.front(), part);
    return numbers(groups, list.work.size());
}

std::vector<bool> cut_as_parts(const WorkList& list, const Decisions& decisions) {
    std::vector<bool> as_parts(list.work.size());
    for (const auto number : {&lowering::Work::together, &lowering::Work::tensor}) {
        if (number == &lowering::Work::tensor && !decisions.whole_tensors) continue;
        for (const auto& [sum, parts] : parts_of(list, number))
            if (have_equal(parts, decisions.cores))
                for (const std::uint32_t part : parts)
                    as_parts[part] = number == &lowering::Work::together || list.work[part].together == 0;
    }
    return as_parts;
}

std::vector<std::string> verify_decisions(const WorkList& list, const Decisions& decisions,
                                          const std::vector<CoreMask>& allowed, std::uint32_t accumulators) {
    std::vector<std::string> findings;
    const std::size_t count = list.work.size();
    if (decisions.cores.size() != count || decisions.limit.size() != count ||
        decisions.replicated.size() != count || decisions.ranks.size() != count ||
        decisions.larger_from.size() != count || allowed.size() != count)
        return {"the decisions are of another work list"};
    std::map<std::uint32_t, std::size_t> last_with_partial;
    std::map<std::uint32_t, std::size_t> last_with_cell;
    for (std::size_t w = 0; w < count; ++w) {
        if (decisions.cores[w] == 0) findings.push_back(fmt::format("work {}: no core may make it", w));
        if ((decisions.cores[w] & ~allowed[w]) != 0)
            findings.push_back(fmt::format("work {}: cores {:#x}, of which only {:#x} are allowed", w,
                                           decisions.cores[w], allowed[w]));
        const auto sum = sum_of(list.work[w]);
        const auto least = static_cast<std::uint32_t>(sum ? sum->gates : 1);
        if (decisions.limit[w] < least || decisions.limit[w] > accumulators)
            findings.push_back(
                fmt::format("work {}: passes of {} of {} accumulators", w, decisions.limit[w], accumulators));
        const auto expect_like = [&](auto& last, std::uint32_t key, const char* what) {
            const auto [other, is_new] = last.try_emplace(key, w);
            if (!is_new && (decisions.cores[w] != decisions.cores[other->second] ||
                            decisions.limit[w] != decisions.limit[other->second] ||
                            decisions.larger_from[w] != decisions.larger_from[other->second]))
                findings.push_back(fmt::format("work {} and {} share {} {} on different cores", other->second,
                                               w, what, key));
        };
        if (sum && sum->start->partial)
            expect_like(last_with_partial, sum->start->partial->value, "partial sum");
        if (const auto* partial = std::get_if<lowering::PartialSumWork>(&list.work[w].body))
            expect_like(last_with_partial, partial->result.value, "partial sum");
        if (const auto* lstm = std::get_if<lowering::LstmWork>(&list.work[w].body))
            expect_like(last_with_cell, lstm->cell.value, "cell");
    }
    return findings;
}

}  // namespace lockstep::compiler
