#pragma once

#include <cstdint>
#include <vector>

#include "core/compiler/schedule.h"

namespace lockstep::compiler {

/// When the tensor of each vector is written and read, step by step and core by core, and so which of them
/// can never be alive together. Holds for every machine: it follows from the order in each unit and from
/// readers waiting for writers, not from cycles.
class Lives {
  public:
    Lives(const lowering::WorkList& list, const Assignment& assignment, const Schedule& schedule);

    /// Cores whose tensor RAM holds the vector; 0: nobody needs it.
    CoreMask holders(std::uint32_t vector) const { return holders_[vector]; }
    /// Vectors that keep their blocks for ever: constants, states and what shows a state.
    bool pinned(std::uint32_t vector) const { return pinned_[vector]; }
    /// Whether, in every core that holds both, all is over with `earlier` before `later` begins.
    bool may_follow(std::uint32_t earlier, std::uint32_t later) const;
    /// Vectors with holders in the order of their first write; constants and states first.
    const std::vector<std::uint32_t>& order() const { return order_; }

  private:
    struct Access {
        std::uint32_t entry;  ///< of the schedule
        CoreMask cores;       ///< where the blocks are
        std::uint32_t first;
        std::uint32_t blocks;
        bool result_path;  ///< written by it
    };
    /// A vector and which of its blocks.
    struct Part {
        std::uint32_t vector;
        Run run;
    };
    void collect(const lowering::WorkList& list, const Assignment& assignment, const Schedule& schedule);
    void collect_write(const Part& part, CoreMask targets, std::uint32_t entry, const Assignment& assignment);
    void number(const Schedule& schedule);
    bool over(const Access& access, std::uint32_t writer) const;

    std::size_t lanes_ = 0;
    std::vector<std::uint32_t> lane_;
    std::vector<std::uint32_t> position_;
    std::vector<std::uint32_t> clocks_;
    std::vector<CoreMask> holders_;
    std::vector<bool> pinned_;
    std::vector<CoreMask>
        unread_;  ///< per vector: cores that get a block of the result path which they do not read
    std::vector<std::vector<Part>> reads_;  ///< per entry
    std::vector<std::vector<Access>> readers_;
    std::vector<std::vector<Access>> writers_;
    std::vector<std::uint32_t> order_;
};

}  // namespace lockstep::compiler
