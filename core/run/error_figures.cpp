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
    std::size_t compared = 0;
    std::size_t finite = 0;  ///< of the reference
    for (std::size_t i = 0; i < vm.size(); ++i) {
        const double value = static_cast<double>(vm[i]);
        const double expected = static_cast<double>(reference[i]);
        double error = std::abs(value - expected);
        bool close = error <= tolerance.atol + tolerance.rtol * std::abs(expected);
        if (!std::isfinite(value) || !std::isfinite(expected)) {
            ++record.non_finite;
            close = value == expected;
            error = std::numeric_limits<double>::infinity();
        }
        record.allclose = record.allclose && close;
        if (std::isfinite(expected)) {
            record.reference_max_abs = std::max(record.reference_max_abs, std::abs(expected));
            reference_squares += expected * expected;
            ++finite;
        }
        // Nothing can be said of what is undefined in both.
        if (!std::isfinite(error) && (close || (std::isnan(value) && std::isnan(expected)))) continue;
        ++compared;
        record.max_abs_error = std::max(record.max_abs_error, error);
        error_squares += error * error;
    }
    const auto mean = [](double sum, std::size_t count) {
        return sum / static_cast<double>(std::max<std::size_t>(count, 1));
    };
    record.rms_error = std::sqrt(mean(error_squares, compared));
    record.reference_rms = std::sqrt(mean(reference_squares, finite));
    record.compared = vm.empty() ? 1 : static_cast<double>(compared) / static_cast<double>(vm.size());
    if (record.compared == 0)
        record.max_abs_error = record.rms_error = std::numeric_limits<double>::quiet_NaN();
}

ErrorSummary summarize_errors(const std::vector<InferenceRecord>& records) {
    ErrorStatistics statistics;
    for (const InferenceRecord& record : records) statistics.add(record);
    return statistics.summary();
}

}  // namespace lockstep
