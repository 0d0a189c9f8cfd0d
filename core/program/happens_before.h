#pragma once

#include <cstdint>
#include <vector>

#include "core/program/program.h"

namespace lockstep::verify {

struct Step {
    std::uint16_t core = 0;
    std::uint32_t instruction = 0;
    friend bool operator==(const Step&, const Step&) = default;
};

/// Who writes each block of each tensor in each core.
class Writers {
  public:
    static constexpr std::int32_t nobody = -1;
    static constexpr std::int32_t image = -2;

    explicit Writers(const Program& program);
    /// nobody, image, or an index into steps().
    std::int32_t& of(std::uint16_t descriptor, std::uint32_t block, std::size_t core) {
        return writers_[first_[descriptor] + std::size_t{block} * cores_ + core];
    }
    const std::vector<Step>& steps() const { return steps_; }
    std::size_t step_index(std::size_t core, std::size_t instruction) const {
        return first_step_[core] + instruction;
    }

  private:
    std::size_t cores_;
    std::vector<std::size_t> first_;
    std::vector<std::int32_t> writers_;
    std::vector<Step> steps_;
    std::vector<std::size_t> first_step_;
};

/// What is sure to happen before what, whatever the cycle figures of the machine: units work in order, a
/// reader waits for the writers of its blocks, the result path for the products before it in the stream,
/// output blocks for their turn.
class HappensBefore {
  public:
    /// `writers` has to be complete.
    HappensBefore(const Program& program, Writers& writers);

    /// Steps that can never begin; empty unless the program stops.
    const std::vector<Step>& stuck() const { return stuck_; }
    /// Whether step a, which is not of the result path, is past its unit before step b begins.
    bool before(std::size_t a, std::size_t b) const;
    /// A place in an order that respects what happens before what.
    std::uint32_t rank(std::size_t step) const { return rank_[step]; }

  private:
    std::size_t lanes_;
    std::vector<std::uint32_t> lane_;      ///< per step
    std::vector<std::uint32_t> position_;  ///< per step, in its lane, from 1
    std::vector<std::uint32_t> clocks_;    ///< per step and lane: how many of the lane's steps happen before
    std::vector<std::uint32_t> rank_;      ///< per step
    std::vector<Step> stuck_;
};

}  // namespace lockstep::verify
