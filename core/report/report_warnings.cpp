#include "core/report/report_warnings.h"

#include <fmt/format.h>

namespace lockstep {
namespace {

constexpr std::size_t columns_told = 8;

}  // namespace

std::vector<std::string> report_warnings(const Report& report) {
    std::vector<std::string> warnings = report.program->warnings;
    if (!report.run) return warnings;
    const std::vector<InputSpread>& lost = report.run->lost_columns;
    for (std::size_t k = 0; k < lost.size() && k < columns_told; ++k) warnings.push_back(to_text(lost[k]));
    if (lost.size() > columns_told)
        warnings.push_back(fmt::format("{} more input columns likewise", lost.size() - columns_told));
    return warnings;
}

}  // namespace lockstep
