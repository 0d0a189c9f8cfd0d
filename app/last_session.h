#pragma once

#include <QString>

#include "app/session_file.h"

namespace lockstep::app {

/// What was open when a window was closed last. One file beside the settings; who wrote last counts.
namespace last_session {

QString file();
/// Neither documents nor variants: what was kept before stays. Where the folder can't be written, too.
void keep(const Session& session);
/// Empty if there is none, or it can't be read any more.
Session load();
void forget();
/// "lstm.pt, gru.pt"; without documents the names of the variants.
QString names(const Session& session);

}  // namespace last_session
}  // namespace lockstep::app
