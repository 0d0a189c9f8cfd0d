#include "core/support/failure_list.h"

#include <algorithm>

namespace lockstep {

std::size_t FailureList::add(FailureNode node) {
    const auto found = std::find(nodes_.begin(), nodes_.end(), node);
    const auto index = static_cast<std::size_t>(found - nodes_.begin());
    if (found == nodes_.end()) {
        nodes_.push_back(std::move(node));
        counts_.push_back(0);
    }
    ++counts_[index];
    return index;
}

std::vector<FailureNode> FailureList::nodes() const {
    std::vector<FailureNode> nodes = nodes_;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (counts_[i] < 2) continue;
        std::string& reason = nodes[i].reason;
        reason += (reason.empty() ? "(" : " (") + std::to_string(counts_[i]) + " times)";
    }
    return nodes;
}

}  // namespace lockstep
