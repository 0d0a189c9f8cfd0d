#include "core/run/recorder.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/run/run_codec.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr std::array told_shares = {0.5, 0.9, 0.99, 0.999};
/// Of all snapshots in a checkpoint.
constexpr std::size_t saved_snapshot_bytes = std::size_t{64} << 20U;

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
    last_ = record;
    ++count_;
    figures_.errors.add(record);
    if (std::ssize(records_) < options_.max_records) records_.push_back(record);
    append(rows_.outputs, row.outputs);
    if (reference == ReferenceKind::none) {
        // What the reference gave there stands for nothing: it was on its way to what is compared.
        rows_.reference_outputs.resize(rows_.reference_outputs.size() + row.reference_outputs.size(),
                                       std::numeric_limits<float>::quiet_NaN());
    } else {
        append(rows_.reference_outputs, row.reference_outputs);
    }
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
    if (!snapshots_.empty() && snapshots_.back().snapshot.index >= snapshot.index) return;
    snapshots_.push_back({std::move(snapshot), figures_});
    if (snapshots_.size() < options_.max_snapshots) return;
    snapshot_every_ *= 2;
    std::erase_if(snapshots_,
                  [this](const Kept& kept) { return kept.snapshot.index % snapshot_every_ != 0; });
}

const RunSnapshot& Recorder::snapshot_before(std::int64_t index) const {
    const auto after =
        std::ranges::upper_bound(snapshots_, index, {}, [](const Kept& kept) { return kept.snapshot.index; });
    return (after - 1)->snapshot;
}

void Recorder::truncate(std::int64_t count) {
    if (count < std::ssize(records_)) records_.resize(static_cast<std::size_t>(count));
    std::erase_if(snapshots_, [count](const Kept& kept) { return kept.snapshot.index > count; });
    if (count != count_) {
        if (snapshots_.empty() || snapshots_.back().snapshot.index != count)
            throw Error(FailureKind::internal, "Recorder::truncate: there is no snapshot to go back to");
        figures_ = snapshots_.back().figures;
    }
    count_ = count;
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
    result.count = count_;
    result.error = figures_.errors.summary();
    result.reference = reference;
    result.worst = figures_.errors.worst();
    // The figures are over all inferences: some of them were held against the stepped form.
    const auto is_stepped = [](const InferenceRecord& record) {
        return record.reference == ReferenceKind::stepped;
    };
    if (result.reference.kind == ReferenceKind::forward &&
        (std::ranges::any_of(records_, is_stepped) || std::ranges::any_of(result.worst, is_stepped)))
        result.reference.kind = ReferenceKind::stepped;
    result.histogram = figures_.errors.histogram();
    if (result.error.inferences > 0)
        for (const double share : told_shares)
            result.quantiles.emplace_back(share, figures_.errors.quantile(share));
    result.resets = figures_.resets;
    return result;
}

void Recorder::save(ByteWriter& writer) const {
    put_signed(writer, count_);
    put_signed(writer, snapshot_every_);
    const auto put_figures = [&writer](const Figures& figures) {
        figures.errors.save(writer);
        put_signed(writer, figures.resets);
    };
    put_figures(figures_);
    put_records(writer, records_);
    ByteWriter one;
    put_vm(one, snapshots_.back().snapshot.vm);
    const std::size_t most = std::max<std::size_t>(1, saved_snapshot_bytes / (one.bytes().size() + 1));
    const std::size_t step = (snapshots_.size() + most - 1) / most;
    std::vector<const Kept*> kept;
    for (std::size_t k = 0; k < snapshots_.size(); k += step) kept.push_back(&snapshots_[k]);
    writer.put_count(kept.size());
    for (const Kept* each : kept) {
        put_signed(writer, each->snapshot.index);
        put_vm(writer, each->snapshot.vm);
        writer.put_all(each->snapshot.reference_states);
        put_figures(each->figures);
    }
}

void Recorder::load(ByteReader& reader) {
    count_ = get_signed(reader);
    snapshot_every_ = get_signed(reader);
    if (count_ < 0 || snapshot_every_ < 1) reader.refuse("has a count below 0");
    const auto get_figures = [&reader] {
        Figures figures;
        figures.errors = ErrorStatistics::load(reader);
        figures.resets = get_signed(reader);
        return figures;
    };
    figures_ = get_figures();
    records_ = get_records(reader);
    snapshots_.clear();
    const std::size_t snapshots = reader.get_count(1);
    std::int64_t last = -1;
    for (std::size_t k = 0; k < snapshots; ++k) {
        Kept kept;
        kept.snapshot.index = get_signed(reader);
        if (kept.snapshot.index <= last || kept.snapshot.index > count_)
            reader.refuse("has snapshots out of order");
        last = kept.snapshot.index;
        kept.snapshot.vm = get_vm(reader);
        kept.snapshot.reference_states = reader.get_all<float>();
        kept.figures = get_figures();
        snapshots_.push_back(std::move(kept));
    }
    if (snapshots_.empty() || snapshots_.front().snapshot.index != 0)
        reader.refuse("has no snapshot of the beginning");
    keep_front(rows_.outputs, 0, rows_.output_size);
    keep_front(rows_.reference_outputs, 0, rows_.output_size);
    for (StateTrace& state : rows_.states) {
        keep_front(state.vm, 0, state.size);
        keep_front(state.reference, 0, state.size);
    }
    rows_.rows = 0;
    first_ = count_;
}

}  // namespace lockstep
