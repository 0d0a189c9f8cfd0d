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
void clearRecentFiles();

QByteArray windowGeometry();
void setWindowGeometry(const QByteArray& geometry);
/// Empty if none was saved or it is of another layoutVersion.
QByteArray windowLayout();
void setWindowLayout(const QByteArray& layout);
void forgetWindowLayout();

ThemeMode theme();
void setTheme(ThemeMode theme);
QString config(const QString& fallback);
void setConfig(const QString& name);

}  // namespace settings
}  // namespace lockstep::app
