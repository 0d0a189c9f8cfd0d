#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace lockstep {

/// In front of which inferences the state goes back to its initial value; never in front of the first one.
class ResetPlan {
  public:
    /// Never.
    ResetPlan() = default;
    /// In front of every inference whose index is a multiple of `every` (0: of none), and of those of
    /// `listed` (rising; may be null).
    explicit ResetPlan(std::int64_t every, std::shared_ptr<const std::vector<std::int64_t>> listed = nullptr)
        : every_(every), listed_(std::move(listed)) {}

    bool begins_anew(std::int64_t index) const { return index > 0 && start(index) == index; }
    /// The newest reset at or before `index`; 0 if there is none.
    std::int64_t start(std::int64_t index) const {
        std::int64_t start = every_ > 0 ? index - index % every_ : 0;
        if (listed_) {
            const auto after = std::ranges::upper_bound(*listed_, index);
            if (after != listed_->begin()) start = std::max(start, *(after - 1));
        }
        return start;
    }
    /// The first reset behind `index`; the largest number if there is none.
    std::int64_t next(std::int64_t index) const {
        std::int64_t next = std::numeric_limits<std::int64_t>::max();
        if (every_ > 0) next = index - index % every_ + every_;
        if (listed_) {
            const auto after = std::ranges::upper_bound(*listed_, index);
            if (after != listed_->end()) next = std::min(next, *after);
        }
        return next;
    }

  private:
    std::int64_t every_ = 0;
    std::shared_ptr<const std::vector<std::int64_t>> listed_;
};

}  // namespace lockstep
