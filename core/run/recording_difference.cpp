#include "core/run/recording_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/support/error.h"

namespace lockstep {
namespace {

/// 0 for equal values and for two NaN.
double distance(float a, float b) {
    if (a == b || (std::isnan(a) && std::isnan(b))) return 0;
    const double apart = std::abs(static_cast<double>(a) - static_cast<double>(b));
    return std::isnan(apart) ? std::numeric_limits<double>::infinity() : apart;
}

/// `a` and `b` begin at the same inference.
TraceDifference compare(const std::string& name, std::span<const float> a, std::span<const float> b,
                        std::int64_t size, std::int64_t first, std::int64_t rows) {
    TraceDifference result{.name = name, .max_abs = {}, .rms = {}, .first = {}};
    for (std::int64_t row = 0; row < rows; ++row) {
        double most = 0;
        double squares = 0;
        for (std::int64_t k = 0; k < size; ++k) {
            const auto at = static_cast<std::size_t>(row * size + k);
            const double apart = distance(a[at], b[at]);
            most = std::max(most, apart);
            squares += apart * apart;
        }
        if (most > 0 && !result.first) result.first = first + row;
        result.max_abs.push_back(most);
        result.rms.push_back(std::sqrt(squares / static_cast<double>(std::max<std::int64_t>(size, 1))));
    }
    return result;
}

}  // namespace

RecordingDifference difference(const RecordedRows& a, const RecordedRows& b) {
    if (a.output_size != b.output_size) {
        throw Error(FailureKind::bad_input,
                    fmt::format("one run has {} output values an inference, the other {}", a.output_size,
                                b.output_size),
                    "Compare runs of the same model.");
    }
    RecordingDifference result;
    result.first = std::max(a.first, b.first);
    result.rows = std::min(a.first + a.rows, b.first + b.rows) - result.first;
    if (result.rows <= 0) {
        throw Error(FailureKind::bad_input,
                    fmt::format("one run holds the inferences from {} to {}, the other from {} to {}",
                                a.first, a.first + a.rows - 1, b.first, b.first + b.rows - 1),
                    "Take the same inferences of both.");
    }
    const auto part = [&](const std::vector<float>& table, const RecordedRows& rows, std::int64_t size) {
        return std::span(table).subspan(static_cast<std::size_t>((result.first - rows.first) * size));
    };
    result.outputs = compare({}, part(a.outputs, a, a.output_size), part(b.outputs, b, b.output_size),
                             a.output_size, result.first, result.rows);
    const auto partner = [](const StateTrace& state, const RecordedRows& rows) {
        return std::ranges::find_if(rows.states, [&](const StateTrace& other) {
            return other.name == state.name && other.size == state.size;
        });
    };
    for (const StateTrace& state : a.states) {
        const auto other = partner(state, b);
        if (other == b.states.end())
            result.only_in_one.push_back(state.name);
        else
            result.states.push_back(compare(state.name, part(state.vm, a, state.size),
                                            part(other->vm, b, state.size), state.size, result.first,
                                            result.rows));
    }
    for (const StateTrace& state : b.states)
        if (partner(state, a) == a.states.end()) result.only_in_one.push_back(state.name);
    return result;
}

}  // namespace lockstep
