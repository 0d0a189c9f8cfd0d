#include "app/session_keeper.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <algorithm>

#include "core/support/atomic_file.h"
#include "core/support/error.h"

namespace lockstep::app {
namespace {

constexpr QLatin1String suffix(".lockstep");

QString lockOf(const QString& session) {
    return session + QStringLiteral(".lock");
}

/// The first name of this process that no window of it has.
QString freeFile(const QString& folder) {
    for (int window = 1;; ++window) {
        const QString file = QStringLiteral("%1/%2-%3%4")
                                 .arg(folder)
                                 .arg(QCoreApplication::applicationPid())
                                 .arg(window)
                                 .arg(suffix);
        if (!QFile::exists(file) && !QFile::exists(lockOf(file))) return file;
    }
}

}  // namespace

SessionKeeper::SessionKeeper(const QString& folder, std::function<Session()> session, QObject* parent)
    : QObject(parent),
      m_folder(folder),
      m_file((QDir().mkpath(folder), freeFile(folder))),
      m_session(std::move(session)),
      m_lock(lockOf(m_file)) {
    // A lock ends with its process, however long a window stays open.
    m_lock.setStaleLockTime(0);
    m_lock.tryLock(0);
    m_timer.setSingleShot(true);
    m_timer.setInterval(delayMs);
    connect(&m_timer, &QTimer::timeout, this, &SessionKeeper::keep);
}

SessionKeeper::~SessionKeeper() {
    QFile::remove(m_file);
}

void SessionKeeper::changed() {
    if (!m_timer.isActive()) m_timer.start();
}

void SessionKeeper::keep() {
    if (!m_lock.isLocked()) return;
    const Session session = m_session();
    if (session.documents.empty() && session.variants.empty()) {
        QFile::remove(m_file);
        m_kept.clear();
        return;
    }
    const QByteArray bytes = toBytes(session, m_file);
    if (bytes == m_kept) return;
    try {
        write_file_atomically(m_file.toStdString(),
                              {bytes.constData(), static_cast<std::size_t>(bytes.size())});
        m_kept = bytes;
    } catch (const Error&) {
        // A full disk: what was kept before stays, and the next change tries again.
    }
}

QStringList SessionKeeper::abandoned() const {
    QStringList found;
    const QDir folder(m_folder);
    for (const QFileInfo& info :
         folder.entryInfoList({QStringLiteral("*.lockstep")}, QDir::Files, QDir::Time)) {
        if (info.absoluteFilePath() == QFileInfo(m_file).absoluteFilePath()) continue;
        QLockFile lock(lockOf(info.absoluteFilePath()));
        lock.setStaleLockTime(0);
        if (lock.tryLock(0)) found << info.absoluteFilePath();
    }
    return found;
}

void SessionKeeper::forget(const QStringList& files) {
    for (const QString& file : files) QFile::remove(file);
}

}  // namespace lockstep::app
