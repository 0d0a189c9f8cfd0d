#pragma once

#include <QString>
#include <QStringList>

#include "core/support/job_control.h"

namespace lockstep::app {

/// What of a folder can be opened; absolute paths, each list sorted.
struct FolderContents {
    QStringList models;  ///< and programs
    QStringList sessions;
    QStringList configs;  ///< JSON files that describe an accelerator
    QStringList inputs;
    bool isCut = false;  ///< there is more in the folder than was looked at

    QStringList all() const { return sessions + models + configs + inputs; }
    /// "2 models, 1 accelerator config"; empty if there is nothing.
    QString text() const;
};

inline constexpr int mostFolderEntries = 2000;  ///< that are looked at
inline constexpr int mostFolderDepth = 3;       ///< folders below the folder; links to folders are left

/// By the endings of the names; JSON files are read. Throws Error(cancelled).
FolderContents folderContents(const QString& folder, const JobControl& control = {});

}  // namespace lockstep::app
