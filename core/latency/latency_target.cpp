#include "core/latency/latency_target.h"

#include <fmt/format.h>

namespace lockstep {

std::string_view name(Verdict verdict) {
    switch (verdict) {
        case Verdict::under:
            return "under";
        case Verdict::over:
            return "over";
        case Verdict::too_close:
            break;
    }
    return "too_close";
}

TargetResult judge_target(double target_us, const EndToEndResult& latency, const EndToEndBandResult& band) {
    TargetResult result{.us = target_us, .verdict = {}, .reason = {}, .margin_us = {}};
    if (!latency.value) {
        result.reason = "there is no end-to-end figure: " + latency.reason;
        return result;
    }
    const double mean = latency.value->mean;
    result.margin_us = target_us - mean;
    if (!band.value) {
        result.reason = "the figure has no band: " + band.reason;
        return result;
    }
    result.verdict = mean + band.value->mean <= target_us  ? Verdict::under
                     : mean - band.value->mean > target_us ? Verdict::over
                                                           : Verdict::too_close;
    return result;
}

std::string target_text(const TargetResult& target) {
    if (!target.verdict) return fmt::format("{:g} us: not known, {}", target.us, target.reason);
    switch (*target.verdict) {
        case Verdict::under:
            return fmt::format("under {:g} us", target.us);
        case Verdict::over:
            return fmt::format("over {:g} us", target.us);
        case Verdict::too_close:
            break;
    }
    return fmt::format("too close to {:g} us to call", target.us);
}

}  // namespace lockstep
