#include "core/nnir/node_query.h"

#include <algorithm>
#include <deque>

#include "core/nnir/query_terms.h"

namespace lockstep::nnir {
namespace {

using Index = std::size_t;
constexpr Index nobody = static_cast<Index>(-1);

/// Who reads whom, by index; ascending, each once.
std::vector<std::vector<Index>> readers_of(const Graph& graph) {
    std::map<ValueId, Index> maker;
    std::vector<std::vector<Index>> readers(graph.nodes.size());
    for (Index n = 0; n < graph.nodes.size(); ++n) {
        for (const ValueId input : graph.nodes[n].inputs) {
            const auto found = maker.find(input);
            if (found == maker.end()) continue;
            std::vector<Index>& all = readers[found->second];
            if (all.empty() || all.back() != n) all.push_back(n);
        }
        for (const ValueId output : graph.nodes[n].outputs) maker[output] = n;
    }
    return readers;
}

class ChainSearch {
  public:
    ChainSearch(const Graph& graph, const std::vector<QueryTerms>& steps, const JobControl& job)
        : graph_(graph), steps_(steps), job_(job), readers_(readers_of(graph)) {
        leads_.assign(steps.size(), std::vector<bool>(graph.nodes.size()));
        for (std::size_t step = steps.size(); step-- > 0;) fill(step);
    }

    std::vector<NodeMatch> find() {
        for (Index n = 0; n < graph_.nodes.size() && !is_full(); ++n) {
            if (leads_[0][n]) follow(0, n);
        }
        return std::move(found_);
    }

  private:
    bool is_full() const {
        return found_.size() >= NodeQuery::most_matches || in_found_ >= NodeQuery::most_nodes;
    }

    /// A node leads on from a step if the rest of the chain stands behind it. In a gap: one of its readers
    /// does, or leads on in the gap.
    void fill(std::size_t step) {
        const QueryTerms& terms = steps_[step];
        const auto onward = [&](Index reader) {
            if (leads_[step + 1][reader] || (terms.gap && leads_[step][reader])) return true;
            return !terms.gap && steps_[step + 1].gap && leads_[step + 2][reader];
        };
        const bool last = step + 1 == steps_.size();
        for (Index n = graph_.nodes.size(); n-- > 0;) {
            job_.check();
            leads_[step][n] = (last || std::ranges::any_of(readers_[n], onward)) &&
                              (terms.gap || holds(terms, graph_, graph_.nodes[n]));
        }
    }

    void follow(std::size_t step, Index node) {
        way_.push_back(node);
        if (step + 1 == steps_.size()) {
            NodeMatch match;
            for (const Index n : way_) match.nodes.push_back(graph_.nodes[n].id);
            in_found_ += match.nodes.size();
            found_.push_back(std::move(match));
        } else if (steps_[step + 1].gap) {
            leap(step + 2, node);
        } else {
            for (const Index reader : readers_[node]) {
                if (is_full()) break;
                if (leads_[step + 1][reader]) follow(step + 1, reader);
            }
        }
        way_.pop_back();
    }

    /// On to every nearest node of `step` behind this one, each by a shortest way. `step` is never 0: in
    /// front of it stands the gap.
    void leap(std::size_t step, Index from) {
        job_.check();
        std::map<Index, Index> before{{from, nobody}};
        std::deque<Index> open{from};
        std::vector<Index> reached;
        while (!open.empty()) {
            const Index node = open.front();
            open.pop_front();
            for (const Index reader : readers_[node]) {
                const bool there = leads_[step][reader];
                if (!there && !leads_[step - 1][reader]) continue;
                if (!before.emplace(reader, node).second) continue;
                if (there)
                    reached.push_back(reader);
                else
                    open.push_back(reader);
            }
        }
        const std::size_t length = way_.size();
        for (const Index node : reached) {
            if (is_full()) return;
            std::vector<Index> between;
            for (Index n = before[node]; n != from; n = before[n]) between.push_back(n);
            way_.insert(way_.end(), between.rbegin(), between.rend());
            follow(step, node);
            way_.resize(length);
        }
    }

    const Graph& graph_;
    const std::vector<QueryTerms>& steps_;
    const JobControl& job_;
    std::vector<std::vector<Index>> readers_;
    std::vector<std::vector<bool>> leads_;  ///< by step and node
    std::vector<Index> way_;
    std::vector<NodeMatch> found_;
    std::size_t in_found_ = 0;  ///< nodes
};

}  // namespace

NodeQuery::NodeQuery(std::string_view text, bool regular_expressions)
    : steps_(parse_query(text, regular_expressions)) {}
bool NodeQuery::is_cut(const std::vector<NodeMatch>& matches) {
    std::size_t nodes = 0;
    for (const NodeMatch& match : matches) nodes += match.nodes.size();
    return matches.size() >= most_matches || nodes >= most_nodes;
}

NodeQuery::~NodeQuery() = default;
NodeQuery::NodeQuery(NodeQuery&&) noexcept = default;
NodeQuery& NodeQuery::operator=(NodeQuery&&) noexcept = default;

bool NodeQuery::empty() const {
    return steps_.empty();
}

bool NodeQuery::is_chain() const {
    return steps_.size() > 1;
}

std::vector<NodeMatch> NodeQuery::find(const Graph& graph, const JobControl& job) const {
    if (empty()) return {};
    return ChainSearch(graph, steps_, job).find();
}

}  // namespace lockstep::nnir
