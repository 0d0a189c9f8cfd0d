#include "app/status_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>
#include <cmath>

#include "core/report/band_report.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(StatusLine)
};

const QString microseconds = QStringLiteral("µs");

/// "0.85 ± 0.03 µs", or without the ± "0.85 µs".
QString withBand(double us, std::optional<double> halfWidth) {
    if (!halfWidth) return figureText(us, microseconds);
    return figureText(us) + QLatin1Char(' ') + text(plus_minus_us(*halfWidth, us));
}

void latencyPart(StatusText& status, const LatencyFigures& latency) {
    const std::optional<LatencyBand>& band = latency.band.value;
    if (latency.spaced_us && latency.contiguous_us) {
        status.latency =
            Words::tr("<b>%1</b> spaced · %2 contiguous (modelled)")
                .arg(withBand(*latency.spaced_us,
                              band ? std::optional(band->spaced * *latency.spaced_us) : std::nullopt),
                     figureText(*latency.contiguous_us, microseconds));
    } else {
        QString cycles = countText(latency.spaced_cycles);
        if (band)
            cycles += QStringLiteral(" ± ") + countText(band_cycles(band->spaced, latency.spaced_cycles));
        status.latency =
            Words::tr("<b>%1 cycles</b> spaced · %2 cycles contiguous (modelled; clock not published)")
                .arg(cycles, countText(latency.contiguous_cycles));
    }
    status.sure = Words::tr("How sure the latency is: the nearest published rows");
    status.outsideRange = band && !band->outside.empty();
    status.latencyTip =
        Words::tr(
            "Compute: %1 cycles for an inference alone, %2 cycles per inference back to back, by playing the "
            "program's instructions.")
            .arg(countText(latency.spaced_cycles), countText(latency.contiguous_cycles));
    if (latency.clock_mhz) {
        status.latencyTip +=
            QLatin1Char('\n') + Words::tr("Clock: %1 (%2)")
                                    .arg(figureText(latency.clock_mhz->value, QStringLiteral("MHz")),
                                         text(name(latency.clock_mhz->basis)));
    }
    if (latency.end_to_end.value) {
        const EndToEnd& io = *latency.end_to_end.value;
        const std::optional<EndToEndBand>& sure = latency.end_to_end_band.value;
        status.endToEnd = Words::tr("<b>%1</b> end-to-end (%2, published table)")
                              .arg(withBand(io.mean, sure ? std::optional(sure->mean) : std::nullopt),
                                   text(name(io.path)).toUpper());
        status.endToEndTip =
            Words::tr("Mean %1, 99th percentile %2: compute as modelled plus the IO round trip.\n%3")
                .arg(figureText(io.mean, microseconds), figureText(io.p99, microseconds), text(io.basis));
    } else {
        status.endToEnd = Words::tr("end-to-end: no IO figures for this board");
        status.endToEndTip = text(latency.end_to_end.reason);
    }
}

void targetPart(StatusText& status, const LatencyFigures& latency, double target) {
    if (target <= 0) return;
    const TargetResult result = judge_target(target, latency.end_to_end, latency.end_to_end_band);
    status.verdict = verdictText(result, latency.end_to_end_band);
    if (!result.verdict) {
        status.target = Words::tr("target not judged: %1").arg(text(result.reason).toHtmlEscaped());
        return;
    }
    // As many digits as the figure has.
    const double margin = std::abs(*result.margin_us);
    const QString distance = QStringLiteral("%1 µs").arg(margin, 0, 'f',
                                                         target >= 10  ? 1
                                                         : target >= 1 ? 2
                                                                       : 3);
    switch (*result.verdict) {
        case Verdict::under:
            status.target = Words::tr("%1 under the target").arg(distance);
            return;
        case Verdict::over:
            status.target = Words::tr("%1 over the target").arg(distance);
            return;
        case Verdict::too_close:
            break;
    }
    status.target = Words::tr("%1 from the target: too close to call").arg(distance);
}

QString referenceText(const ReferenceInfo& reference) {
    switch (reference.kind) {
        case ReferenceKind::forward:
            return Words::tr("reference: forward");
        case ReferenceKind::stepped:
            return Words::tr("reference: stepped");
        case ReferenceKind::file:
            return Words::tr("reference: file");
        case ReferenceKind::none:
            break;
    }
    return Words::tr("no reference");
}

