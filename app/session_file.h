#pragma once

#include <QString>
#include <vector>

#include "app/view_state.h"
#include "core/run/model_document.h"

namespace lockstep::app {

inline constexpr int sessionVersion = 1;

/// One open file of a session, with what it showed.
struct SessionDocument {
    QString file;  ///< absolute in memory; relative to the session file on disk where it lies below it
    bool isProgram = false;
    ModelOptions options;  ///< without the streaming axes, which the view has
    ViewState view;
};

/// A row of the list of variants: what it takes to make it again.
struct SessionVariant {
    QString name;
    SessionDocument document;
};

/// What a .lockstep file holds.
struct Session {
    std::vector<SessionDocument> documents;
    int current = 0;
    std::vector<SessionVariant> variants = {};
    int baseline = 0;  ///< index of the variant that the others are held against
};

QByteArray toBytes(const Session& session, const QString& file);
/// Throws Error(bad_file): no session, of a newer version, or a field that can't be used.
Session sessionFromBytes(const QByteArray& bytes, const QString& file);

void saveSession(const Session& session, const QString& file);
/// Throws Error(bad_file), also when it can't be read.
Session loadSession(const QString& file);

}  // namespace lockstep::app
