#pragma once

#include <cmath>
#include <limits>
#include <memory>

#include "core/run/recording.h"

namespace lockstep::test {

/// A recording filled by formulas: `count` inferences, the first `forward` of them against forward, the
/// others stepped; states lstm.h0 and lstm.c0 of node 7 and lstm.h1 of node 8 with `units` units. The error
/// grows; that of inference 3 is exactly 0.
inline std::shared_ptr<Recording> sample_recording(std::int64_t count, std::int64_t forward,
                                                   std::int64_t units) {
    auto recording = std::make_shared<Recording>();
    double square = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        InferenceRecord record;
        record.index = i;
        record.cycles = 192;
        record.reference = i < forward ? ReferenceKind::forward : ReferenceKind::stepped;
        const auto x = static_cast<double>(i);
        record.max_abs_error =
            i == 3 ? 0 : 4e-4 * (1.5 + std::sin(x * 0.7)) * (1 + x / static_cast<double>(count));
        record.rms_error = record.max_abs_error / 2.5;
        record.reference_max_abs = 0.1;
        recording->error.max_abs = std::max(recording->error.max_abs, record.max_abs_error);
        square += record.rms_error * record.rms_error;
        recording->inferences.push_back(record);
    }
    recording->error.rms = std::sqrt(square / static_cast<double>(count));
    recording->error.reference_max_abs = 0.1;
    recording->rows = count;
    const auto state = [&](const char* name, const char* role, std::uint32_t node, float scale) {
        StateTrace trace;
        trace.name = name;
        trace.role = role;
        trace.node = node;
        trace.module = "lstm";
        trace.size = units;
        for (std::int64_t i = 0; i < count; ++i) {
            for (std::int64_t u = 0; u < units; ++u) {
                const auto x = static_cast<float>(i);
                const auto y = static_cast<float>(u);
                const float value = scale * std::sin(0.13F * y + 0.31F * x) *
                                    std::cos(0.05F * y - 0.02F * x) * (1 - std::exp(-0.4F * (x + 1)));
                trace.vm.push_back(value);
                trace.reference.push_back(value + 0.004F * std::sin(1.7F * y + x));
            }
        }
        recording->states.push_back(std::move(trace));
    };
    state("lstm.h0", "hidden", 7, 0.8F);
    state("lstm.c0", "cell", 7, 1.9F);
    state("lstm.h1", "hidden", 8, 0.4F);
    return recording;
}

}  // namespace lockstep::test
