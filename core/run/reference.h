#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/run/recording.h"
#include "core/support/job_control.h"

namespace lockstep {

/// What the reference gave for some inferences in a row.
struct ReferenceRows {
    std::vector<float> outputs;        ///< row after row, each the outputs in order
    std::vector<float> states;         ///< the states after each inference, in order; empty if there are none
    std::vector<ReferenceKind> kinds;  ///< of each row's outputs
};

/// Which of the references of a model is asked for.
enum class ReferenceChoice : std::uint8_t {
    automatic,  ///< forward as far as it says something, stepped beyond
    forward,    ///< forward only: other inferences are not compared
    stepped,    ///< stepped from the first inference on
};

/// Computes what the outputs and states should be, inference by inference. It holds no position: the states
/// before the first inference are handed in, so that any place of a run can be gone back to.
class Reference {
  public:
    virtual ~Reference() = default;

    /// All states in order before the first inference; empty if there are none.
    virtual std::vector<float> initial_states() const = 0;
    /// Where the values of the state of this name begin in a row of states; -1 if it is not known.
    virtual std::int64_t state_offset(const std::string& name) const = 0;
    /// Inferences [first, first + count); `states` are those after inference first - 1.
    virtual ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                               const JobControl& job) = 0;
    /// From this inference on the states are not those that the inputs led to (nullopt: they are again): what
    /// does not follow from the states that are handed in says nothing there.
    virtual void edited_from(std::optional<std::int64_t>) {}
    /// The reference's description when `inferences` have been run.
    virtual ReferenceInfo info(std::int64_t inferences) const = 0;
    /// Mean time of one inference in LibTorch, measured in the worker; 0 before the first.
    virtual double mean_us() const = 0;
};

}  // namespace lockstep
