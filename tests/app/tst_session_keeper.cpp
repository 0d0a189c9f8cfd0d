#include "app/session_keeper.h"

#include <QSettings>
#include <QToolButton>

#include <sys/wait.h>
#include <unistd.h>

#include "window_driver.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

namespace {

Session oneDocument(const QString& file) {
    Session session;
    session.documents.push_back({file, false, {}, {}});
    return session;
}

/// A process that keeps a session and ends without a destructor.
void crashWith(const QString& folder, const QString& file) {
    const pid_t child = fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        // The name has the process in it.
        const QString path = QStringLiteral("%1/%2-1.lockstep").arg(folder).arg(getpid());
        QDir().mkpath(folder);
        auto* lock = new QLockFile(path + QStringLiteral(".lock"));
        lock->setStaleLockTime(0);
        if (!lock->tryLock(0)) _exit(1);
        saveSession(oneDocument(file), path);
        _exit(0);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
}

}  // namespace

class TestSessionKeeper : public QObject, WindowFixture {
    Q_OBJECT

  private:
    QString folder() const {
        return QFileInfo(QSettings().fileName()).absolutePath() + QStringLiteral("/open");
    }
    QStringList kept() const { return QDir(folder()).entryList({QStringLiteral("*.lockstep")}, QDir::Files); }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void whatIsOpenIsKeptAndGoesWithTheWindow() {
        QVERIFY(kept().isEmpty());
        drop(*m_window, model("mlp_float64.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(kept().size(), 1, patience);
        const Session session = loadSession(folder() + QLatin1Char('/') + kept().front());
        QCOMPARE(session.documents.size(), std::size_t(1));
        QCOMPARE(session.documents.front().file, document().file);
        reopenWindow();
        QVERIFY(kept().isEmpty());
        QVERIFY(m_window->message().isEmpty());
    }

    void theWindowThatIsOpenIsNotAbandoned() {
        drop(*m_window, model("mlp_float64.pt"));
        QTRY_COMPARE_WITH_TIMEOUT(kept().size(), 1, patience);
        const SessionKeeper other(folder(), [] { return Session{}; });
        QVERIFY(other.abandoned().isEmpty());
    }

    void aWindowThatEndedBadlyIsOpenedAgain() {
        crashWith(folder(), model("mlp_float64.pt"));
        reopenWindow();
        QVERIFY(m_window->message().contains(QStringLiteral("mlp_float64.pt")));
        QTest::mouseClick(find<QPushButton>("messageAction"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->controller().current() != nullptr && ready(), patience);
        QCOMPARE(document().title(), QStringLiteral("mlp_float64.pt"));
        // Once: what was opened again is this window's now.
        QTRY_COMPARE_WITH_TIMEOUT(kept().size(), 1, patience);
        const SessionKeeper other(folder(), [] { return Session{}; });
        QVERIFY(other.abandoned().isEmpty());
    }

    void whatIsDismissedIsNotOfferedAgain() {
        crashWith(folder(), model("mlp_float64.pt"));
        reopenWindow();
        QTest::mouseClick(find<QToolButton>("messageClose"), Qt::LeftButton);
        QVERIFY(kept().isEmpty());
        reopenWindow();
        QVERIFY(m_window->message().isEmpty());
    }

    void aDamagedFileIsPassedOver() {
        crashWith(folder(), model("mlp_float64.pt"));
        QFile file(folder() + QLatin1Char('/') + kept().front());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{");
        file.close();
        reopenWindow();
        QVERIFY(m_window->message().isEmpty());
        QVERIFY(kept().isEmpty());
    }
};

QTEST_MAIN(TestSessionKeeper)
#include "tst_session_keeper.moc"
