#include "widgets/timeline/timeline_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("lockstep", text);
}

QString latin(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString waitText(WaitReason reason) {
    switch (reason) {
        case WaitReason::none:
            return tr("Began as soon as the program did");
        case WaitReason::unit:
            return tr("Waited for its unit, busy with the instruction before");
        case WaitReason::operand:
            return tr("Waited for an operand block");
        case WaitReason::accumulator:
            return tr("Waited until its accumulator could take a product again");
        case WaitReason::bus:
            return tr("Waited for the bus");
        case WaitReason::order:
            return tr("Waited for an earlier output block to leave");
    }
    return {};
}

QString mnemonicText(const TimelineGeometry& geometry, const TimelineEvent& event) {
    const Instruction* instruction =
        geometry.program() ? instructionOfEvent(*geometry.program(), event) : nullptr;
    return instruction ? latin(mnemonic(*instruction)) : latin(name(event.unit));
}

const ProgramNode* nodeOf(const TimelineGeometry& geometry, const TimelineEvent& event) {
    return geometry.program() ? nodeOfEvent(*geometry.program(), event) : nullptr;
}

QString withMicroseconds(const TimelineGeometry& geometry, std::int64_t cycles) {
    const QString time = microsecondsText(geometry.program(), cycles);
    const QString text = countText(cycles, tr("cycles"));
    return time.isEmpty() ? text : tr("%1 (%2)").arg(text, time);
}

}  // namespace

QString microsecondsText(const Program* program, std::int64_t cycles) {
    if (!program || !program->config.clock_mhz || !(program->config.clock_mhz->value > 0)) return {};
    return figureText(static_cast<double>(cycles) / program->config.clock_mhz->value, QStringLiteral("µs"));
}

QStringList timelineFigure(const TimelineGeometry& geometry) {
    if (geometry.empty()) return {};
    const auto figure = [&](std::int64_t cycles, const QString& word) {
        const QString time = microsecondsText(geometry.program(), cycles);
        const QString text = countText(cycles) + u' ' + tr("cycles");
        return (time.isEmpty() ? text : text + QStringLiteral(" · ") + time) + u' ' + word;
    };
    QStringList parts{figure(geometry.timeline().spaced, tr("spaced")),
                      figure(geometry.timeline().contiguous, tr("contiguous"))};
    const Program* program = geometry.program();
    if (program && program->config.clock_mhz && program->config.clock_mhz->basis == Basis::assumed)
        parts += tr("assumed clock");
    if (program && !program->departures().empty()) parts += tr("not comparable with published figures");
    return parts;
}

QString laneText(const TimelineLane& lane) {
    return tr("core %1 · %2").arg(lane.core).arg(latin(name(lane.unit)));
}

QString eventLine(const TimelineGeometry& geometry, std::uint32_t index) {
    const TimelineEvent& event = geometry.timeline().events[index];
    QString text = mnemonicText(geometry, event);
    if (const ProgramNode* node = nodeOf(geometry, event)) {
        text += tr(" of %1 (%2)").arg(QString::fromStdString(node->name), QString::fromStdString(node->op));
    }
    return tr("%1 · core %2 %3 · cycles %4 to %5 · %6")
        .arg(text)
        .arg(event.core)
        .arg(latin(name(event.unit)), countText(event.start), countText(event.end),
             withMicroseconds(geometry, event.end - event.start));
}

