#include "core/run/error_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/run/error_statistics.h"

namespace lockstep {

std::string_view name(ReferenceKind kind) {
    switch (kind) {
        case ReferenceKind::none:
            return "none";
        case ReferenceKind::forward:
            return "forward";
        case ReferenceKind::stepped:
            return "stepped";
        case ReferenceKind::file:
            return "file";
    }
    return "none";
}

void set_errors(InferenceRecord& record, std::span<const float> vm, std::span<const float> reference,
                const Tolerance& tolerance) {
    record.max_abs_error = 0;
    record.reference_max_abs = 0;
    record.allclose = true;
    record.non_finite = 0;
    double error_squares = 0;
    double reference_squares = 0;
    for (std::size_t i = 0; i < vm.size(); ++i) {
        const double value = static_cast<double>(vm[i]);
        const double expected = static_cast<double>(reference[i]);
        double error = std::abs(value - expected);
        bool close = error <= tolerance.atol + tolerance.rtol * std::abs(expected);
        if (!std::isfinite(value) || !std::isfinite(expected)) {
            ++record.non_finite;
            close = value == expected || (std::isnan(value) && std::isnan(expected));
            error = close ? 0 : std::numeric_limits<double>::infinity();
        }
        record.allclose = record.allclose && close;
        record.max_abs_error = std::max(record.max_abs_error, error);
        error_squares += error * error;
        if (std::isfinite(expected)) {
            record.reference_max_abs = std::max(record.reference_max_abs, std::abs(expected));
            reference_squares += expected * expected;
        }
    }
    const auto count = static_cast<double>(std::max<std::size_t>(vm.size(), 1));
    record.rms_error = std::sqrt(error_squares / count);
    record.reference_rms = std::sqrt(reference_squares / count);
}

ErrorSummary summarize_errors(const std::vector<InferenceRecord>& records) {
    ErrorStatistics statistics;
    for (const InferenceRecord& record : records) statistics.add(record);
    return statistics.summary();
}

}  // namespace lockstep
