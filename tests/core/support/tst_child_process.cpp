#include "core/support/child_process.h"

#include <QtTest>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <csignal>

#include "core/support/error.h"

using lockstep::ChildProcess;

/// Helpers are played by /bin/sh: descriptor 3 is the socket, 4 the first inherited descriptor.
class TestChildProcess : public QObject {
    Q_OBJECT

    static std::string readAll(int socket) {
        std::string text;
        char buffer[256];
        for (ssize_t n = 0; (n = read(socket, buffer, sizeof buffer)) > 0;) {
            text.append(buffer, static_cast<std::size_t>(n));
        }
        return text;
    }

  private Q_SLOTS:
    void talksOverDescriptorThree() {
        ChildProcess child("/bin/sh", {"-c", "read line <&3; echo \"got $line\" >&3"});
        QCOMPARE(write(child.socket(), "hello\n", 6), ssize_t{6});
        QCOMPARE(readAll(child.socket()), std::string("got hello\n"));
        QTRY_VERIFY(!child.running());
        QCOMPARE(child.end_text(), std::string("exit status 0"));
    }

    void handsOverDescriptorsInOrder() {
        const int first = memfd_create("first", MFD_CLOEXEC);
        const int second = memfd_create("second", MFD_CLOEXEC);
        QCOMPARE(write(first, "one", 3), ssize_t{3});
        QCOMPARE(write(second, "two", 3), ssize_t{3});
        lseek(first, 0, SEEK_SET);
        lseek(second, 0, SEEK_SET);
        ChildProcess child("/bin/sh", {"-c", "cat <&4 >&3; cat <&5 >&3; ls /proc/self/fd | wc -l >&3"},
                           {first, second});
        const std::string text = readAll(child.socket());
        QCOMPARE(text.substr(0, 6), std::string("onetwo"));
        // 0, 1, 2, 3, 4, 5 and the folder that ls itself has open: nothing else of the parent is there.
        QCOMPARE(QByteArray::fromStdString(text.substr(6)).trimmed(), QByteArray("7"));
        close(first);
        close(second);
    }

    void killEndsAndSaysSo() {
        ChildProcess child("/bin/sh", {"-c", "while :; do :; done"});
        QVERIFY(child.running());
        child.kill();
        QVERIFY(!child.running());
        QCOMPARE(child.end_text(), std::string("killed by signal 9"));
        child.kill();
        QCOMPARE(child.end_text(), std::string("killed by signal 9"));
    }

    void destructionReaps() {
        pid_t pid = -1;
        {
            ChildProcess child("/bin/sh", {"-c", "read line <&3"});
            pid = child.pid();
        }
        QVERIFY(::kill(pid, 0) != 0);
    }

    void keepsTheNewestErrorText() {
        ChildProcess child("/bin/sh", {"-c",
                                       "i=0; while [ $i -lt 400 ]; do echo \"line $i of the error stream, "
                                       "padded\" >&2; i=$((i+1)); done; exit 3"});
        QTRY_VERIFY(!child.running());
        const std::string text = child.error_text();
        QVERIFY(text.size() <= 16 * 1024);
        QVERIFY(QByteArray::fromStdString(text).contains("line 399 "));
        QCOMPARE(child.end_text(), std::string("exit status 3"));
    }

    void aMissingExecutableEndsWith127() {
        ChildProcess child("/nonexistent/helper", {});
        QCOMPARE(readAll(child.socket()), std::string());
        QTRY_VERIFY(!child.running());
        QCOMPARE(child.end_text(), std::string("exit status 127"));
    }

    void aMissingHelperIsNamed() {
        qputenv("LOCKSTEP_LIBEXEC", "/nonexistent");
        try {
            lockstep::helper_executable("lockstep-nothing");
            QFAIL("no error");
        } catch (const lockstep::Error& error) {
            QVERIFY(QByteArray(error.what()).contains("lockstep-nothing"));
            QVERIFY(error.failure().kind == lockstep::FailureKind::worker_failed);
        }
    }
};

QTEST_APPLESS_MAIN(TestChildProcess)
#include "tst_child_process.moc"
