#include "app/last_session.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include "core/support/error.h"

namespace lockstep::app::last_session {

QString file() {
    return QFileInfo(QSettings().fileName()).absolutePath() + QStringLiteral("/last.lockstep");
}

void keep(const Session& session) {
    if (session.documents.empty() && session.variants.empty()) return;
    QDir().mkpath(QFileInfo(file()).absolutePath());
    try {
        saveSession(session, file());
    } catch (const Error&) {
        // The window is closing: there is nobody left to tell, and the session before it is still there.
    }
}

Session load() {
    if (!QFile::exists(file())) return {};
    try {
        return loadSession(file());
    } catch (const Error&) {
        return {};
    }
}

void forget() {
    QFile::remove(file());
}

QString names(const Session& session) {
    QStringList names;
    for (const SessionDocument& document : session.documents) names << QFileInfo(document.file).fileName();
    names.removeDuplicates();
    if (names.isEmpty())
        for (const SessionVariant& variant : session.variants) names << variant.name;
    return names.join(QStringLiteral(", "));
}

}  // namespace lockstep::app::last_session
