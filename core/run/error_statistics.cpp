#include "core/run/error_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/program/byte_stream.h"
#include "core/run/run_codec.h"

namespace lockstep {
namespace {

constexpr std::uint64_t parts = 32;  ///< of an octave
/// Of the smallest and the largest difference of two fp32 values, as frexp() gives it.
constexpr int first_exponent = -148;
constexpr int last_exponent = 129;
constexpr std::uint64_t zero_bin = 0;
constexpr std::uint64_t infinite_bin =
    static_cast<std::uint64_t>(last_exponent - first_exponent + 1) * parts + 1;

std::uint64_t bin_of(double error) {
    if (error == 0) return zero_bin;
    if (!std::isfinite(error)) return infinite_bin;
    int exponent = 0;
    const double fraction = std::frexp(error, &exponent);  // in [0.5, 1)
    const auto part = static_cast<std::uint64_t>((fraction - 0.5) * 2 * static_cast<double>(parts));
    const int place = std::clamp(exponent, first_exponent, last_exponent) - first_exponent;
    return static_cast<std::uint64_t>(place) * parts + part + 1;
}

/// The lower edge of a bin that is neither zero's nor infinity's; that of the next bin is its upper edge.
double lower_edge(std::uint64_t bin) {
    const std::uint64_t place = bin - 1;
    return std::ldexp(0.5 + 0.5 * static_cast<double>(place % parts) / static_cast<double>(parts),
                      first_exponent + static_cast<int>(place / parts));
}

/// Which of two is told first.
bool is_worse(const InferenceRecord& a, const InferenceRecord& b) {
    return a.max_abs_error != b.max_abs_error ? a.max_abs_error > b.max_abs_error : a.index < b.index;
}

}  // namespace

void ErrorStatistics::add(const InferenceRecord& record) {
    if (record.reference == ReferenceKind::none) return;
    summary_.non_finite += record.non_finite;
    summary_.allclose = summary_.allclose && record.allclose;
    if (!record.has_error()) {
        ++summary_.undefined;
        return;
    }
    if (summary_.inferences == 0 || record.max_abs_error > summary_.max_abs) {
        summary_.max_abs = record.max_abs_error;
        summary_.worst_index = record.index;
    }
    ++summary_.inferences;
    summary_.reference_max_abs = std::max(summary_.reference_max_abs, record.reference_max_abs);
    error_squares_ += record.compared * record.rms_error * record.rms_error;
    reference_squares_ += record.compared * record.reference_rms * record.reference_rms;
    compared_ += record.compared;
    ++bins_[bin_of(record.max_abs_error)];
    if (worst_.size() == worst_kept && !is_worse(record, worst_.back())) return;
    worst_.insert(std::ranges::upper_bound(worst_, record, is_worse), record);
    if (worst_.size() > worst_kept) worst_.pop_back();
}

ErrorSummary ErrorStatistics::summary() const {
    ErrorSummary summary = summary_;
    if (summary.inferences == 0) return summary;
    // Every inference has the same number of outputs: its mean weighs as much as it has compared ones.
    summary.rms = std::sqrt(error_squares_ / compared_);
    // Equal outputs of a zero reference have no relative error; unequal ones an infinite one.
    if (summary.rms > 0) summary.relative_rms = summary.rms / std::sqrt(reference_squares_ / compared_);
    return summary;
}

double ErrorStatistics::quantile(double share) const {
    const auto wanted = std::max(1.0, std::ceil(share * static_cast<double>(summary_.inferences)));
    std::uint64_t seen = 0;
    for (const auto& [bin, count] : bins_) {
        seen += count;
        if (static_cast<double>(seen) < wanted) continue;
        if (bin == zero_bin) return 0;
        if (bin == infinite_bin) return summary_.max_abs;
        return std::min(lower_edge(bin + 1), summary_.max_abs);
    }
    return 0;
}

std::vector<ErrorBin> ErrorStatistics::histogram() const {
    std::vector<ErrorBin> octaves;
    for (const auto& [bin, count] : bins_) {
        ErrorBin octave;
        if (bin == infinite_bin) {
            octave.from = octave.to = std::numeric_limits<double>::infinity();
        } else if (bin != zero_bin) {
            octave.from = lower_edge((bin - 1) / parts * parts + 1);
            octave.to = 2 * octave.from;
        }
        if (octaves.empty() || octaves.back().from != octave.from) octaves.push_back(octave);
        octaves.back().count += static_cast<std::int64_t>(count);
    }
    return octaves;
}

void ErrorStatistics::save(ByteWriter& writer) const {
    put_signed(writer, summary_.inferences);
    put_signed(writer, summary_.undefined);
    put_signed(writer, summary_.non_finite);
    put_signed(writer, summary_.worst_index);
    put_double(writer, summary_.max_abs);
    put_double(writer, summary_.reference_max_abs);
    writer.put_bool(summary_.allclose);
    put_double(writer, error_squares_);
    put_double(writer, reference_squares_);
    put_double(writer, compared_);
    writer.put_count(bins_.size());
    for (const auto& [bin, count] : bins_) {
        writer.put(bin);
        writer.put(count);
    }
    put_records(writer, worst_);
}

ErrorStatistics ErrorStatistics::load(ByteReader& reader) {
    ErrorStatistics result;
    result.summary_.inferences = get_signed(reader);
    result.summary_.undefined = get_signed(reader);
    result.summary_.non_finite = get_signed(reader);
    result.summary_.worst_index = get_signed(reader);
    result.summary_.max_abs = get_double(reader);
    result.summary_.reference_max_abs = get_double(reader);
    result.summary_.allclose = reader.get_bool();
    result.error_squares_ = get_double(reader);
    result.reference_squares_ = get_double(reader);
    result.compared_ = get_double(reader);
    const std::size_t bins = reader.get_count(16);
    for (std::size_t k = 0; k < bins; ++k) {
        const auto bin = reader.get<std::uint64_t>();
        if (bin > infinite_bin) reader.refuse("has a bin that there is not");
        result.bins_[bin] = reader.get<std::uint64_t>();
    }
    result.worst_ = get_records(reader);
    if (result.worst_.size() > worst_kept) reader.refuse("has too many inferences");
    return result;
}

}  // namespace lockstep
