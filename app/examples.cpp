#include "app/examples.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

#include "core/support/error.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Examples)
};

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

const std::vector<Example>& examples() {
    static const std::vector<Example> all = {
        {QStringLiteral("lstm.pt"), Words::tr("LSTM"),
         Words::tr("Two LSTM layers of 256 and a linear head; a sequence of 20 × 128"), 0},
        {QStringLiteral("mlp.pt"), Words::tr("MLP"),
         Words::tr("Three linear layers with ReLU and a residual; 784 values in, 10 out"), std::nullopt},
        {QStringLiteral("cnn.pt"), Words::tr("CNN"),
         Words::tr("Two causal convolutions along time; 32 channels in, 1 out"), 2},
    };
    return all;
}

QString exampleFile(const Example& example) {
    const QByteArray bytes = contents(QStringLiteral(":/lockstep/examples/") + example.file);
    const QString folder =
        QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/examples");
    const QString file = folder + QLatin1Char('/') + example.file;
    if (contents(file) == bytes) return file;
    QSaveFile out(file);
    if (!QDir().mkpath(folder) || !out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() ||
        !out.commit()) {
        throw Error(
            FailureKind::cannot_write,
            Words::tr("The example can't be written to %1: %2").arg(file, out.errorString()).toStdString(),
            Words::tr("Free some space or set XDG_CACHE_HOME to a folder that can be written to")
                .toStdString());
    }
    return file;
}

}  // namespace lockstep::app
