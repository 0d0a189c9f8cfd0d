#include "app/view_memory.h"

#include <QFileInfo>
#include <algorithm>
#include <array>

#include "core/support/error.h"

namespace lockstep::app {
namespace {

constexpr std::array keys = {
    QLatin1String("folded"),    QLatin1String("heat"),        QLatin1String("heat_logarithmic"),
    QLatin1String("selection"), QLatin1String("details"),     QLatin1String("run_length"),
    QLatin1String("speed"),     QLatin1String("reset_every"), QLatin1String("reference"),
    QLatin1String("input"),     QLatin1String("breakpoints"), QLatin1String("decisions")};

/// A word of --input: "[NAME=]FILE" or "FILE.csv:COLUMN,COLUMN".
bool fileIsThere(const QString& word) {
    const QString file = word.contains(QLatin1Char('=')) ? word.section(QLatin1Char('='), 1) : word;
    return QFileInfo::exists(word) || QFileInfo::exists(file) ||
           QFileInfo::exists(file.section(QLatin1Char(':'), 0, -2));
}

}  // namespace

QJsonObject rememberedView(const ViewState& view) {
    const QJsonObject all = toJson(view);
    QJsonObject remembered;
    for (const QLatin1String key : keys) remembered[key] = all[key];
    return remembered;
}

ViewState recalledView(const ViewState& view, const QJsonObject& remembered) {
    QJsonObject all = toJson(view);
    for (const QLatin1String key : keys)
        if (remembered.contains(key)) all[key] = remembered[key];
    try {
        ViewState recalled = viewStateFromJson(all);
        if (!std::ranges::all_of(recalled.input.files, fileIsThere)) recalled.input = view.input;
        return recalled;
    } catch (const Error&) {
        return view;  // written by another version, or by hand
    }
}

}  // namespace lockstep::app
