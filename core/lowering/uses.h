#pragma once

#include <vector>

#include "core/lowering/work.h"

namespace lockstep::lowering {

/// Who makes and who reads the vectors of a list, as it is when this is made.
struct Uses {
    static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

    explicit Uses(const WorkList& list);

    std::vector<std::size_t> maker;                 ///< by vector: the work that makes it, or nobody
    std::vector<std::vector<std::size_t>> readers;  ///< by vector: work in order; twice if it reads it twice
    std::vector<bool> leaves;                       ///< by vector: an output, or a state's next value
};

/// Adds the nodes that are not there yet.
void add_nodes(Work& work, const std::vector<nnir::NodeId>& nodes);

/// Drops the work for which `gone` is true.
void remove_work(WorkList& list, const std::vector<bool>& gone);

}  // namespace lockstep::lowering
