#pragma once

#include <QByteArray>
#include <QSize>
#include <QStringList>
#include <optional>
#include <vector>

#include "app/view_state.h"
#include "core/tensor/tensor.h"

namespace lockstep::app {

/// What is remembered of a model file, by its SHA-256.
struct ModelMemory {
    std::vector<std::optional<Shape>> inputShapes;
    std::vector<std::optional<int>> streamingAxes;
};

/// Sets organisation and application: before the first QSettings.
void initSettings();
/// Keeps them in a folder of their own: for tests and pictures.
void useSettingsIn(const QString& folder);

namespace settings {

inline constexpr int layoutVersion = 1;  ///< of docks and tool bars; another version starts afresh
inline constexpr int recentCount = 10;

/// Newest first, unique, at most recentCount.
QStringList recentFiles();
void addRecentFile(const QString& file);
void clearRecentFiles();

std::optional<ModelMemory> modelMemory(const QString& sha256);
void rememberModel(const QString& sha256, const ModelMemory& memory);

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
