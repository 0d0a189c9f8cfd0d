#pragma once

#include <QByteArray>
#include <QImage>
#include <QMenu>
#include <functional>

namespace lockstep {

/// What a view can be exported as; an absent function has no menu entry.
struct Exports {
    std::function<QImage()> image;
    std::function<void(QPainter&)> paint;  ///< the view as it is seen, in its pixels: SVG and PDF
    std::function<QByteArray(bool visibleOnly)> csv;
};

/// Adds what copies and saves the view as an image, SVG, PDF and CSV. Files are written whole or not at all;
/// what goes wrong is shown in a message that does not block. `name` proposes the file name.
void addExportActions(QMenu& menu, QWidget& view, const QString& name, bool enabled, Exports exports);

/// Writes through a temporary file. Empty if done, otherwise what went wrong.
QString writeFile(const QString& file, const QByteArray& bytes);
/// The widget as it is painted, `scale` pixels per logical pixel.
QImage grabImage(const QWidget& view, double scale);
QByteArray pngBytes(const QImage& image);
/// What `paint` draws on the ground of the view, of the view's size: a pixel is 1/96 inch of the page.
QByteArray svgBytes(const QWidget& view, const QString& title, const std::function<void(QPainter&)>& paint);
QByteArray pdfBytes(const QWidget& view, const QString& title, const std::function<void(QPainter&)>& paint);
/// The widget and what is in it by its own painting.
void paintWidget(const QWidget& view, QPainter& painter);
/// Full precision in the C locale; "nan", "inf", "-inf".
QByteArray csvNumber(double value);
/// A field of a CSV line, quoted where it must be.
QByteArray csvText(const QString& words);

}  // namespace lockstep
