#pragma once

#include <QString>

#include "app/session_file.h"

namespace lockstep::app {

/// What was open when a window was closed last. One file beside the settings; who wrote last counts.
namespace last_session {

QString file();
/// No documents: what was kept before stays. Where the folder can't be written, too.
void keep(const Session& session);
/// Without documents if there is none, or it can't be read any more.
Session load();
void forget();
/// "lstm.pt, gru.pt"; empty for a session without documents.
QString names(const Session& session);

}  // namespace last_session
}  // namespace lockstep::app
