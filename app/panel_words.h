#pragma once

#include <QString>

namespace lockstep::app {

/// One line on what a panel shows, by the object name of its dock; empty for an unknown one.
QString panelWords(const QString& dock);

}  // namespace lockstep::app
