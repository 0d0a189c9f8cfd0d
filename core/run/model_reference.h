#pragma once

#include <map>
#include <optional>

#include "core/run/forward_call.h"
#include "core/run/model_document.h"

namespace lockstep {

/// LibTorch as the reference, in the model's worker.
///
/// Streamed: outputs of the example sequence's inferences are rows of the file's own forward on that sequence
/// (positions that the inputs do not reach are zero); those beyond it are stepped. After a reset the next
/// inputs are such a sequence again. States are always stepped. On its first use it steps the form through
/// the example sequence, at most `check_limit` steps, and compares it with forward: that is
/// ReferenceInfo::max_abs. A readout of the last position is compared in the last inference of the sequence
/// only; inferences of the warm-up have no reference.
///
/// Not streamed: forward once per inference. A model that keeps state of its own is called in order from the
/// reset on, for `forward_limit` inferences, and stepped beside it; what lies beyond is stepped only. Both
/// are compared on the way. Going back calls it again from the reset on: any way to an inference gives the
/// same.
class ModelReference final : public Reference {
  public:
    static constexpr std::int64_t check_limit = 1024;
    static constexpr std::int64_t forward_limit = 4096;

    /// `reset_every`: the states are the initial ones in front of every inference whose index is a multiple
    /// of it (0: never), and where the inputs ask for it; no call of rows() goes over such an inference. With
    /// ReferenceChoice::forward there are no states, and nothing is stepped.
    ModelReference(const LoadedModel& model, std::shared_ptr<const InputSource> inputs,
                   std::int64_t reset_every = 0, ReferenceChoice choice = ReferenceChoice::automatic);

    std::vector<float> initial_states() const override;
    std::int64_t state_offset(const std::string& name) const override;
    ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                       const JobControl& job) override;
    ReferenceInfo info(std::int64_t inferences) const override;
    double mean_us() const override;
    void edited_from(std::optional<std::int64_t> index) override { edited_from_ = index; }

  private:
    enum class Mode : std::uint8_t {
        whole,     ///< forward, any inference alone
        carried,   ///< forward in order, with its own state
        sequence,  ///< forward on the example sequence
        readout,   ///< forward on the example sequence, for its last inference
        stepped,   ///< forward says nothing
    };

    std::vector<float> input_rows(std::int64_t first, std::int64_t count) const;
    /// Steps with the worker's mutex held; loads the form and sets the states if the worker holds others.
    ModelSession::SteppedResult step(std::int64_t first, std::int64_t count, std::span<const float> states,
                                     const JobControl& job);
    /// Runs the first sequence through forward and, as far as the limit goes, through the stepped form.
    void check_sequence(const JobControl& job);
    struct Span {
        std::int64_t begin = 0;
        std::int64_t end = 0;
        std::int64_t size() const { return end - begin; }
    };
    /// Outputs of forward alone: rows that it says nothing of are none.
    ReferenceRows forward_only(std::int64_t first, std::int64_t count, const JobControl& job);
    /// The inferences of which forward says something when it begins at `start`: 0 or behind a reset.
    Span forward_span(std::int64_t start) const;
    /// Forward says nothing from here on.
    std::int64_t edited_end() const;
    /// Outputs of forward on the sequence that begins at `start` as rows, one per inference of
    /// forward_span(); kept until another one is asked for.
    const std::vector<float>& forward_rows(std::int64_t start, const JobControl& job);
    /// Compares inferences from `first` on as forward and the stepped form gave them.
    void check_steps(std::int64_t first, std::span<const float> stepped, std::span<const float> forward);
    void count_time(double mean_us, std::int64_t count);

    LoadedModel model_;
    std::shared_ptr<const InputSource> inputs_;
    std::uint64_t number_;
    SteppedReference stepped_;
    Mode mode_ = Mode::stepped;
    ForwardCall forward_call_;
    ForwardSteps forward_steps_;
    std::map<std::string, std::int64_t> state_offsets_;
    std::int64_t input_size_ = 0;
    std::int64_t output_size_ = 0;
    std::int64_t sequence_ = 0;  ///< length of the example sequence; 0: not streamed
    ResetPlan resets_;
    bool forward_only_ = false;
    std::optional<std::int64_t> edited_from_;
    bool checked_ = false;
    std::int64_t forward_start_ = -1;  ///< of the rows in forward_; -1: none
    std::vector<float> forward_;       ///< rows of forward
    ReferenceInfo info_;
    std::vector<float> worker_states_;  ///< what the worker's states are, if it holds our form
    double total_us_ = 0;
    std::int64_t timed_ = 0;
};

}  // namespace lockstep
