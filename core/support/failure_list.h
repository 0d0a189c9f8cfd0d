#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/support/error.h"

namespace lockstep {

/// The places of a failure while they are being found. Places that read alike, such as the turns of an
/// unrolled loop, are one place with a count.
class FailureList {
  public:
    /// Returns the index of the place.
    std::size_t add(FailureNode node);
    std::size_t size() const { return nodes_.size(); }
    bool empty() const { return nodes_.empty(); }
    /// The places in the order that they were found in; the reason of one that was met more than once ends
    /// with " (5 times)".
    std::vector<FailureNode> nodes() const;

  private:
    std::vector<FailureNode> nodes_;
    std::vector<std::size_t> counts_;
};

}  // namespace lockstep
