#pragma once

#include <QString>

#include "app/document.h"
#include "app/shortcuts.h"

namespace lockstep::app {

/// What one of the export commands writes: the proposed file, the filter of its dialog, and the bytes.
struct ExportFormat {
    Command command;
    QString ending;  ///< "html"
    QString filter;  ///< "Web page (*.html)"
};

const QList<ExportFormat>& exportFormats();
const ExportFormat* exportFormat(Command command);

/// True if the document has what the command writes.
bool canExport(const Document& document, Command command);

/// Writes the file whole or not at all, by the same writers as the command line. `commandLine` stands in
/// reports. Throws Error(cannot_write).
void exportDocument(const Document& document, Command command, const QString& commandLine,
                    const QString& file);

}  // namespace lockstep::app
