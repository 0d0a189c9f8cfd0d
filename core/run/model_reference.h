#pragma once

#include <map>

#include "core/run/model_document.h"

namespace lockstep {

/// LibTorch as the reference, in the model's worker.
///
/// Streamed: outputs of the example sequence's inferences are rows of the file's own forward on that sequence
/// (positions that the inputs do not reach are zero); those beyond it are stepped. States are always stepped.
/// On its first use it steps the form through the example sequence, at most `check_limit` steps, and compares
/// it with forward: that is ReferenceInfo::max_abs. Not streamed: forward once per inference, or the stepped
/// form if the model keeps state of its own.
class ModelReference final : public Reference {
  public:
    static constexpr std::int64_t check_limit = 1024;

    ModelReference(const LoadedModel& model, std::shared_ptr<const InputSource> inputs);

    std::vector<float> initial_states() const override;
    std::int64_t state_offset(const std::string& name) const override;
    ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                       const JobControl& job) override;
    ReferenceInfo info(std::int64_t inferences) const override;
    double mean_us() const override;

  private:
    std::vector<float> input_rows(std::int64_t first, std::int64_t count) const;
    /// Steps with the worker's mutex held; loads the form and sets the states if the worker holds others.
    ModelSession::SteppedResult step(std::int64_t first, std::int64_t count, std::span<const float> states,
                                     const JobControl& job);
    /// Runs the example sequence through forward and, as far as the limit goes, through the stepped form.
    void prepare_sequence(const JobControl& job);
    /// Outputs of forward as rows, one per inference.
    std::vector<float> forward_rows(const JobControl& job);
    ReferenceRows whole_rows(std::int64_t first, std::int64_t count, const JobControl& job);
    void count_time(double mean_us, std::int64_t count);

    LoadedModel model_;
    std::shared_ptr<const InputSource> inputs_;
    std::uint64_t number_;
    SteppedReference stepped_;
    bool uses_stepped_ = false;
    std::map<std::string, std::int64_t> state_offsets_;
    std::int64_t input_size_ = 0;
    std::int64_t output_size_ = 0;
    std::int64_t sequence_ = 0;         ///< length of the example sequence; 0: not streamed
    std::int64_t sequence_inputs_ = 0;  ///< as many of its positions as there are inputs for
    bool sequence_ready_ = false;
    std::vector<float> forward_;  ///< rows of forward
    ReferenceInfo info_;
    std::vector<float> worker_states_;  ///< what the worker's states are, if it holds our form
    double total_us_ = 0;
    std::int64_t timed_ = 0;
};

}  // namespace lockstep
