#include "widgets/panels/state_figures.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <span>

#include "widgets/panels/inspector_text.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Inspector)
};

std::span<const float> lastRow(const std::vector<float>& values, std::int64_t size) {
    if (size <= 0 || static_cast<std::int64_t>(values.size()) < size) return {};
    return std::span(values).last(static_cast<std::size_t>(size));
}

}  // namespace

QString stateText(const ThemeColors& colors, const Recording& recording, std::uint32_t node,
                  const QString& state, int unit) {
    QString rows;
    for (const StateTrace& trace : recording.states) {
        const std::span<const float> vm = lastRow(trace.vm, trace.size);
        if (trace.node != node || vm.empty()) continue;
        const std::span<const float> reference = lastRow(trace.reference, trace.size);
        const auto [low, high] = std::minmax_element(vm.begin(), vm.end());
        QString figures = Words::tr("%1 values, %2 to %3")
                              .arg(countText(trace.size), figureText(static_cast<double>(*low)),
                                   figureText(static_cast<double>(*high)));
        if (!reference.empty()) {
            double worst = 0;
            for (std::size_t i = 0; i < vm.size(); ++i) {
                worst =
                    std::max(worst, std::abs(static_cast<double>(vm[i]) - static_cast<double>(reference[i])));
            }
            figures += QStringLiteral("<br>") + Words::tr("max |Δ| %1").arg(figureText(worst));
        }
        if (text(trace.name) == state && unit >= 0 && unit < trace.size) {
            const auto index = static_cast<std::size_t>(unit);
            figures += QStringLiteral("<br>") +
                       Words::tr("unit %1: %2").arg(unit).arg(figureText(static_cast<double>(vm[index])));
            if (!reference.empty()) {
                figures += Words::tr(", reference %1").arg(figureText(static_cast<double>(reference[index])));
            }
        }
        rows += tableRow(colors,
                         QStringLiteral("<a style='color:%1' href='state:%2'>%2</a>")
                             .arg(colors.accent.name(), text(trace.name).toHtmlEscaped()),
                         figures);
    }
    return rows.isEmpty() ? rows
                          : QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows);
}

}  // namespace lockstep
