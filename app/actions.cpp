#include "app/actions.h"

#include <QCoreApplication>
#include <QKeySequence>
#include <QWidget>

#include "app/icon.h"

namespace lockstep::app {
namespace {

QString translated(const char* source) {
    return QCoreApplication::translate("Commands", source);
}

QList<QKeySequence> keys(const CommandRow& row) {
    // One sequence may hold a comma; rows hold one key combination each, so "; " splits.
    QList<QKeySequence> result;
    const QStringList parts = QString::fromLatin1(row.keys).split(QLatin1String("; "), Qt::SkipEmptyParts);
    for (const QString& part : parts) result << QKeySequence(part, QKeySequence::PortableText);
    return result;
}

}  // namespace

QString plainText(const CommandRow& row) {
    QString text = translated(row.text);
    text.remove(QLatin1Char('&'));
    if (text.endsWith(QChar(0x2026))) text.chop(1);
    return text;
}

QString tipText(const CommandRow& row) {
    return translated(row.tip);
}

QString toolTip(const CommandRow& row) {
    const QList<QKeySequence> sequences = keys(row);
    const QString name = sequences.isEmpty()
                             ? plainText(row)
                             : QStringLiteral("%1 (%2)").arg(
                                   plainText(row), sequences.front().toString(QKeySequence::NativeText));
    return QStringLiteral("%1: %2").arg(name, translated(row.tip));
}

Actions::Actions(QWidget* parent) : QObject(parent) {
    for (const CommandRow& row : commandTable()) {
        auto* action = new QAction(icon(QString::fromLatin1(row.icon)), translated(row.text), parent);
        action->setObjectName(QString::fromLatin1(row.id));
        action->setToolTip(toolTip(row));
        action->setWhatsThis(toolTip(row));
        action->setShortcuts(keys(row));
        action->setShortcutContext(Qt::WindowShortcut);
        action->setCheckable(row.checkable);
        action->setIconVisibleInMenu(true);
        m_actions.insert(static_cast<int>(row.command), action);
        parent->addAction(action);
    }
}

QList<QAction*> Actions::all() const {
    QList<QAction*> result;
    for (const CommandRow& row : commandTable()) result << (*this)[row.command];
    return result;
}

}  // namespace lockstep::app
