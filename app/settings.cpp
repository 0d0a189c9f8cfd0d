#include "app/settings.h"

#include <QCoreApplication>
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

QString openSessionsFolder() {
    return QFileInfo(QSettings().fileName()).absolutePath() + QStringLiteral("/open");
}

QStringList recentFiles() {
    return QSettings().value(QStringLiteral("recent/files")).toStringList();
}

void addRecentFile(const QString& file) {
    QStringList files = recentFiles();
    const QString absolute = QFileInfo(file).absoluteFilePath();
    files.removeAll(absolute);
    files.prepend(absolute);
    while (files.size() > recentCount) files.removeLast();
    QSettings().setValue(QStringLiteral("recent/files"), files);
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

ThemeMode theme() {
    const int value = QSettings().value(QStringLiteral("view/theme")).toInt();
    return value >= 0 && value <= 2 ? static_cast<ThemeMode>(value) : ThemeMode::system;
}
void setTheme(ThemeMode theme) {
    QSettings().setValue(QStringLiteral("view/theme"), static_cast<int>(theme));
}

QString config(const QString& fallback) {
    return QSettings().value(QStringLiteral("compile/config"), fallback).toString();
}
void setConfig(const QString& name) {
    QSettings().setValue(QStringLiteral("compile/config"), name);
}

}  // namespace settings
}  // namespace lockstep::app
