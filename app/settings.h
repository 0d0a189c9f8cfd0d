#pragma once

#include <QByteArray>
#include <QSize>
#include <QStringList>

#include "app/view_state.h"

namespace lockstep::app {

/// Sets organisation and application: before the first QSettings.
void initSettings();
/// Keeps them in a folder of their own: for tests and pictures.
void useSettingsIn(const QString& folder);

namespace settings {

inline constexpr int layoutVersion = 2;  ///< of docks and tool bars; another version starts afresh
inline constexpr int recentCount = 10;

/// Where windows keep what they have open.
QString openSessionsFolder();

/// Newest first, unique, at most recentCount.
QStringList recentFiles();
void addRecentFile(const QString& file);
/// The folder of a file, short: the home folder is "~", a long path loses its middle.
QString briefFolder(const QString& file);
void clearRecentFiles();

/// Config files that were opened or saved, newest first, unique, at most recentCount.
QStringList recentConfigs();
void addRecentConfig(const QString& file);
/// Where configs are kept that were put to use before they were saved elsewhere.
QString configsFolder();

QByteArray windowGeometry();
void setWindowGeometry(const QByteArray& geometry);
/// Empty if none was saved or it is of another layoutVersion.
QByteArray windowLayout();
void setWindowLayout(const QByteArray& layout);
void forgetWindowLayout();

/// What a window without files opens with.
enum class Start { offer, reopen, nothing };
Start start();
void setStart(Start start);

/// The wheel alone zooms the graphs; otherwise it scrolls them, and Ctrl+wheel zooms.
bool wheelZooms();
void setWheelZooms(bool zooms);

/// What happens with several models that are opened at once.
enum class SeveralModels { ask, compare, each };
SeveralModels severalModels();
void setSeveralModels(SeveralModels what);

/// Panels slide into their places, menus open gradually where the desktop asks for it.
bool motion();
void setMotion(bool motion);

/// Puts all preferences back to what they are at first. Recent files, models and layout stay.
void resetPreferences();

ThemeMode theme();
void setTheme(ThemeMode theme);
/// Graphs run from left to right, otherwise downwards.
bool graphsRunRight();
void setGraphsRunRight(bool right);
QString config(const QString& fallback);
void setConfig(const QString& name);

}  // namespace settings
}  // namespace lockstep::app
