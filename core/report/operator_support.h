#pragma once

#include <string>
#include <vector>

#include "core/nnir/op.h"
#include "core/report/report.h"

namespace lockstep {

/// What the published accelerators make of the nodes of a graph that are not theirs as they are.
struct SupportCount {
    std::size_t published = 0;
    std::vector<std::string> composed;       ///< operators, each once, in graph order
    std::vector<std::string> lockstep_only;  ///< likewise
};
SupportCount count_support(const std::vector<OpRow>& rows);

/// One sentence: "all operators supported by the published accelerators", or which are not.
std::string support_text(const SupportCount& count);

/// For tables: "as it is", "composed" or "Lockstep only".
std::string support_label(nnir::SupportLevel level);

}  // namespace lockstep
