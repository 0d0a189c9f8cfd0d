#pragma once

#include <QLockFile>
#include <QObject>
#include <QTimer>
#include <functional>

#include "app/session_file.h"

namespace lockstep::app {

/// Keeps what a window has open in a file of its own while it is open, and takes the file away when the
/// window is closed: what is left in the folder was open in a window that ended badly.
/// What was open when it was closed goes to last_session.
class SessionKeeper : public QObject {
    Q_OBJECT

  public:
    static constexpr int delayMs =
        1000;  ///< between a change and its file; changes in between are kept together

    /// Makes the folder. `session` gives what is open now. Where the folder can't be written nothing is kept.
    SessionKeeper(const QString& folder, std::function<Session()> session, QObject* parent = nullptr);
    ~SessionKeeper() override;

    /// Session files of windows that ended without closing, the newest first.
    QStringList abandoned() const;
    void forget(const QStringList& files);

  public Q_SLOTS:
    /// What is open, or how it is shown, has changed.
    void changed();

  private:
    void keep();

    QString m_folder;
    QString m_file;
    std::function<Session()> m_session;
    QLockFile m_lock;
    QTimer m_timer;
    QByteArray m_kept;  ///< what the file holds
};

}  // namespace lockstep::app