QString eventToolTip(const TimelineGeometry& geometry, std::uint32_t index) {
    const TimelineEvent& event = geometry.timeline().events[index];
    QStringList lines;
    const ProgramNode* of = nodeOf(geometry, event);
    const QString instruction =
        tr("%1, instruction %2").arg(mnemonicText(geometry, event)).arg(event.instruction);
    const QString unit = tr("%1 on core %2").arg(latin(name(event.unit))).arg(event.core);
    if (of != nullptr) {
        QString text = tr("<b>%1</b> (%2) · %3")
                           .arg(QString::fromStdString(of->name).toHtmlEscaped(),
                                QString::fromStdString(of->op).toHtmlEscaped(), unit);
        if (!of->module.empty())
            text += tr(", module %1").arg(QString::fromStdString(of->module).toHtmlEscaped());
        lines += text;
    } else {
        lines += QStringLiteral("<b>%1</b>").arg(unit);
    }
    lines += tr("Cycles %1 to %2: %3")
                 .arg(countText(event.start), countText(event.end),
                      withMicroseconds(geometry, event.end - event.start));
    lines += instruction;
    if (of != nullptr && !of->text.empty()) {
        QString source =
            QStringLiteral("<code>%1</code>").arg(QString::fromStdString(of->text).toHtmlEscaped());
        if (!of->file.empty())
            source.prepend(
                QStringLiteral("%1:%2 ").arg(QString::fromStdString(of->file).toHtmlEscaped()).arg(of->line));
        lines += source;
    }
    if (event.busy != event.end - event.start)
        lines += tr("The unit worked in %1 of them").arg(countText(event.busy));
    lines += tr("Result ready at cycle %1").arg(countText(event.ready));
    QString wait = waitText(event.waited_for);
    if (event.released_by < geometry.timeline().events.size()) {
        const TimelineEvent& release = geometry.timeline().events[event.released_by];
        wait += tr("; released by %1 on core %2 %3, cycles %4 to %5")
                    .arg(mnemonicText(geometry, release))
                    .arg(release.core)
                    .arg(latin(name(release.unit)), countText(release.start), countText(release.end));
        if (const ProgramNode* node = nodeOf(geometry, release)) {
            wait += tr(", of %1").arg(QString::fromStdString(node->name).toHtmlEscaped());
        }
    }
    lines += wait;
    if (event.state_update) lines += tr("State update: only the next inference needs it");
    return QStringLiteral("<div>%1</div>").arg(lines.join(QStringLiteral("<br>")));
}

QString measureText(const TimelineGeometry& geometry, std::int64_t cycles) {
    QStringList parts{countText(cycles, tr("cycles"))};
    const Program* program = geometry.program();
    if (program && program->config.clock_mhz && program->config.clock_mhz->value > 0)
        parts += figureText(1e3 * static_cast<double>(cycles) / program->config.clock_mhz->value,
                            QStringLiteral("ns"));
    if (geometry.timeline().spaced > 0)
        parts += tr("%1 of the latency")
                     .arg(figureText(100.0 * static_cast<double>(cycles) /
                                         static_cast<double>(geometry.timeline().spaced),
                                     QStringLiteral("%")));
    return parts.join(QStringLiteral(" · "));
}

QString shortWaitText(const TimelineEvent& event) {
    switch (event.waited_for) {
        case WaitReason::none:
            return {};
        case WaitReason::unit:
            return tr("unit busy");
        case WaitReason::operand:
            return tr("waits for operand");
        case WaitReason::accumulator:
            return tr("waits for accumulator");
        case WaitReason::bus:
            return tr("waits for bus");
        case WaitReason::order:
            return tr("waits for its turn");
    }
    return {};
}

QString areaLine(const TimelineGeometry& geometry, const TimelineArea& area) {
    const AreaStatistics s = areaStatistics(geometry.timeline(), geometry.lanes(), area.firstLane,
                                            area.lastLane, area.from, area.to);
    QString text = tr("Δ %1, cycles %2 to %3 · %4 events")
                       .arg(measureText(geometry, area.to - area.from), countText(area.from),
                            countText(area.to), countText(s.count));
    if (s.count > 0) {
        text += tr(" · total %1 · self %5 · avg %2 · min %3 · max %4 cycles")
                    .arg(countText(s.total), figureText(s.average), countText(s.minimum),
                         countText(s.maximum), countText(s.worked));
    }
    return text;
}

QString areaToolTip(const TimelineGeometry& geometry, const TimelineArea& area) {
    if (!geometry.program()) return {};
    QString rows =
        QStringLiteral(
            "<tr><th align='left'>%1</th><th>%2</th><th>%3</th><th>%4</th><th>%5</th><th>%6</th></tr>")
            .arg(tr("operator"), tr("events"), tr("total"), tr("avg"), tr("min"), tr("max"));
    for (const LabelledStatistics& row :
         areaStatisticsByOperator(geometry.timeline(), *geometry.program(), geometry.lanes(), area.firstLane,
                                  area.lastLane, area.from, area.to)) {
        const AreaStatistics& s = row.statistics;
        rows +=
            QStringLiteral(
                "<tr><td>%1</td><td align='right'>&nbsp;%2</td><td align='right'>&nbsp;%3</td>"
                "<td align='right'>&nbsp;%4</td><td align='right'>&nbsp;%5</td><td "
                "align='right'>&nbsp;%6</td></tr>")
                .arg(row.label.empty() ? tr("unknown") : QString::fromStdString(row.label).toHtmlEscaped(),
                     countText(s.count), countText(s.total), figureText(s.average), countText(s.minimum),
                     countText(s.maximum));
    }
    return tr("<p>Cycles inside the selection</p>") + QStringLiteral("<table>%1</table>").arg(rows);
}

}  // namespace lockstep
