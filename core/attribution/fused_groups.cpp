#include "core/attribution/fused_groups.h"

#include <algorithm>
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

}  // namespace

std::vector<std::vector<std::size_t>> fused_groups(const nnir::Graph& graph) {
    Sets sets(graph.nodes.size());
    std::map<nnir::NodeId, std::size_t> place;
    for (std::size_t k = 0; k < graph.nodes.size(); ++k) place[graph.nodes[k].id] = k;
    try {
        for (const lowering::Work& work : lowering::legalise(graph).work)
            for (const nnir::NodeId node : work.nodes)
                sets.join(place.at(work.nodes.front()), place.at(node));
    } catch (const Error& error) {
        if (error.failure().kind != FailureKind::unsupported) throw;
    }
    const std::vector<std::set<std::size_t>> read = nodes_read(graph);
    std::vector<std::size_t> rest;
    std::vector<std::size_t> order = ordered(sets, read, rest);
    // What lies between two of a group reads the group and is read by it.
    while (!rest.empty()) {
        const auto [a, b] = ring_of(sets, read, rest);
        sets.join(a, b);
        order = ordered(sets, read, rest);
    }
    std::vector<std::vector<std::size_t>> groups;
    for (const std::size_t head : order) {
        groups.emplace_back();
        for (std::size_t k = head; k < graph.nodes.size(); ++k)
            if (sets.of(k) == head) groups.back().push_back(k);
    }
    return groups;
}

}  // namespace lockstep
