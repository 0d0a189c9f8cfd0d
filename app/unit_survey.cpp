#include "app/unit_survey.h"

#include <QDockWidget>
#include <algorithm>

#include "core/run/unit_activity.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/unit_panel.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {

UnitSurvey::UnitSurvey(DocumentController& controller, UnitPanel& panel, QDockWidget& dock, QObject* parent)
    : QObject(parent), m_controller(controller), m_panel(panel) {
    m_later.setSingleShot(true);
    m_later.setInterval(300);
    connect(&m_later, &QTimer::timeout, this, &UnitSurvey::follow);
    connect(&dock, &QDockWidget::visibilityChanged, this, [this](bool visible) {
        m_visible = visible;
        if (visible) m_later.start();
    });
    connect(&controller, &DocumentController::motionChanged, this, [this] { m_later.start(); });
    connect(&panel, &UnitPanel::allWanted, this, [this] {
        if (!m_key) return;
        m_whole = true;
        look(*m_key, m_key->inferences);
    });
}

void UnitSurvey::update() {
    m_later.start();
}

void UnitSurvey::follow() {
    if (!m_visible || m_controller.motion() != Motion::still) return;
    const Document* document = m_controller.current();
    const bool any = document != nullptr && document->run && document->recording && document->compiled &&
                     document->recording->total() > 0;
    if (!any) {
        m_key.reset();
        m_busy = false;
        m_panel.setBusy({});
        m_panel.setReport(
            nullptr, 0,
            tr("Units that never move, and units that are saturated, show here once a model with "
               "state is run."));
        return;
    }
    const Key key{
        .document = document->id, .run = document->runNumber, .inferences = document->recording->total()};
    if (m_key == key) return;
    if (m_key && (m_key->document != key.document || m_key->run != key.run)) m_whole = false;
    m_key = key;
    look(key, m_whole ? key.inferences : std::min(key.inferences, newest));
}

void UnitSurvey::look(const Key& key, qint64 count) {
    m_busy = true;
    m_panel.setBusy(tr("looking at %1 inferences…").arg(countText(count)));
    m_controller.askRun(
        QStringLiteral("units"), tr("Looking for dead and saturated units"),
        [first = key.inferences - count, count](LockstepRun& run, const JobControl& control) {
            return unit_activity(run, first, count, control);
        },
        [this, key](const ActivityReport& report) {
            if (m_key != key) return;
            m_busy = false;
            m_whole = false;
            m_panel.setBusy({});
            if (report.traces.empty()) {
                m_panel.setReport(nullptr, 0, tr("The program keeps no state, and has no gates."));
            } else {
                m_panel.setReport(std::make_shared<const ActivityReport>(report), key.inferences);
            }
        },
        [this, key](const Failure& failure) {
            if (m_key != key) return;
            m_busy = false;
            m_panel.setBusy({});
            // It may be asked for again; behind a step that it made way for, as much of the run.
            m_whole = m_whole && m_controller.isBusy();
            m_key.reset();
            if (failure.kind != FailureKind::cancelled) m_panel.setReport(nullptr, 0, text(failure.message));
        });
}

}  // namespace lockstep::app
