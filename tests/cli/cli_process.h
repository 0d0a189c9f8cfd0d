#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

/// The real binary in a process of its own.
namespace cli_process {

struct Result {
    int status = -1;
    QByteArray output;
    QByteArray errors;
    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
};

inline QString binary() {
    return QStringLiteral(LOCKSTEP_BINARY_DIR "/lockstep");
}

inline Result run_program(const QString& program, const QStringList& arguments, const QString& libexec) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LOCKSTEP_LIBEXEC"), libexec);
    // No display is there, whatever the test itself runs on.
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    if (!process.waitForFinished(240'000)) return {};
    return {.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2,
            .output = process.readAllStandardOutput(),
            .errors = process.readAllStandardError()};
}

inline Result run(const QStringList& arguments,
                  const QString& libexec = QStringLiteral(LOCKSTEP_BINARY_DIR)) {
    return run_program(binary(), arguments, libexec);
}

/// Through a shell, for redirections; "$0" is the binary.
inline Result shell(const QString& script, const QStringList& arguments = {}) {
    return run_program(QStringLiteral("sh"), QStringList{QStringLiteral("-c"), script, binary()} + arguments,
                       QStringLiteral(LOCKSTEP_BINARY_DIR));
}

inline QString model(const QString& name) {
    return QStringLiteral(LOCKSTEP_TEST_DATA "/models/") + name;
}

}  // namespace cli_process