void errorPart(StatusText& status, const Document& document) {
    if (!document.recording || document.recording->inferences.empty()) {
        status.error = Words::tr("error: no inference yet");
        status.errorTip = Words::tr("Step or run: every inference is compared with LibTorch");
        return;
    }
    const Recording& recording = *document.recording;
    const qint64 warmUp = document.compiled->compiled.program->warm_up;
    if (recording.error.inferences == 0) {
        status.error =
            std::ssize(recording.inferences) <= warmUp
                ? Words::tr("warm-up: no valid output in the first %1 inferences").arg(countText(warmUp))
                : Words::tr("error: no reference");
        status.errorTip = text(recording.reference.note);
        return;
    }
    status.errorBad = !recording.error.allclose;
    status.error = Words::tr("max |Δ| <b>%1</b> %2 (%3, %4)")
                       .arg(figureText(recording.error.max_abs),
                            recording.error.allclose ? QStringLiteral("✓") : QStringLiteral("✗"),
                            referenceText(recording.reference),
                            // What stands in brackets is told by the plot and the reports.
                            document.inputs.section(QStringLiteral(" ("), 0, 0).toHtmlEscaped());
    if (warmUp > 0) status.error += Words::tr(" after a warm-up of %1").arg(countText(warmUp));
    const Tolerance tolerance;
    status.errorTip =
        Words::tr(
            "Over %1 inferences: largest difference %2 at inference %3, relative rms %4; all close at "
            "atol %5, rtol %6: %7")
            .arg(countText(recording.error.inferences), figureText(recording.error.max_abs),
                 countText(recording.error.worst_index + 1), figureText(recording.error.relative_rms),
                 figureText(tolerance.atol), figureText(tolerance.rtol),
                 recording.error.allclose ? Words::tr("yes") : Words::tr("no"));
    if (recording.reference.warm_up > 0) {
        status.errorTip += QLatin1Char('\n') +
                           Words::tr("The %1 inferences of the warm-up have no valid output and are left out")
                               .arg(countText(recording.reference.warm_up));
    }
    if (!recording.reference.note.empty())
        status.errorTip += QLatin1Char('\n') + text(recording.reference.note);
    if (recording.reference.checked_steps > 0) {
        status.errorTip += QLatin1Char('\n') + Words::tr("Stepped and forward agree within %1 on %2 steps")
                                                   .arg(figureText(recording.reference.max_abs),
                                                        countText(recording.reference.checked_steps));
    }
}

void weightsPart(StatusText& status, const Program& program) {
    const std::vector<MemoryRow> rows = memoryRows(program.memory);
    const auto weights = std::find_if(rows.begin(), rows.end(), [](const MemoryRow& row) {
        return !row.cores.empty() && row.cores.front().name == "weight_store";
    });
    if (weights == rows.end()) return;
    status.weights =
        Words::tr("weights %1 of %2 %3")
            .arg(countText(weights->fullest.used), countText(weights->fullest.depth), weights->unit);
}

}  // namespace

TargetVerdictText verdictText(const TargetResult& result, const EndToEndBandResult& band) {
    using Kind = TargetVerdictText::Kind;
    const QString tip = text(verdict_text(result, band));
    if (!result.verdict) return {Kind::unknown, Words::tr("not known"), QStringLiteral("info"), tip};
    switch (*result.verdict) {
        case Verdict::under:
            return {Kind::under, Words::tr("under"), QStringLiteral("check"), tip};
        case Verdict::over:
            return {Kind::over, Words::tr("over"), QStringLiteral("error"), tip};
        case Verdict::too_close:
            break;
    }
    return {Kind::tooClose, Words::tr("too close to call"), QStringLiteral("warning"), tip};
}

QColor verdictColour(TargetVerdictText::Kind kind, const QPalette& palette) {
    const ThemeColors& colors = themeColors(palette);
    using Kind = TargetVerdictText::Kind;
    switch (kind) {
        case Kind::under:
            return colors.added;
        case Kind::over:
            return colors.error;
        case Kind::tooClose:
            return colors.warning;
        case Kind::unknown:
        case Kind::none:
            break;
    }
    return colors.quietText;
}

StatusText statusText(const Document* document) {
    StatusText status;
    if (document == nullptr) return status;
    if (!document->compiled) {
        status.latency = Words::tr("latency: nothing compiled");
        status.error = Words::tr("error: nothing run");
        return status;
    }
    latencyPart(status, document->compiled->report->latency);
    const CompileRequest& made = document->compiled->request;
    if (made.config != document->view.config) {
        // What is shown stays until the new config is compiled, or because it can't be.
        status.latency.prepend(Words::tr("still for %1: ").arg(QFileInfo(made.config).fileName()));
    } else if (!document->isProgram && made != compileRequest(document->view)) {
        status.latency.prepend(Words::tr("still as compiled before: "));
    }
    if (const std::string departures = document->compiled->compiled.program->departures();
        !departures.empty()) {
        status.departures = Words::tr("not comparable with published figures");
        status.departuresShort = Words::tr("not comparable");
        status.departuresTip = Words::tr(
                                   "Compiled with %1. Published figures are of the published toolchain's own "
                                   "schedules, so there is no ± either.")
                                   .arg(text(departures));
    }
    targetPart(status, document->compiled->report->latency, document->view.targetUs);
    errorPart(status, *document);
    weightsPart(status, *document->compiled->compiled.program);
    return status;
}

}  // namespace lockstep::app
