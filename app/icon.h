#pragma once

#include <QIcon>
#include <QString>

namespace lockstep::app {

/// A line icon of resources/icons, drawn in the text colours of the application's palette: it follows a
/// change of theme by itself. An empty name gives a null icon; an unknown one stops a debug build.
QIcon icon(const QString& name);

/// The application's icon, in its own colours.
QIcon applicationIcon();

}  // namespace lockstep::app
