#include "core/import/sandbox.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QtTest>
#include <cerrno>
#include <csignal>
#include <functional>
#include <thread>

namespace {

/// Runs `attempt` in a process inside the sandbox: 0 when it succeeded, else 1; 2 when the sandbox failed,
/// 100 + signal.
int attempt_inside(const std::function<bool()>& attempt) {
    const pid_t child = fork();
    if (child == 0) {
        try {
            lockstep::sandbox::enter({});
        } catch (...) {
            _exit(2);
        }
        _exit(attempt() ? 0 : 1);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFSIGNALED(status) ? 100 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

class TestSandbox : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QByteArray m_file;

  private Q_SLOTS:
    void initTestCase() {
        m_file = m_folder.filePath(QStringLiteral("there.txt")).toUtf8();
        QFile file(QString::fromUtf8(m_file));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("text");
    }

    void forbids_data() {
        QTest::addColumn<int>("what");
        const char* names[] = {"open for writing",
                               "create",
                               "truncate by name",
                               "append",
                               "rename",
                               "unlink",
                               "mkdir",
                               "chmod",
                               "symlink",
                               "socket",
                               "socketpair",
                               "fork",
                               "exec",
                               "kill",
                               "ptrace",
                               "memfd",
                               "mount of memory",
                               "raise limits",
                               "temporary file"};
        for (int i = 0; i < static_cast<int>(std::size(names)); ++i) QTest::newRow(names[i]) << i;
    }
    void forbids() {
        QFETCH(int, what);
        const char* path = m_file.constData();
        const QByteArray other = m_file + ".new";
        const QByteArray folder = m_folder.path().toUtf8();
        const pid_t parent = getpid();
        const std::function<bool()> attempts[] = {
            [&] { return open(path, O_WRONLY) >= 0; },
            [&] { return open(other.constData(), O_RDONLY | O_CREAT, 0600) >= 0; },
            [&] { return truncate(path, 0) == 0; },
            [&] { return open(path, O_RDWR | O_APPEND) >= 0; },
            [&] { return rename(path, other.constData()) == 0; },
            [&] { return unlink(path) == 0; },
            [&] { return mkdir(other.constData(), 0700) == 0; },
            [&] { return chmod(path, 0777) == 0; },
            [&] { return symlink(path, other.constData()) == 0; },
            [] { return socket(AF_INET, SOCK_STREAM, 0) >= 0; },
            [] {
                int ends[2];
                return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0;
            },
            [] {
                const pid_t child = fork();
                if (child == 0) _exit(0);
                return child > 0;
            },
            [] {
                execl("/bin/true", "true", nullptr);
                return false;  // it would have ended with status 0
            },
            [&] { return kill(parent, 0) == 0; },
            [&] { return ptrace(PTRACE_ATTACH, parent, nullptr, nullptr) == 0; },
            [] { return memfd_create("x", 0) >= 0; },
            [] { return shm_open("/lockstep-sandbox-test", O_RDWR | O_CREAT, 0600) >= 0; },
            [] {
                const rlimit more = {1 << 20, 1 << 20};
                return setrlimit(RLIMIT_CORE, &more) == 0;
            },
            [&] { return open(folder.constData(), O_TMPFILE | O_RDWR, 0600) >= 0; },
        };
        const std::function<bool()>& attempt = attempts[what];
        QCOMPARE(attempt_inside(attempt), 1);
        QFile file(QString::fromUtf8(m_file));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("text"));
        QVERIFY(!QFile::exists(QString::fromUtf8(other)));
    }

    void theAttemptsWorkOutside() {
        // So that a refusal above is the sandbox's, not the attempt's own failure.
        const int fd = open(m_file.constData(), O_WRONLY);
        QVERIFY(fd >= 0);
        close(fd);
        const int s = socket(AF_UNIX, SOCK_STREAM, 0);
        QVERIFY(s >= 0);
        close(s);
        const int m = memfd_create("x", 0);
        QVERIFY(m >= 0);
        close(m);
    }

    void allowsComputing() {
        QCOMPARE(attempt_inside([] {
                     std::vector<double> values(1 << 20, 1.0);
                     int done = 0;
                     std::thread thread([&] { done = 1; });
                     thread.join();
                     return done == 1 && values.back() == 1.0 && open("/proc/cpuinfo", O_RDONLY) >= 0;
                 }),
                 0);
    }

    void abortStaysAnAbort() {
        QCOMPARE(attempt_inside([]() -> bool { abort(); }), 100 + SIGABRT);
    }

    void saysWhatHolds() {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            const std::string text = lockstep::sandbox::enter({});
            _exit(write(ends[1], text.data(), text.size()) > 0 ? 0 : 1);
        }
        waitpid(child, nullptr, 0);
        char text[100] = {};
        QVERIFY(read(ends[0], text, sizeof text - 1) > 0);
        QVERIFY2(QByteArray(text).startsWith("seccomp"), text);
        close(ends[0]);
        close(ends[1]);
    }
};

QTEST_APPLESS_MAIN(TestSandbox)
#include "tst_sandbox.moc"
