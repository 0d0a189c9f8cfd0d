#include "app/menus.h"

#include <QFileInfo>
#include <QMenu>

#include "app/examples.h"
#include "app/panel_menu.h"
#include "app/settings.h"

namespace lockstep::app {
namespace {

/// Titles with their mnemonics by the English path in the command table.
QString menuTitle(const QString& path) {
    if (path == QLatin1String("File")) return Menus::tr("&File");
    if (path == QLatin1String("File/Session")) return Menus::tr("Se&ssion");
    if (path == QLatin1String("File/Export")) return Menus::tr("&Export");
    if (path == QLatin1String("Edit")) return Menus::tr("&Edit");
    if (path == QLatin1String("View")) return Menus::tr("&View");
    if (path == QLatin1String("View/Panels")) return Menus::tr("&Panels");
    if (path == QLatin1String("View/Theme")) return Menus::tr("&Theme");
    if (path == QLatin1String("Run")) return Menus::tr("&Run");
    if (path == QLatin1String("Run/Policy")) return Menus::tr("P&olicy");
    return Menus::tr("&Help");
}

/// Commands behind which a line is drawn.
bool endsGroup(Command command) {
    switch (command) {
        case Command::reload:
        case Command::exportJson:
        case Command::closeDocument:
        case Command::redo:
        case Command::palette:
        case Command::copyCommand:
        case Command::zoomOut:
        case Command::nextHeat:
        case Command::runUntil:
        case Command::faster:
        case Command::compareRuns:
        case Command::stateReset:
        case Command::helpShortcuts:
            return true;
        default:
            return false;
    }
}

}  // namespace

Menus::Menus(QMenuBar& bar, const Actions& actions, const PanelActions& ways, QWidget& graphs,
             const Docks& docks)
    : QObject(&bar) {
    for (const CommandRow& row : commandTable()) {
        QMenu* target = menu(bar, QString::fromLatin1(row.menu));
        target->addAction(actions[row.command]);
        if (row.command == Command::open) fillExamples();
        if (endsGroup(row.command)) target->addSeparator();
    }
    QMenu* panels = m_menus.value(QStringLiteral("View/Panels"));
    panels->setObjectName(QStringLiteral("menuPanels"));
    panels->insertActions(actions[Command::nextPanel], ways.all());
    panels->insertSeparator(actions[Command::nextPanel]);
    auto* inPanels = new QMenu(tr("&Panel"), &bar);
    bar.insertMenu(m_menus.value(QStringLiteral("Run"))->menuAction(), inPanels);
    new PanelMenu(*inPanels, graphs, docks);
    for (QMenu* each : std::as_const(m_menus)) each->setToolTipsVisible(true);
}

QMenu* Menus::menu(QMenuBar& bar, const QString& path) {
    if (QMenu* known = m_menus.value(path)) return known;
    const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
    QMenu* made =
        slash < 0 ? bar.addMenu(menuTitle(path)) : menu(bar, path.left(slash))->addMenu(menuTitle(path));
    m_menus.insert(path, made);
    return made;
}

void Menus::fillExamples() {
    QMenu* file = m_menus.value(QStringLiteral("File"));
    QMenu* list = file->addMenu(tr("Open e&xample"));
    list->setObjectName(QStringLiteral("menuExamples"));
    list->setToolTipsVisible(true);
    for (std::size_t i = 0; i < examples().size(); ++i) {
        QAction* action = list->addAction(examples()[i].title);
        action->setObjectName(QStringLiteral("openExample%1").arg(i));
        action->setToolTip(examples()[i].summary);
        connect(action, &QAction::triggered, this, [this, i] { Q_EMIT exampleChosen(static_cast<int>(i)); });
    }
    m_recent = file->addMenu(tr("Open re&cent"));
    m_recent->setObjectName(QStringLiteral("menuRecent"));
    m_recent->setToolTipsVisible(true);
    connect(m_recent, &QMenu::aboutToShow, this, &Menus::fillRecent);
    fillRecent();
}

void Menus::fillRecent() {
    m_recent->clear();
    int index = 0;
    for (const QString& file : settings::recentFiles()) {
        const QFileInfo info(file);
        QAction* action = m_recent->addAction(
            QStringLiteral("&%1  %2  –  %3")
                .arg(++index % 10)
                .arg(QString(info.fileName()).replace(QLatin1Char('&'), QLatin1String("&&")),
                     settings::briefFolder(file)));
        action->setToolTip(file);
        action->setEnabled(info.exists());
        connect(action, &QAction::triggered, this, [this, file] { Q_EMIT recentChosen(file); });
    }
    if (index == 0) {
        m_recent->addAction(tr("Nothing yet"))->setEnabled(false);
        return;
    }
    m_recent->addSeparator();
    connect(m_recent->addAction(tr("C&lear the list")), &QAction::triggered, this,
            [] { settings::clearRecentFiles(); });
}

}  // namespace lockstep::app
