#pragma once

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "core/program/byte_stream.h"
#include "core/run/watched_run.h"
#include "core/support/error.h"
#include "small_model.h"

/// Runs with references that show in the outputs what they were stepped from.
namespace counted_run {

using namespace lockstep;

/// Counts the inferences in its one state, and says outputs that follow from the count: a wrong state shows
/// in the outputs.
class CountingReference final : public Reference {
  public:
    explicit CountingReference(std::int64_t outputs, std::int64_t reset_every = 0)
        : outputs_(outputs), reset_every_(reset_every) {}

    std::vector<float> initial_states() const override { return {0}; }
    std::int64_t state_offset(const std::string&) const override { return -1; }
    ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                       const JobControl&) override {
        const std::int64_t since_reset = reset_every_ > 0 ? first % reset_every_ : first;
        if (reset_every_ > 0 && since_reset + count > reset_every_)
            throw Error(FailureKind::internal, "one call goes over a reset");
        if (states.size() != 1 || states[0] != static_cast<float>(since_reset))
            throw Error(FailureKind::internal, "the reference was handed another inference's states");
        ReferenceRows rows;
        for (std::int64_t i = first; i < first + count; ++i) {
            for (std::int64_t o = 0; o < outputs_; ++o)
                rows.outputs.push_back(static_cast<float>(i) / 16 + static_cast<float>(o));
            rows.states.push_back(static_cast<float>(since_reset + i - first + 1));
            rows.kinds.push_back(i < 5 ? ReferenceKind::forward : ReferenceKind::stepped);
        }
        return rows;
    }
    ReferenceInfo info(std::int64_t) const override { return {.kind = ReferenceKind::stepped, .note = {}}; }
    double mean_us() const override { return 1; }

  private:
    std::int64_t outputs_;
    std::int64_t reset_every_;
};

/// Keeps the states that it is handed and says what it was asked for.
class ListeningReference final : public Reference {
  public:
    struct Call {
        std::int64_t first;
        std::int64_t count;
        std::vector<float> states;
    };
    ListeningReference(const Program& program, std::vector<Call>& calls) : calls_(calls) {
        std::int64_t at = 0;
        // In another order than the program's.
        for (std::size_t k = program.states.size(); k-- > 0;) {
            offsets_[program.states[k].name] = at;
            at += element_count(program.states[k].shape);
        }
        initial_.assign(static_cast<std::size_t>(at), 0.0F);
        outputs_ = program.output_values();
    }
    std::vector<float> initial_states() const override { return initial_; }
    std::int64_t state_offset(const std::string& name) const override { return offsets_.at(name); }
    ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                       const JobControl&) override {
        calls_.push_back({first, count, {states.begin(), states.end()}});
        ReferenceRows rows;
        rows.outputs.assign(static_cast<std::size_t>(count * outputs_), 0.0F);
        for (std::int64_t i = 0; i < count; ++i)
            rows.states.insert(rows.states.end(), states.begin(), states.end());
        rows.kinds.assign(static_cast<std::size_t>(count), ReferenceKind::stepped);
        return rows;
    }
    ReferenceInfo info(std::int64_t) const override { return {.kind = ReferenceKind::stepped, .note = {}}; }
    double mean_us() const override { return 1; }
    std::int64_t offset(const std::string& name) const { return offsets_.at(name); }

  private:
    std::vector<Call>& calls_;
    std::map<std::string, std::int64_t> offsets_;
    std::vector<float> initial_;
    std::int64_t outputs_ = 0;
};

inline LockstepRun make_run(RecorderOptions recorder = {}, std::int64_t reset_every = 0) {
    const CompiledProgram compiled = small_model::streamed_lstm();
    return {compiled, random_inputs(compiled.program->inputs, 3),
            std::make_unique<CountingReference>(compiled.program->output_values(), reset_every),
            RunOptions{.tolerance = {}, .recorder = recorder, .reset_every = reset_every, .vm = {}}};
}

inline void compare(const RecordedRows& a, const RecordedRows& b) {
    QCOMPARE(a.first, b.first);
    QCOMPARE(a.rows, b.rows);
    QCOMPARE(a.outputs, b.outputs);
    QCOMPARE(a.reference_outputs, b.reference_outputs);
    QCOMPARE(a.states.size(), b.states.size());
    for (std::size_t i = 0; i < a.states.size(); ++i) QCOMPARE(a.states[i].vm, b.states[i].vm);
}

inline void compare(const Recording& a, const Recording& b) {
    compare(static_cast<const RecordedRows&>(a), static_cast<const RecordedRows&>(b));
    QCOMPARE(a.inferences.size(), b.inferences.size());
    for (std::size_t i = 0; i < a.inferences.size(); ++i) {
        QCOMPARE(a.inferences[i].index, b.inferences[i].index);
        QCOMPARE(a.inferences[i].max_abs_error, b.inferences[i].max_abs_error);
        QCOMPARE(a.inferences[i].reference, b.inferences[i].reference);
    }
    QCOMPARE(a.error.rms, b.error.rms);
}

}  // namespace counted_run
