#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/run/model_document.h"

namespace lockstep {

/// The file's own method, called in the model's worker. It keeps state as the file does: what the module
/// carries itself stays in the worker, what was bound by --state is passed in and taken out here.
class ForwardCall {
  public:
    /// `number`: of whom it is; see ModelWorker::forward_for.
    ForwardCall(const LoadedModel& model, std::uint64_t number);

    /// False: every call is the first one.
    bool has_state() const { return has_state_; }
    /// Both kinds of state back to their initial values.
    void reset(const JobControl& job);
    /// Inputs and outputs of model.imported, flattened. The time of the call is that of last_us().
    std::vector<std::vector<float>> operator()(const std::vector<std::vector<float>>& inputs,
                                               const JobControl& job);
    double last_us() const { return last_us_; }
    /// Nobody else's calls came in between since the last reset().
    bool is_in_order() const;

  private:
    struct Place {
        std::optional<std::size_t> state;  ///< index into bound_, or
        std::optional<std::size_t> value;  ///< index into the inputs or outputs of model.imported
    };

    LoadedModel model_;
    std::uint64_t number_;
    bool has_state_ = false;
    std::vector<Place> inputs_;   ///< per input of the file's own method
    std::vector<Place> outputs_;  ///< likewise
    std::vector<std::vector<float>> initial_;
    std::vector<std::vector<float>> bound_;
    double last_us_ = 0;
};

/// The same as rows, one per inference, in order from a reset. Going on costs one call an inference; anything
/// else calls again from the reset on.
class ForwardSteps {
  public:
    ForwardSteps(const LoadedModel& model, std::uint64_t number) : call_(model, number), model_(model) {}

    /// Outputs of the inferences [first, first + count), of which `start` was the first one behind the reset.
    /// `inputs` is asked for rows of the inferences that are called.
    std::vector<float> rows(std::int64_t start, std::int64_t first, std::int64_t count,
                            const InputSource& inputs, const JobControl& job);
    double mean_us() const { return calls_ == 0 ? 0 : total_us_ / static_cast<double>(calls_); }

  private:
    ForwardCall call_;
    LoadedModel model_;
    std::int64_t start_ = -1;  ///< of the inferences that were called; -1: none
    std::int64_t next_ = 0;
    double total_us_ = 0;
    std::int64_t calls_ = 0;
};

}  // namespace lockstep
