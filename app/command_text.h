#pragma once

#include <QString>

#include "app/document.h"

namespace lockstep::app {

/// What of the document is looked at.
enum class Looked { run, canonicalGraph, streamingGraph, disassembly, why, memories };

/// The command that prints on a terminal what is looked at, quoted for a POSIX shell: `lockstep run`,
/// `inspect --stage`, `why` or `compile`.
QString commandText(const Document& document, Looked looked = Looked::run);

/// The options of a policy: "--optimize --seeds 4".
QStringList buildWords(const BuildOptions& build);

}  // namespace lockstep::app
