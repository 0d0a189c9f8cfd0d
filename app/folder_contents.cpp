#include "app/folder_contents.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include "app/file_kind.h"
#include "core/accel/accelerator_config.h"
#include "core/support/error.h"

namespace lockstep::app {
namespace {

constexpr qint64 mostConfigBytes = 1 << 20;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FolderContents)
};

bool isConfig(const QFileInfo& file) {
    if (file.size() > mostConfigBytes) return false;
    try {
        find_config(file.absoluteFilePath().toStdString());
        return true;
    } catch (const Error&) {
        return false;
    }
}

void sort(const QFileInfo& file, FolderContents& contents) {
    const QString path = file.absoluteFilePath();
    switch (fileKind(path)) {
        case FileKind::session:
            contents.sessions << path;
            return;
        case FileKind::config:
            if (isConfig(file)) contents.configs << path;
            return;
        case FileKind::input:
            contents.inputs << path;
            return;
        case FileKind::program:
            contents.models << path;
            return;
        case FileKind::model:
            if (hasModelEnding(path)) contents.models << path;
            return;
        case FileKind::folder:
            return;
    }
}

void look(const QDir& folder, int depth, int& entries, FolderContents& contents, const JobControl& control) {
    const QFileInfoList found =
        folder.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::DirsLast);
    for (const QFileInfo& each : found) {
        control.check();
        if (++entries > mostFolderEntries) {
            contents.isCut = true;
            return;
        }
        if (!each.isDir()) {
            sort(each, contents);
        } else if (each.isSymLink()) {
            continue;
        } else if (depth == mostFolderDepth) {
            contents.isCut = true;
        } else {
            look(QDir(each.absoluteFilePath()), depth + 1, entries, contents, control);
        }
    }
}

}  // namespace

QString FolderContents::text() const {
    QStringList parts;
    if (!models.isEmpty()) parts << Words::tr("%n model(s)", nullptr, static_cast<int>(models.size()));
    if (!sessions.isEmpty()) parts << Words::tr("%n session(s)", nullptr, static_cast<int>(sessions.size()));
    if (!configs.isEmpty())
        parts << Words::tr("%n accelerator config(s)", nullptr, static_cast<int>(configs.size()));
    if (!inputs.isEmpty())
        parts << Words::tr("%n file(s) of input data", nullptr, static_cast<int>(inputs.size()));
    return parts.join(QStringLiteral(", "));
}

FolderContents folderContents(const QString& folder, const JobControl& control) {
    FolderContents contents;
    int entries = 0;
    look(QDir(folder), 0, entries, contents, control);
    return contents;
}

}  // namespace lockstep::app
