#include "app/reload_change.h"

#include "widgets/theme_numbers.h"

namespace lockstep::app {

KeyFigures keyFigures(const Document& document) {
    KeyFigures figures;
    if (document.compiled) figures.cycles = document.compiled->report->latency.spaced_cycles;
    figures.inferences = document.done();
    if (document.recording && document.recording->error.inferences > 0)
        figures.worstError = document.recording->error.max_abs;
    return figures;
}

QString changeText(const KeyFigures& before, const KeyFigures& after) {
    QStringList parts;
    if (before.cycles && after.cycles) {
        if (*before.cycles == *after.cycles) {
            parts << ReloadChange::tr("%1 cycles as before").arg(countText(*after.cycles));
        } else {
            const double percent = 100.0 * static_cast<double>(*after.cycles - *before.cycles) /
                                   static_cast<double>(*before.cycles);
            parts << ReloadChange::tr("%1 → %2 cycles (%3 %)")
                         .arg(countText(*before.cycles), countText(*after.cycles),
                              (percent > 0 ? QStringLiteral("+") : QString()) + figureText(percent));
        }
    }
    if (before.worstError && after.worstError && before.inferences == after.inferences) {
        parts << (*before.worstError == *after.worstError
                      ? ReloadChange::tr("worst error %1 as before").arg(figureText(*after.worstError))
                      : ReloadChange::tr("worst error %1 → %2")
                            .arg(figureText(*before.worstError), figureText(*after.worstError)));
    }
    return parts.join(QStringLiteral(", "));
}

ReloadChange::ReloadChange(DocumentController& controller, QObject* parent)
    : QObject(parent), m_controller(controller) {
    connect(&controller, &DocumentController::reloading, this, &ReloadChange::begin);
    connect(&controller, &DocumentController::recordingChanged, this, &ReloadChange::look);
    connect(&controller, &DocumentController::failed, this, [this] { m_pending.reset(); });
}

void ReloadChange::begin() {
    const Document& document = *m_controller.current();
    m_pending.reset();
    if (document.compiled) m_pending = Pending{document.id, keyFigures(document), document.compiled};
}

void ReloadChange::look() {
    const Document* document = m_controller.current();
    if (!m_pending || document == nullptr || document->id != m_pending->document) return;
    if (m_controller.isPreparing() || document->compiled == m_pending->program) return;
    const QString change = changeText(m_pending->before, keyFigures(*document));
    m_pending.reset();
    if (!change.isEmpty()) Q_EMIT told(tr("%1 was read again: %2.").arg(document->title(), change));
}

}  // namespace lockstep::app
