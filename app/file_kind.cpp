#include "app/file_kind.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

#include "core/program/program_file.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FileKind)
};

}  // namespace

FileKind fileKind(const QString& file) {
    const QFileInfo info(file);
    if (info.isDir()) return FileKind::folder;
    const QString ending = info.suffix().toLower();
    if (ending == QLatin1String("lockstep")) return FileKind::session;
    if (ending == QLatin1String("json")) return FileKind::config;
    if (ending == QLatin1String("npy") || ending == QLatin1String("npz") || ending == QLatin1String("csv")) {
        return FileKind::input;
    }
    if (info.isFile() && looks_like_program(file.toStdString())) return FileKind::program;
    return FileKind::model;
}

bool hasModelEnding(const QString& file) {
    const QString ending = QFileInfo(file).suffix().toLower();
    return ending == QLatin1String("pt") || ending == QLatin1String("pth") || ending == QLatin1String("ts");
}

QString dropText(const QStringList& files) {
    if (files.isEmpty()) return Words::tr("Only files on this computer can be opened");
    if (files.size() > 1) return Words::tr("Drop to open %n files", nullptr, static_cast<int>(files.size()));
    const QString name = QFileInfo(QDir::cleanPath(files.front())).fileName();
    switch (fileKind(files.front())) {
        case FileKind::session:
            return Words::tr("Drop to open the session %1").arg(name);
        case FileKind::config:
            return Words::tr("Drop to compile for the accelerator %1").arg(name);
        case FileKind::input:
            return Words::tr("Drop to run on the inputs of %1").arg(name);
        case FileKind::program:
            return Words::tr("Drop to open the program %1").arg(name);
        case FileKind::folder:
            return Words::tr("Drop to open what is in the folder %1").arg(name);
        case FileKind::model:
            break;
    }
    return Words::tr("Drop to open %1").arg(name);
}

QStringList localFiles(const QMimeData& mime, bool* remote) {
    QStringList files;
    const QList<QUrl> urls = mime.urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile()) {
            files << url.toLocalFile();
        } else if (remote != nullptr) {
            *remote = true;
        }
    }
    return files;
}

}  // namespace lockstep::app
