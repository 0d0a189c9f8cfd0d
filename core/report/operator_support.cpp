#include "core/report/operator_support.h"

#include <fmt/format.h>

#include <algorithm>

namespace lockstep {
namespace {

void add_once(std::vector<std::string>& list, const std::string& op) {
    if (std::ranges::find(list, op) == list.end()) list.push_back(op);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

}  // namespace

SupportCount count_support(const std::vector<OpRow>& rows) {
    SupportCount count;
    for (const OpRow& row : rows) {
        switch (row.support.level) {
            case nnir::SupportLevel::published:
                ++count.published;
                break;
            case nnir::SupportLevel::composed:
                add_once(count.composed, row.op);
                break;
            case nnir::SupportLevel::lockstep_only:
                add_once(count.lockstep_only, row.op);
                break;
        }
    }
    return count;
}

std::string support_text(const SupportCount& count) {
    const std::string composed =
        fmt::format("{} built from operators that they support", joined(count.composed));
    if (count.lockstep_only.empty()) {
        return "all operators supported by the published accelerators" +
               (count.composed.empty() ? std::string() : "; " + composed);
    }
    return fmt::format("not supported by the published accelerators, Lockstep only: {}{}",
                       joined(count.lockstep_only), count.composed.empty() ? "" : "; " + composed);
}

std::string support_label(nnir::SupportLevel level) {
    switch (level) {
        case nnir::SupportLevel::published:
            return "as it is";
        case nnir::SupportLevel::composed:
            return "composed";
        case nnir::SupportLevel::lockstep_only:
            break;
    }
    return "Lockstep only";
}

}  // namespace lockstep
