// Nothing of Lockstep opens a connection: this program and all that it starts are killed by the kernel the
// moment they ask for an internet socket.
#include <seccomp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <cstdio>
#include <memory>

namespace {

/// From now on, for this process and its children: a socket of the internet's families ends the process.
bool forbidInternet() {
    const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ALLOW),
                                                                   &seccomp_release);
    bool done = filter != nullptr;
    for (const int family : {AF_INET, AF_INET6}) {
        done = done && seccomp_rule_add(filter.get(), SCMP_ACT_KILL_PROCESS, SCMP_SYS(socket), 1,
                                        SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(family))) == 0;
    }
    return done && seccomp_load(filter.get()) == 0;
}

/// How a child ends that asks for a socket: its signal, or 0.
int signalOfSocket(int family) {
    const pid_t child = fork();
    if (child == 0) {
        const int made = socket(family, SOCK_STREAM, 0);
        _exit(made >= 0 ? 0 : 1);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) return -1;
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace

class TestNoNetwork : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// The tests below would say nothing otherwise.
    void internetSocketsEndAProcess() {
        QCOMPARE(signalOfSocket(AF_INET), SIGSYS);
        QCOMPARE(signalOfSocket(AF_INET6), SIGSYS);
        QCOMPARE(signalOfSocket(AF_UNIX), 0);
    }

    void commands_data() {
        QTest::addColumn<QStringList>("words");
        const QString example = QStringLiteral(LOCKSTEP_RESOURCES "/examples/lstm.pt");
        const QString axis = QStringLiteral("--streaming-axis=0");
        const auto row = [&](const char* name, const QStringList& before, const QStringList& after) {
            QTest::newRow(name) << before + QStringList{example, axis} + after;
        };
        row("inspect", {QStringLiteral("inspect")}, {QStringLiteral("--format=json")});
        row("compile", {QStringLiteral("compile")}, {QStringLiteral("--config=v80_c6b32")});
        row("run", {QStringLiteral("run")},
            {QStringLiteral("--config=v80_c6b32"), QStringLiteral("--inferences=8")});
        row("report", {QStringLiteral("report")},
            {QStringLiteral("--config=v80_c6b32"), QStringLiteral("-o"), QStringLiteral("%1/report.html")});
        // The whole window: opened, loaded, compiled, run.
        row("picture", {QStringLiteral("screenshot")},
            {QStringLiteral("--inferences=4"), QStringLiteral("-o"), QStringLiteral("%1/window.png")});
        QTest::newRow("configs") << QStringList{QStringLiteral("configs")};
        QTest::newRow("help") << QStringList{QStringLiteral("--help")};
    }
    void commands() {
        QFETCH(QStringList, words);
        const QTemporaryDir folder;
        for (QString& each : words) each.replace(QStringLiteral("%1"), folder.path());
        QProcess process;
        process.start(QStringLiteral(LOCKSTEP_BINARY_DIR "/lockstep"), words);
        QVERIFY(process.waitForFinished(600'000));
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit, errors.constData());
        QVERIFY2(process.exitCode() == 0, errors.constData());
    }

    /// No program of ours brings code for it along. LibTorch's own libraries may: its worker is forbidden
    /// all sockets.
    void programsAreLinkedWithoutIt_data() {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("without");
        const QStringList all{QStringLiteral("Qt6Network"), QStringLiteral("libcurl"),
                              QStringLiteral("libssl")};
        QTest::newRow("lockstep") << QStringLiteral("lockstep") << all;
        QTest::newRow("layout") << QStringLiteral("lockstep-layout") << all;
        QTest::newRow("worker") << QStringLiteral("lockstep-torch") << all.mid(0, 1);
    }
    void programsAreLinkedWithoutIt() {
        QFETCH(QString, program);
        QFETCH(QStringList, without);
        QProcess process;
        process.start(QStringLiteral("ldd"), {QStringLiteral(LOCKSTEP_BINARY_DIR "/") + program});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
        const QString libraries = QString::fromUtf8(process.readAllStandardOutput());
        QVERIFY2(libraries.contains(QStringLiteral("libstdc++")), qPrintable(libraries));
        for (const QString& each : without) QVERIFY2(!libraries.contains(each), qPrintable(libraries));
    }
};

int main(int argc, char** argv) {
    if (!forbidInternet()) {
        std::fputs("the kernel takes no filter\n", stderr);
        return 1;
    }
    const QCoreApplication application(argc, argv);
    TestNoNetwork test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_no_network.moc"
