#include "core/run/recorder.h"

#include <algorithm>

namespace lockstep {
namespace {

void append(std::vector<float>& to, std::span<const float> values) {
    to.insert(to.end(), values.begin(), values.end());
}

/// Drops `count` rows at the front of a table that may be empty.
void drop_front(std::vector<float>& table, std::int64_t count, std::int64_t size) {
    if (!table.empty()) table.erase(table.begin(), table.begin() + count * size);
}

void keep_front(std::vector<float>& table, std::int64_t count, std::int64_t size) {
    if (!table.empty()) table.resize(static_cast<std::size_t>(count * size));
}

std::vector<float> tail(const std::vector<float>& table, std::int64_t count, std::int64_t size) {
    if (table.empty()) return {};
    return {table.end() - count * size, table.end()};
}

}  // namespace

Recorder::Recorder(std::vector<StateTrace> states, std::int64_t output_size, Tolerance tolerance,
                   RecorderOptions options)
    : tolerance_(tolerance), options_(options), snapshot_every_(options.snapshot_every) {
    rows_.output_size = output_size;
    rows_.states = std::move(states);
    for (const StateTrace& state : rows_.states) state_size_ += state.size;
}

void Recorder::add(std::int64_t cycles, ReferenceKind reference, const InferenceRow& row) {
    InferenceRecord record;
    record.index = inferences();
    record.cycles = cycles;
    record.reference = reference;
    if (reference != ReferenceKind::none) set_errors(record, row.outputs, row.reference_outputs, tolerance_);
    records_.push_back(record);
    append(rows_.outputs, row.outputs);
    append(rows_.reference_outputs, row.reference_outputs);
    std::size_t at = 0;
    for (StateTrace& state : rows_.states) {
        const auto size = static_cast<std::size_t>(state.size);
        append(state.vm, row.states.subspan(at, size));
        if (!row.reference_states.empty()) append(state.reference, row.reference_states.subspan(at, size));
        at += size;
    }
    ++rows_.rows;
    trim();
}

void Recorder::trim() {
    if (rows_.rows < 2 * options_.window) return;
    const std::int64_t drop = rows_.rows - options_.window;
    drop_front(rows_.outputs, drop, rows_.output_size);
    drop_front(rows_.reference_outputs, drop, rows_.output_size);
    for (StateTrace& state : rows_.states) {
        drop_front(state.vm, drop, state.size);
        drop_front(state.reference, drop, state.size);
    }
    rows_.rows -= drop;
    first_ += drop;
}

void Recorder::add_snapshot(RunSnapshot snapshot) {
    if (!snapshots_.empty() && snapshots_.back().index >= snapshot.index) return;
    snapshots_.push_back(std::move(snapshot));
    if (snapshots_.size() < options_.max_snapshots) return;
    snapshot_every_ *= 2;
    std::erase_if(snapshots_, [this](const RunSnapshot& s) { return s.index % snapshot_every_ != 0; });
}

const RunSnapshot& Recorder::snapshot_before(std::int64_t index) const {
    const auto after = std::ranges::upper_bound(snapshots_, index, {}, &RunSnapshot::index);
    return *(after - 1);
}

void Recorder::truncate(std::int64_t count) {
    records_.resize(static_cast<std::size_t>(count));
    std::erase_if(snapshots_, [count](const RunSnapshot& s) { return s.index > count; });
    const std::int64_t kept = std::clamp<std::int64_t>(count - first_, 0, rows_.rows);
    keep_front(rows_.outputs, kept, rows_.output_size);
    keep_front(rows_.reference_outputs, kept, rows_.output_size);
    for (StateTrace& state : rows_.states) {
        keep_front(state.vm, kept, state.size);
        keep_front(state.reference, kept, state.size);
    }
    rows_.rows = kept;
    if (kept == 0) first_ = count;
}

Recording Recorder::recording(const ReferenceInfo& reference) const {
    const std::int64_t rows = std::min(rows_.rows, options_.window);
    Recording result;
    result.first = first_ + rows_.rows - rows;
    result.rows = rows;
    result.output_size = rows_.output_size;
    result.outputs = tail(rows_.outputs, rows, rows_.output_size);
    result.reference_outputs = tail(rows_.reference_outputs, rows, rows_.output_size);
    for (const StateTrace& state : rows_.states) {
        StateTrace copy = state;
        copy.vm = tail(state.vm, rows, state.size);
        copy.reference = tail(state.reference, rows, state.size);
        result.states.push_back(std::move(copy));
    }
    result.inferences = records_;
    result.error = summarize_errors(records_);
    result.reference = reference;
    return result;
}

}  // namespace lockstep
