#include "core/report/comparison_words.h"

#include "core/support/shell_word.h"

namespace lockstep {

std::string verdict_word(const TargetResult& target) {
    if (!target.verdict) return "not known";
    return *target.verdict == Verdict::too_close ? "too close" : std::string(name(*target.verdict));
}

std::string option_words(const BuildOptions& build, const std::vector<PrecisionRule>& precision,
                         const std::vector<CorePin>& pins) {
    std::string words;
    const auto add = [&](const std::string& option) { words += (words.empty() ? "" : " ") + option; };
    if (build.search.optimize) add("--optimize");
    if (build.search.quick) add("--quick");
    if (build.search.seeds != 1) add("--seeds " + std::to_string(build.search.seeds));
    if (build.state_reset) add("--state-reset");
    for (const PrecisionRule& rule : precision) add("--precision " + shell_quoted(to_text(rule)));
    for (const CorePin& pin : pins) add("--cores " + shell_quoted(to_text(pin)));
    return words;
}

}  // namespace lockstep
