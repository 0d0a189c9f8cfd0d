#include "core/attribution/fused_groups.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>

#include "core/lowering/lowering_builder.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

/// Sets of places that are joined step by step; the smallest place of a set stands for it.
class Sets {
  public:
    explicit Sets(std::size_t size) : parent_(size) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    }
    std::size_t of(std::size_t place) const {
        while (parent_[place] != place) place = parent_[place];
        return place;
    }
    void join(std::size_t a, std::size_t b) {
        const std::size_t first = std::min(of(a), of(b));
        parent_[std::max(of(a), of(b))] = first;
    }
    std::vector<std::size_t> heads() const {
        std::vector<std::size_t> found;
        for (std::size_t k = 0; k < parent_.size(); ++k)
            if (parent_[k] == k) found.push_back(k);
        return found;
    }

  private:
    std::vector<std::size_t> parent_;
};

std::vector<std::set<std::size_t>> nodes_read(const nnir::Graph& graph) {
    std::map<nnir::ValueId, std::size_t> maker;
    for (std::size_t k = 0; k < graph.nodes.size(); ++k)
        for (const nnir::ValueId id : graph.nodes[k].outputs) maker[id] = k;
    std::vector<std::set<std::size_t>> read(graph.nodes.size());
    for (std::size_t k = 0; k < graph.nodes.size(); ++k)
        for (const nnir::ValueId id : graph.nodes[k].inputs)
            if (const auto found = maker.find(id); found != maker.end()) read[k].insert(found->second);
    return read;
}

/// The heads in an order in which each comes behind those that it reads; shorter than all heads if some read
/// each other in a ring, which are then in `rest`.
std::vector<std::size_t> ordered(const Sets& sets, const std::vector<std::set<std::size_t>>& read,
                                 std::vector<std::size_t>& rest) {
    std::map<std::size_t, std::set<std::size_t>> waits;
    for (const std::size_t head : sets.heads()) waits[head];
    for (std::size_t k = 0; k < read.size(); ++k)
        for (const std::size_t from : read[k])
            if (sets.of(from) != sets.of(k)) waits[sets.of(k)].insert(sets.of(from));
    std::vector<std::size_t> order;
    while (!waits.empty()) {
        const auto next = std::ranges::find_if(waits, [](const auto& each) { return each.second.empty(); });
        if (next == waits.end()) break;
        const std::size_t head = next->first;
        order.push_back(head);
        waits.erase(next);
        for (auto& [other, on] : waits) on.erase(head);
    }
    rest.clear();
    for (const auto& [head, on] : waits) rest.push_back(head);
    return order;
}

/// Two of these heads that read each other, each by way of others.
std::pair<std::size_t, std::size_t> ring_of(const Sets& sets, const std::vector<std::set<std::size_t>>& read,
                                            const std::vector<std::size_t>& rest) {
    // All of them wait, so going on to one that is waited for comes back to where one was already.
    std::vector<std::size_t> way = {rest.front()};
    for (;;) {
        std::size_t next = way.back();
        for (std::size_t k = 0; k < read.size() && next == way.back(); ++k)
            if (sets.of(k) == way.back())
                for (const std::size_t from : read[k])
                    if (sets.of(from) != way.back() && std::ranges::find(rest, sets.of(from)) != rest.end())
                        next = sets.of(from);
        if (std::ranges::find(way, next) != way.end()) return {next, way.back()};
        way.push_back(next);
    }
}

/// Which node each node is fused with, by place: the last node of the works that it takes part in.
using Anchors = std::vector<std::set<std::size_t>>;

Anchors anchors_of(const nnir::Graph& graph) {
    std::map<nnir::NodeId, std::size_t> place;
    for (std::size_t k = 0; k < graph.nodes.size(); ++k) place[graph.nodes[k].id] = k;
    Anchors anchors(graph.nodes.size());
    try {
        for (const lowering::Work& work : lowering::legalise(graph).work) {
            std::size_t last = 0;
            for (const nnir::NodeId node : work.nodes) last = std::max(last, place.at(node));
            for (const nnir::NodeId node : work.nodes) anchors[place.at(node)].insert(last);
        }
    } catch (const Error& error) {
        if (error.failure().kind != FailureKind::unsupported) throw;
        anchors.assign(graph.nodes.size(), {});
    }
    return anchors;
}

/// What only moves values that nothing makes goes with whatever reads it.
void add_moves(Anchors& anchors, const std::vector<std::set<std::size_t>>& read) {
    std::vector<bool> unmade(anchors.size());
    std::vector<bool> moves(anchors.size());
    for (std::size_t k = 0; k < anchors.size(); ++k) {
        moves[k] =
            anchors[k].empty() && std::ranges::any_of(read[k], [&](std::size_t p) { return unmade[p]; });
        unmade[k] = moves[k] || (!anchors[k].empty() && !anchors[k].contains(k));
    }
    for (std::size_t k = anchors.size(); k-- > 0;) {
        if (!moves[k]) continue;
        for (std::size_t reader = k + 1; reader < anchors.size(); ++reader) {
            if (!read[reader].contains(k)) continue;
            if (anchors[reader].empty()) anchors[k].insert(reader);
            anchors[k].insert(anchors[reader].begin(), anchors[reader].end());
        }
    }
}

