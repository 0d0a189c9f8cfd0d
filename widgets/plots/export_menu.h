#pragma once

#include <QByteArray>
#include <QImage>
#include <QMenu>
#include <functional>

namespace lockstep {

/// What a view can be exported as; an absent function has no menu entry.
struct Exports {
    std::function<QImage()> image;
    std::function<QByteArray()> svg;
    std::function<QByteArray(bool visibleOnly)> csv;
};

/// Adds Copy Image, Save Image and Save CSV. Files are written whole or not at all; what goes wrong is shown
/// in a message that does not block. `name` proposes the file name.
void addExportActions(QMenu& menu, QWidget& view, const QString& name, bool enabled, Exports exports);

/// Writes through a temporary file. Empty if done, otherwise what went wrong.
QString writeFile(const QString& file, const QByteArray& bytes);
/// The widget as it is painted, `scale` pixels per logical pixel.
QImage grabImage(const QWidget& view, double scale);
QByteArray pngBytes(const QImage& image);
/// Full precision in the C locale; "nan", "inf", "-inf".
QByteArray csvNumber(double value);
/// A field of a CSV line, quoted where it must be.
QByteArray csvText(const QString& words);

}  // namespace lockstep
