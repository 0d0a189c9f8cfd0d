#include "app/latency_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <cmath>

#include "core/report/band_report.h"
#include "core/report/memory_need.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(LatencyText)
};

QString withBand(const QString& figure, const QString& band) {
    return band.isEmpty() ? figure : figure + QLatin1Char(' ') + band;
}

}  // namespace

QString endToEndText(const LatencyFigures& latency) {
    if (!latency.end_to_end.value) return QStringLiteral("–");
    const double mean = latency.end_to_end.value->mean;
    const auto& sure = latency.end_to_end_band.value;
    return sure ? withBand(figureText(mean), text(plus_minus_us(sure->mean, mean)))
                : figureText(mean, QStringLiteral("µs"));
}

QString cyclesText(const LatencyFigures& latency) {
    const auto& band = latency.band.value;
    return withBand(countText(latency.spaced_cycles),
                    band ? QStringLiteral("± ") + countText(band_cycles(band->spaced, latency.spaced_cycles))
                         : QString());
}

QString computeText(const LatencyFigures& latency) {
    return latency.spaced_us ? figureText(*latency.spaced_us, QStringLiteral("µs")) : QStringLiteral("–");
}

QString weightsText(const Program& program) {
    const MemoryUse* fullest = fullest_use(program.memory, "weight_store");
    return fullest == nullptr
               ? QStringLiteral("–")
               : Words::tr("%1 of %2").arg(countText(fullest->used), countText(fullest->depth));
}

QStringList remarksOf(const Report& report) {
    QStringList words;
    if (!report.latency.end_to_end.value) words << text(report.latency.end_to_end.reason);
    if (const auto& band = report.latency.band.value; band && !band->outside.empty())
        words << Words::tr("outside the calibrated range");
    for (const std::string& warning : report.program->warnings) words << text(warning);
    return words;
}

QString changeOfCycles(qint64 before, qint64 after) {
    if (before == after) return Words::tr("as now");
    const auto part = static_cast<double>(after - before);
    return QStringLiteral("%1%2 (%3 %)")
        .arg(after > before ? QStringLiteral("+") : QStringLiteral("−"), countText(std::abs(after - before)),
             signedText(100 * part / static_cast<double>(before)));
}

}  // namespace lockstep::app
