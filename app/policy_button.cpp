#include "app/policy_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QWidgetAction>

#include "app/icon.h"
#include "app/view_state.h"

namespace lockstep::app {

QString policyText(const BuildOptions& build) {
    QString text = build.search.optimize ? PolicyButton::tr("optimize")
                   : build.search.quick  ? PolicyButton::tr("quick")
                                         : PolicyButton::tr("calibrated");
    if (build.search.seeds > 1)
        text += PolicyButton::tr(", %n seeds", nullptr, static_cast<int>(build.search.seeds));
    if (build.state_reset) text += PolicyButton::tr(", state reset");
    return text;
}

PolicyButton::PolicyButton(const Actions& actions, QWidget* parent)
    : QToolButton(parent), m_seeds(new QSpinBox), m_menu(new QMenu(this)) {
    setObjectName(QStringLiteral("policyButton"));
    setAccessibleName(tr("Policy of the compiler"));
    setPopupMode(QToolButton::InstantPopup);
    setAutoRaise(true);
    m_menu->setObjectName(QStringLiteral("policyMenu"));
    m_menu->setToolTipsVisible(true);
    for (const Command command : {Command::policyCalibrated, Command::policyQuick, Command::policyOptimize})
        m_menu->addAction(actions[command]);
    auto* note = new QLabel(tr("Only calibrated figures compare with published ones"), m_menu);
    note->setForegroundRole(QPalette::PlaceholderText);
    note->setContentsMargins(28, 0, 12, 4);
    auto* noteAction = new QWidgetAction(m_menu);
    noteAction->setDefaultWidget(note);
    m_menu->addAction(noteAction);
    m_seeds->setObjectName(QStringLiteral("policySeeds"));
    m_seeds->setAccessibleName(tr("Seeds of the search"));
    m_seeds->setToolTip(tr("Tries of the search, of which the best program is kept"));
    m_seeds->setRange(1, mostSeeds);
    m_seeds->setKeyboardTracking(false);
    auto* line = new QWidget(m_menu);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(28, 4, 12, 4);
    row->setSpacing(8);
    auto* label = new QLabel(tr("Seeds"), line);
    label->setBuddy(m_seeds);
    row->addWidget(label);
    row->addWidget(m_seeds);
    row->addStretch(1);
    auto* seeds = new QWidgetAction(m_menu);
    seeds->setDefaultWidget(line);
    m_menu->addAction(seeds);
    m_menu->addSeparator();
    m_menu->addAction(actions[Command::stateReset]);
    m_menu->addSeparator();
    m_menu->addAction(actions[Command::compareConfigs]);
    setMenu(m_menu);
    connect(m_seeds, &QSpinBox::valueChanged, this, &PolicyButton::seedsChosen);
    setPolicy({}, {});
}

void PolicyButton::setPolicy(const BuildOptions& build, const QStringList& pins) {
    QString shown = policyText(build);
    if (!pins.isEmpty()) shown += tr(", %n pins", nullptr, static_cast<int>(pins.size()));
    setText(shown + QChar(0x2002));  // room for the arrow
    const bool comparable = build.search == SearchOptions() && pins.isEmpty();
    setToolTip(comparable
                   ? tr("How the model is compiled: as the published toolchain is predicted to do it")
                   : tr("How the model is compiled: its figures are not comparable with published ones"));
    const QSignalBlocker blocker(m_seeds);
    m_seeds->setValue(static_cast<int>(build.search.seeds));
    m_seeds->setEnabled(!build.search.quick);
    fillPins(pins);
}

void PolicyButton::fillPins(const QStringList& pins) {
    for (QAction* action : std::as_const(m_pins)) {
        m_menu->removeAction(action);
        action->deleteLater();
    }
    m_pins.clear();
    if (pins.isEmpty()) return;
    m_pins << m_menu->addSection(tr("Pins"));
    for (const QString& pin : pins) {
        QAction* action = m_menu->addAction(app::icon(QStringLiteral("close")), tr("Take away %1").arg(pin));
        action->setObjectName(QStringLiteral("pinAction"));
        connect(action, &QAction::triggered, this, [this, pin] { Q_EMIT pinRemoved(pin); });
        m_pins << action;
    }
}

}  // namespace lockstep::app
