#pragma once

#include <QMimeData>
#include <QString>
#include <QStringList>

namespace lockstep::app {

/// What opening a file does.
enum class FileKind { model, program, session, config, input, folder };

/// By the file's first bytes for programs, otherwise by its ending; anything unknown is taken for a model,
/// whose import says what is wrong with it.
FileKind fileKind(const QString& file);

/// Of a name that models usually have: .pt, .pth, .ts.
bool hasModelEnding(const QString& file);

/// "Drop to open lstm.pt", "Drop to run on prices.csv".
QString dropText(const QStringList& files);

/// The local files of a drag; empty if there are none. `remote` is set if it holds addresses of other
/// machines.
QStringList localFiles(const QMimeData& mime, bool* remote = nullptr);

}  // namespace lockstep::app
