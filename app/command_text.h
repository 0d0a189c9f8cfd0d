#pragma once

#include <QString>

#include "app/document.h"

namespace lockstep::app {

/// The command that prints on a terminal what the document shows, quoted for a POSIX shell.
QString commandText(const Document& document);

/// The options of a policy: "--optimize --seeds 4".
QStringList buildWords(const BuildOptions& build);

}  // namespace lockstep::app