/// The sets of the other nodes that node k is fused with.
std::set<std::size_t> joined_with(const Sets& sets, const Anchors& anchors, std::size_t k) {
    std::set<std::size_t> found;
    for (const std::size_t anchor : anchors[k])
        if (sets.of(anchor) != sets.of(k)) found.insert(sets.of(anchor));
    return found;
}

/// Joins what is fused; left apart are nodes that are folded into several sets.
void join_fused(Sets& sets, const Anchors& anchors) {
    for (bool changes = true; changes;) {
        changes = false;
        for (std::size_t k = 0; k < anchors.size(); ++k) {
            const std::set<std::size_t> others = joined_with(sets, anchors, k);
            if (others.size() != 1) continue;
            sets.join(k, *others.begin());
            changes = true;
        }
    }
}

/// Node k is folded into several sets, and whatever reads it has it there, or from the work of its own.
bool is_folded(const nnir::Graph& graph, const Sets& sets, const Anchors& anchors, std::size_t k,
               const std::vector<std::set<std::size_t>>& read) {
    const std::set<std::size_t> into = joined_with(sets, anchors, k);
    if (into.size() < 2) return false;
    if (anchors[k].contains(k)) return true;
    for (const nnir::ValueId id : graph.nodes[k].outputs)
        if (graph.is_output(id) ||
            std::ranges::find(graph.states, id, &nnir::State::written) != graph.states.end())
            return false;
    for (std::size_t reader = 0; reader < read.size(); ++reader) {
        if (!read[reader].contains(k)) continue;
        std::set<std::size_t> at = joined_with(sets, anchors, reader);
        if (at.size() < 2 || anchors[reader].contains(reader)) at.insert(sets.of(reader));
        if (!std::ranges::includes(into, at)) return false;
    }
    return true;
}

/// Joins the sets of nodes that are fused with several of them and not folded into each.
void join_unfolded(const nnir::Graph& graph, Sets& sets, const Anchors& anchors,
                   const std::vector<std::set<std::size_t>>& read) {
    for (bool changes = true; changes;) {
        join_fused(sets, anchors);
        changes = false;
        for (std::size_t k = 0; k < anchors.size() && !changes; ++k) {
            const std::set<std::size_t> into = joined_with(sets, anchors, k);
            if (into.size() < 2 || is_folded(graph, sets, anchors, k, read)) continue;
            for (const std::size_t other : into) sets.join(k, other);
            changes = true;
        }
    }
}

}  // namespace

std::vector<FusedGroup> fused_groups(const nnir::Graph& graph) {
    Sets sets(graph.nodes.size());
    const std::vector<std::set<std::size_t>> read = nodes_read(graph);
    Anchors anchors = anchors_of(graph);
    add_moves(anchors, read);
    join_unfolded(graph, sets, anchors, read);
    std::map<std::size_t, std::set<std::size_t>> copies;
    std::set<std::size_t> nowhere_else;
    for (std::size_t k = 0; k < anchors.size(); ++k) {
        for (const std::size_t anchor : anchors[k])
            if (sets.of(anchor) != sets.of(k)) copies[anchor].insert(k);
        if (!joined_with(sets, anchors, k).empty() && !anchors[k].contains(k)) nowhere_else.insert(k);
    }
    std::vector<std::size_t> rest;
    std::vector<std::size_t> order = ordered(sets, read, rest);
    // What lies between two of a group reads the group and is read by it.
    while (!rest.empty()) {
        const auto [a, b] = ring_of(sets, read, rest);
        sets.join(a, b);
        order = ordered(sets, read, rest);
    }
    std::vector<FusedGroup> groups;
    for (const std::size_t head : order) {
        std::set<std::size_t> own;
        std::set<std::size_t> folded;
        for (std::size_t k = head; k < graph.nodes.size(); ++k)
            if (sets.of(k) == head) own.insert(k);
        if (own.size() == 1 && nowhere_else.contains(head)) continue;
        for (const std::size_t k : own)
            if (const auto found = copies.find(k); found != copies.end())
                folded.insert(found->second.begin(), found->second.end());
        FusedGroup group;
        std::ranges::set_difference(folded, own, std::back_inserter(group.copies));
        std::ranges::set_union(own, group.copies, std::back_inserter(group.nodes));
        groups.push_back(std::move(group));
    }
    return groups;
}

}  // namespace lockstep
