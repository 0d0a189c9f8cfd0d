#include "app/settings.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSettings>

namespace lockstep::app {
namespace {

QString shapeText(const std::optional<Shape>& shape) {
    if (!shape) return QStringLiteral("?");
    QStringList parts;
    for (const std::int64_t extent : *shape) parts << QString::number(extent);
    return parts.join(QLatin1Char(','));
}

std::optional<Shape> shapeOf(const QString& text) {
    if (text == QLatin1String("?")) return std::nullopt;
    Shape shape;
    for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        bool ok = false;
        const qint64 extent = part.toLongLong(&ok);
        if (!ok || extent <= 0) return std::nullopt;
        shape.push_back(extent);
    }
    return shape;
}

}  // namespace

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

std::optional<ModelMemory> modelMemory(const QString& sha256) {
    QSettings store;
    store.beginGroup(QStringLiteral("models/") + sha256);
    if (!store.contains(QStringLiteral("shapes"))) return std::nullopt;
    ModelMemory memory;
    const QStringList shapes = store.value(QStringLiteral("shapes")).toStringList();
    for (const QString& text : shapes) memory.inputShapes.push_back(shapeOf(text));
    const QStringList axes = store.value(QStringLiteral("axes")).toStringList();
    for (const QString& text : axes) {
        bool ok = false;
        const int axis = text.toInt(&ok);
        memory.streamingAxes.push_back(ok ? std::optional(axis) : std::nullopt);
    }
    return memory;
}

void rememberModel(const QString& sha256, const ModelMemory& memory) {
    if (sha256.isEmpty()) return;
    QStringList shapes;
    for (const auto& shape : memory.inputShapes) shapes << shapeText(shape);
    QStringList axes;
    for (const auto& axis : memory.streamingAxes)
        axes << (axis ? QString::number(*axis) : QStringLiteral("none"));
    QSettings store;
    store.beginGroup(QStringLiteral("models/") + sha256);
    store.setValue(QStringLiteral("shapes"), shapes);
    store.setValue(QStringLiteral("axes"), axes);
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
