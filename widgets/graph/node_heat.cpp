#include "widgets/graph/node_heat.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

struct Scale {
    bool logarithmic = false;
    bool reversed = false;
    double low = 0;
    double high = 0;

    double share(double value) const {
        if (std::isnan(value)) return value;
        double part = 0;
        if (value > low && high > low) {
            part = logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
        } else if (value > high) {
            part = 1;
        }
        part = std::clamp(part, 0.0, 1.0);
        return reversed ? 1 - part : part;
    }
};

double ofModule(const HeatSource& source, const std::vector<nnir::NodeId>& nodes) {
    double result = std::numeric_limits<double>::quiet_NaN();
    for (const nnir::NodeId node : nodes) {
        const auto found = source.values.find(node);
        if (found == source.values.end() || std::isnan(found->second)) continue;
        const double value = found->second;
        if (std::isnan(result)) {
            result = value;
        } else if (source.sums) {
            result += value;
        } else {
            result = source.lowIsHot ? std::min(result, value) : std::max(result, value);
        }
    }
    return result;
}

QString titleOf(const HeatSource& source) {
    return source.note.isEmpty() ? source.title : source.title + QLatin1Char(' ') + source.note;
}

}  // namespace

NodeHeat makeHeat(const HeatSource& source, bool logarithmic, const FoldedNodes& folded) {
    NodeHeat heat;
    heat.unit = source.unit;
    heat.figures = source.values;
    std::map<nnir::NodeId, bool> hidden;
    for (const auto& [path, nodes] : folded) {
        const bool any = std::any_of(nodes.begin(), nodes.end(),
                                     [&](nnir::NodeId node) { return source.values.contains(node); });
        if (any) heat.moduleFigures[path] = ofModule(source, nodes);
        for (const nnir::NodeId node : nodes) hidden[node] = true;
    }
    // The scale is that of what is drawn.
    double low = std::numeric_limits<double>::infinity(), high = 0;
    std::vector<double> drawn;
    const auto take = [&](double value) {
        drawn.push_back(value);
        if (!std::isfinite(value)) return;
        high = std::max(high, value);
        if (value > 0) low = std::min(low, value);
    };
    for (const auto& [node, value] : source.values)
        if (!hidden.contains(node)) take(value);
    for (const auto& [path, value] : heat.moduleFigures) take(value);
    if (drawn.size() > 1 && std::isfinite(drawn[0]) &&
        std::all_of(drawn.begin(), drawn.end(), [&](double value) { return value == drawn[0]; })) {
        // One colour of the scale would claim that they are many, or few: words say it better.
        heat.name = source.title;
        heat.title = QCoreApplication::translate("lockstep::TwinGraphView", "%1: %2 for every operator")
                         .arg(titleOf(source), figureText(drawn[0], source.unit));
        heat.plain.clear();
        return heat;
    }
    const bool spread = logarithmic && low < high;
    const Scale scale{
        .logarithmic = spread, .reversed = source.lowIsHot, .low = spread ? low : 0, .high = high};
    for (const auto& [node, value] : source.values) heat.values[node] = scale.share(value);
    for (const auto& [path, value] : heat.moduleFigures) heat.modules[path] = scale.share(value);
    if (source.values.empty()) return heat;
    heat.name = source.title;
    heat.title = spread ? QStringLiteral("%1 (log)").arg(titleOf(source)) : titleOf(source);
    heat.plain = source.plain;
    heat.low = figureText(scale.low, source.unit);
    heat.high = figureText(scale.high, source.unit);
    if (source.lowIsHot) std::swap(heat.low, heat.high);
    return heat;
}

QString heatText(const NodeHeat& heat, double figure) {
    return QStringLiteral("%1: %2").arg(heat.name, figureText(figure, heat.unit));
}

}  // namespace lockstep
