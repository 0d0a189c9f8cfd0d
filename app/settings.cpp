#include "app/settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace lockstep::app {
void initSettings() {
    QCoreApplication::setOrganizationName(QStringLiteral("Lockstep"));
    QCoreApplication::setOrganizationDomain(QStringLiteral("lockstep.org"));
    QCoreApplication::setApplicationName(QStringLiteral("lockstep"));
}

void useSettingsIn(const QString& folder) {
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder);
}

namespace settings {

namespace {

QStringList withNewest(QStringList files, const QString& file) {
    const QString absolute = QFileInfo(file).absoluteFilePath();
    files.removeAll(absolute);
    files.prepend(absolute);
    while (files.size() > recentCount) files.removeLast();
    return files;
}

}  // namespace

QString openSessionsFolder() {
    return QFileInfo(QSettings().fileName()).absolutePath() + QStringLiteral("/open");
}

QStringList recentFiles() {
    return QSettings().value(QStringLiteral("recent/files")).toStringList();
}

QString briefFolder(const QString& file) {
    constexpr qsizetype most = 40;
    QString folder = QFileInfo(file).absolutePath();
    if (const QString home = QDir::homePath(); folder == home || folder.startsWith(home + QLatin1Char('/')))
        folder.replace(0, home.size(), QStringLiteral("~"));
    if (folder.size() > most)
        folder = folder.left(most / 4) + QChar(0x2026) + folder.right(most - most / 4 - 1);
    return QDir::toNativeSeparators(folder);
}

void addRecentFile(const QString& file) {
    QSettings().setValue(QStringLiteral("recent/files"), withNewest(recentFiles(), file));
}

QStringList recentConfigs() {
    return QSettings().value(QStringLiteral("recent/configs")).toStringList();
}

void addRecentConfig(const QString& file) {
    QSettings().setValue(QStringLiteral("recent/configs"), withNewest(recentConfigs(), file));
}

QString configsFolder() {
    return QFileInfo(QSettings().fileName()).absolutePath() + QStringLiteral("/accelerators");
}

void clearRecentFiles() {
    QSettings().remove(QStringLiteral("recent/files"));
}

QByteArray windowGeometry() {
    return QSettings().value(QStringLiteral("window/geometry")).toByteArray();
}
void setWindowGeometry(const QByteArray& geometry) {
    QSettings().setValue(QStringLiteral("window/geometry"), geometry);
}

QByteArray windowLayout() {
    const QSettings store;
    if (store.value(QStringLiteral("window/layoutVersion")).toInt() != layoutVersion) return {};
    return store.value(QStringLiteral("window/layout")).toByteArray();
}

void setWindowLayout(const QByteArray& layout) {
    QSettings store;
    store.setValue(QStringLiteral("window/layoutVersion"), layoutVersion);
    store.setValue(QStringLiteral("window/layout"), layout);
}

void forgetWindowLayout() {
    QSettings().remove(QStringLiteral("window"));
}

Start start() {
    const int value = QSettings().value(QStringLiteral("preferences/start")).toInt();
    return value >= 0 && value <= 2 ? static_cast<Start>(value) : Start::offer;
}
void setStart(Start start) {
    QSettings().setValue(QStringLiteral("preferences/start"), static_cast<int>(start));
}

bool wheelZooms() {
    return QSettings().value(QStringLiteral("preferences/wheelZooms"), false).toBool();
}
void setWheelZooms(bool zooms) {
    QSettings().setValue(QStringLiteral("preferences/wheelZooms"), zooms);
}

SeveralModels severalModels() {
    const int value = QSettings().value(QStringLiteral("preferences/severalModels")).toInt();
    return value >= 0 && value <= 2 ? static_cast<SeveralModels>(value) : SeveralModels::ask;
}
void setSeveralModels(SeveralModels what) {
    QSettings().setValue(QStringLiteral("preferences/severalModels"), static_cast<int>(what));
}

bool motion() {
    return QSettings().value(QStringLiteral("preferences/motion"), true).toBool();
}
void setMotion(bool motion) {
    QSettings().setValue(QStringLiteral("preferences/motion"), motion);
}

void resetPreferences() {
    QSettings store;
    store.remove(QStringLiteral("preferences"));
    store.remove(QStringLiteral("view/theme"));
}

ThemeMode theme() {
    const int value = QSettings().value(QStringLiteral("view/theme")).toInt();
    return value >= 0 && value <= 2 ? static_cast<ThemeMode>(value) : ThemeMode::system;
}
void setTheme(ThemeMode theme) {
    QSettings().setValue(QStringLiteral("view/theme"), static_cast<int>(theme));
}

bool graphsRunRight() {
    return QSettings().value(QStringLiteral("view/graphsRunRight")).toBool();
}
void setGraphsRunRight(bool right) {
    QSettings().setValue(QStringLiteral("view/graphsRunRight"), right);
}

QString config(const QString& fallback) {
    const QString config = QSettings().value(QStringLiteral("compile/config"), fallback).toString();
    // A file that is gone is not what the next model is to be compiled for.
    return config.endsWith(QLatin1String(".json")) && !QFileInfo::exists(config) ? fallback : config;
}
void setConfig(const QString& name) {
    QSettings().setValue(QStringLiteral("compile/config"), name);
}

}  // namespace settings
}  // namespace lockstep::app
