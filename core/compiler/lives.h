#pragma once

#include <cstdint>
#include <vector>

#include "core/compiler/place_tensors.h"
#include "core/compiler/schedule.h"

namespace lockstep::compiler {

/// When the tensor of each vector is written and read, step by step and core by core, and so which of them
/// can never be alive together. Holds for every machine: it follows from the order in each unit and from
/// readers waiting for writers, not from cycles. Steps are the entries of the schedule.
class Lives {
  public:
    Lives(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
          const Schedule& schedule);

    /// Vectors that some core needs, in the order of their first write; constants and states first.
    const std::vector<std::uint32_t>& order() const { return order_; }
    /// Cores whose tensor RAM holds the vector; 0: nobody needs it.
    CoreMask holders(std::uint32_t vector) const { return holders_[vector]; }
    /// When the vector's `blocks` blocks are in use. Constants, states and what shows a state never end.
    TensorLife life(std::uint32_t vector, std::uint32_t blocks) const;

    /// How far every unit is for sure when a vector begins to be written: per core that holds it and lane.
    struct Start {
        std::uint32_t vector = 0xFFFFFFFFU;
        std::vector<std::uint32_t> clocks;
    };
    Start start_of(std::uint32_t vector) const;
    /// Whether, in this core, all is over with `earlier` before the vector of `later` begins.
    bool over(std::uint32_t earlier, const Start& later, std::uint16_t core) const;

  private:
    /// A vector and which of its blocks.
    struct Part {
        std::uint32_t vector;
        Run run;
    };
    struct Write {
        std::uint32_t entry;  ///< of the schedule
        CoreMask cores;       ///< where the blocks go to
        std::uint32_t first;
        std::uint32_t blocks;
    };
    /// The last place in a lane that touches a vector in a core.
    struct Touch {
        std::uint32_t lane;
        std::uint32_t position;
    };
    struct InCore {
        std::uint16_t core;
        std::uint32_t ends = 0;  ///< entry; never if nobody waits for a block of the result path
        std::vector<Touch> touches;
    };

    void collect(const lowering::WorkList& list, const Tiling& tiling, const Assignment& assignment,
                 const Schedule& schedule);
    void collect_write(const Part& part, CoreMask targets, std::uint32_t entry, const Assignment& assignment);
    void number(const Schedule& schedule);
    void collect_touches(const Schedule& schedule);
    void touch(std::uint32_t vector, std::uint16_t core, std::uint32_t entry);
    InCore& in_core(std::uint32_t vector, std::uint16_t core);

    std::size_t cores_;
    std::size_t lanes_;
    std::vector<std::uint32_t> lane_;      ///< per entry
    std::vector<std::uint32_t> position_;  ///< per entry, in its lane, from 1
    std::vector<std::uint32_t> clocks_;    ///< per entry and lane: how many of the lane happen before
    std::vector<CoreMask> holders_;
    std::vector<bool> pinned_;
    std::vector<CoreMask>
        unread_;  ///< per vector: cores that get a block of the result path which they do not read
    std::vector<std::vector<Part>> reads_;      ///< per entry
    std::vector<std::vector<Write>> writers_;   ///< per vector, in the schedule's order
    std::vector<std::vector<InCore>> in_core_;  ///< per vector
    std::vector<std::uint32_t> order_;
};

}  // namespace lockstep::compiler
